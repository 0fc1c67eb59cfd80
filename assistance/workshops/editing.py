"""Pages on which the secretariat writes a workshop as a whole: what it was, its source, its texts, its lists, its audience."""

from copy import copy

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.access import VisibleMixin
from asm_portal.models.organisations import LANGUAGE_CHOICES
from asm_portal.templatetags.portal import own_name
from asm_portal.visibility import standing_of
from assistance.models import AssistanceRequest, Workshop, WorkshopText
from assistance.workshops import actions
from assistance.workshops.forms import AudienceForm, ListsForm, SourceForm, TextForm, WorkshopForm
from assistance.workshops.pages import RefusableForm, WorkshopFormView


class WorkshopNew(VisibleMixin, RefusableForm):
    """A new draft; of a request (`?request=`) what the request says is filled in."""

    form_class = WorkshopForm
    title = gettext_lazy("Record a workshop or training")
    explanation = gettext_lazy("It is a draft, which only the secretariat reads, until it is published.")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The draft is saved. Now add what is known.")

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        self.case = self.asked_case(request.GET.get("request", ""))
        return super().dispatch(request, *args, **kwargs)

    def asked_case(self, reference):
        """The request that it was held for, None where none is named."""
        if not reference:
            return None
        known = AssistanceRequest.objects.visible_to(self.request.user).submitted()
        return get_object_or_404(known, reference__in=[reference if reference.isprintable() else ""])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Workshop(request=self.case), "by": self.request.user}

    def get_initial(self):
        """What the request says."""
        if self.case is None:
            return {}
        concerned = list(self.case.beneficiaries.values_list("organisation", flat=True))
        analysis = getattr(self.case, "analysis", None)
        return {
            "kind": Workshop.Kind.TRAINING if self.case.wants_training else Workshop.Kind.WORKSHOP,
            "title_fr" if self.case.language == "fr" else "title_en": self.case.subject,
            "beneficiaries": concerned,
            "country": concerned[0] if len(concerned) == 1 else None,
            "theme_codes": analysis.themes if analysis else [],
        }

    def do(self, form):
        self.workshop = actions.write(
            workshop=form.instance, titles=form.titles, beneficiaries=form.cleaned_data["beneficiaries"],
            by=self.request.user,
        )  # fmt: skip

    def after(self):
        return self.workshop.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(case=self.case, **kwargs)


class WorkshopChange(WorkshopFormView):
    """What it was."""

    form_class = WorkshopForm
    title = gettext_lazy("Title, dates and place")
    done = gettext_lazy("Saved.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": copy(self.workshop), "by": self.request.user}

    def do(self, form):
        actions.write(
            workshop=form.instance, titles=form.titles, beneficiaries=form.cleaned_data["beneficiaries"],
            by=self.request.user,
        )  # fmt: skip


class WorkshopSource(WorkshopFormView):
    """Where it was made public."""

    form_class = SourceForm
    title = gettext_lazy("The source, and what it does not say")
    done = gettext_lazy("Saved.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": copy(self.workshop)}

    def do(self, form):
        actions.write(workshop=form.instance, by=self.request.user)


class WorkshopTextEdit(WorkshopFormView):
    """What it says in a language."""

    form_class = TextForm
    done = gettext_lazy("Saved.")

    @property
    def title(self):
        return _("Text: %(language)s") % {"language": own_name(self.kwargs["language"])}

    @cached_property
    def text(self):
        language = self.kwargs["language"]
        if language not in dict(LANGUAGE_CHOICES):
            raise Http404
        held = WorkshopText.objects.visible_to(self.request.user).filter(workshop=self.workshop, language=language)
        return held.first() or WorkshopText(workshop=self.workshop, language=language)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.text}

    def do(self, form):
        actions.write_text(text=form.instance, by=self.request.user)


class AsSeen:
    """A form that is written over what its page showed; when somebody was faster it says so, and may be sent again."""

    def get_initial(self):
        return self.form_class.of(self.workshop)

    def form_invalid(self, form):
        form.data = form.data.copy()
        form.data["seen"] = Workshop.objects.get(pk=self.workshop.pk).version
        return super().form_invalid(form)


class WorkshopLists(AsSeen, WorkshopFormView):
    """Its lists."""

    form_class = ListsForm
    title = gettext_lazy("Aims, programme, methods and results")
    explanation = gettext_lazy(
        "One line for each entry, in the order of the source and in the same order in both languages."
    )
    done = gettext_lazy("Saved.")

    def do(self, form):
        seen = form.cleaned_data["seen"]
        actions.write_lists(workshop=self.workshop, lists=form.lists, seen=seen, by=self.request.user)


class WorkshopAudienceEdit(AsSeen, WorkshopFormView):
    """Who was present."""

    form_class = AudienceForm
    title = gettext_lazy("Who was present")
    explanation = gettext_lazy("Tick the categories that were present, and say how many where that is known.")
    done = gettext_lazy("Saved.")

    def do(self, form):
        given = form.cleaned_data
        actions.write_audience(
            workshop=self.workshop,
            people=given["people"],
            present=form.present,
            seen=given["seen"],
            by=self.request.user,
        )
