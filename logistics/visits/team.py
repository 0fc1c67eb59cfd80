"""The team of a visit: who is in it, who replaces whom, and from which groups of the Process they come."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.dated import today
from asm_portal.models import Organisation
from knowledge.actions import save
from logistics.models import TravelPlan, Visit, VisitMember
from logistics.visits.duties import expect_report
from logistics.visits.opening import close_to, open_to

Kind, Role = Organisation.Kind, VisitMember.Role
GOVERNMENTS, INDUSTRY, CIVIL_SOCIETY, OTHERS = "governments", "industry", "civil_society", "others"
LABELS = {
    GOVERNMENTS: gettext_lazy("Governments"),
    INDUSTRY: gettext_lazy("Industry"),
    CIVIL_SOCIETY: gettext_lazy("Civil society"),
    OTHERS: gettext_lazy("Others"),
}
GROUPS = {
    Kind.STATE: GOVERNMENTS,
    Kind.UNION: GOVERNMENTS,
    Kind.NATIONAL_AUTHORITY: GOVERNMENTS,
    Kind.NATIONAL_COMMITTEE: GOVERNMENTS,
    Kind.INDUSTRY: INDUSTRY,
    Kind.CIVIL_SOCIETY: CIVIL_SOCIETY,
}


def balance(members):
    """(label, how many of the members come from it) for each group of the Process, and for others where there are any."""
    counts = Counter(GROUPS.get(member.organisation.kind, OTHERS) for member in members)
    return [(label, counts[group]) for group, label in LABELS.items() if counts[group] or group != OTHERS]


@transaction.atomic
def put_in_team(*, visit, person, organisation, by, role=Role.MEMBER):
    """Take somebody into the team; raises ValidationError for whoever is in it, a second leader, and the Participant’s."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if organisation == visit.participant:
        raise ValidationError(_("Nobody of the Participant that is visited is in the team."))
    member = VisitMember(visit=visit, person=person, organisation=organisation, role=role)
    member.full_clean()
    save(member, by)
    open_to(visit, [member], by)
    return member


@transaction.atomic
def replace_member(*, member, because, by, person=None, organisation=None):
    """Somebody leaves the team, at once and with the reason; somebody else may take the place. A leader is always replaced."""
    visit = Visit.objects.select_for_update().get(pk=member.visit_id)
    member.refresh_from_db()
    if member.left_on:
        raise ValidationError(_("Somebody was faster: this member has left the team already."))
    if member.is_leader and person is None:
        raise ValidationError(_("A team has a leader: choose who leads it from now on."))
    member.left_on, member.left_because = today(), because
    save(member, by, because)
    TravelPlan.objects.filter(member=member).delete()
    close_to(visit, [member])
    successor = take_place(visit, member, person, organisation, by) if person else None
    if member.is_leader:
        expect_report(visit, by)
    return successor


def take_place(visit, member, person, organisation, by):
    """The successor of a member; somebody who is in the team may take over its lead."""
    own = visit.members.current().filter(person=person).first()
    if own is None or not member.is_leader:
        return put_in_team(visit=visit, person=person, organisation=organisation, role=member.role, by=by)
    own.role = Role.LEADER
    return save(own, by)
