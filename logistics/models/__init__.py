"""Logistics: meetings, visits, reports that are due, follow-up."""

from logistics.models.agenda import AgendaItem, AgendaPaper
from logistics.models.attendance import Attendance, AttendanceSheet
from logistics.models.calendars import CalendarToken
from logistics.models.delegations import Credentials, DelegationRequest, TravelDeletion, VisaLetter
from logistics.models.disclosure import Disclosure, DisclosureQuerySet
from logistics.models.follow_up import (
    Action,
    ActionEvidence,
    ActionQuerySet,
    ActionReminder,
    ActionUpdate,
    DigestChoice,
)
from logistics.models.letters import EscalationLetter
from logistics.models.meeting_details import JoiningDetails, MeetingEvent, MeetingGrant, MeetingShare
from logistics.models.meetings import Account, Meeting, MeetingBody, MeetingBodyQuerySet, MeetingQuerySet
from logistics.models.obligations import (
    Obligation,
    Owned,
    Producer,
    ReportDuty,
    ReportingPeriod,
    of_owner,
    owner_key,
)
from logistics.models.packs import Pack
from logistics.models.playbooks import PlannedTask, Playbook, PlaybookTask
from logistics.models.registration import Delegate, DelegateTravel, Delegation, Registration
from logistics.models.reminders import Reminder, ReminderStep, step_words
from logistics.models.submissions import Contest, Excuse, Submission, SubmissionDraft
from logistics.models.visit_teams import (
    Briefing,
    ItineraryStop,
    Recommendation,
    ReportComment,
    TravelPlan,
    VisitMember,
    VisitPaper,
)
from logistics.models.visits import Inside, LogisticsRequest, Visit, VisitEvent, VisitGrant

__all__ = [
    "Account",
    "Action",
    "ActionEvidence",
    "ActionQuerySet",
    "ActionReminder",
    "ActionUpdate",
    "AgendaItem",
    "AgendaPaper",
    "Attendance",
    "AttendanceSheet",
    "Briefing",
    "CalendarToken",
    "Contest",
    "Credentials",
    "Delegate",
    "DelegateTravel",
    "Delegation",
    "DelegationRequest",
    "DigestChoice",
    "Disclosure",
    "DisclosureQuerySet",
    "EscalationLetter",
    "Excuse",
    "Inside",
    "ItineraryStop",
    "JoiningDetails",
    "LogisticsRequest",
    "Meeting",
    "MeetingBody",
    "MeetingBodyQuerySet",
    "MeetingEvent",
    "MeetingGrant",
    "MeetingQuerySet",
    "MeetingShare",
    "Obligation",
    "Owned",
    "Pack",
    "PlannedTask",
    "Playbook",
    "PlaybookTask",
    "Producer",
    "Recommendation",
    "Registration",
    "Reminder",
    "ReminderStep",
    "ReportComment",
    "ReportDuty",
    "ReportingPeriod",
    "Submission",
    "SubmissionDraft",
    "TravelDeletion",
    "TravelPlan",
    "VisaLetter",
    "Visit",
    "VisitEvent",
    "VisitGrant",
    "VisitMember",
    "VisitPaper",
    "of_owner",
    "owner_key",
    "step_words",
]
