"""What results add to the page of a request, to the desk, to the lists of the administration and to the site map."""

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
from assistance.results.actions import has_approval, has_consent
from assistance.results.showing import result_of


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
            yield Step(result.asked_at, _("A result waits for the agreement of both"), str(result), address(result))
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
    """Results that lie before the requester and the KP Chair's office."""
    rows = (
        Result.objects.filter(published_at=None, asked_at__isnull=False)
        .with_texts()
        .select_related("request__asked_by")
    )
    return rows.order_by("asked_at")


def desk(reader):
    """For the requester's side what it has not agreed to, for the KP Chair's office what it has not decided on; for the
    secretariat what came back, or what the requester does not agree to."""
    standing = standing_of(reader)
    for result in waiting().visible_to(reader):
        reference = [result.document.reference]
        if speaks_for(result.request, reader) and not has_consent(result):
            url = reverse("assistance:result-consent", args=reference)
            yield DeskItem(
                _("Agree to the publication: %(title)s") % {"title": result}, url, _("A result of your request.")
            )
        if standing.decides_for_chair and not has_approval(result):
            url = reverse("assistance:result-decide", args=reference)
            yield DeskItem(
                _("Decide: %(title)s") % {"title": result}, url, _("A result of assistance, for the public.")
            )
    if standing.secretariat:
        yield from came_back(reader)


def came_back(reader):
    for result in to_change(Result.objects.visible_to(reader)).with_texts():
        url = address(result)
        if result.remark:
            title = _("Given back by the KP Chair’s office: %(title)s") % {"title": result}
            yield DeskItem(title, url, result.remark)
        else:
            last = result.consents.last()
            title = _("The requester does not agree: %(title)s") % {"title": result}
            yield DeskItem(title, url, last.text if last else "")


def to_change(rows):
    """Those that the KP Chair's office gave back, and those that the requester refused."""
    unpublished = rows.filter(published_at=None)
    refused = unpublished.filter(asked_at__isnull=False, consent=None, consents__isnull=False)
    returned = unpublished.filter(asked_at=None).exclude(remark="")
    return unpublished.filter(pk__in=refused.values("pk")) | unpublished.filter(pk__in=returned.values("pk"))


def unanswered(rows):
    return rows.filter(published_at=None, asked_at__isnull=False)


WAITING = WorkList(
    "waiting", gettext_lazy("Results of assistance that wait for an agreement"), Result, unanswered, "asked_at", "info"
)
LISTS = (WAITING,)


def documents_elsewhere():
    return [Result.objects.values("document")]


def sitemap():
    rows = Result.objects.published().visible_to(AnonymousUser()).with_texts()
    return [("assistance:result-list", None), *((result, result.published_at.date()) for result in rows)]
