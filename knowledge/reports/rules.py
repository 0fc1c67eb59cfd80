"""What a redacted version must be, and what it needs before its audience reads it: consent and two approvals of its text."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.approvals import Capacity, Purpose, approvals_of, digest
from knowledge.extraction import READERS
from knowledge.models import DocumentLink, Redaction, Rendition

PURPOSE = Purpose.REDACTED_VERSION
# One approval of each; the database sees to it that they are of two persons.
REQUIRED = (
    (
        {Capacity.BODY_CHAIR, Capacity.SECRETARIAT},
        gettext_lazy("the approval of the Chair of the body or of the secretariat"),
    ),
    ({Capacity.KP_CHAIR}, gettext_lazy("the approval of the KP Chair’s office")),
)


def newest_text(redaction):
    """The newest revision of the redacted version; None where it has none."""
    return redaction.public_version.revisions.order_by("number").last()


def has_consent(redaction, revision):
    """Whether the Participant consented to exactly this text."""
    return redaction.consent == Redaction.Consent.GIVEN and redaction.consent_sha256 == digest(revision)


def approvals(redaction):
    """The approvals of the text as it stands now, oldest first."""
    revision = newest_text(redaction)
    return list(approvals_of(revision, PURPOSE)) if revision else []


def missing(redaction):
    """What the redacted version still lacks, in words."""
    revision = newest_text(redaction)
    if revision is None or not revision.renditions.exists():
        return [_("a text")]
    given = {approval.capacity for approval in approvals(redaction)}
    lacking = [words for capacities, words in REQUIRED if not capacities & given]
    if not has_consent(redaction, revision):
        lacking.insert(0, _("the consent of the Participant"))
    if not redaction.entries.exists():
        lacking.insert(0, _("the log of what was redacted"))
    return lacking


def require_pair(document):
    """Raise ValidationError where a redacted version is not consented to and approved in its newest text."""
    redaction = Redaction.objects.filter(public_version=document).first()
    if redaction is None:
        if document.links.filter(kind=DocumentLink.Kind.REDACTED_VERSION_OF).exists():
            raise ValidationError(
                _("A redacted version is made from the page of its original, so that it can be approved.")
            )
    elif lacking := missing(redaction):
        raise ValidationError(
            _("This redacted version still lacks: %(missing)s."), params={"missing": "; ".join(map(str, lacking))}
        )


def refuse_uncovered(rendition, file):
    """Raise ValidationError where what is taken in for a redacted version is the original, or still holds all its words.

    A black bar drawn over a page leaves the words under it in the file; they are compared line by line.
    """
    redaction = Redaction.objects.filter(public_version=rendition.revision.document_id).first()
    if redaction is None:
        return
    originals = list(Rendition.objects.filter(revision__document=redaction.original_id))
    if rendition.sha256 in {original.sha256 for original in originals}:
        raise ValidationError(_("This is the original itself, byte for byte. Upload the redacted file."))
    held = squeezed(f"{rendition.text}\n{words_in(rendition.extension, file) if file else ''}")
    for original in originals:
        lines = [line for line in map(squeezed, words_of(original).splitlines()) if line]
        if lines and all(line in held for line in lines):
            raise ValidationError(
                _(
                    "Every line of the original can still be read out of this file. A black bar only covers the words:"
                    " remove them, or upload a scan of the redacted pages."
                )
            )


def squeezed(text):
    """A text without spaces and capitals, which differ between two readings of the same page."""
    return "".join(text.split()).casefold()


def words_in(extension, file):
    """The words that can be read out of an uploaded file; "" where its format has none."""
    file.seek(0)
    reader = READERS.get(extension)
    return "\n".join(reader(file)) if reader else ""


def words_of(rendition):
    """The words of a text of the original; read from its file where the worker has not done so yet."""
    if not rendition.file or rendition.extraction == Rendition.Extraction.DONE:
        return f"{rendition.text}\n{rendition.extracted_text}"
    with rendition.file.open("rb") as file:
        return f"{rendition.text}\n{words_in(rendition.extension, file)}"
