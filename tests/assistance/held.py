"""Workshops for the tests."""

from datetime import date, timedelta

from asm_portal.dated import today
from assistance.models import Workshop, WorkshopPoint
from assistance.workshops import actions, approving

DAY = date(2026, 3, 10)
TITLE = "Course for valuers"
POINT = "Keep a shared set of sample stones."


def held(cast, title=TITLE, request=None, **facts):
    """A draft: a course in XA."""
    given = {"kind": Workshop.Kind.TRAINING, "start_date": DAY, "end_date": DAY + timedelta(days=1), "country": cast.xa}
    workshop = Workshop(request=request, theme_codes=["valuation"], **given | facts)
    return actions.write(workshop=workshop, titles={"en": title}, beneficiaries=[cast.xa], by=cast.secretary)


def agreed(cast, workshop):
    return actions.note_agreement(
        workshop=workshop, agreed_by="organisers", agreed_on=today(), note="By mail.", by=cast.secretary
    )


def published(cast, title=TITLE, **facts):
    """One that everyone may read."""
    return actions.publish(workshop=agreed(cast, held(cast, title, **facts)), by=cast.secretary)


def submitted(cast, request, title=TITLE):
    """One of a request, before the KP Chair’s office."""
    return approving.submit(workshop=agreed(cast, held(cast, title, request=request)), by=cast.secretary)


def point(cast, workshop, text=POINT, kind=WorkshopPoint.Kind.RECOMMENDATION):
    return actions.write_row(row=WorkshopPoint(workshop=workshop, kind=kind, text_en=text), by=cast.secretary)


def recommended(cast):
    """A recommendation of a published workshop."""
    workshop = held(cast)
    row = point(cast, workshop)
    actions.publish(workshop=agreed(cast, workshop), by=cast.secretary)
    row.refresh_from_db()
    return row
