"""Pages of packs: those that wait for the reader, how the secretariat orders one, and the files."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, View

from asm_portal.access import PublicMixin
from asm_portal.files import SANDBOX, serve
from asm_portal.middleware import OWN
from asm_portal.roles import role_named
from asm_portal.visibility import standing_of
from logistics.models import Meeting, Pack
from logistics.packs.actions import is_current, order_handover
from logistics.packs.forms import PackForm
from logistics.packs.papers import papers_for
from logistics.packs.sinks import write_zip


def packs_of(user):
    """The packs whose role the reader belongs to; those that are not ready are the secretariat's and the Chair's office's."""
    found = Pack.objects.visible_to(user).filter(ended_at=None)
    found = found.select_related("audience_body", "audience_organisation").prefetch_related(
        "audience_organisation__names"
    )
    standing = standing_of(user)
    sees_orders = standing.secretariat or standing.chair
    return [pack for pack in found if (pack.is_ready or sees_orders) and pack.role.admits(user)]


class PackList(FormView):
    """The packs that the reader may take away; the secretariat orders new ones here, and the Chair's office its own."""

    form_class = PackForm
    template_name = "logistics/packs/list.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def post(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        form.save(self.request.user)
        messages.success(self.request, _("The pack is being built. It will be on this page in a few minutes."))
        return redirect("logistics:pack-list")

    def get_context_data(self, **kwargs):
        standing = standing_of(self.request.user)
        return super().get_context_data(
            title=_("Packs to take away"),
            packs=packs_of(self.request.user),
            may_order=standing.secretariat,
            may_hand_over=standing.secretariat or standing.chair,
            **kwargs,
        )


class HandoverOrder(View):
    """The button for the hand-over pack, for the KP Chair's office and the secretariat."""

    http_method_names = ["post", "options"]

    def post(self, request):
        standing = standing_of(request.user)
        if not (standing.secretariat or standing.chair):
            raise Http404
        order_handover(by=request.user)
        messages.success(request, _("The hand-over pack is being built. It will be on this page in a few minutes."))
        return redirect("logistics:pack-list")


class PackFile(View):
    """The file of a pack, for those who belong to its role when it is fetched. Where the role may no longer know of something in
    it, the pack ends and is not given out; another is to be ordered."""

    def get(self, request, reference):
        pack = next((row for row in packs_of(request.user) if row.reference == reference and row.is_ready), None)
        if pack is None:
            raise Http404
        if not is_current(pack):
            messages.error(
                request,
                _("Something in this pack is no longer for these readers, so it was deleted. Ask for a new one."),
            )
            return redirect("logistics:pack-list")
        return serve(
            request,
            file=pack.file,
            filename=pack.filename,
            media_type="application/zip",
            sha256=pack.sha256,
            is_public=False,
        )


class MeetingPapers(PublicMixin, DetailView):
    """The papers of a meeting for a role that the reader belongs to, as one ZIP made on the disk."""

    model = Meeting
    slug_field = slug_url_kwarg = "reference"

    def get(self, request, *args, **kwargs):
        role = role_named(self.kwargs["code"])
        if role is None or not role.admits(request.user):
            raise Http404
        known = self.get_queryset().prefetch_related("of_bodies__body") & Meeting.objects.visible_to(role)
        papers = papers_for(get_object_or_404(known, reference=self.kwargs["reference"]), role)
        if not papers.renditions:
            raise Http404
        file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
        write_zip(papers.entries(), file)
        file.seek(0)
        # GZipMiddleware leaves alone what is encoded; the papers are compressed already.
        headers = {"Cache-Control": OWN, "Content-Security-Policy": SANDBOX, "Content-Encoding": "identity"}
        return FileResponse(file, as_attachment=True, filename=papers.filename, headers=headers)
