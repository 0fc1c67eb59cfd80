"""The report of a visit: drafted by the team, commented on by the Participant, final; replied to; its recommendations.

The draft is a document of its own, for the Participant, the body and the team. The final report is another one, with the audience
of its kind, which supersedes the draft: so no draft becomes readable with the report.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from asm_portal.dated import today
from knowledge import actions as documents
from knowledge.actions import save
from knowledge.models import Document, DocumentKind, DocumentLink, Rendition
from knowledge.reports.actions import add_report
from logistics.follow_up.actions import open_action
from logistics.models import Action, Recommendation, ReportComment, VisitEvent
from logistics.visits.actions import locked
from logistics.visits.duties import REPORT_KINDS, tell_of_report
from logistics.visits.notices import note
from logistics.visits.opening import open_text
from logistics.visits.papers import titles_of, written_for
from logistics.visits.parts import Capacity

State, Event = Document.State, VisitEvent.Kind
DRAFT_TITLE = gettext_noop("Draft report: %(visit)s")
REPORT_TITLE = gettext_noop("Report: %(visit)s")
REPLY_TITLE = gettext_noop("Reply of the Participant: %(visit)s")
REPLY_KIND = "follow_up_report"


def stage_of(visit):
    """How far the report is: `due`, `draft`, `comments` or `final`; "" where none is asked for."""
    if visit.report and visit.report.state == State.FINAL:
        return "final"
    if visit.draft_report:
        return "comments" if visit.draft_report.state == State.FINAL else "draft"
    return "due" if visit.report_due_on else ""


def may_be_written(visit):
    """Whether the visit has begun, so that there is something to report."""
    return visit.stage in (visit.State.UNDER_WAY, visit.State.OVER)


def require_begun(visit):
    if not may_be_written(visit):
        raise ValidationError(_("The report is written once the visit has begun."))
    if stage_of(visit) == "final":
        raise ValidationError(_("The report is final. A correction is a new revision of it in the archive."))


@transaction.atomic
def file_draft(*, visit, language, file, capacity, by):
    """File a draft, or the next one: its editors read it, and send it to the Participant."""
    visit = locked(visit)
    require_begun(visit)
    if visit.draft_report is None:
        visit.draft_report = new_report(visit, DRAFT_TITLE, by, **written_for(visit))
        save(visit, by)
    store(visit.draft_report, language, file, by)
    tell_of_report(visit, "draft", by)
    note(visit, Event.DRAFTED, by=by, capacity=capacity)
    return visit


def new_report(visit, title, by, **facts):
    """A report on the visit, without a text."""
    return add_report(
        kind=DocumentKind.objects.get(code=REPORT_KINDS[visit.kind]), titles=titles_of(title, visit), by=by,
        period_from=visit.start_date, period_until=visit.end_date, period_precision=visit.date_precision,
        issuing_body=visit.body, organisation=visit.participant, is_demonstration=visit.is_demonstration,
        **({"date": today()} | facts),
    )  # fmt: skip


def store(document, language, file, by):
    """A file in the newest revision, or in the next one where that was read. A second file takes the place of the first."""
    newest = document.revisions.order_by("number").last()
    if newest is None or newest.released_at:
        newest = documents.add_revision(document=document, by=by)
    held = newest.renditions.filter(language=language, role=Rendition.Role.ORIGINAL).first()
    if held:
        return documents.replace_text(rendition=held, file=file, by=by)
    return documents.add_rendition(revision=newest, language=language, file=file, by=by)


@transaction.atomic
def send_for_comments(*, visit, until, by):
    """Show the newest draft to the Participant, the body and the team, for comments until the end of a day."""
    visit = locked(visit)
    require_begun(visit)
    draft = visit.draft_report
    if draft is None:
        raise ValidationError(_("There is no draft yet. File it first."))
    if until < today():
        raise ValidationError({"until": _("This day is over.")})
    if draft.state == State.DRAFT:
        documents.publish(document=draft, by=by)
    else:
        documents.release_newest(draft, by)
    visit.comments_until = until
    save(visit, by)
    open_text(draft, visit, by)
    tell_of_report(visit, "comments", by)
    note(visit, Event.CIRCULATED, by=by, capacity=Capacity.BODY_CHAIR)
    return visit


def takes_comments(visit):
    return stage_of(visit) == "comments" and visit.comments_until is not None and today() <= visit.comments_until


@transaction.atomic
def comment_on_draft(*, visit, text, by):
    """What the Participant says to the draft that it reads."""
    visit = locked(visit)
    if not takes_comments(visit):
        raise ValidationError(
            _(
                "The time for comments is over. Nothing was filed; your text is still here. Write to the leader of the team."
            )
        )
    revision = visit.draft_report.revisions.released().order_by("number").last()
    return save(ReportComment(visit=visit, revision=revision, text=text, by=by), by)


@transaction.atomic
def file_report(*, visit, language, file, by):
    """File the report in its final form, in one language; its editors read it until it is published."""
    visit = locked(visit)
    require_begun(visit)
    if visit.report is None:
        visit.report = new_report(visit, REPORT_TITLE, by)
        save(visit, by)
    store(visit.report, language, file, by)
    return visit


@transaction.atomic
def publish_report(*, visit, by):
    """Give the report to its audience. It supersedes the draft."""
    visit = locked(visit)
    require_begun(visit)
    if visit.report is None or not visit.report.revisions.exists():
        raise ValidationError(_("There is no final report yet. File it first."))
    documents.publish(document=visit.report, by=by)
    if visit.draft_report:
        documents.link(later=visit.report, kind=DocumentLink.Kind.SUPERSEDES, earlier=visit.draft_report, by=by)
    save(visit, by)
    tell_of_report(visit, "final", by, visit.report.revisions.order_by("number").last())
    note(visit, Event.FINISHED, by=by, capacity=Capacity.BODY_CHAIR)
    return visit


@transaction.atomic
def file_reply(*, visit, language, file, by, channel):
    """What the Participant answers to the report, for the readers of the report."""
    visit = locked(visit)
    if stage_of(visit) != "final":
        raise ValidationError(_("A reply is to the final report, which is not there yet."))
    if visit.reply is None:
        report = visit.report
        visit.reply = documents.add_document(
            kind=DocumentKind.objects.get(code=REPLY_KIND), titles=titles_of(REPLY_TITLE, visit), by=by, date=today(),
            organisation=visit.participant, audience=report.audience, audience_body=report.audience_body,
            audience_organisation=report.audience_organisation, is_demonstration=visit.is_demonstration,
        )  # fmt: skip
        documents.link(later=visit.reply, kind=DocumentLink.Kind.RESPONDS_TO, earlier=report, by=by)
        save(visit, by)
    store(visit.reply, language, file, by)
    if visit.reply.state == State.DRAFT:
        documents.publish(document=visit.reply, by=by)
    else:
        documents.release_newest(visit.reply, by)
    note(visit, Event.REPLIED, by=by, capacity=Capacity.PARTICIPANT, channel=channel)
    return visit


@transaction.atomic
def recommend(*, visit, text_en, text_fr, by):
    """Write down the next recommendation of the report."""
    visit = locked(visit)
    last = visit.recommendations.aggregate(last=Max("number"))["last"] or 0
    row = Recommendation(visit=visit, number=last + 1, text_en=text_en, text_fr=text_fr)
    row.full_clean()
    return save(row, by)


def undecided(recommendation):
    """The recommendation as it is now; raises ValidationError where it is settled."""
    row = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if row.is_settled:
        raise ValidationError(_("Somebody was faster: it is settled what becomes of this recommendation."))
    return row


@transaction.atomic
def make_action(*, recommendation, by, due_on=None, owner_office=None, owner_organisation=None):
    """Make an action of a recommendation: the Participant’s, unless an office or another organisation is named."""
    row = undecided(recommendation)
    visit = row.visit
    if owner_office is None and owner_organisation is None:
        owner_organisation = visit.participant
    is_read = visit.report and visit.report.state == State.FINAL
    readers = {} if is_read else written_for(visit)
    row.action = open_action(
        origin=Action.Origin.VISIT, document=visit.report if is_read else None, body=visit.body, paragraph=str(row.number),
        title_en=row.text_en[:300], title_fr=row.text_fr[:300], owner_office=owner_office, due_on=due_on,
        owner_organisation=owner_organisation, is_demonstration=visit.is_demonstration, by=by, **readers,
    )  # fmt: skip
    return save(row, by)


@transaction.atomic
def make_no_action(*, recommendation, reason_en, reason_fr, by):
    """Say why a recommendation becomes no action."""
    row = undecided(recommendation)
    if not (reason_en or reason_fr):
        raise ValidationError(_("Say why it becomes no action, in one language at least."))
    row.no_action_reason_en, row.no_action_reason_fr = reason_en, reason_fr
    return save(row, by)
