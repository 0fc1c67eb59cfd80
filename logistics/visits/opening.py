"""The exceptions by which the team knows of a visit and reads its papers, and the body reads what was written for it.

They hold from the confirmation until VISIT_PAPERS_DAYS after the last day; they move with the visit, and end at once with it or
when a member is replaced.
"""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from asm_portal.models import User
from asm_portal.models.exceptions import grant
from asm_portal.visibility import Audience
from knowledge.models import Document, DocumentGrant, DocumentShare
from logistics.models import Visit, VisitGrant


def until(visit):
    """The instant at which the papers are closed."""
    return datetime.combine(visit.end_date + timedelta(days=settings.VISIT_PAPERS_DAYS + 1), time(), UTC)


def is_open(visit):
    """Whether its papers are open now."""
    return visit.state == Visit.State.CONFIRMED and until(visit) > timezone.now()


def reason(visit):
    """What stands at the exceptions; by it those of this visit are told from others."""
    return f"{visit.reference}: {visit}"


def texts_of(visit):
    """The documents that the team works with: the papers, and the draft of its report once it is circulated."""
    found = [paper.document for paper in visit.papers.select_related("document")]
    draft = visit.draft_report
    return [*found, draft] if draft and draft.state == Document.State.FINAL else found


def is_written_for(document, visit):
    """Whether the text is for the Participant, the body and the team of this visit, and for no other reader."""
    return document.audience == Audience.ORGANISATION and document.audience_organisation_id == visit.participant_id


def open_to(visit, members, by):
    """Let the members know of a confirmed visit and read its texts."""
    if not is_open(visit):
        return
    for user in accounts_of(members):
        for record in (visit, *texts_of(visit)):
            open_record(record, user, visit, by)


def open_text(document, visit, by):
    """Let the team of a confirmed visit read a text, and the body what was written for the visit."""
    if not is_open(visit):
        return
    for user in accounts_of(visit.members.current()):
        open_record(document, user, visit, by)
    if is_written_for(document, visit):
        share_with_body(document, visit, by)


def open_all(visit, by):
    """Open a visit that has just been confirmed, with all its texts."""
    open_to(visit, visit.members.current(), by)
    for document in texts_of(visit) if is_open(visit) else ():
        if is_written_for(document, visit):
            share_with_body(document, visit, by)


def open_record(record, user, visit, by):
    """An exception of this visit; a longer one that somebody made for another reason stays as it is."""
    held = record.grants.filter(user=user, until__gt=timezone.now()).first()
    if held is None or held.reason == reason(visit) or held.until < until(visit):
        grant(record=record, user=user, until=until(visit), reason=reason(visit), by=by)


def share_with_body(document, visit, by):
    row = DocumentShare.objects.filter(content_object=document, body=visit.body).first()
    row = row or DocumentShare(content_object=document, body=visit.body)
    row.until, row.reason, row.by = until(visit), reason(visit), by
    row.save()


def close_to(visit, members):
    """End what was opened to the members for this visit, also where their account is closed now."""
    people = [member.person_id for member in members]
    for model in (VisitGrant, DocumentGrant):
        revoke(model.objects.filter(user__person__in=people), visit)


def close_text(document, visit):
    """End what this visit opened of a text."""
    revoke(document.grants.all(), visit)
    revoke(document.shares.all(), visit)


def close_all(visit):
    """End all that this visit opened."""
    for model in (VisitGrant, DocumentGrant, DocumentShare):
        revoke(model.objects.all(), visit)


def revoke(rows, visit):
    for row in rows.filter(reason__startswith=f"{visit.reference}:", until__gt=timezone.now()):
        row.revoke()


def accounts_of(members):
    return list(User.objects.filter(person__in=[member.person_id for member in members], is_active=True).order_by("pk"))
