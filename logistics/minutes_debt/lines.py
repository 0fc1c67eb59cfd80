"""What is on record of each meeting, and which office owes what is not. All of it is computed, nothing is stored."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.models import Body, Office, OfficeTerm, Organisation
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from knowledge.models import Document
from logistics.models import Account, Meeting, MeetingBody

LEADING = (Office.Seat.CHAIR, Office.Seat.KP_CHAIR)
TONES = {
    Account.ADOPTED: "ok",
    Account.PUBLISHED: "ok",
    Account.CIRCULATED: "warn",
    Account.DRAFT: "warn",
    Account.NONE: "mute",
    Account.OWED: "bad",
}


@dataclass(frozen=True)
class Owing:
    """An office that owes something, and the organisation that holds it today; not named where its standing is not tracked."""

    office: Office
    holder: Organisation | None
    is_tracked: bool


@dataclass(frozen=True)
class Line:
    """A meeting of a body, what is on record of it, and who owes the rest: nobody among the offices means the secretariat.

    `document` is there only for a reader who may know of it.
    """

    meeting: Meeting
    body: Body
    account: Account
    is_communique: bool
    reason: str
    document: Document | None
    owing: tuple[Owing, ...]
    may_edit: bool

    @property
    def tone(self):
        return TONES[self.account]

    @property
    def url(self):
        """Where it is said what there is."""
        if self.is_communique:
            return reverse("logistics:communique-account", args=[self.meeting.reference])
        return reverse("logistics:minutes-account", args=[self.meeting.reference, self.body.code])

    @property
    def owing_words(self):
        return "; ".join(str(row.office) for row in self.owing) or _("The secretariat (the office was vacant)")


def answerable(user):
    """The bodies of whose meetings the reader sees the account: those led; all for the secretariat and the Chair’s office."""
    standing = standing_of(user)
    bodies = Body.objects.visible_to(user)
    return bodies if standing.secretariat or standing.chair else bodies.filter(pk__in=standing.led_bodies)


def lines(user, bodies):
    """The lines of the meetings of the bodies, those only that the reader may know of; oldest first."""
    return sorted(
        [*minutes_lines(user, bodies), *communique_lines(user, bodies)], key=lambda line: line.meeting.end_date
    )


def minutes_lines(user, bodies):
    rows = MeetingBody.objects.visible_to(user).owing_minutes().filter(body__in=bodies)
    rows = list(rows.select_related("meeting", "body", "minutes"))
    documents = known_documents(user, [row.minutes.document_id for row in rows if row.minutes])
    offices = offices_of({row.body_id for row in rows})
    editable = set(
        MeetingBody.objects.editable_by(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    for row in rows:
        account = Account(row.account)
        yield Line(
            meeting=row.meeting,
            body=row.body,
            account=account,
            is_communique=False,
            reason=row.no_minutes_reason,
            document=row.minutes and documents.get(row.minutes.document_id),
            owing=owing(offices[row.body_id], row.meeting.end_date) if account == Account.OWED else (),
            may_edit=row.pk in editable,
        )


def communique_lines(user, bodies):
    """Plenaries, under each of their bodies that is asked for. Their communiqués are the KP Chair’s."""
    rows = Meeting.objects.visible_to(user).owing_a_communique().filter(of_bodies__body__in=bodies).distinct()
    rows = list(
        rows.prefetch_related(Prefetch("of_bodies", MeetingBody.objects.filter(body__in=bodies).select_related("body")))
    )
    documents = known_documents(user, [row.communique_id for row in rows if row.communique_id])
    chairs = list(Office.objects.filter(seat=Office.Seat.KP_CHAIR).select_related("body").prefetch_related(terms()))
    may_edit = standing_of(user).secretariat
    for meeting in rows:
        account = Account(meeting.account)
        of_the_kind = [office for office in chairs if office.is_demonstration == meeting.is_demonstration]
        for row in meeting.of_bodies.all():
            yield Line(
                meeting=meeting,
                body=row.body,
                account=account,
                is_communique=True,
                reason=meeting.no_communique_reason,
                document=documents.get(meeting.communique_id),
                owing=owing(of_the_kind, meeting.end_date) if account == Account.OWED else (),
                may_edit=may_edit,
            )


def known_documents(user, keys):
    return Document.objects.visible_to(user).prefetch_related("titles").in_bulk(keys)


def terms():
    return Prefetch("terms", OfficeTerm.objects.select_related("organisation").prefetch_related("organisation__names"))


def offices_of(bodies):
    """Body → its offices that lead it, with their terms."""
    found = defaultdict(list)
    for office in Office.objects.filter(body__in=bodies, seat__in=LEADING).prefetch_related(terms()):
        found[office.body_id].append(office)
    return found


def owing(offices, day):
    """The offices that somebody held on the day, else those held today, else none: then it is the secretariat’s."""
    for asked in (day, today()):
        if found := [office for office in offices if any(term.holds_on(asked) for term in office.terms.all())]:
            return tuple(owing_now(office) for office in found)
    return ()


def owing_now(office):
    """An office passes its debts on: whoever holds it today answers for them."""
    holder = next((term.organisation for term in office.terms.all() if term.holds_on(today())), None)
    is_tracked = bool(holder and holder.tracked_from and holder.tracked_from <= today())
    return Owing(office, holder if is_tracked else None, is_tracked)


def owed_by(user):
    """The lines that the offices of the reader owe."""
    offices = standing_of(user).offices
    if not offices:
        return []
    mine = Office.objects.filter(pk__in=offices)
    bodies = Body.objects.filter(pk__in=mine.values("body")) | Body.objects.filter(kind=Body.Kind.PLENARY)
    found = lines(user, bodies)
    return [line for line in found if any(row.office.pk in offices for row in line.owing)]


def by_body(found):
    """(body, lines) in the alphabetical order of the bodies."""
    groups = defaultdict(list)
    for line in found:
        groups[line.body].append(line)
    return sorted(groups.items(), key=lambda group: alphabetical(group[0].name))
