"""Pages on which written procedures are read and answered."""

from itertools import groupby

from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.generic import DetailView, ListView
from django.views.generic.detail import SingleObjectMixin

from asm_portal.access import VisibleMixin
from asm_portal.explain import why_visible
from asm_portal.exports import download, sheet
from asm_portal.visibility import standing_of
from communications.models import WrittenProcedure
from communications.procedures import actions
from communications.procedures.forms import PositionForm, TakeBackForm, seen_of
from communications.procedures.pinned import pinned
from communications.procedures.rights import bodies_of, chair_seat, commenting, voices_of
from communications.procedures.tally import tallies, tally_of
from communications.procedures.times import left_words, moment_words
from knowledge.minutes.pages import DocumentFormView
from knowledge.models import Document
from logistics.models.follow_up import named

State = WrittenProcedure.State
OVERTAKEN = _(
    "Somebody else has answered for this organisation since you opened this page. Nothing was changed, and what you wrote is"
    " still here: file it again to put it in the place of what stands."
)


class ProcedureList(VisibleMixin, ListView):
    """The procedures that are under way first, then the results by year."""

    model = WrittenProcedure
    template_name = "communications/procedures/list.html"
    paginate_by = 25

    def get_queryset(self):
        return super().get_queryset().settled().for_display()

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(**kwargs)
        running = WrittenProcedure.objects.visible_to(user).undecided().for_display()
        drafts = WrittenProcedure.objects.editable_by(user).filter(put_at=None, withdrawn_at=None).for_display()
        settled = list(context["page_obj"])
        running = with_tallies(sorted(running, key=lambda procedure: procedure.ends_at))
        years = groupby(with_tallies(settled), key=lambda procedure: procedure.closes_at.year)
        return context | {
            "title": _("Written procedures"),
            "running": running,
            "drafts": drafts,
            "years": [(year, list(found)) for year, found in years],
            "may_begin": bodies_of(user).exists(),
        }


def with_tallies(procedures):
    """The procedures, each with its `tally` and how long it still runs."""
    procedures = list(procedures)
    found = tallies(procedures)
    for procedure in procedures:
        procedure.tally = found[procedure.pk]
        procedure.left = left_words(procedure.ends_at) if procedure.state == State.RUNNING else ""
    return procedures


class ProcedureMixin(VisibleMixin, SingleObjectMixin):
    """A page of the procedure of the address."""

    model = WrittenProcedure
    slug_field = slug_url_kwarg = "reference"
    context_object_name = "procedure"

    def get_queryset(self):
        return super().get_queryset().for_display()

    @cached_property
    def tally(self):
        return tally_of(self.object)

    @cached_property
    def voices(self):
        return voices_of(self.object, self.request.user, self.tally)


class ProcedureDetail(ProcedureMixin, DetailView):
    """A procedure: its text, its time, the positions, and what the reader may do."""

    template_name = "communications/procedures/detail.html"

    def get_context_data(self, **kwargs):
        procedure, user = self.object, self.request.user
        now = procedure.state
        may_edit = WrittenProcedure.objects.editable_by(user).filter(pk=procedure.pk).exists()
        own = {voice.organisation.pk for voice in self.voices}
        may_speak_for_an_objector = any(row.organisation_id in own for row in procedure.objections)
        waiting = [voice.organisation for voice in self.voices if voice.organisation in self.tally.missing]
        return super().get_context_data(
            **facts(procedure, user),
            tally=self.tally,
            text=pinned(procedure, user, self.request.GET.get("text", "")),
            said=said_in(procedure),
            waiting=waiting if now == State.RUNNING else [],
            may_answer=now == State.RUNNING and bool(self.voices),
            may_take_back=now == State.STOPPED and procedure.has_time and may_speak_for_an_objector,
            may_edit=may_edit,
            may_note=standing_of(user).secretariat and now in ProcedureNote.states,
            may_withdraw=may_edit and not (procedure.withdrawn_at or procedure.is_declared),
            may_extend=may_edit and procedure.is_undecided and procedure.has_time,
            may_declare=now in (State.CLOSED, State.STOPPED) and chair_seat(procedure, user) is not None,
            why=why_visible(procedure, standing_of(user)),
            **kwargs,
        )


def said_in(procedure):
    """All that was said, the newest first."""
    return sorted(procedure.positions.all(), key=lambda row: (row.at, row.pk), reverse=True)


def facts(procedure, user):
    """What every page of a procedure tells of its time and of its outcome."""
    return {
        "opens": moment_words(procedure.opens_at, procedure.zone) if procedure.opens_at else "",
        "ends": moment_words(procedure.ends_at, procedure.zone),
        "first_end": moment_words(procedure.closes_at, procedure.zone),
        "left": left_words(procedure.ends_at) if procedure.state == State.RUNNING else "",
        "declaration": procedure.declaration if procedure.is_declared else None,
        "declared_by": named(procedure.declaration.office) if procedure.is_declared else "",
        "decision": Document.objects.visible_to(user).filter(pk=procedure.decision_id).first(),
    }


class ProcedureTally(ProcedureMixin, DetailView):
    """How every organisation stands, with the totals, to print; after the declaration, the result."""

    template_name = "communications/procedures/tally.html"

    def get_queryset(self):
        return super().get_queryset().put()

    def get_context_data(self, **kwargs):
        procedure, user = self.object, self.request.user
        return super().get_context_data(
            **facts(procedure, user), tally=self.tally, text=pinned(procedure, user), said=said_in(procedure), **kwargs
        )


class ProcedureSheet(ProcedureMixin, DetailView):
    """The tally for a spreadsheet."""

    def get_queryset(self):
        return super().get_queryset().put()

    def render_to_response(self, context, **kwargs):
        head = [
            _("Reference"),
            _("Organisation"),
            _("Code"),
            _("Status"),
            _("Position"),
            _("Reason"),
            _("Filed at (UTC)"),
        ]
        reference = self.object.reference
        rows = [
            [reference, line.organisation, line.organisation.code, line.status, *cells_of(line.position)]
            for line in self.tally.lines
        ]
        return download(sheet([head, *rows]), "text/csv", f"{reference}.csv")


def cells_of(position):
    if position is None:
        return [pgettext("position", "none"), "", ""]
    return [position.get_kind_display(), position.text, f"{position.at:%Y-%m-%d %H:%M}"]


class ProcedureVerb(ProcedureMixin, DocumentFormView):
    """A page that does something to a procedure, while it is in one of the `states`."""

    states = ()
    template_name = "communications/procedures/verb.html"
    title = submit = intro = ""
    is_grave = False

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.may(request.user):
            raise Http404
        if request.method != "POST" and self.object.state not in self.states:
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def may(self, user):
        """Whether the page is there for the reader."""
        return True

    def get_success_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title,
            submit=self.submit,
            intro=self.intro,
            is_grave=self.is_grave,
            tally=self.tally,
            **facts(self.object, self.request.user),
            **kwargs,
        )


class ProcedureAnswer(ProcedureVerb):
    """A representative takes a position, changes it, or comments. Where somebody else has answered for the organisation
    meanwhile, what stands is shown and nothing typed is lost."""

    form_class = PositionForm
    states = (State.RUNNING,)
    template_name = "communications/procedures/answer.html"
    is_noting = False
    overtaken = None
    done = _("Filed. It can be changed until the time is over.")

    def may(self, user):
        return bool(self.voices)

    @property
    def title(self):
        return _("Take a position") if self.may_decide else _("Comment")

    @property
    def may_decide(self):
        return any(voice.decides for voice in self.voices)

    @property
    def organisations(self):
        return [voice.organisation for voice in self.voices]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "organisations": self.organisations,
            "may_decide": self.may_decide,
            "is_noting": self.is_noting,
            "zone": self.object.zone,
        }

    def get_initial(self):
        return {"seen": seen_of(self.object)}

    def do(self, form):
        given = form.cleaned_data
        organisation = next(row for row in self.organisations if row.pk == given["organisation"])
        actions.answer(
            procedure=self.object,
            organisation=organisation,
            kind=given["kind"],
            text=given["text"],
            seen=form.seen_position,
            by=self.request.user,
            **({name: given[name] for name in ("channel", "received_at")} if self.is_noting else {}),
        )

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except actions.AnsweredMeanwhile as overtaken:
            self.overtaken = overtaken.position
            self.object = self.get_object()
            form.data = form.data.copy()
            form.data["seen"] = seen_of(self.object)
            form.add_error(None, OVERTAKEN)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        own = {row.pk for row in self.organisations}
        return super().get_context_data(
            standing=[] if self.is_noting else [row for key, row in self.object.standing.items() if key in own],
            overtaken=self.overtaken,
            text=pinned(self.object, self.request.user),
            **kwargs,
        )


class ProcedureNote(ProcedureAnswer):
    """The secretariat notes what an organisation said in a letter, by telephone or in person: a position, or a comment, also of
    an Observer."""

    states = (State.RUNNING, State.STOPPED, State.CLOSED)
    is_noting = True
    title = _("Note a position")
    done = _("Noted.")
    may_decide = True

    def may(self, user):
        return standing_of(user).secretariat

    @property
    def organisations(self):
        return commenting(self.object)


class ProcedureTakeBack(ProcedureVerb):
    """An organisation takes back its objection, or the secretariat notes that it did."""

    form_class = TakeBackForm
    states = (State.STOPPED,)
    title, submit = _("Take back the objection"), _("Take back")
    intro = _("The procedure then runs on to its deadline, and every position can be changed again. The Chair is told.")
    done = _("The objection is taken back. The procedure runs on.")

    def may(self, user):
        return bool(self.objectors)

    @cached_property
    def objectors(self):
        """The organisations for which the reader can do it."""
        objecting = [row.organisation for row in self.object.objections]
        if standing_of(self.request.user).secretariat:
            return objecting
        own = {voice.organisation.pk for voice in self.voices}
        return [row for row in objecting if row.pk in own]

    def get_form_kwargs(self):
        is_noting = standing_of(self.request.user).secretariat
        return super().get_form_kwargs() | {"organisations": self.objectors, "is_noting": is_noting}

    def do(self, form):
        given = form.cleaned_data
        organisation = next(row for row in self.objectors if row.pk == given["organisation"])
        channel = {"channel": given["channel"]} if "channel" in given else {}
        actions.take_back(procedure=self.object, organisation=organisation, by=self.request.user, **channel)
