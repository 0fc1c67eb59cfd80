"""The implementation report to Plenary: what became of each decision, from the records alone, in the language it is asked for.

A report holds words only, all of them in its language, and none that its reader may not know of. The page, the PDF and the DOCX
show the same.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from asm_portal.dated import today
from asm_portal.models import Body
from asm_portal.register import alphabetical
from asm_portal.searching.facets import year_or_none
from asm_portal.templatetags.portal import date_words
from knowledge.models import Decision, Document
from logistics.models import Action, ActionEvidence, ActionUpdate, Meeting

PLENARIES = (Meeting.Kind.PLENARY, Meeting.Kind.SPECIAL_PLENARY)


@dataclass(frozen=True)
class Scope:
    """The decisions that a report is about: of a Plenary, of a year of adoption, of a body; all where nothing is chosen."""

    year: int | None = None
    body: Body | None = None
    plenary: Meeting | None = None

    @property
    def in_words(self):
        parts = [str(self.plenary) if self.plenary else "", str(self.body or ""), str(self.year or "")]
        return ", ".join(filter(None, parts)) or _("all decisions")

    def decisions(self, reader):
        rows = Document.objects.visible_to(reader).filter(decision__isnull=False, state=Document.State.FINAL)
        if self.plenary:
            days = (self.plenary.start_date, self.plenary.end_date)
            rows = rows.filter(decision__adopted_by=Decision.Mode.PLENARY, date__range=days)
        if self.body:
            rows = rows.filter(issuing_body=self.body)
        return rows.filter(date__year=self.year) if self.year else rows

    def others(self, reader):
        """The actions of the same body and year that come from no decision."""
        rows = Action.objects.visible_to(reader).exclude(origin=Action.Origin.DECISION)
        year = self.year or (self.plenary and self.plenary.start_date.year)
        rows = rows.filter(opened_on__year=year) if year else rows
        return rows.filter(body=self.body) if self.body else rows


def scope_of(data, reader):
    """What a query string asks for, of what the reader may know of; anything else in it is left out."""
    codes = {body.code: body for body in Body.objects.visible_to(reader)}
    plenaries = {meeting.reference: meeting for meeting in plenaries_known(reader)}
    return Scope(
        year_or_none(data.get("year", "")), codes.get(data.get("body", "")), plenaries.get(data.get("plenary", ""))
    )


def plenaries_known(reader):
    return Meeting.objects.visible_to(reader).filter(kind__in=PLENARIES, start_date__lte=today())


@dataclass(frozen=True)
class Row:
    """An action: what, who, until when, how it stands, what was said and shown."""

    reference: str
    title: str
    source: str
    owner: str
    due: str
    state: str
    told: tuple[str, ...]
    path: str

    @property
    def cells(self):
        """Column by column, lines apart."""
        what = [f"{self.title} ({self.reference})", *([self.source] if self.source else [])]
        return what, [self.owner], [self.due], [self.state], list(self.told)


@dataclass(frozen=True)
class Part:
    """A decision, or the other actions of a body: its heading, the text it refers to, its actions and what is outstanding."""

    title: str
    reference: str
    outstanding: str
    rows: tuple[Row, ...]
    path: str = ""


@dataclass(frozen=True)
class Report:
    """The report in words."""

    language: str
    title: str
    subtitle: str
    basis: str
    figures: tuple
    head: tuple[str, ...]
    decisions_title: str
    decisions: tuple[Part, ...]
    annex_title: str
    annex: tuple[Part, ...]
    untouched_title: str
    untouched: tuple[str, ...]
    nothing: str


def build(scope, reader, language):
    """The report in the language, of what the reader may know of today."""
    with override(language):
        decisions = list(scope.decisions(reader).select_related("decision", "issuing_body").prefetch_related("titles"))
        decisions.sort(key=lambda row: (row.date or today(), row.pk))
        of_decisions = Action.objects.visible_to(reader).filter(origin=Action.Origin.DECISION, document__in=decisions)
        actions = with_story(of_decisions, reader)
        others = with_story(scope.others(reader), reader)
        known = documents_known([*actions, *others], reader)
        return Writer(known).report(scope, decisions, actions, others, language)


def with_story(actions, reader):
    """The actions with what the reader may know of what was said about them and of what shows it."""
    updates = ActionUpdate.objects.visible_to(reader).select_related("office__body", "organisation")
    evidence = ActionEvidence.objects.visible_to(reader).select_related("document")
    return list(
        actions.for_display()
        .select_related("body", "owner_office__body", "owner_organisation", "closing_document")
        .prefetch_related(
            Prefetch("updates", updates.prefetch_related("organisation__names"), to_attr="story"),
            Prefetch("evidence", evidence.prefetch_related("document__titles"), to_attr="shown"),
        )
    )


def documents_known(actions, reader):
    keys = {key for action in actions for key in (action.document_id, action.closing_document_id) if key}
    return Document.objects.visible_to(reader).prefetch_related("titles").in_bulk(keys)


class Writer:
    """Puts records into words; `known` holds the documents that the reader may know of."""

    def __init__(self, known):
        self.known = known

    def report(self, scope, decisions, actions, others, language):
        of_decision = defaultdict(list)
        for action in actions:
            of_decision[action.document_id].append(action)
        parts = [self.of_decision(row, of_decision[row.pk]) for row in decisions if of_decision[row.pk]]
        untouched = [named(row) for row in decisions if not of_decision[row.pk]] if scope != Scope() else []
        return Report(
            language=language,
            title=_("Implementation report to the Plenary"),
            subtitle=capfirst(scope.in_words),
            basis=_("Made from the records of the portal on %(day)s, of what its reader may know of.")
            % {"day": date_words(today())},
            figures=tuple(figures(len(parts), [*actions, *others])),
            head=(_("Action"), _("Owner"), _("Due"), _("State"), _("Updates and evidence")),
            decisions_title=_("Decisions and what became of them"),
            decisions=tuple(parts),
            annex_title=_("Annex: actions that come from no decision"),
            annex=tuple(self.annex(others)),
            untouched_title=_("Decisions without an action on record"),
            untouched=tuple(untouched),
            nothing=_("No action is on record."),
        )

    def of_decision(self, document, actions):
        adopted = _("adopted on %(day)s") % {"day": date_words(document.date, document.date_precision)}
        reference = " · ".join(filter(None, (document.official_number or document.reference, adopted)))
        rows = tuple(self.row(action) for action in actions)
        return Part(str(document), reference, outstanding(actions), rows, document.get_absolute_url())

    def annex(self, others):
        """The other actions by body, in the order of their names."""
        of_body = defaultdict(list)
        for action in others:
            of_body[action.body].append(action)
        for body, actions in sorted(of_body.items(), key=lambda group: (group[0] is None, alphabetical(str(group[0])))):
            yield Part(
                str(body or _("Of no body")),
                "",
                outstanding(actions),
                tuple(self.row(action, with_source=True) for action in actions),
            )

    def row(self, action, with_source=False):
        return Row(
            reference=action.reference,
            title=action.title,
            source=self.source(action, with_source),
            owner=action.owner_name,
            due=date_words(action.due_on) if action.due_on else _("no day set"),
            state=self.state(action),
            told=tuple(told(action)),
            path=action.get_absolute_url(),
        )

    def source(self, action, with_source):
        """The paragraph of the decision or, in the annex, where the action comes from."""
        paragraph = f"§ {action.paragraph}" if action.paragraph and action.document_id in self.known else ""
        if not with_source:
            return paragraph
        document = self.known.get(action.document_id)
        words = str(document) if document else action.undertaken_in
        return ", ".join(
            filter(None, (f"{capfirst(action.get_origin_display())}{_(':')} {words}" if words else "", paragraph))
        )

    def state(self, action):
        if action.is_open:
            late = ngettext("%(days)s day late", "%(days)s days late", action.days_late) % {"days": action.days_late}
            proposed = _("closing proposed") if action.closing_proposed_on else ""
            return ", ".join(filter(None, (action.get_state_display(), late if action.days_late else "", proposed)))
        words = f"{action.get_outcome_display()}, {date_words(action.closed_on)}"
        document = self.known.get(action.closing_document_id)
        return f"{words}{_(':')} {named(document)}" if document else words


def named(document):
    """A document by its title and what one cites it by."""
    return f"{document} ({document.official_number or document.reference})"


def told(action):
    """What was said about an action, oldest first, and the documents that show it."""
    for update in action.story:
        words = _("%(day)s, %(by)s") % {"day": date_words(update.at), "by": update.on_behalf_of}
        yield f"{words}{_(':')} {update.text or update.get_kind_display()}"
    for row in action.shown:
        yield f"{_('Evidence')}{_(':')} {named(row.document)}"


def outstanding(actions):
    """How many of the actions are still to be done, and how late the latest is."""
    is_open, late = [row for row in actions if row.is_open], [row.days_late for row in actions if row.days_late]
    if not is_open:
        return _("Nothing is outstanding.")
    words = ngettext(
        "Outstanding: %(open)s of %(all)s action.", "Outstanding: %(open)s of %(all)s actions.", len(actions)
    ) % {"open": len(is_open), "all": len(actions)}
    overdue = ngettext(
        "%(late)s is overdue, by %(days)s days at most.", "%(late)s are overdue, by %(days)s days at most.", len(late)
    ) % {"late": len(late), "days": max(late, default=0)}
    return f"{words} {overdue}" if late else words


def figures(decisions, actions):
    """(number, what it counts) at the head of a report."""
    is_open, late = sum(row.is_open for row in actions), sum(bool(row.days_late) for row in actions)
    yield decisions, ngettext("decision with actions", "decisions with actions", decisions)
    yield len(actions), ngettext("action", "actions", len(actions))
    yield is_open, _("outstanding")
    yield late, _("overdue")
