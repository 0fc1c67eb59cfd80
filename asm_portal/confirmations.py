"""Contact data and focal points are confirmed every six months: who is asked, with which link, and what becomes of the answer.

Only organisations that are tracked are asked about, and from then on (`Organisation.tracked_from`). A mail goes out when half a
year is over and again two weeks later; who answers neither stands on a list of the secretariat. The link in a mail opens a page
without a sign-in, which shows that person's own data only and changes nothing until a button is pressed, for mail scanners open
every link. It works for a month, until it was used, and only while the address that it was sent to is the person's.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from asm_portal import mail_links
from asm_portal.dated import today
from asm_portal.members import CONFIRMED_FOR
from asm_portal.models import ContactEmail, ContactReport, Delivery, FocalPoint, Person, Representation
from asm_portal.post import link, post

SALT = "contact-confirmation"
# The mails whose link opens something by itself.
SECRET = ("contact_confirmation",)
REMINDER_AFTER = timedelta(days=14)
# When the secretariat takes over from the two mails.
UNANSWERED_AFTER = CONFIRMED_FOR + 2 * REMINDER_AFTER


def due(rows, after=CONFIRMED_FOR):
    """Those of tracked organisations that were neither made nor confirmed in this time, nor tracked for so long."""
    long_ago = today() - after
    return rows.valid_on().filter(
        Q(last_confirmed_on__lte=long_ago) | Q(last_confirmed_on=None, valid_from__lte=long_ago),
        organisation__tracked_from__lte=long_ago,
    )


def due_since(row):
    """The day on which the confirmation of one of them fell due."""
    return max(row.last_confirmed_on or row.valid_from, row.organisation.tracked_from) + CONFIRMED_FOR


def can_be_written_to(field):
    """Whether the person has a working address."""
    return Exists(ContactEmail.objects.filter(person=OuterRef(field), is_primary=True, bounced_at=None))


def ask_for_confirmation(now):
    """Send what is due: to people about themselves, to those who look after focal points about these."""
    sent = {
        (delivery.person_id, delivery.key): delivery.queued_at
        for delivery in Delivery.objects.filter(askable(), key__contains="-confirmation:")
    }
    for person, period in people_due().items():
        key, context = f"contact-confirmation:{person.pk}:{period}", {"url": link_for(person, period)}
        ask(key, person, "contact_confirmation", context, sent, now)
    for (person, organisation), period in focal_points_due().items():
        key = f"focal-point-confirmation:{organisation.pk}:{period}"
        context = {"url": link(person, "focal-point-list"), "organisation": organisation}
        ask(key, person, "focal_point_confirmation", context, sent, now)


def ask(key, person, template, context, sent, now):
    """One mail, and another one when it was not answered; `sent` says what went when."""
    first, reminder = sent.get((person.pk, key)), f"{key}:reminder"
    if first is None:
        post(key, person, template, context | {"is_reminder": False}, secret=template in SECRET)
    elif first <= now - REMINDER_AFTER and (person.pk, reminder) not in sent:
        post(reminder, person, template, context | {"is_reminder": True}, secret=template in SECRET)


def askable():
    """What is for people whose data are due, or who look after focal points."""
    return Q(person__in=due(Representation.objects).values("person")) | Q(person__in=keepers().values("person"))


def people_due():
    """Person → the day since which their data are due; not those who have told what has changed and wait for the secretariat."""
    waiting = ContactReport.objects.filter(person=OuterRef("person"), settled_at=None)
    rows = due(Representation.objects).filter(can_be_written_to("person"), ~Exists(waiting))
    found = {}
    for row in rows.select_related("person", "organisation"):
        found[row.person] = min(found.get(row.person, due_since(row)), due_since(row))
    return found


def keepers():
    """The representations of those who look after the focal points of an organisation."""
    return Representation.objects.valid_on().filter(can_be_written_to("person"), is_focal_point=True)


def focal_points_due():
    """(person who looks after them, organisation) → the day since which one of its focal points is due."""
    periods = {}
    for point in due(FocalPoint.objects).select_related("organisation"):
        periods[point.organisation] = min(periods.get(point.organisation, due_since(point)), due_since(point))
    held = keepers().filter(organisation__in=periods).select_related("person", "organisation")
    return {(row.person, row.organisation): periods[row.organisation] for row in held}


def link_for(person, period):
    """The address of the page that shows the person's own data, and asks about them, without a sign-in."""
    return mail_links.link_for(person, "contact-link", SALT, period=period.isoformat())


def person_of(token):
    """Whose link it is, and since when the data were due. Raises LinkError (asm_portal/mail_links.py)."""
    person, facts = mail_links.opened(token, SALT)
    return person, facts["period"]


def representations_of(person):
    """What the person represents today."""
    rows = Representation.objects.valid_on().filter(person=person)
    return rows.select_related("organisation", "body", "office").prefetch_related("organisation__names")


def open_report(person):
    """What the person has told and the secretariat has not settled yet."""
    return ContactReport.objects.filter(person=person, settled_at=None).first()


def answer_to(person, period):
    """What became of a link that was sent because the data were due since the day: "confirmed", "reported", or nothing yet."""
    if open_report(person):
        return "reported"
    is_due = any(due_since(row).isoformat() <= period for row in due(representations_of(person)))
    return "" if is_due else "confirmed"


@transaction.atomic
def confirm_contact_data(*, person, by=None, reason="confirmed by the person"):
    """Note that the person's data were right today; `by` is nobody where a link was enough."""
    for row in representations_of(person):
        row.last_confirmed_on = today()
        row._change_reason, row._history_user = reason, by
        row.save()


@transaction.atomic
def report_change(*, person, text, by=None):
    """Keep what the person says has changed, for the secretariat; one that is open already stays as it is."""
    Person.objects.select_for_update().get(pk=person.pk)
    report = open_report(person) or ContactReport(person=person, text=text)
    if report.pk is None:
        report._history_user = by
        report.save()
    return report


@transaction.atomic
def settle_report(report, *, by):
    """The record says now what the person told: that confirms it."""
    report.settled_at, report.settled_by = timezone.now(), by
    report.save()
    confirm_contact_data(person=report.person, by=by, reason="corrected as the person told")
