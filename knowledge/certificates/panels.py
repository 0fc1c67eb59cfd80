"""What certificates add to the home page, the desk, the administration and the site map."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.visibility import standing_of
from knowledge.certificates.check_form import CheckForm
from knowledge.models import FraudNotice, SuspectReport
from knowledge.models.certificates import works_with_certificates
from knowledge.models.checks import decides_on_fraud


def home(reader):
    """The check of a certificate, for those who work with them: one click from here."""
    if not works_with_certificates(standing_of(reader)):
        return []
    form = CheckForm(reader=reader)
    return [Panel("knowledge/certificates/check/home_panel.html", {"form": form}, is_lead=True)]


def desk(reader):
    """The open cases of suspect certificates: for those who decide on them, and for a claimed issuer that was told."""
    standing = standing_of(reader)
    cases = SuspectReport.objects.visible_to(reader).filter(state__in=SuspectReport.OPEN_STATES)
    if not decides_on_fraud(standing):
        cases = cases.filter(issuer_told_at__isnull=False, claimed_issuer__in=standing.organisations)
    return [
        DeskItem(
            title=_("Suspect certificate %(reference)s") % {"reference": case.reference},
            url=case.get_absolute_url(),
            detail=case.get_state_display(),
        )
        for case in cases.order_by("received_at")
    ]


def sitemap():
    """The public notices."""
    notices = FraudNotice.objects.visible_to(AnonymousUser()).published().order_by("pk")
    return [(notice, None) for notice in notices]


SUSPECTS = WorkList(
    "open",
    gettext_lazy("Suspect certificates to decide on"),
    SuspectReport,
    lambda rows: rows.filter(state__in=SuspectReport.OPEN_STATES),
    "received_at",
    "bad",
)
NOTICE_DRAFTS = WorkList(
    "drafts",
    gettext_lazy("Notices of false certificates to complete"),
    FraudNotice,
    lambda rows: rows.filter(state=FraudNotice.State.DRAFT),
    "date",
)
LISTS = (SUSPECTS, NOTICE_DRAFTS)
