"""A visit to XA, asked for by XWA, that member_b leads for XB; and what happens to it."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from asm_portal.dated import today
from asm_portal.models import Representation
from knowledge.models import DocumentKind
from logistics.models import Visit
from logistics.visits import actions
from logistics.visits.parts import Capacity
from tests.cast import again

KINDS = {
    "meeting_paper": ("PAP", "body"),
    "review_visit_report": ("RVR", "process"),
    "follow_up_report": ("FUR", "process"),
}
CIRCLE = {"member_a", "chair_a", "kp_chair", "secretary"}


def kinds():
    """The kinds of documents that a visit brings forth."""
    for code, (prefix, audience) in KINDS.items():
        values = {"prefix": prefix, "name_en": code, "name_fr": code, "default_audience": audience}
        DocumentKind.objects.get_or_create(code=code, defaults=values)


def place(user):
    """A person with whom they represent, as a team takes them."""
    return Representation.objects.select_related("person", "organisation").get(person=user.person)


def asked_for(cast, *, first=30, length=3, members=("observer",), **facts):
    """A visit that waits for the Participant."""
    start = today() + timedelta(days=first)
    return actions.request_visit(
        participant=cast.xa, body=cast.xwa, start_date=start, end_date=start + timedelta(days=length - 1),
        leader=place(cast.member_b), members=[place(getattr(cast, name)) for name in members], by=cast.chair_a, **facts,
    )  # fmt: skip


def confirmed(cast, **facts):
    visit = actions.agree_dates(visit=asked_for(cast, **facts), by=cast.member_a)
    return actions.confirm(visit=visit, by=cast.chair_a)


def shown(visit, cast):
    visit = actions.agree_to_show(visit=visit, capacity=Capacity.PARTICIPANT, by=cast.member_a)
    return actions.agree_to_show(visit=visit, capacity=Capacity.BODY_CHAIR, by=cast.chair_a)


def moved_to(visit, *, days):
    """As if it had been so many days from today; the verbs refuse days that are over."""
    visit = Visit.objects.get(pk=visit.pk)
    later = today() + timedelta(days=days) - visit.start_date
    visit.start_date, visit.end_date = visit.start_date + later, visit.end_date + later
    visit.report_due_on = visit.report_due_on and visit.report_due_on + later
    visit.save()
    return visit


def over(cast, *, ago=10, **facts):
    """A visit that took place, so many days ago its first."""
    return moved_to(confirmed(cast, **facts), days=-ago)


def paper(text="What was seen."):
    return SimpleUploadedFile("report.txt", text.encode())


def readers(cast, record):
    """The names of those who may know of a record. That its page asks just this, tests/test_access_table.py finds."""
    known = type(record).objects.filter(pk=record.pk)
    found = {name for name, user in cast.users.items() if known.visible_to(again(user)).exists()}
    return found | {"anyone"} if known.visible_to(cast.anyone).exists() else found


def sign_in(client, user):
    client.force_login(again(user))
    return client
