"""Pages on which the secretariat writes the rows of a workshop, and takes it through agreement and publication."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assistance.models import WorkshopFigure, WorkshopMaterial, WorkshopPart, WorkshopPoint
from assistance.workshops import actions, approving
from assistance.workshops.editing import AsSeen
from assistance.workshops.forms_parts import (
    AgreementForm,
    FigureForm,
    MaterialForm,
    PartForm,
    PointForm,
    SettleForm,
)
from assistance.workshops.pages import WorkshopFormView, WorkshopMixin, WorkshopVerb
from logistics.follow_up.forms import ReasonForm


class OfRow(WorkshopMixin):
    """A page about a row of a workshop: the one of the address, or a new one."""

    model = None
    anchor = ""

    @cached_property
    def row(self):
        if "row" not in self.kwargs:
            return self.model(workshop=self.workshop)
        rows = self.model.objects.visible_to(self.request.user).filter(workshop=self.workshop)
        return get_object_or_404(rows, pk=self.kwargs["row"])

    def after(self):
        return f"{self.workshop.get_absolute_url()}#{self.anchor}"


class RowForm(OfRow, WorkshopFormView):
    """Writes a row."""

    done = gettext_lazy("Saved.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.row}

    def do(self, form):
        actions.write_row(row=form.instance, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(row=self.row if self.row.pk else None, remove_name=self.remove_name, **kwargs)


class RowRemove(OfRow, WorkshopVerb):
    """Takes a row out."""

    done = gettext_lazy("Removed.")

    def do(self):
        actions.remove_row(row=self.row, by=self.request.user)


class PartEdit(RowForm):
    """Who had which part."""

    model, form_class, anchor = WorkshopPart, PartForm, "parts"
    title = gettext_lazy("Part in the workshop")
    remove_name = "assistance:workshop-part-remove"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}


class PartRemove(RowRemove):
    """Takes a part out."""

    model, anchor = WorkshopPart, "parts"


class FigureEdit(RowForm):
    """A figure of the evaluation."""

    model, form_class, anchor = WorkshopFigure, FigureForm, "evaluation"
    title = gettext_lazy("Figure of the evaluation")
    explanation = gettext_lazy("Summary figures only: nothing from which one person’s answer could be known.")
    remove_name = "assistance:workshop-figure-remove"


class FigureRemove(RowRemove):
    """Takes a figure out."""

    model, anchor = WorkshopFigure, "evaluation"


class PointEdit(RowForm):
    """A concern or a recommendation."""

    model, form_class, anchor = WorkshopPoint, PointForm, "points"
    title = gettext_lazy("Concern or recommendation")
    explanation = gettext_lazy("Only what those present said, as it was recorded then. Name functions, not people.")
    remove_name = "assistance:workshop-point-remove"


class PointRemove(RowRemove):
    """Takes a point out."""

    model, anchor = WorkshopPoint, "points"


class PointSettle(OfRow, WorkshopFormView):
    """What becomes of a recommendation of a published workshop."""

    model, form_class, anchor = WorkshopPoint, SettleForm, "points"
    is_for_drafts = False
    template_name = "assistance/workshops/settle_form.html"
    button = gettext_lazy("Record it")
    done = gettext_lazy("Recorded.")

    @property
    def title(self):
        return _("Recommendation %(number)s") % {"number": self.row.number}

    def get_form_kwargs(self):
        if self.row.kind != WorkshopPoint.Kind.RECOMMENDATION:
            raise Http404
        return super().get_form_kwargs() | {"workshop": self.workshop, "by": self.request.user}

    def do(self, form):
        given, row = form.cleaned_data, {"point": self.row, "by": self.request.user}
        if given["outcome"] == SettleForm.NONE:
            actions.decline_recommendation(reason_en=given["reason_en"], reason_fr=given["reason_fr"], **row)
        else:
            actions.accept_recommendation(
                body=given["body"],
                owner=form.owner_fields,
                due_on=given["due_on"],
                accepted_on=given["accepted_on"],
                **row,
            )

    def get_context_data(self, **kwargs):
        return super().get_context_data(point=self.row, **kwargs)


class MaterialAdd(WorkshopFormView):
    """A document for the materials, of a draft or of what is published."""

    form_class = MaterialForm
    title = gettext_lazy("Add to the materials")
    explanation = gettext_lazy("Each reader sees only the documents that they may read.")
    button = gettext_lazy("Add")
    done = gettext_lazy("The document is now among the materials.")
    is_for_drafts = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"workshop": self.workshop, "by": self.request.user}

    def do(self, form):
        given, of = form.cleaned_data, {"workshop": self.workshop, "by": self.request.user}
        if given.get("document"):
            actions.add_material(document=given["document"], **of)
        else:
            actions.file_material(title=given["title"], language=given["language"], file=given["file"], **of)

    def after(self):
        return f"{self.workshop.get_absolute_url()}#materials"


class MaterialRemove(OfRow, WorkshopVerb):
    """Takes a document out of the materials."""

    model, anchor = WorkshopMaterial, "materials"
    done = gettext_lazy("It is no longer among the materials. The archive keeps it.")

    def do(self):
        actions.remove_material(material=self.row, by=self.request.user)


class WorkshopAgree(AsSeen, WorkshopFormView):
    """The agreement of the organisers or of the requester."""

    form_class = AgreementForm
    title = gettext_lazy("Note the agreement")
    explanation = gettext_lazy(
        "They agree to exactly what the page says now. After a change, the agreement is noted again."
    )
    button = gettext_lazy("Note it")
    done = gettext_lazy("The agreement is noted.")

    def do(self, form):
        actions.note_agreement(workshop=self.workshop, by=self.request.user, **form.cleaned_data)


class WorkshopSubmit(WorkshopVerb):
    """Puts what came of a request before the KP Chair’s office."""

    done = gettext_lazy("The KP Chair’s office has been asked to approve it.")

    def do(self):
        approving.submit(workshop=self.workshop, by=self.request.user)


class WorkshopPublish(WorkshopVerb):
    """Shows it to everyone."""

    done = gettext_lazy("It is published: everyone can read it now.")

    def do(self):
        actions.publish(workshop=self.workshop, by=self.request.user)


class WorkshopTakeBack(WorkshopFormView):
    """Takes it back, to correct it."""

    form_class = ReasonForm
    is_for_drafts = False
    is_danger = True
    title = gettext_lazy("Take the workshop back")
    explanation = gettext_lazy(
        "It is a draft again, which only the secretariat reads. Agreement and approval count again only for the same words."
    )
    button = gettext_lazy("Take it back")
    done = gettext_lazy("It is a draft again.")

    def do(self, form):
        actions.take_back(workshop=self.workshop, reason=form.cleaned_data["reason"], by=self.request.user)
