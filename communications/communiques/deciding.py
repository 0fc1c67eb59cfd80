"""The page on which the KP Chair decides on public texts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.templatetags.portal import file_size
from asm_portal.visibility import standing_of
from communications.communiques import release
from communications.communiques.pages import TextMixin, found
from communications.communiques.times import chair_zone, in_zones
from communications.models.public_texts import Stage
from knowledge.deciding import DecideForm, Side
from knowledge.models import DocumentLink


class TextDecide(TextMixin, FormView):
    """Where the KP Chair's office reads a text in all its languages and decides; fit for a phone."""

    form_class = DecideForm
    template_name = "communications/texts/decide.html"

    def narrow(self, rows):
        is_decided_here = standing_of(self.request.user).decides_for_chair
        return rows.visible_to(self.request.user) if is_decided_here else rows.none()

    def get_initial(self):
        return {"seen": release.seen_of(self.text)}

    def form_valid(self, form):
        given, user = form.cleaned_data, self.request.user
        verb = release.return_text if form.is_return else release.approve
        try:
            text = verb(text=self.text, seen=given["seen"], by=user, remark=given["remark"])
        except ValidationError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, said(text))
        return redirect(self.address_after(text))

    def refused(self, form, refusal):
        """The page as the text stands now, with what was typed and the reason."""
        self.text = found(self.kwargs["reference"], self.narrow)
        form.data = form.data.copy()
        form.data["seen"] = self.get_initial()["seen"]
        return self.render_to_response(self.get_context_data(form=form, refusal=" ".join(refusal.messages)))

    def address_after(self, text):
        return text.get_absolute_url() if text.is_out else reverse("desk")

    def get_context_data(self, **kwargs):
        text = self.text
        revision = None if text.stage == Stage.DRAFTING else text.revision
        return super().get_context_data(
            title=str(text),
            sides=sides(text, revision) if revision else [],
            revision=revision,
            is_waiting=text.stage == Stage.SUBMITTED,
            stands=release.STANDS[text.stage],
            missing=text.missing,
            when=in_zones(text.release_at, text.release_zone, chair_zone()) if text.release_at else [],
            has_passed=text.release_at is not None and text.release_at <= timezone.now(),
            corrected=[row.earlier for row in corrected_by(text)],
            **kwargs,
        )


def sides(text, revision):
    """The newest revision in each language, as it would be released."""
    if revision is None:
        return []
    titles = revision.titles_shown()
    order = [code for code, _name in LANGUAGE_CHOICES]
    rows = sorted(revision.renditions.all(), key=lambda row: (order.index(row.language), row.role))
    return [
        Side(
            language=row.language,
            title=titles.get(row.language, ""),
            body=row.rendered,
            file_words=f"{row.extension.upper()}, {file_size(row.size)}" if row.file else "",
            file_url=row.get_absolute_url() if row.file else "",
        )
        for row in rows
    ]


def corrected_by(text):
    """The links by which a corrigendum says what it corrects."""
    rows = text.document.links.filter(kind=DocumentLink.Kind.CORRECTS)
    return rows.select_related("earlier").prefetch_related("earlier__titles")


def said(text):
    """What became of the text by the decision, in a sentence."""
    if text.stage == Stage.SCHEDULED:
        return _("Approved. It appears at its time.")
    return {
        Stage.DRAFTING: _("Given back. The secretariat has your remark."),
        Stage.APPROVED: _("Approved. The secretariat publishes it."),
        Stage.PUBLISHED: _("Approved and published. Everyone reads it now."),
    }[text.stage]
