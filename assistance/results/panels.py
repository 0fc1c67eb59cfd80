"""What results add to the page of a request, to the desk, to the lists of the administration and to the site map."""

from operator import attrgetter

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.areas import DeskItem, Panel
from asm_portal.attention import WorkList
from asm_portal.visibility import standing_of
from assistance.models import Result
from assistance.requests.people import speaks_for
from assistance.requests.timeline import Step
from assistance.results.showing import result_of
from knowledge.approvals import Capacity, Purpose, decides_on, digest


def on_request(request, reader):
    """The results of a case; for the secretariat the way to prepare one."""
    results = list(Result.objects.visible_to(reader).filter(request=request).with_texts())
    prepares = standing_of(reader).secretariat and not request.is_draft and not request.merged_into_id
    if not (results or (prepares and request.deliveries.exists())):
        return []
    return [Panel("assistance/results/panel.html", {"results": results, "prepares": prepares}, anchor="results")]


def steps(request, reader):
    """That a result was put to both, and that it was published."""
    for result in Result.objects.visible_to(reader).filter(request=request).with_texts():
        if result.asked_at and not result.is_published:
            yield Step(result.asked_at, _("A result is waiting for both to agree"), str(result), address(result))
        if result.is_published:
            yield Step(result.published_at, _("A result is published"), str(result), address(result))


def address(result):
    """Where one reads a result, or sees how far it is."""
    if result.is_published:
        return result.get_absolute_url()
    return reverse("assistance:result-work", args=[result.document.reference])


def url_for(document):
    result = result_of(document)
    return address(result) if result else ""


def waiting():
    """Results that lie before the requester and the KP Chair's office, with their texts and what was decided on them."""
    rows = Result.objects.filter(published_at=None, asked_at__isnull=False).with_texts()
    texts = ("document__revisions__renditions", "document__revisions__approvals")
    return rows.select_related("request__asked_by", "consent").prefetch_related(*texts).order_by("asked_at")


def desk(reader):
    """For the requester's side what it has not agreed to, for the KP Chair's office what it has not decided on; for the
    secretariat what came back, or what the requester does not agree to."""
    standing = standing_of(reader)
    for result in waiting().visible_to(reader):
        reference, (is_agreed, is_approved) = [result.document.reference], agreed_and_approved(result)
        if speaks_for(result.request, reader) and not is_agreed:
            url = reverse("assistance:result-consent", args=reference)
            yield DeskItem(
                _("Agree to the publication: %(title)s") % {"title": result}, url, _("A result of your request.")
            )
        decides = standing.decides_for_chair and decides_on(reader, result.document.is_demonstration)
        if decides and not is_approved:
            url = reverse("assistance:result-decide", args=reference)
            yield DeskItem(
                _("Decide: %(title)s") % {"title": result}, url, _("A result of assistance, to be made public.")
            )
    if standing.secretariat:
        yield from came_back(reader)


def agreed_and_approved(result):
    """Whether the requester and whether the KP Chair's office have agreed to the text as it stands now; asks the database
    nothing of a row of `waiting`."""
    revision = max(result.document.revisions.all(), key=attrgetter("number"))
    text = digest(revision, Purpose.RELEASE)
    of_chair = (Purpose.RELEASE, Capacity.KP_CHAIR, text)
    is_approved = any((row.purpose, row.capacity, row.sha256) == of_chair for row in revision.approvals.all())
    return bool(result.consent and result.consent.sha256 == text), is_approved


def came_back(reader):
    for result in to_change(Result.objects.visible_to(reader)).with_texts().prefetch_related("consents"):
        url = address(result)
        if result.remark:
            title = _("Given back by the KP Chair’s office: %(title)s") % {"title": result}
            yield DeskItem(title, url, result.remark)
        else:
            title = _("The requester does not agree: %(title)s") % {"title": result}
            yield DeskItem(title, url, max(result.consents.all(), key=attrgetter("at", "pk")).text)


def to_change(rows):
    """Those that the KP Chair's office gave back, and those that the requester refused."""
    unpublished = rows.filter(published_at=None)
    refused = unpublished.filter(asked_at__isnull=False, consent=None, consents__isnull=False)
    returned = unpublished.filter(asked_at=None).exclude(remark="")
    return unpublished.filter(pk__in=refused.values("pk")) | unpublished.filter(pk__in=returned.values("pk"))


def unanswered(rows):
    return rows.filter(published_at=None, asked_at__isnull=False)


WAITING = WorkList(
    "waiting",
    gettext_lazy("Results of assistance that are waiting for agreement"),
    Result,
    unanswered,
    "asked_at",
    "info",
)
LISTS = (WAITING,)


def documents_elsewhere():
    return [Result.objects.values("document")]


def sitemap():
    rows = Result.objects.published().visible_to(AnonymousUser()).with_texts()
    return [("assistance:result-list", None), *((result, result.published_at.date()) for result in rows)]
