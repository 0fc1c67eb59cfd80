"""The way of a result to the public:

    prepared by the secretariat → checked for personal data → put to the requester and to the KP Chair's office
          → published with the agreement of both, whichever comes last

Both agree to exactly the text that their page showed (`seen_of`); a change of it voids what was said. Each verb raises
ValidationError, in a sentence for the page, where something is refused or somebody else was faster.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.dated import Precision, today
from asm_portal.post import post_when_due
from asm_portal.visibility import Audience
from assistance.models import AssistanceRequest, Result, ResultConsent
from assistance.models.results import Channel
from assistance.requests.people import addressees
from assistance.results.personal import findings
from knowledge import actions as documents
from knowledge.actions import save
from knowledge.approvals import (
    CHANGED,
    Capacity,
    Purpose,
    approve,
    digest,
    is_approved,
    require_office,
)
from knowledge.models import Document, DocumentKind
from logistics.follow_up.owners import deciding_office

KIND = "assistance_result"
CONSENT, DECISION, RETURNED = "assistance:result-consent:", "assistance:result-decision:", "assistance:result-returned:"
NAMES_PERSONS = gettext_lazy("The text names people, addresses or numbers. Take them out, or say why they stay.")
Word = ResultConsent.Word


@dataclass(frozen=True)
class Written:
    """A title with its text, a file, or both; without either, a file that is on record stays."""

    title: str
    text: str
    file: File | None = None


def seen_of(result):
    """What tells this state of the text from the next: its words and titles."""
    return digest(result.revision, Purpose.RELEASE)


def locked(result):
    """The result as it is now; nobody else changes it or its document until this is written."""
    Document.objects.select_for_update().get(pk=result.document_id)
    return Result.objects.select_for_update(of=("self",)).select_related("document", "request").get(pk=result.pk)


def require_unpublished(result):
    if result.is_published:
        raise ValidationError(
            _("This result is published. To change it, withdraw it in the archive and prepare another one.")
        )


@transaction.atomic
def prepare(*, request, texts, by):
    """A result of a request, as a draft of the archive; `texts` is language → Written."""
    request = AssistanceRequest.objects.select_for_update().get(pk=request.pk)
    document = documents.add_document(
        kind=DocumentKind.objects.get(code=KIND), titles={code: given.title for code, given in texts.items()},
        audience=Audience.CHAIR, released_by_chair=True, organisation=participant_of(request), date=today(),
        date_precision=Precision.DAY, is_demonstration=request.is_demonstration, by=by,
    )  # fmt: skip
    result = save(Result(request=request, document=document), by)
    revision = documents.add_revision(document=document, by=by)
    for language, given in texts.items():
        documents.add_rendition(revision=revision, language=language, by=by, text=given.text, file=given.file)
    return result


def participant_of(request):
    """On whose page the result stands: the one that it was for where there is one, else whoever asked."""
    rows = [row.organisation for row in request.beneficiaries.select_related("organisation")]
    return rows[0] if len(rows) == 1 else request.organisation


@transaction.atomic
def rewrite(*, result, texts, seen, by):
    """Change the text of a result that is not published; it is checked and put to both anew. Raises ValidationError where it is
    not the one that was `seen`."""
    result = locked(result)
    require_unpublished(result)
    if seen_of(result) != seen:
        raise ValidationError(
            _(
                "Somebody else has changed this result since you opened it. Their text is shown beside; yours is kept here."
            )
        )
    revision = result.revision
    if revision.approvals.exists():
        revision = documents.next_revision(result.document, by)
    by_language = {row.language: row for row in revision.renditions.all()}
    for language, given in texts.items():
        documents.set_title(document=result.document, language=language, title=given.title, by=by)
        if given.file or given.text != by_language[language].text:
            documents.replace_text(rendition=by_language[language], by=by, text=given.text, file=given.file)
    if seen_of(result) != seen:
        to_draft(result, by)
        result.checked_by, result.checked_at, result.checked_sha256, result.kept_because = None, None, "", ""
        result.consent = result.approval = None
    return save(result, by)


def to_draft(result, by):
    """Take it away from those to whom it was put."""
    revision = result.revision
    if revision.submitted_at:
        revision.submitted_at = None
        save(revision, by)
    result.asked_at = None


@transaction.atomic
def put_to_both(*, result, seen, by, kept_because=""):
    """Note that the text was checked for personal data, and ask the requester and the KP Chair's office. `kept_because` says why
    something that was found stays; without it what was found is refused."""
    result = locked(result)
    require_unpublished(result)
    if result.asked_at:
        raise ValidationError(_("The requester and the KP Chair’s office have already been asked about this result."))
    if seen_of(result) != seen:
        raise ValidationError(CHANGED)
    if findings(result) and not kept_because.strip():
        raise ValidationError({"kept_because": NAMES_PERSONS})
    lay_before_both(result, kept_because.strip(), by)
    key = f"{result.pk}:{result.asked_at:%Y%m%d%H%M%S%f}"
    for recipient in addressees(result.request):
        post_when_due(f"{CONSENT}{key}", recipient)
    for person in deciding_office(result.document.is_demonstration):
        post_when_due(f"{DECISION}{key}", person)
    return result


def lay_before_both(result, kept_because, by):
    """Note the check; from now on both read the text."""
    now, revision = timezone.now(), result.revision
    result.checked_by, result.checked_at, result.checked_sha256 = by, now, seen_of(result)
    result.kept_because, result.asked_at, result.remark = kept_because, now, ""
    save(result, by)
    revision.submitted_at = now
    save(revision, by)


@transaction.atomic
def take_back(*, result, by):
    """The secretariat takes a result back before it is published."""
    result = locked(result)
    require_unpublished(result)
    if not result.asked_at:
        raise ValidationError(_("This result is already a draft."))
    to_draft(result, by)
    return save(result, by)


def require_asked(result, seen):
    require_unpublished(result)
    if not result.asked_at:
        raise ValidationError(_("The secretariat has taken this result back to change it. You will be asked again."))
    if seen_of(result) != seen:
        raise ValidationError(CHANGED)


def has_consent(result):
    """Whether the requester agrees to the text as it stands now."""
    return result.consent is not None and result.consent.sha256 == seen_of(result)


def has_approval(result):
    """Whether the KP Chair's office has approved the text as it stands now."""
    return is_approved(result.revision, Purpose.RELEASE, {Capacity.KP_CHAIR})


@transaction.atomic
def say(*, result, agrees, seen, channel=Channel.PORTAL, text="", person=None, name="", noted_by=None, by=None):
    """Keep what the requester says to the publication; the last word counts until it is published. `person` said it, or somebody
    by `name` who is not in the register; `noted_by` is who of the secretariat wrote it down."""
    result = locked(result)
    require_asked(result, seen)
    withdrawn = Word.WITHDRAWN if result.consent else Word.REFUSED
    row = ResultConsent(
        result=result, word=Word.GIVEN if agrees else withdrawn, sha256=seen, channel=channel, text=text.strip(),
        person=person, name=name, noted_by=noted_by,
    )  # fmt: skip
    save(row, by or noted_by)
    result.consent = row if agrees else None
    save(result, by or noted_by)
    return publish_if_agreed(result, by or noted_by)


def undecided(result, seen):
    """The result, locked, of which the KP Chair's office has yet to decide."""
    result = locked(result)
    require_asked(result, seen)
    if has_approval(result):
        raise ValidationError(_("The KP Chair’s office has already approved this text."))
    return result


@transaction.atomic
def decide(*, result, seen, by, remark=""):
    """The KP Chair's office approves exactly what its page showed."""
    office = require_office(by, result.document.is_demonstration)
    result = undecided(result, seen)
    result.approval = approve(
        revision=result.revision,
        purpose=Purpose.RELEASE,
        capacity=Capacity.KP_CHAIR,
        by=by,
        office=office,
        remark=remark,
    )
    save(result, by)
    return publish_if_agreed(result, by)


@transaction.atomic
def give_back(*, result, seen, remark, by):
    """The KP Chair's office gives a result back, with what should be changed; the secretariat hears of it."""
    require_office(by, result.document.is_demonstration)
    result = undecided(result, seen)
    to_draft(result, by)
    result.remark = remark.strip()
    save(result, by)
    post_when_due(f"{RETURNED}{result.pk}:{result.version}", result.checked_by.person)
    return result


def what_is_missing(result):
    """What a result needs before everyone reads it, in sentences."""
    checks = (
        (not result.asked_at, _("The requester and the KP Chair’s office have not been asked yet.")),
        (not has_consent(result), _("The requester has not agreed to this text.")),
        (not has_approval(result), _("The KP Chair’s office has not approved this text.")),
        (result.checked_sha256 != seen_of(result), _("This text has not been checked for personal data.")),
    )
    return [sentence for is_missing, sentence in checks if is_missing]


def publish_if_agreed(result, by):
    return result if what_is_missing(result) else publish(result=result, by=by)


@transaction.atomic
def publish(*, result, by):
    """Let everyone read it, with its title and text as both have agreed to it."""
    result = locked(result)
    require_unpublished(result)
    if problems := what_is_missing(result):
        raise ValidationError(problems)
    document = result.document
    document.audience, document.date = Audience.PUBLIC, today()
    documents.publish(document=save(document, by), by=by)
    result.published_at = timezone.now()
    return save(result, by)
