"""Kinds of documents that the code knows by name."""

ANNUAL_REPORT = "annual_report"
# Those on a Participant and a period or a visit.
REPORTS = (
    ANNUAL_REPORT,
    "annual_report_assessment",
    "review_visit_report",
    "review_mission_report",
    "follow_up_report",
    "expert_mission_report",
    "monitoring_report",
)
# Those that the Participant concerned is the author of.
OF_THE_PARTICIPANT = (
    ANNUAL_REPORT,
    "follow_up_report",
    "legislation",
    "certificate_specimen",
    "authorised_signature",
)
