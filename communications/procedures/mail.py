"""The mails of written procedures: `procedure:<pk>:<step>`, each once to a person, written when they leave and dropped where they
are no longer true or needed.

Members hear that it is open, that it is extended, withdrawn or declared, and are reminded while their organisation has no
position; whoever chairs hears at once of an objection and that it was taken back. A mail leads to a page; nothing is answered by
a link.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from asm_portal.areas import Letter
from asm_portal.background import task
from asm_portal.models import Affiliation, Delivery, Office, Organisation, Representation
from asm_portal.post import link, post_when_due
from communications.models import WrittenProcedure
from communications.procedures.rights import voices_of
from communications.procedures.tally import tally_of
from communications.procedures.times import moment_words
from logistics.follow_up.owners import OFFICE, people_by_owner, reader_of

PREFIX = "procedure:"
FOR_THE_CHAIR = ("stopped", "resumed")
State = WrittenProcedure.State


@task
def tell(procedure_id, step):
    """Put the mails of a step into the post."""
    if procedure := WrittenProcedure.objects.for_display().filter(pk=procedure_id).first():
        is_for_chair = step.partition("-")[0] in FOR_THE_CHAIR
        send(procedure, step, chairs_of(procedure) if is_for_chair else readers(procedure))


def send(procedure, step, people):
    """Put a mail to each of the people who has none of this step."""
    key = f"{PREFIX}{procedure.pk}:{step}"
    told = set(Delivery.objects.filter(key=key).values_list("person", flat=True))
    for person in people:
        if person.pk not in told:
            post_when_due(key, person)


def due(now):
    """Tell those who were not told yet that a procedure is open, and remind those whose organisation has no position."""
    for procedure in WrittenProcedure.objects.undecided().filter(opens_at__lte=now).for_display():
        if procedure.state_at(now) == State.RUNNING:
            send(procedure, "opened", readers(procedure))
            remind(procedure, now)


def remind(procedure, now):
    """The step of the ladder that is due, once; one that lies before the opening never is."""
    end, reached = procedure.ends_at, [timedelta(hours=hours) for hours in settings.PROCEDURE_REMINDER_HOURS]
    reached = [before for before in reached if end - before <= now]
    if not reached or end - min(reached) <= procedure.opens_at:
        return
    waiting = {row.pk for row in tally_of(procedure).missing}
    hours = int(min(reached) / timedelta(hours=1))
    people = [person for person, speaks_for in speakers(procedure).items() if speaks_for & waiting]
    send(procedure, f"reminder-{hours}-{end:%Y%m%dT%H%M}", people)


def representations(procedure):
    """Those that count in the procedure today: in its body or, of the Plenary, for whoever takes part in the Process."""
    if not procedure.is_of_plenary:
        return Representation.objects.in_bodies([procedure.body]).select_related("person")
    admitted = Organisation.objects.with_status(settings.STATUSES_WITH_ACCESS).values("pk")
    members = Affiliation.objects.speaking().filter(parent__in=admitted).values("organisation")
    rows = Representation.objects.valid_on().filter(
        Q(organisation__in=admitted) | Q(organisation__in=members),
        Q(body=None) | Q(body=procedure.body),
        role=Representation.Role.REPRESENTATIVE,
        organisation__is_demonstration=procedure.is_demonstration,
    )
    return rows.select_related("person")


def readers(procedure):
    """Everyone who represents somebody to whom it is put."""
    return list(dict.fromkeys(row.person for row in representations(procedure)))


def speakers(procedure):
    """Person → primary keys of the organisations for which they speak, those above theirs included."""
    above = {}
    for organisation, parent in Affiliation.objects.speaking().values_list("organisation", "parent"):
        above.setdefault(organisation, set()).add(parent)
    found = {}
    for row in representations(procedure).filter(office=None):
        found.setdefault(row.person, set()).update({row.organisation_id} | above.get(row.organisation_id, set()))
    return found


def chairs_of(procedure):
    """Who fills the office that declares the outcome."""
    seats = Office.objects.filter(is_demonstration=procedure.is_demonstration)
    if procedure.is_of_plenary:
        seats = seats.filter(seat=Office.Seat.KP_CHAIR)
    else:
        seats = seats.filter(seat=Office.Seat.CHAIR, body=procedure.body_id)
    people = people_by_owner([f"{OFFICE}-{pk}" for pk in seats.values_list("pk", flat=True)])
    return list(dict.fromkeys(person for found in people.values() for person in found))


def letter(delivery):
    """The mail of a step as things stand; None for what is not ours, or no longer needed."""
    if not delivery.key.startswith(PREFIX):
        return None
    number, _colon, step = delivery.key.removeprefix(PREFIX).partition(":")
    person = delivery.person
    reader = reader_of(person)
    known = WrittenProcedure.objects.visible_to(reader).filter(pk=number)
    procedure = known.for_display().first()
    if procedure is None:
        return None
    name, _dash, of = step.partition("-")
    said = SAYINGS[name](procedure, of, missing_of(procedure, reader))
    if said is None:
        return None
    context = {
        "procedure": procedure,
        "said": said,
        "end": moment_words(procedure.ends_at, procedure.zone),
        "is_running": procedure.state == State.RUNNING,
        "url": link(person, "communications:procedure-detail", procedure.reference),
    }
    return Letter("written_procedure", context)


def missing_of(procedure, reader):
    """The names of the organisations for which the reader could still take a position."""
    tally = tally_of(procedure)
    waiting = {row.pk for row in tally.missing}
    return [
        str(voice.organisation) for voice in voices_of(procedure, reader, tally) if voice.organisation.pk in waiting
    ]


def opened(procedure, _of, missing):
    if procedure.state != State.RUNNING:
        return None
    if not missing:
        return _("A written procedure is open. You may read it and comment on it.")
    return _("A written procedure is open. Please take a position for %(organisations)s.") % named(missing)


def extended(procedure, of, _missing):
    last = max(procedure.extensions.all(), key=lambda row: row.closes_at, default=None)
    if procedure.state != State.RUNNING or last is None or str(last.pk) != of:
        return None
    return _("The time for positions was extended. Reason: %(reason)s") % {"reason": last.reason}


def reminder(procedure, of, missing):
    end = of.partition("-")[2]
    if procedure.state != State.RUNNING or not missing or f"{procedure.ends_at:%Y%m%dT%H%M}" != end:
        return None
    return _("%(organisations)s: no position on this written procedure yet.") % named(missing)


def stopped(procedure, of, _missing):
    """Not once the outcome is declared, nor where the objection was taken back meanwhile."""
    row = next((row for row in procedure.objections if str(row.pk) == of), None)
    if row is None or not procedure.is_undecided:
        return None
    return _("%(organisation)s objects, which stops this written procedure. Reason: %(reason)s") % {
        "organisation": row.organisation,
        "reason": row.text,
    }


def resumed(procedure, of, _missing):
    row = next((row for row in procedure.positions.all() if str(row.pk) == of), None)
    if row is None or procedure.state != State.RUNNING:
        return None
    return _("%(organisation)s has taken back its objection. This written procedure runs on to its deadline.") % {
        "organisation": row.organisation
    }


def result(procedure, _of, _missing):
    if not procedure.is_declared:
        return None
    said = _("The Chair has declared the outcome: %(outcome)s.") % {
        "outcome": procedure.declaration.get_outcome_display()
    }
    return f"{said} {procedure.declaration.remark}".strip()


def withdrawn(procedure, _of, _missing):
    return _("This written procedure was withdrawn. Reason: %(reason)s") % {"reason": procedure.withdrawal_reason}


def named(organisations):
    return {"organisations": ", ".join(organisations)}


SAYINGS = {
    "opened": opened,
    "extended": extended,
    "reminder": reminder,
    "stopped": stopped,
    "resumed": resumed,
    "result": result,
    "withdrawn": withdrawn,
}
