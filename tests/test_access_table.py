"""The access policy: every URL × every kind of person, and no URL is missing.

A row says who gets the page; everybody else gets what the row says for them: `→` the sign-in page, 404 as if there were nothing.
"""

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, get_resolver, reverse

from asm_portal.confirmations import link_for
from asm_portal.invitations import invite
from asm_portal.members import CONFIRMED_FOR, directory
from asm_portal.models import Delivery, FocalPoint, FocalPointKind, SavedSearch
from asm_portal.searching.saved import signer
from asm_portal.visibility import Audience
from knowledge.models import (
    AudienceProposal,
    AuthorisedSignatory,
    CertificateSpecimen,
    CollectionRequest,
    Document,
    FraudImage,
    FraudNotice,
    Legislation,
    MinutesComment,
    Redaction,
    SpecimenImage,
    SuspectPhoto,
    SuspectReport,
)
from logistics.calendar.addresses import make_address
from logistics.models import (
    AgendaItem,
    CalendarToken,
    Delegation,
    EscalationLetter,
    LogisticsRequest,
    Meeting,
    Pack,
    PlannedTask,
)
from tests.cast import SINCE, again, person, token_in
from tests.planted import (
    BODY_A,
    CHAIR,
    CHECKERS,
    DECIDERS,
    EVERYONE,
    GOING_ROUND,
    GOVERNMENTS,
    PROCESS,
    STAFF,
)
from tests.planted_acknowledgements import acknowledgements_planted
from tests.planted_assistance_analysis import ASKED_BY_XB, analysis_planted
from tests.planted_assistance_offers import offers_planted
from tests.planted_assistance_outcomes import outcomes_planted
from tests.planted_assistance_referrals import referrals_planted
from tests.planted_assistance_requests import ASKING, OF_XB, requests_planted
from tests.planted_assistance_workshops import workshops_planted
from tests.planted_communiques import communiques_planted
from tests.planted_discussions import discussions_planted
from tests.planted_enquiries import enquiries_planted
from tests.planted_follow_up import actions_planted
from tests.planted_inbound import inbound_planted
from tests.planted_ladder import YEAR
from tests.planted_notices import notices_planted
from tests.planted_packs import PLACE
from tests.planted_pages import pages_planted
from tests.planted_procedures import procedures_planted
from tests.planted_reporting import reports_planted
from tests.planted_subscriptions import subscriptions_planted
from tests.planted_visits import visits_planted
from tests.rounds import Browser, prepare

pytestmark = pytest.mark.both_databases
SIGNED_IN = EVERYONE - {"anyone"}
ADMINISTRATION = STAFF | {"administrator"}
FOCAL_POINTS = {"member_a"}
EDITORS_A = {"chair_a"} | STAFF
OWNERS = {"member_b"}
OF_XA = {"member_a"} | CHAIR


@dataclass(frozen=True)
class Row:
    """Who gets 200 (or `answer`), what somebody unknown gets instead, and the arguments of the address."""

    readers: frozenset | set = frozenset(EVERYONE)
    args: str = ""
    answer: int = 200
    unknown: int = 302
    others: int = 404
    method: str = "get"


OPEN = Row()
PRIVATE = Row(SIGNED_IN)
REDIRECT = Row(answer=302)

TABLE = {
    "root": REDIRECT,
    "health": OPEN,
    "health-ready": Row(answer=503),
    "sitemap": OPEN,
    "robots": OPEN,
    "opensearch": OPEN,
    "security-txt": OPEN,
    "permalink": Row(answer=302, args="paper"),
    "file": Row(BODY_A, args="file", unknown=404),
    "home": OPEN,
    "about": OPEN,
    "about-decisions": OPEN,
    "about-accessibility": OPEN,
    "about-privacy": OPEN,
    "about-contact": OPEN,
    "site-map": OPEN,
    "knowledge:document-list": OPEN,
    "knowledge:document-detail": Row(BODY_A, args="paper", unknown=404),
    "knowledge:decision-list": OPEN,
    "knowledge:document-history": Row(BODY_A, args="paper", unknown=404),
    "knowledge:document-print": Row(BODY_A, args="paper", unknown=404),
    "knowledge:document-cite": Row(BODY_A, args="paper", unknown=404),
    "knowledge:document-bibtex": Row(BODY_A, args="paper", unknown=404),
    "knowledge:document-ris": Row(BODY_A, args="paper", unknown=404),
    "knowledge:report-list": OPEN,
    "knowledge:participant-reports": Row(args="organisation"),
    "knowledge:redaction": Row({"member_a"} | CHAIR, args="redaction"),
    "knowledge:redaction-consent": Row(FOCAL_POINTS, args="redaction", answer=302, method="post"),
    "knowledge:redaction-approve": Row(frozenset(), args="redaction", method="post"),
    "knowledge:document-audience": Row({"kp_chair"}, args="proposal"),
    "knowledge:legislation-list": OPEN,
    "knowledge:legislation": Row(args="organisation"),
    "knowledge:law-propose": Row(FOCAL_POINTS, args="organisation"),
    "knowledge:law-checked": Row(FOCAL_POINTS, args="law", answer=302, method="post"),
    "knowledge:law-publish": Row(frozenset(), args="no-law", method="post"),
    "knowledge:law-return": Row(frozenset(), args="no-law", method="post"),
    "knowledge:specimen-image": Row(GOVERNMENTS | {"officer"}, args="specimen-image"),
    "knowledge:signature-image": Row(OF_XA, args="signatory"),
    "knowledge:upkeep-index": Row(GOVERNMENTS),
    "knowledge:upkeep": Row(OF_XA, args="organisation"),
    "knowledge:signatory": Row(OF_XA, args="signatory"),
    "knowledge:signatory-propose": Row(FOCAL_POINTS | STAFF, args="organisation"),
    "knowledge:signatory-correct": Row(frozenset(), args="signatory"),
    "knowledge:specimen": Row(OF_XA, args="specimen"),
    "knowledge:specimen-propose": Row(FOCAL_POINTS | STAFF, args="organisation"),
    "knowledge:specimen-correct": Row(frozenset(), args="specimen"),
    "knowledge:glossary": OPEN,
    "knowledge:certificates": OPEN,
    "knowledge:certificate-check": Row(CHECKERS),
    "knowledge:check-list": Row(CHECKERS),
    "knowledge:fraud-notice-list": OPEN,
    "knowledge:fraud-notice": Row(CHECKERS, args="notice", unknown=404),
    "knowledge:fraud-image": Row(CHECKERS, args="fraud-image"),
    "knowledge:suspect-list": Row(CHECKERS),
    "knowledge:suspect-new": Row(CHECKERS),
    "knowledge:suspect": Row(DECIDERS | {"member_b"}, args="suspect"),
    "knowledge:suspect-photo": Row(DECIDERS | {"member_b"}, args="suspect-photo"),
    "knowledge:suspect-examine": Row(DECIDERS, args="suspect", answer=302, method="post"),
    "knowledge:suspect-decide": Row(DECIDERS, args="suspect", answer=302, method="post"),
    "knowledge:suspect-tell": Row(DECIDERS, args="suspect-of-no-issuer", answer=302, method="post"),
    "knowledge:minutes-list": Row(BODY_A, args="body", unknown=404),
    "knowledge:minutes-new": Row(EDITORS_A, args="body"),
    "knowledge:minutes-work": Row(EDITORS_A, args="minutes"),
    "knowledge:minutes-circulate": Row(EDITORS_A, args="minutes"),
    "knowledge:minutes-adopt": Row(EDITORS_A, args="minutes"),
    "knowledge:minutes-summary": Row(EDITORS_A, args="minutes"),
    "knowledge:minutes-comments": Row(BODY_A, args="minutes"),
    "knowledge:comment-settle": Row(EDITORS_A, args="comment"),
    "knowledge:comment-withdraw": Row({"member_a"}, args="comment"),
    "knowledge:summary-work": Row(EDITORS_A | CHAIR, args="summary"),
    "knowledge:document-text": Row(EDITORS_A, args="text"),
    "knowledge:document-compare": Row(BODY_A, args="minutes", unknown=404),
    "search": OPEN,
    "search-feed": OPEN,
    "saved-search-list": PRIVATE,
    "saved-search-new": Row(SIGNED_IN, answer=302),
    "saved-search-change": Row(OWNERS, args="saved"),
    "saved-search-delete": Row(OWNERS, args="saved"),
    "saved-search-stop": Row(args="stop"),
    "view-as": Row(STAFF),
    "view-as-end": Row(STAFF, answer=302, method="post"),
    "communications:communique-list": OPEN,
    "communications:communique-feed": OPEN,
    "communications:feed": Row(args="public-kind"),
    "communications:subscribe": OPEN,
    "communications:subscribe-sent": OPEN,
    "communications:inbound-mail": Row(STAFF, args="inbound"),
    "communications:subscription-confirm": Row(args="asked"),
    "communications:subscription": Row(args="subscription"),
    "communications:subscription-stop": Row(args="subscription"),
    "communications:communique-detail": Row(STAFF, args="communique", unknown=404),
    "communications:communique-new": Row(STAFF),
    "communications:communique-corrigendum": Row(STAFF, args="text-out"),
    "communications:text-work": Row(STAFF, args="text-submitted"),
    "communications:text-write": Row(STAFF, args="text-in-a-language"),
    "communications:text-picture": Row(STAFF, args="text-submitted"),
    "communications:text-preview": Row(CHAIR, args="text-submitted"),
    "communications:text-submit": Row(STAFF, args="text-submitted"),
    "communications:text-decide": Row({"kp_chair"}, args="text-submitted"),
    "communications:text-schedule": Row(STAFF, args="text-approved"),
    "communications:text-correct": Row(STAFF, args="text-out"),
    "communications:text-take-back": Row(STAFF, args="communique", answer=302, method="post"),
    "communications:text-unschedule": Row(STAFF, args="communique", answer=302, method="post"),
    "communications:text-publish": Row(STAFF, args="communique", answer=302, method="post"),
    "communications:text-drop": Row(STAFF, args="communique", answer=302, method="post"),
    "communications:text-discard": Row(STAFF, args="text-draft"),
    "communications:text-archive": Row(STAFF, args="communique", answer=302, method="post"),
    "document-image": Row(CHAIR, args="text-image", unknown=404),
    "communications:standing-page": Row(args="standing-page"),
    "communications:site-texts": Row(STAFF),
    "communications:standing-page-new": Row(STAFF),
    "communications:standing-page-change": Row(STAFF, args="page-draft"),
    "communications:banner-new": Row(STAFF),
    "communications:banner-change": Row(STAFF, args="banner-draft"),
    "communications:site-text-write": Row(STAFF, args="page-draft"),
    "communications:translation-board": Row(STAFF),
    "communications:translation-csv": Row(STAFF),
    "communications:translation-check": Row(STAFF, args="translation"),
    "communications:procedure-list": PRIVATE,
    "communications:procedure-new": Row({"chair_a", "chair_b"} | CHAIR),
    "communications:procedure-detail": Row(BODY_A, args="procedure"),
    "communications:procedure-tally": Row(BODY_A, args="procedure"),
    "communications:procedure-csv": Row(BODY_A, args="procedure"),
    "communications:procedure-position": Row({"member_a", "both", "observer"}, args="procedure"),
    "communications:procedure-note": Row(STAFF, args="procedure"),
    "communications:procedure-take-back": Row(frozenset(), args="procedure"),
    "communications:procedure-edit": Row(EDITORS_A, args="procedure-draft"),
    "communications:procedure-put": Row(EDITORS_A, args="procedure-draft"),
    "communications:procedure-extend": Row(EDITORS_A, args="procedure"),
    "communications:procedure-withdraw": Row(EDITORS_A, args="procedure"),
    "communications:procedure-declare": Row({"chair_a"}, args="procedure", answer=302),
    "communications:procedure-decision": Row(EDITORS_A, args="procedure", answer=302),
    "communications:topic-list": Row(BODY_A, args="body"),
    "communications:topic-new": Row(BODY_A, args="body"),
    "communications:discussion-mail": Row(BODY_A, args="body"),
    "communications:discussion-leave": Row(args="discussion-leave"),
    "communications:topic-detail": Row(BODY_A, args="topic"),
    "communications:topic-state": Row(EDITORS_A, args="topic", answer=302, method="post"),
    "communications:topic-rename": Row({"member_a"} | EDITORS_A, args="topic"),
    "communications:post-edit": Row({"member_a"}, args="post"),
    "communications:post-history": Row(BODY_A, args="post"),
    "communications:post-remove": Row(EDITORS_A, args="post"),
    "participant-list": OPEN,
    "participant-detail": Row(args="organisation"),
    "observer-list": OPEN,
    "body-list": OPEN,
    "body-detail": Row(args="body"),
    "focal-point-list": OPEN,
    "focal-point-add": Row(FOCAL_POINTS),
    "focal-point-edit": Row(FOCAL_POINTS | STAFF, args="focal-point"),
    "focal-point-confirm": Row(FOCAL_POINTS | STAFF, args="focal-point", answer=302, method="post"),
    "directory": PRIVATE,
    "directory-print": PRIVATE,
    "directory-csv": PRIVATE,
    "directory-vcard": PRIVATE,
    "directory-card": Row(BODY_A, args="card"),
    "contact-link": Row(args="contact-token"),
    "body-roster": Row(STAFF, args="body"),
    "body-roster-csv": Row(args="body"),
    "body-contacts": Row(BODY_A, args="body"),
    "body-contacts-csv": Row(BODY_A, args="body"),
    "body-contacts-vcard": Row(BODY_A, args="body"),
    "body-contact-vcard": Row(BODY_A, args="contact"),
    "logistics:meeting-list": OPEN,
    "logistics:meeting-new": Row({"chair_a", "chair_b"} | CHAIR),
    "logistics:meeting-detail": Row(BODY_A, args="meeting", unknown=404),
    "logistics:meeting-edit": Row(EDITORS_A, args="meeting"),
    "logistics:meeting-convene": Row(EDITORS_A, args="meeting"),
    "logistics:meeting-move": Row(EDITORS_A, args="meeting"),
    "logistics:meeting-cancel": Row(EDITORS_A, args="meeting"),
    "logistics:meeting-joining": Row(EDITORS_A, args="meeting"),
    "logistics:agenda": Row(BODY_A, args="meeting", unknown=404),
    "logistics:agenda-edit": Row(EDITORS_A, args="meeting"),
    "logistics:agenda-item-new": Row(EDITORS_A, args="meeting"),
    "logistics:agenda-arising": Row(EDITORS_A, args="meeting"),
    "logistics:agenda-item": Row(EDITORS_A, args="agenda-item"),
    "logistics:meeting-paper": Row(BODY_A, args="meeting-paper", unknown=404),
    "logistics:calendar": OPEN,
    "logistics:calendar-feed": OPEN,
    "logistics:calendar-own-feed": Row(args="calendar-token"),
    "logistics:calendar-address-list": PRIVATE,
    "logistics:calendar-address-close": Row(OWNERS, args="calendar-address"),
    "logistics:meeting-ics": Row(BODY_A, args="meeting", unknown=404),
    "logistics:meeting-tasks": Row(FOCAL_POINTS | EDITORS_A, args="meeting"),
    "logistics:meeting-task-add": Row(EDITORS_A, args="meeting"),
    "logistics:visit-list": OPEN,
    "logistics:visit-new": Row(EDITORS_A),
    "logistics:logistics-request-list": Row(EDITORS_A | CHAIR),
    "logistics:logistics-request-new": Row(EDITORS_A),
    "logistics:logistics-request": Row(EDITORS_A | CHAIR, args="logistics-request"),
    "logistics:visit-detail": Row(OF_XA | EDITORS_A, args="visit", unknown=404),
    "logistics:visit-answer": Row(FOCAL_POINTS | STAFF, args="visit"),
    "logistics:visit-days": Row(FOCAL_POINTS | EDITORS_A, args="visit"),
    "logistics:visit-confirm": Row(EDITORS_A, args="visit-agreed"),
    "logistics:visit-postpone": Row(FOCAL_POINTS | EDITORS_A, args="visit"),
    "logistics:visit-cancel": Row(EDITORS_A, args="visit"),
    "logistics:visit-show": Row(OF_XA | EDITORS_A, args="visit", answer=302, method="post"),
    "logistics:visit-terms": Row(EDITORS_A, args="visit"),
    "logistics:visit-member-add": Row(EDITORS_A, args="visit"),
    "logistics:visit-member-replace": Row(EDITORS_A, args="visit-member"),
    "logistics:visit-travel": Row(OWNERS | STAFF, args="visit-member"),
    "logistics:visit-itinerary": Row(EDITORS_A, args="visit"),
    "logistics:visit-paper-add": Row(EDITORS_A, args="visit"),
    "logistics:visit-paper-remove": Row(frozenset(), args="visit-no-paper", method="post"),
    "logistics:visit-draft": Row(OWNERS | EDITORS_A, args="visit-over"),
    "logistics:visit-draft-send": Row(EDITORS_A, args="visit-over"),
    "logistics:visit-draft-comment": Row(frozenset(), args="visit-over"),
    "logistics:visit-report": Row(OWNERS | EDITORS_A, args="visit-over"),
    "logistics:visit-report-publish": Row(EDITORS_A, args="visit-over", answer=302, method="post"),
    "logistics:visit-reply": Row(frozenset(), args="visit-over"),
    "logistics:visit-recommend": Row(OWNERS | EDITORS_A, args="visit-over"),
    "logistics:visit-recommendation": Row(EDITORS_A, args="visit-recommendation"),
    "logistics:visit-tasks": Row(EDITORS_A, args="visit"),
    "logistics:visit-task-add": Row(EDITORS_A, args="visit"),
    "logistics:planned-task": Row(FOCAL_POINTS | EDITORS_A, args="task"),
    "logistics:planned-task-done": Row(FOCAL_POINTS | EDITORS_A, args="task", answer=302, method="post"),
    "logistics:planned-task-open": Row(FOCAL_POINTS | EDITORS_A, args="task", answer=302, method="post"),
    "logistics:planned-task-remove": Row(EDITORS_A, args="task"),
    "logistics:pack-list": PRIVATE,
    "logistics:pack-handover": Row(CHAIR, answer=302, method="post"),
    "logistics:pack-file": Row(BODY_A, args="pack"),
    "logistics:meeting-papers": Row(BODY_A, args="papers", unknown=404),
    "logistics:registrations": Row(STAFF),
    "logistics:registration": Row(PROCESS, args="registered"),
    "logistics:registration-csv": Row(CHAIR, args="registered"),
    "logistics:registration-plan": Row(CHAIR, args="registered"),
    "logistics:guests-nominate": Row(CHAIR, args="registered"),
    "logistics:delegation-nominate": Row(FOCAL_POINTS | STAFF, args="nominate"),
    "logistics:participants": Row(OF_XA, args="registered"),
    "logistics:participants-csv": Row(OF_XA, args="registered"),
    "logistics:participants-pdf": Row(OF_XA, args="registered"),
    "logistics:attendance": Row(BODY_A, args="meeting"),
    "logistics:attendance-record": Row(EDITORS_A, args="meeting"),
    "logistics:delegation": Row(OF_XA, args="delegation"),
    "logistics:delegation-withdraw": Row(FOCAL_POINTS | STAFF, args="delegation"),
    "logistics:delegation-ask": Row(FOCAL_POINTS | STAFF, args="delegation"),
    "logistics:delegation-request": Row(STAFF, args="delegation-request"),
    "logistics:credentials": Row(OF_XA, args="credentials"),
    "logistics:credentials-check": Row(STAFF, args="credentials"),
    "logistics:visa-letter": Row(FOCAL_POINTS | STAFF, args="letter"),
    "logistics:reporting": OPEN,
    "logistics:receipt-check": OPEN,
    "logistics:receipt": Row(EDITORS_A | OF_XA, args="receipt"),
    "logistics:receipt-file": Row(EDITORS_A | OF_XA, args="receipt"),
    "logistics:receipt-pdf": Row(EDITORS_A | OF_XA, args="receipt"),
    "logistics:receipt-recall": Row(FOCAL_POINTS, args="receipt", answer=302, method="post"),
    "logistics:receipt-accept": Row(STAFF, args="receipt", answer=302, method="post"),
    "logistics:report-detail": Row(GOVERNMENTS - STAFF, args="report"),
    "logistics:report-submit": Row(FOCAL_POINTS, args="report"),
    "logistics:report-check": Row(FOCAL_POINTS, args="report"),
    "logistics:report-drop": Row(FOCAL_POINTS, args="report", answer=302, method="post"),
    "logistics:report-sent": Row(FOCAL_POINTS, args="report-elsewhere"),
    "logistics:report-confirm": Row(FOCAL_POINTS, args="report-register", answer=302, method="post"),
    "logistics:report-file": Row(frozenset(), args="report"),
    "logistics:excuse-request": Row(FOCAL_POINTS, args="report"),
    "logistics:excuse-decide": Row(frozenset(), args="report"),
    "logistics:contest": Row(FOCAL_POINTS, args="report"),
    "logistics:matrix": Row(GOVERNMENTS, args="report-year", unknown=404),
    "logistics:matrix-csv": Row(GOVERNMENTS, args="report-year", unknown=404),
    "logistics:matrix-owner": Row(GOVERNMENTS, args="report-owner", unknown=404),
    "logistics:matrix-years": Row(GOVERNMENTS, unknown=404),
    "logistics:report-disclosure": Row(CHAIR),
    "logistics:report-overdue": Row(CHAIR),
    "logistics:escalation-letter": Row(CHAIR, args="escalation"),
    "logistics:escalation-letter-pdf": Row(CHAIR, args="escalation-pdf"),
    "logistics:escalation-letter-sent": Row({"kp_chair"}, args="escalation"),
    "logistics:escalation-letter-decline": Row({"kp_chair"}, args="escalation"),
    "logistics:action-list": OPEN,
    "logistics:action-csv": OPEN,
    "logistics:action-board": OPEN,
    "logistics:action-overdue": PRIVATE,
    "logistics:action-remind": Row(EDITORS_A | CHAIR),
    "logistics:action-report": PRIVATE,
    "logistics:action-report-pdf": PRIVATE,
    "logistics:action-report-docx": PRIVATE,
    "logistics:action-new": Row({"chair_a", "chair_b"} | CHAIR),
    "logistics:action-digest": Row(args="digest"),
    "logistics:action-detail": Row(BODY_A, args="action", unknown=404),
    "logistics:action-change": Row(EDITORS_A, args="action"),
    "logistics:action-progress": Row({"member_a"} | EDITORS_A, args="action"),
    "logistics:action-propose": Row({"member_a"} | EDITORS_A, args="action"),
    "logistics:action-return": Row(EDITORS_A, args="action"),
    "logistics:action-close": Row(EDITORS_A, args="action"),
    "logistics:action-reopen": Row(EDITORS_A, args="action", answer=302),
    "communications:notice-list": PRIVATE,
    "communications:notice-new": Row(STAFF),
    "communications:notice-detail": Row(BODY_A, args="notice-sent"),
    "communications:notice-edit": Row(STAFF, args="notice-draft"),
    "communications:notice-check": Row(STAFF, args="notice-draft"),
    "communications:notice-preview": Row(STAFF, args="notice-draft"),
    "communications:notice-decide": Row({"kp_chair"}, args="notice-submitted"),
    "communications:notice-link": Row(args="notice-link"),
    "communications:notice-acknowledge": Row({"member_a", "both", "observer", "chair_a"}, args="notice-sent"),
    "communications:notice-calls": Row(CHAIR, args="notice-sent"),
    "communications:notice-call": Row(CHAIR, args="notice-call"),
    "communications:notice-progress": Row(CHAIR, args="notice-sent"),
    "communications:notice-progress-csv": Row(CHAIR, args="notice-sent"),
    "communications:notice-send-again": Row(CHAIR, args="notice-sent", answer=302, method="post"),
    "communications:notice-take-back": Row(CHAIR, args="notice-noted"),
    "assistance:home": OPEN,
    "assistance:request-list": PRIVATE,
    "assistance:request-csv": PRIVATE,
    "assistance:request-new": Row(ASKING),
    "assistance:request-file": Row(STAFF),
    "assistance:request-status": Row(args="request-link"),
    "assistance:request-detail": Row({"observer"} | OF_XB | CHAIR, args="request"),
    "assistance:request-change": Row({"member_a"}, args="request-draft"),
    "assistance:request-discard": Row({"member_a"}, args="request-draft"),
    "assistance:request-facts": Row(STAFF, args="request"),
    "assistance:request-take-up": Row(STAFF, args="request", answer=302, method="post"),
    "assistance:request-listing": Row({"observer"}, args="request", answer=302, method="post"),
    "assistance:request-withdraw": Row({"observer"}, args="request"),
    "assistance:register": OPEN,
    "assistance:register-csv": OPEN,
    "assistance:figures": OPEN,
    "assistance:figures-csv": OPEN,
    "assistance:analysis": Row(STAFF, args="analysis"),
    "assistance:analysis-note": Row(STAFF, args="analysis"),
    "assistance:analysis-ask": Row(STAFF, args="analysis"),
    "assistance:analysis-read": Row(STAFF, args="analysis", answer=302, method="post"),
    "assistance:analysis-merge": Row(STAFF, args="analysis"),
    "assistance:analysis-unmerge": Row(STAFF, args="analysis-merged"),
    "assistance:analysis-answer": Row(STAFF, args="analysis-question"),
    "assistance:analysis-go-on": Row(STAFF, args="analysis-question", answer=302, method="post"),
    "assistance:clarification-answer": Row(ASKED_BY_XB, args="analysis-question"),
    "assistance:clarification-link": Row(args="clarification-link"),
    "assistance:contest-link": Row(args="contest-link"),
    "assistance:help-link": Row(args="help-link"),
    "assistance:delivery-new": Row(STAFF, args="case-ended"),
    "assistance:delivery-change": Row(STAFF, args="case-delivery"),
    "assistance:delivery-take-out": Row(STAFF, args="case-delivery"),
    "assistance:request-outcome": Row(STAFF, args="case-ended"),
    "assistance:request-close": Row(STAFF, args="case-ended", answer=302, method="post"),
    "assistance:request-contest": Row({"member_a"}, args="case-ended"),
    "assistance:contest-answer": Row(STAFF, args="case-ended"),
    "assistance:request-help": Row({"member_a"}, args="case-ended"),
    "assistance:result-list": OPEN,
    "assistance:result-detail": Row(args="result-published"),
    "assistance:result-new": Row(STAFF, args="case-ended"),
    "assistance:result-work": Row(OF_XA, args="result"),
    "assistance:result-change": Row(STAFF, args="result"),
    "assistance:result-put": Row(STAFF, args="result-draft"),
    "assistance:result-take-back": Row(STAFF, args="result-draft", answer=302, method="post"),
    "assistance:result-decide": Row({"kp_chair"}, args="result"),
    "assistance:result-consent": Row({"member_a"}, args="result"),
    "assistance:result-note": Row(STAFF, args="result"),
    "assistance:result-file": Row(OF_XA, args="result-file"),
    "assistance:consent-link": Row(args="consent-link"),
    "assistance:consent-link-file": Row(args="consent-link-file"),
    "assistance:workshop-list": OPEN,
    "assistance:workshop-new": Row(STAFF),
    "assistance:workshop-detail": Row(STAFF, args="workshop-draft", unknown=404),
    "assistance:workshop-change": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-source": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-text": Row(STAFF, args="workshop-text"),
    "assistance:workshop-lists": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-audience": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-part-add": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-part": Row(STAFF, args="workshop-part"),
    "assistance:workshop-part-remove": Row(frozenset(), args="workshop-no-row", method="post"),
    "assistance:workshop-figure-add": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-figure": Row(STAFF, args="workshop-figure"),
    "assistance:workshop-figure-remove": Row(frozenset(), args="workshop-no-row", method="post"),
    "assistance:workshop-point-add": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-point": Row(STAFF, args="workshop-point"),
    "assistance:workshop-point-remove": Row(frozenset(), args="workshop-no-row", method="post"),
    "assistance:workshop-point-settle": Row(STAFF, args="workshop-unsettled"),
    "assistance:workshop-material-add": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-material-remove": Row(frozenset(), args="workshop-no-row", method="post"),
    "assistance:workshop-agree": Row(STAFF, args="workshop-draft"),
    "assistance:workshop-submit": Row(STAFF, args="workshop-draft", answer=302, method="post"),
    "assistance:workshop-decide": Row({"kp_chair"}, args="workshop-submitted"),
    "assistance:workshop-publish": Row(STAFF, args="workshop-draft", answer=302, method="post"),
    "assistance:workshop-take-back": Row(STAFF, args="workshop"),
    "assistance:referral-list": Row(PROCESS),
    "assistance:referral-new": Row(STAFF, args="referred"),
    "assistance:referral-detail": Row(BODY_A, args="referral"),
    "assistance:referral-link": Row(args="referral-link"),
    "assistance:referral-withdraw": Row(STAFF, args="referral"),
    "assistance:referral-remind": Row(STAFF, args="referral", answer=302, method="post"),
    "assistance:offer-list": Row(PROCESS),
    "assistance:offer-csv": Row(PROCESS),
    "assistance:offer-new": Row(PROCESS),
    "assistance:offer-detail": Row(PROCESS, args="offer"),
    "assistance:offer-change": Row({"observer"} | STAFF, args="offer"),
    "assistance:offer-withdraw": Row({"observer"} | STAFF, args="offer"),
    "assistance:offer-renew": Row({"observer"}, args="offer", answer=302, method="post"),
    "assistance:offer-link": Row(args="offer-link"),
    "communications:enquiry-new": OPEN,
    "communications:enquiry-status": Row(args="enquiry-status"),
    "communications:enquiry-list": Row(CHAIR),
    "communications:enquiry-file": Row(STAFF),
    "communications:enquiry-waiting": Row(CHAIR),
    "communications:enquiry-instructions": Row(CHAIR),
    "communications:enquiry-detail": Row(CHAIR, args="enquiry"),
    "communications:enquiry-instruction": Row(STAFF, args="enquiry"),
    "communications:enquiry-draft": Row(STAFF, args="enquiry"),
    "communications:enquiry-note": Row(STAFF, args="enquiry"),
    "communications:enquiry-read": Row(STAFF, args="enquiry"),
    "communications:enquiry-close": Row(STAFF, args="enquiry"),
    "communications:enquiry-convert": Row(STAFF, args="enquiry"),
    "communications:enquiry-address": Row(STAFF, args="enquiry"),
    "communications:enquiry-sent": Row(CHAIR, args="enquiry"),
    "communications:enquiry-decide": Row({"kp_chair"}, args="enquiry"),
    "communications:enquiry-answer": Row({"kp_chair"}, args="enquiry"),
    "communications:enquiry-reopen": Row(STAFF, args="enquiry-answered"),
    "communications:enquiry-bank": Row(STAFF, args="enquiry-answered"),
    "communications:enquiry-reply": Row(CHAIR, args="enquiry-reply"),
    "communications:enquiry-use": Row(frozenset(), args="enquiry", method="post"),
    "communications:enquiry-instruction-end": Row(CHAIR, args="enquiry-standing", answer=302, method="post"),
    "communications:answer-list": Row(CHAIR),
    "communications:answer-detail": Row(CHAIR, args="answer"),
    "communications:answer-change": Row(STAFF, args="answer"),
    "communications:answer-decide": Row({"kp_chair"}, args="answer"),
    "communications:answer-retire": Row(STAFF, args="answer", answer=302, method="post"),
    "logistics:minutes-debt": Row({"chair_a", "chair_b"} | CHAIR),
    "logistics:minutes-debt-csv": Row({"chair_a", "chair_b"} | CHAIR),
    "logistics:minutes-account": Row(EDITORS_A, args="met"),
    "logistics:communique-account": Row(STAFF, args="plenary"),
    "knowledge:collection": Row(CHAIR),
    "knowledge:collection-csv": Row(CHAIR),
    "knowledge:collection-ask": Row(CHAIR, args="lost"),
    "knowledge:collection-request": Row(OF_XA, args="collected"),
    "desk": PRIVATE,
    "contact-confirm": PRIVATE,
    "account": PRIVATE,
    "invitation-accept": Row(args="invitation"),
    "officer-list": Row(FOCAL_POINTS),
    "officer-renew": Row(frozenset(), args="number", method="post"),
    "officer-remove": Row(frozenset(), args="number", method="post"),
    "usersessions_list": PRIVATE,
    "session-end": Row(frozenset(), args="number", method="post"),
}


def arguments(cast, planted):
    """The arguments of the addresses: records of XWA and its members."""
    paper = next(secret.record for secret in planted if secret.record and secret.record.audience_body == cast.xwa)
    comment = MinutesComment.objects.get(document__state="circulated")
    delegation = Delegation.objects.get(organisation=cast.xa)
    escalation = EscalationLetter.objects.get(state="prepared")
    agenda_item = AgendaItem.objects.get(meeting__audience_body=cast.xwa)
    return {
        "": [],
        "minutes": [comment.document.reference],
        "comment": [comment.document.reference, comment.pk],
        "text": [comment.document.reference, "en"],
        "summary": [Document.objects.get(kind__code="public_summary").reference],
        "paper": [paper.reference],
        "file": [paper.reference, 1, "fr", "original", "txt"],
        "organisation": ["XA"],
        "body": ["XWA"],
        "contact": ["XWA", contact_uid(cast)],
        "card": [contact_uid(cast)],
        "contact-token": [contact_token(cast)],
        "focal-point": [focal_point_of(cast.xa).pk],
        **communiques_planted(),
        "redaction": [Redaction.objects.get().public_version.reference],
        "proposal": [AudienceProposal.objects.get().document.reference],
        "law": [Legislation.objects.get(proposed_by=cast.member_a).document.reference],
        "no-law": ["no-such-law"],
        "signatory": [AuthorisedSignatory.objects.get(state="proposed").key],
        "specimen": [CertificateSpecimen.objects.get().key],
        "specimen-image": [SpecimenImage.objects.get().key],
        "calendar-token": [token_in(make_address(label="", only_mine=False, by=cast.member_a))],
        "invitation": [invitation_token(cast)],
        "saved": [SavedSearch.objects.get(user=cast.member_b).pk],
        "stop": [signer.sign(SavedSearch.objects.get(user=cast.member_b).pk)],
        "number": [2_000_000_000],
        **visits_planted(),
        **reports_planted(),
        **actions_planted(cast),
        **discussions_planted(cast),
        **notices_planted(cast),
        **acknowledgements_planted(cast),
        **procedures_planted(),
        **pages_planted(),
        **subscriptions_planted(),
        **inbound_planted(),
        **enquiries_planted(),
        **workshops_planted(),
        **offers_planted(),
        **referrals_planted(cast),
        **requests_planted(cast),
        **analysis_planted(),
        **outcomes_planted(),
        "logistics-request": [LogisticsRequest.objects.get().reference],
        "meeting": [Meeting.objects.get(audience_body=cast.xwa).reference],
        "agenda-item": [agenda_item.meeting.reference, agenda_item.pk],
        "meeting-paper": [agenda_item.meeting.reference, agenda_item.papers.get().document.reference],
        "calendar-address": [CalendarToken.objects.get(user=cast.member_b).pk],
        "task": [PlannedTask.objects.get(organisation=cast.xa).pk],
        "met": [Meeting.objects.get(audience_body=cast.xwa).reference, "XWA"],
        "plenary": [Meeting.objects.get(kind="plenary").reference],
        "pack": [Pack.objects.get(kind=Pack.Kind.USB).reference],
        "papers": [Meeting.objects.get(city_en=PLACE).reference, "body:XWA"],
        "registered": [delegation.registration.meeting.reference],
        "nominate": [delegation.registration.meeting.reference, "XA"],
        "delegation": [delegation.reference],
        "delegation-request": [delegation.reference, delegation.requests.get().pk],
        "credentials": [delegation.reference, delegation.credentials.get().pk],
        "letter": [delegation.reference, delegation.delegates.get().pk],
        "report-year": [YEAR],
        "report-owner": [YEAR, "XA"],
        "escalation": [escalation.reference],
        "escalation-pdf": [escalation.reference, "en"],
        "lost": [CollectionRequest.objects.exclude(asked_organisation=None).get().document.reference],
        "collected": [CollectionRequest.objects.exclude(asked_organisation=None).get().reference],
        "notice": [FraudNotice.objects.get(state="published", audience=Audience.PARTICIPANTS).reference],
        "fraud-image": [FraudImage.objects.get().key],
        "suspect": [SuspectReport.objects.get(claimed_issuer=cast.xa).reference],
        "suspect-photo": [SuspectPhoto.objects.get().key],
        "suspect-of-no-issuer": [SuspectReport.objects.get(claimed_issuer=None).reference],
    }


def contact_uid(cast):
    return directory(cast.xwa, cast.secretary).contacts[0].uid


def contact_token(cast):
    """The link by which somebody who represents a tracked organisation is asked about their own data."""
    cast.xd.tracked_from = SINCE
    cast.xd.save()
    return token_in(link_for(cast.both.person, SINCE + CONFIRMED_FOR))


def invitation_token(cast):
    """The link by which somebody who represents nobody opens an account."""
    invitation = invite(person=person("Ivo"), by=cast.secretary)
    text = Delivery.objects.get(key=f"invitation:{invitation.pk}").text
    return token_in(next(line for line in text.split() if line.startswith("http") and "invitation" in line))


def focal_point_of(organisation):
    kind = FocalPointKind.objects.first()
    return FocalPoint.objects.create(organisation=organisation, kind=kind, email="desk@xa.example", valid_from=SINCE)


def routes(resolver=None, prefix=""):
    """(name, last part of the route) of every address of the site map."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or "root"), str(pattern.pattern)
        elif getattr(pattern, "namespace", None) != "admin":
            inner = f"{pattern.namespace}:" if getattr(pattern, "namespace", None) else ""
            yield from routes(pattern, prefix + inner)


def is_allauths(name):
    """allauth sends those who have not begun, or are already through, elsewhere; its own tests hold that."""
    return name.startswith(("account_", "mfa_"))


def test_every_address_is_in_the_table():
    found = {name for name, _route in routes() if not is_allauths(name)}
    assert found == set(TABLE)


@pytest.fixture
def cast(cast_with_secrets):
    return cast_with_secrets[0]


@pytest.fixture
def planted(cast_with_secrets):
    return cast_with_secrets[1]


def expected(row, name):
    if name in row.readers:
        return row.answer
    return row.unknown if name == "anyone" else row.others


def rows(method, args):
    """(address, row) of all that is asked for with this method."""
    asked = [(url, row) for url, row in TABLE.items() if row.method == method]
    return [("/" if url == "root" else reverse(url, args=args[row.args]), row) for url, row in asked]


def test_every_button_answers_every_person_as_the_table_says(cast, planted, settings):
    """That every page does is found by those who go round in test_secrets.py."""
    prepare(settings)
    buttons, wrong = rows("post", arguments(cast, planted)), []
    for name in sorted(GOING_ROUND):
        client = Browser(cast, name)
        for address, row in buttons:
            got = client.post(address).status_code
            if got != expected(row, name):
                wrong.append(f"{name} {address}: {got} instead of {expected(row, name)}")
    assert wrong == []


def test_the_administration_is_for_the_secretariat_and_administrators(cast, client):
    for name in sorted(EVERYONE):
        client.logout()
        if name != "anyone":
            client.force_login(again(cast.users[name]))
        got = client.get(reverse("admin:index")).status_code
        assert (got == 200) is (name in ADMINISTRATION), name


def test_what_one_may_not_know_of_looks_exactly_like_what_does_not_exist(cast, planted, client):
    paper = arguments(cast, planted)["paper"][0]
    absent = paper[:-5] + "00000"
    hidden = client.get(reverse("knowledge:document-detail", args=[paper]))
    nothing = client.get(reverse("knowledge:document-detail", args=[absent]))
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert hidden.content.decode().replace(paper, absent) == nothing.content.decode()
    assert "next=" in hidden.content.decode()
