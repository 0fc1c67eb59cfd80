"""Kinds of documents that the code knows by name."""

ANNUAL_REPORT = "annual_report"
# What somebody sends with a post; the page of the body shows it with the post, not among its papers.
DISCUSSION_PAPER = "discussion_paper"
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
# What the portal says of itself and of the scheme: texts, but no papers.
STANDING_PAGE, BANNER = "standing_page", "banner"
OF_THE_SITE = (STANDING_PAGE, BANNER)
# In which the KP Chair speaks to everyone.
FINAL_COMMUNIQUE, STATEMENT = "final_communique", "speech_statement"
OF_THE_CHAIR = (FINAL_COMMUNIQUE, STATEMENT, "chairs_notice", "report_to_unga")
