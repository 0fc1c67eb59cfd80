"""What logistics adds to the shared pages, noun by noun."""

from asm_portal.areas import Area
from asm_portal.attention import waiting
from asm_portal.background import do_each
from logistics import reference
from logistics.calendar import entries as calendar
from logistics.follow_up import demonstration as sample_actions
from logistics.follow_up import digest
from logistics.follow_up import panels as follow_up
from logistics.follow_up.finding import Actions
from logistics.handover import sections as handover
from logistics.matrix import totals as matrix_totals
from logistics.meetings import demonstration as sample_meetings
from logistics.meetings import finding
from logistics.meetings import panels as meetings
from logistics.minutes_debt import panels as minutes_debt
from logistics.minutes_debt.attention import LISTS
from logistics.packs.actions import end_old_packs
from logistics.playbooks import demonstration as sample_playbooks
from logistics.playbooks import panels as playbooks
from logistics.registration import demonstration as sample_registration
from logistics.registration import panels as registration
from logistics.registration import waiting as registration_work
from logistics.registration.travel import forget_travel
from logistics.reminders import clock as reminders_clock
from logistics.reminders import demonstration as sample_letters
from logistics.reminders import mail as reminders
from logistics.reminders import panels as overdue
from logistics.reporting import attention as reporting_work
from logistics.reporting import demonstration as sample_reports
from logistics.reporting import panels as reporting
from logistics.reporting import periods
from logistics.visits import demonstration as sample_visits
from logistics.visits import panels as visits
from logistics.visits.finding import Visits


class LogisticsArea(Area):
    """Logistics."""

    searched = (finding.Meetings(), Actions(), Visits())

    def sitemap(self):
        parts = (finding, visits, reporting, matrix_totals, follow_up)
        return [("logistics:calendar", None), *(page for part in parts for page in part.sitemap())]

    def home(self, reader):
        return meetings.home(reader)

    def desk(self, reader):
        parts = (registration, minutes_debt, playbooks, follow_up, reporting, overdue, visits)
        return [item for part in parts for item in part.desk(reader)]

    def attention(self, reader):
        return waiting(
            [*LISTS, *follow_up.LISTS, *registration_work.LISTS, *visits.LISTS, *reporting_work.LISTS], reader
        )

    def on_body(self, body, reader, day):
        return [*meetings.on_body(body, reader), *minutes_debt.on_body(body, reader), *follow_up.on_body(body, reader)]

    def calendar(self, reader, start, end):
        parts = (calendar.entries, follow_up.calendar, visits.entries, reporting.calendar)
        return [entry for entries in parts for entry in entries(reader, start, end)]

    def on_organisation(self, organisation, reader, day):
        own = reporting.on_organisation(organisation, reader)
        return [
            *own,
            *visits.on_organisation(organisation, reader, day),
            *follow_up.on_organisation(organisation, reader),
        ]

    def on_document(self, document, reader):
        return follow_up.on_document(document, reader)

    def handover(self, reader, day):
        return handover.handover(reader, day)

    def letter(self, delivery):
        return follow_up.letter(delivery) or meetings.letter(delivery) or reminders.letter(delivery)

    def due(self, now):
        do_each((forget_travel, end_old_packs, digest.due, periods.due, reminders_clock.due, visits.due), now)

    def demonstrate(self, cast):
        sample_meetings.demonstrate(cast)
        sample_registration.demonstrate(cast)
        sample_actions.demonstrate(cast)
        sample_visits.demonstrate(cast)
        sample_playbooks.demonstrate(cast)
        sample_reports.demonstrate(cast)
        sample_letters.demonstrate(cast)

    def forget_demonstration(self):
        sample_visits.forget_demonstration()
        sample_letters.forget_demonstration()
        sample_reports.forget_demonstration()
        sample_actions.forget_demonstration()
        sample_meetings.forget_demonstration()

    def load_reference(self, loader):
        reference.load_reference(loader)


AREA = LogisticsArea()
