"""What the archive hands over to the next Chair: minutes out for comments, and texts that wait for an approval or a consent."""

from django.utils.translation import gettext as _

from asm_portal.areas import Chapter, HandoverSection
from asm_portal.templatetags.portal import date_words
from knowledge.audiences import in_words
from knowledge.models import AudienceProposal, Document, Minutes, Redaction


def handover(reader):
    return [circulated_minutes(reader), waiting_audiences(reader), waiting_redactions(reader)]


def section(title, head, rows):
    return HandoverSection(Chapter.PROCEDURES, title, head, rows)


def circulated_minutes(reader):
    """Minutes that are out for comments, and until when."""
    rows = Minutes.objects.visible_to(reader).filter(document__state=Document.State.CIRCULATED)
    rows = rows.select_related("document", "body").prefetch_related("document__titles").order_by("comments_until", "pk")
    return section(
        _("Minutes circulated for comments"),
        (_("Minutes"), _("Body"), _("Comments until")),
        [
            (
                (str(row.document), str(row.body), date_words(row.comments_until)),
                row.document.get_absolute_url(),
            )
            for row in rows
        ],
    )


def waiting_audiences(reader):
    """Texts that are proposed to more readers, which the Chair decides."""
    rows = AudienceProposal.objects.visible_to(reader).filter(outcome=AudienceProposal.Outcome.WAITING)
    rows = rows.select_related("document", "audience_body", "audience_organisation")
    return section(
        _("Wider audiences that wait for a decision"),
        (_("Document"), _("Proposed for"), _("Since")),
        [
            (
                (str(row.document), in_words(row), date_words(row.proposed_at.date())),
                row.document.get_absolute_url(),
            )
            for row in rows.prefetch_related("document__titles", "audience_organisation__names").order_by("proposed_at")
        ],
    )


def waiting_redactions(reader):
    """Reports whose redacted version is neither consented to by everybody nor out yet."""
    rows = Redaction.objects.visible_to(reader).filter(public_version__state=Document.State.CIRCULATED)
    rows = rows.select_related("original__organisation", "public_version")
    return section(
        _("Public versions of reports that wait for consent or approval"),
        (_("Report"), _("Participant"), _("Consent")),
        [
            (
                (str(row.original), str(row.original.organisation or ""), row.get_consent_display()),
                row.original.get_absolute_url(),
            )
            for row in rows.prefetch_related("original__titles", "original__organisation__names").order_by("pk")
        ],
    )
