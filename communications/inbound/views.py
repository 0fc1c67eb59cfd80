"""The whole message, for the secretariat."""

from django.http import Http404
from django.views.generic.detail import BaseDetailView

from asm_portal.access import VisibleMixin
from asm_portal.files import serve
from communications.models import InboundMail


class InboundMailFile(VisibleMixin, BaseDetailView):
    """A message as it came in, for a mail program."""

    model = InboundMail

    def get(self, request, *args, **kwargs):
        mail = self.get_object()
        if not mail.raw:
            raise Http404
        return serve(
            request,
            file=mail.raw,
            filename=f"{mail.received_at:%Y-%m-%d}-{mail.pk}.eml",
            media_type="application/octet-stream",
            sha256=mail.sha256,
            is_public=False,
        )
