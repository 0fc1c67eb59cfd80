"""Public summaries: marked paragraphs of minutes, released by the Chair of the body, approved by the KP Chair's office."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.models import Office
from asm_portal.visibility import standing_of
from knowledge.approvals import Capacity, Purpose, approvals_of, digest, require_seen
from knowledge.minutes import actions
from knowledge.minutes.diff import paragraphs, paragraphs_of_file
from knowledge.minutes.drafting import is_summary, texts_by_language
from knowledge.minutes.forms import DecisionForm, SummaryForm
from knowledge.minutes.pages import DocumentFormView, DocumentMixin, EditorsMixin, Stage, State
from knowledge.models import Document, DocumentLink

LINK = DocumentLink.Kind.PUBLIC_SUMMARY_OF


def released_texts(document):
    """Language → paragraphs of the newest text in it that readers of the minutes have."""
    shown = {row.pk for row in document.revisions.released()}
    found = [text.rendition for text in texts_by_language(document) if text.rendition.revision_id in shown]
    texts = {
        row.language: paragraphs(row.text) or paragraphs_of_file(row.extracted_text, row.extension) for row in found
    }
    return {language: parts for language, parts in texts.items() if parts}


class SummaryNew(EditorsMixin, DocumentFormView):
    """Marks the paragraphs that become the public summary."""

    form_class = SummaryForm
    template_name = "knowledge/minutes/mark.html"

    @property
    def done(self):
        return _("The draft of the public summary is made. Look it over before you release it.")

    def get_queryset(self):
        return super().get_queryset().filter(state__in=[State.CIRCULATED, State.FINAL])

    def get_form_kwargs(self):
        names = {
            "en": f"Public summary: {self.object.minutes.body.name_en}",
            "fr": f"Résumé public\N{NO-BREAK SPACE}: {self.object.minutes.body.name_fr}",
        }
        return super().get_form_kwargs() | {"texts": released_texts(self.object), "titles": names}

    def do(self, form):
        titles, texts = form.summary()
        self.made = actions.make_summary(document=self.object, titles=titles, texts=texts, by=self.request.user)

    def get_success_url(self):
        return reverse("knowledge:summary-work", args=[self.made.reference])


def capacity_of(summary, user):
    """In which capacity the reader decides on the summary as it stands, and for which office; (None, None) in none."""
    standing = standing_of(user)
    held = Office.objects.filter(pk__in=standing.offices)
    revision = actions.newest_revision(summary)
    given = {row.capacity for row in approvals_of(revision, Purpose.PUBLIC_SUMMARY)} if revision else set()
    if summary.state in (State.DRAFT, State.CIRCULATED) and Capacity.BODY_CHAIR not in given:
        office = held.filter(body=summary.issuing_body_id, seat__in=[Office.Seat.CHAIR, Office.Seat.VICE_CHAIR]).first()
        return (Capacity.BODY_CHAIR, office) if office else (None, None)
    if summary.state == State.CIRCULATED and Capacity.KP_CHAIR not in given:
        office = held.filter(seat=Office.Seat.KP_CHAIR).first()
        return (Capacity.KP_CHAIR, office) if office else (None, None)
    return None, None


def stages(summary, approvals):
    """Draft → released by the Chair of the body → approved by the KP Chair's office → public."""
    given = {row.capacity for row in approvals}
    released, approved = Capacity.BODY_CHAIR in given, Capacity.KP_CHAIR in given
    is_public = summary.state == State.FINAL
    return [
        Stage(_("Draft"), "", released or is_public, not released and not is_public),
        Stage(_("Released by the Chair of the body"), "", is_public or approved, released and not approved),
        Stage(_("Approved by the KP Chair’s office"), "", is_public),
        Stage(_("Public"), "", is_public),
    ]


class SummaryWork(DocumentMixin, DocumentFormView):
    """A public summary on its way: its text in all languages, who has approved it, and the decision of whoever it waits for."""

    form_class = DecisionForm
    template_name = "knowledge/minutes/summary.html"

    def get_queryset(self):
        rows, user = super().get_queryset(), self.request.user
        waiting = rows.filter(state=State.CIRCULATED) if standing_of(user).chair else rows.none()
        summaries = DocumentLink.objects.filter(kind=LINK).values("later")
        return (rows.editable_by(user) | waiting).filter(pk__in=summaries).exclude(state=State.WITHDRAWN)

    def do(self, form):
        capacity, office = capacity_of(self.object, self.request.user)
        revision = self.object.revisions.filter(number=self.request.POST.get("revision", "0")).first()
        if capacity is None or revision is None:
            raise Http404
        require_seen(revision, self.request.POST.get("seen", ""))
        given = {"document": self.object, "revision": revision, "by": self.request.user, **form.cleaned_data}
        if "return" in form.data and capacity == Capacity.KP_CHAIR:
            actions.return_summary(**given)
        else:
            decide = actions.release_summary if capacity == Capacity.BODY_CHAIR else actions.approve_summary
            decide(**given, office=office)

    @property
    def done(self):
        self.object = Document.objects.get(pk=self.object.pk)
        return {
            State.DRAFT: _("The summary went back to its editors."),
            State.CIRCULATED: _("Released. It now waits for the KP Chair’s office."),
            State.FINAL: _("Approved. Everyone reads the summary now."),
        }[self.object.state]

    def get_success_url(self):
        may_stay = self.get_queryset().filter(pk=self.object.pk).exists()
        return reverse("knowledge:summary-work", args=[self.object.reference]) if may_stay else reverse("desk")

    def get_context_data(self, **kwargs):
        summary, user = self.object, self.request.user
        revision = actions.newest_revision(summary)
        approvals = list(approvals_of(revision, Purpose.PUBLIC_SUMMARY)) if revision else []
        capacity, office = capacity_of(summary, user)
        links = DocumentLink.objects.visible_to(user).filter(later=summary, kind=LINK)
        return super().get_context_data(
            revision=revision,
            seen=digest(revision) if revision else "",
            texts=texts_by_language(summary),
            approvals=approvals,
            stages=stages(summary, approvals),
            capacity=capacity,
            office=office,
            is_editor=Document.objects.editable_by(user).filter(pk=summary.pk).exists(),
            is_open=summary.state != State.FINAL,
            minutes=[link.earlier for link in links.select_related("earlier").prefetch_related("earlier__titles")],
            returned=returned(summary),
            is_summary=is_summary(summary),
            **kwargs,
        )


def returned(summary):
    """The history row by which the KP Chair's office gave the summary back, while it is a draft again; None otherwise."""
    if summary.state != State.DRAFT:
        return None
    rows = summary.history.exclude(history_change_reason=None).exclude(history_change_reason="")
    return rows.order_by("-history_date").first()
