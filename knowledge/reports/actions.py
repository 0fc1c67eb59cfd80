"""What is done to reports: a redacted version is made, logged, consented to and approved; then `knowledge.actions.publish` lets
it out."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from asm_portal import search
from asm_portal.dated import today
from asm_portal.visibility import Audience
from knowledge.actions import State, add_document, link, release_newest, require_state, save
from knowledge.approvals import approve, digest
from knowledge.models import Document, DocumentLink, Redaction, RedactionEntry, Report
from knowledge.reports.rules import PURPOSE, newest_text

Consent, Channel = Redaction.Consent, Redaction.Channel


@transaction.atomic
def add_report(*, period_from, period_until, by, period_precision="year", received_on=None, **facts):
    """A draft report on a Participant and a period; `facts` as for `add_document`."""
    document = add_document(by=by, **facts)
    save(
        Report(
            document=document, period_from=period_from, period_until=period_until, period_precision=period_precision,
            received_on=received_on,
        ),
        by,
    )  # fmt: skip
    return document


@transaction.atomic
def make_redacted_version(*, original, by):
    """A draft for everyone beside a confidential final report, linked to it, without a text. Returns the Redaction."""
    require_state(original, State.FINAL)
    if original.is_public_version:
        raise ValidationError(_("This is a redacted version itself."))
    if original.audience == Audience.PUBLIC:
        raise ValidationError(_("Everyone may read this document; it needs no redacted version."))
    if original.redactions.exclude(public_version__state=State.WITHDRAWN).exists():
        raise ValidationError(_("There is a redacted version of this document already."))
    version = add_document(
        kind=original.kind, titles=titles_of_version(original), by=by, audience=Audience.PUBLIC, date=original.date,
        date_precision=original.date_precision, issuing_body=original.issuing_body, organisation=original.organisation,
        is_demonstration=original.is_demonstration,
    )  # fmt: skip
    link(later=version, kind=DocumentLink.Kind.REDACTED_VERSION_OF, earlier=original, by=by)
    if hasattr(original, "report"):
        period = {name: getattr(original.report, name) for name in ("period_from", "period_until", "period_precision")}
        save(Report(document=version, **period), by)
    return save(Redaction(original=original, public_version=version), by)


def titles_of_version(original):
    """The titles of the original, each with the neutral label in its language."""
    titles = {}
    for row in original.titles.all():
        with translation.override(row.language):
            titles[row.language] = _("%(title)s (public version)") % {"title": row.title}
    return titles


@transaction.atomic
def log_redaction(*, redaction, place, content, ground, by):
    """Say where something was taken out, what kind of thing, and why."""
    require_state(redaction.public_version, State.DRAFT, State.CIRCULATED)
    entry = RedactionEntry(redaction=redaction, place=place, content=content, ground=ground)
    entry.full_clean()
    return save(entry, by)


@transaction.atomic
def ask_for_consent(*, redaction, by):
    """Show the newest text to the Participant and to those who approve it, and ask for their answers."""
    version = locked(redaction)
    require_state(version, State.DRAFT, State.CIRCULATED)
    if newest_text(redaction) is None:
        raise ValidationError(_("The redacted version has no text yet. Upload it first."))
    if not redaction.entries.exists():
        raise ValidationError(_("Say in the log what was taken out, before anybody is asked."))
    release_newest(version, by)
    version.state = State.CIRCULATED
    save(version, by)
    redaction.asked_on = today()
    if redaction.consent_sha256 != digest(newest_text(redaction)):
        redaction.consent = Consent.ASKED
    save(redaction, by)
    search.index(version)
    return redaction


@transaction.atomic
def record_consent(*, redaction, is_given, who, channel, by, on=None, letter=None):
    """Note the Participant’s answer to the newest text: whose it was, when and how it came, and the letter where there is one."""
    version = locked(redaction)
    require_state(version, State.CIRCULATED)
    if (on or today()) > today():
        raise ValidationError({"on": _("This day lies ahead.")})
    redaction.consent = Consent.GIVEN if is_given else Consent.REFUSED
    redaction.consent_by, redaction.consent_on = who, on or today()
    redaction.consent_channel, redaction.consent_letter = channel, letter
    redaction.consent_sha256 = digest(shown_text(redaction))
    redaction.full_clean()
    return save(redaction, by)


@transaction.atomic
def approve_redaction(*, redaction, capacity, by, office=None):
    """Approve the newest text for release."""
    require_state(locked(redaction), State.CIRCULATED)
    return approve(revision=shown_text(redaction), purpose=PURPOSE, capacity=capacity, by=by, office=office)


def shown_text(redaction):
    """The newest text; raises ValidationError where those who answer have not been shown it yet."""
    revision = newest_text(redaction)
    if revision.released_at is None:
        raise ValidationError(_("A newer text is being prepared. It is approved once it has been shown."))
    return revision


def locked(redaction):
    """The redacted version, for nobody else to change until this is written."""
    redaction.public_version = Document.objects.select_for_update().get(pk=redaction.public_version_id)
    return redaction.public_version
