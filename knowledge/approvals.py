"""Approvals of a text: what exactly was approved, by whom, and whether it still is the text that stands there.

    approve(revision=revision, purpose=Purpose.PUBLIC_SUMMARY, capacity=Capacity.KP_CHAIR, by=user, office=office)
    is_approved(revision, Purpose.PUBLIC_SUMMARY, {Capacity.BODY_CHAIR, Capacity.KP_CHAIR})

Whether `by` may approve in that capacity is asked by the page that offers it.
"""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.dated import today
from asm_portal.models import Office
from asm_portal.visibility import Audience, standing_of
from knowledge.kinds import OF_THE_CHAIR, OF_THE_SITE, STATEMENT
from knowledge.models import Approval, AudienceProposal, Document, DocumentLink

Purpose, Capacity = Approval.Purpose, Approval.Capacity
NOT_APPROVED = gettext_lazy("The KP Chair’s office has not approved this text as it stands now.")
PINNED = gettext_lazy(
    "Readers have this revision, and the KP Chair’s office approves what they get next: no translation or other file is added to"
    " it. Put it into a new revision that says what changes, and submit that to the KP Chair’s office; what Plenary has adopted"
    " changes by a corrigendum alone."
)
CHANGED = gettext_lazy("The text was changed since you opened this page. Read it again before you decide.")


def digest(revision, purpose=""):
    """SHA-256 of what a revision says: of each rendition its language, its role, the SHA-256 of its file or text, and that of the
    text beside a file; in whatever order they were added. For a release to the public also of its titles and of the note that
    says what changed."""
    lines = sorted(
        f"{row.language}:{row.role}:{row.sha256}:{hashlib.sha256(row.text.encode()).hexdigest()}\n"
        for row in revision.renditions.all()
    )
    if purpose == Purpose.RELEASE:
        words = {**revision.titles_shown(), "note_en": revision.what_changed_en, "note_fr": revision.what_changed_fr}
        lines += [f"{name}:{hashlib.sha256(said.encode()).hexdigest()}\n" for name, said in sorted(words.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def seat_of(user):
    """The seat of KP Chair that the reader fills today, None where they fill none."""
    held = Office.objects.filter(pk__in=standing_of(user).offices, seat=Office.Seat.KP_CHAIR)
    return held.order_by("pk").first()


def require_office(user, is_demonstration):
    """The seat of KP Chair that the reader fills, to decide on what is real or invented; raises PermissionDenied where they fill
    none, and ValidationError as `refuse_invented` does."""
    office = seat_of(user)
    if office is None:
        raise PermissionDenied
    refuse_invented(user, is_demonstration)
    return office


def decides_on(user, is_demonstration):
    """Whether the reader may decide on what is real or, as anybody may, on what is invented."""
    return is_demonstration or not user.person.is_demonstration


def refuse_invented(by, is_demonstration):
    """Raise ValidationError where somebody of the demonstration would decide on what is real."""
    if not decides_on(by, is_demonstration):
        raise ValidationError(
            _("You are somebody of the demonstration, who decides on samples alone. This is not one.")
        )


def decidable(rows, by, is_sample="is_demonstration"):
    """Of what waits for a decision that on which `by` may decide; `is_sample` leads to what says whether it is invented."""
    return rows.filter(**{is_sample: True}) if by.person.is_demonstration else rows


@transaction.atomic
def require_seen(revision, seen):
    """Lock the document of a revision that is to be decided on; raises ValidationError where its text is not the one that the
    page showed, whose digest is `seen`."""
    Document.objects.select_for_update().get(pk=revision.document_id)
    if digest(revision) != seen:
        raise ValidationError(CHANGED)


@transaction.atomic
def approve(*, revision, purpose, capacity, by, office=None, organisation=None, scope="", remark=""):
    """Approve the text of a revision as it stands now; raises ValidationError where there is none, where it was already approved
    in this capacity, or by this person in another one, and where `by` is invented and the text is not."""
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    refuse_invented(by, document.is_demonstration)
    if not revision.renditions.exists():
        raise ValidationError(_("This revision has no text yet."))
    row = Approval(
        revision=revision, purpose=purpose, capacity=capacity, sha256=digest(revision, purpose), by=by, office=office,
        organisation=organisation, scope=scope, remark=remark,
    )  # fmt: skip
    row.full_clean()
    row.save()
    return row


def approvals_of(revision, purpose, scope=""):
    """The approvals for a purpose (and, of a wider audience, a scope), oldest first, of the text as it stands now."""
    return revision.approvals.filter(purpose=purpose, scope=scope, sha256=digest(revision, purpose)).select_related(
        "by__person", "office", "organisation"
    )


def is_approved(revision, purpose, capacities):
    """Whether the text as it stands now was approved for the purpose in each of the capacities; by different persons, as the
    database sees to."""
    return set(capacities) <= set(approvals_of(revision, purpose).values_list("capacity", flat=True))


# What a text that is linked so to an earlier one needs before its audience reads it.
REQUIRED = {DocumentLink.Kind.PUBLIC_SUMMARY_OF: (Purpose.PUBLIC_SUMMARY, {Capacity.BODY_CHAIR, Capacity.KP_CHAIR})}


def require_approvals(revision):
    """Raise ValidationError where the document may not reach its audience with this revision, because an approval is missing."""
    for link in revision.document.links.filter(kind__in=REQUIRED):
        purpose, capacities = REQUIRED[link.kind]
        if not is_approved(revision, purpose, capacities):
            wanted = ", ".join(str(Capacity(capacity).label) for capacity in sorted(capacities))
            raise ValidationError(
                _("This text is released once each of these has approved it: %(capacities)s.") % {"capacities": wanted}
            )
    if is_for_the_chair(revision.document) and not is_approved(revision, Purpose.RELEASE, {Capacity.KP_CHAIR}):
        raise ValidationError(NOT_APPROVED)
    require_wider_approval(revision)


def is_for_the_chair(document):
    """Whether the KP Chair's office approves what its readers get next: of what the Chair says to everyone all but the first text
    of what was issued on an earlier day. A statement that bears the name of an organisation is that organisation's."""
    if document.released_by_chair:
        return True
    if document.kind.code == STATEMENT and document.organisation_id:
        return False
    is_the_chairs = document.audience == Audience.PUBLIC and document.kind.code in OF_THE_CHAIR + OF_THE_SITE
    is_recorded = document.state != Document.State.FINAL and document.date and document.date < today()
    return is_the_chairs and not is_recorded


def refuse_pinned(revision):
    """Raise ValidationError where something would be added to what readers have and only the KP Chair's office changes."""
    if revision.released_at and is_for_the_chair(revision.document):
        raise ValidationError(PINNED)


def require_wider_approval(revision):
    """Raise ValidationError where the document has an audience that was opened to another text only."""
    document = revision.document
    opened = document.audience_proposals.filter(
        outcome=AudienceProposal.Outcome.APPROVED, audience=document.audience, audience_body=document.audience_body,
        audience_organisation=document.audience_organisation,
    ).first()  # fmt: skip
    if opened and not approvals_of(revision, Purpose.WIDER_AUDIENCE, opened.scope).exists():
        raise ValidationError(
            _(
                "The wider audience was approved for another text. Narrow the audience, release this text, then propose the wider"
                " audience for it."
            )
        )
