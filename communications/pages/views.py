"""The site's own texts: the pages that everyone reads, and those on which the secretariat keeps them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView
from django.views.generic.base import ContextMixin

from asm_portal.access import PublicMixin, VisibleMixin
from asm_portal.views.about import map_for
from asm_portal.visibility import standing_of
from communications.models import Banner, StandingPage
from communications.models.public_texts import Stage
from communications.pages import actions
from communications.pages.forms import BannerForm, StandingPageForm
from knowledge.reading import reading
from knowledge.structured import structured
from logistics.visits.pages import refuse


class StandingPageView(PublicMixin, DetailView):
    """A standing page in the reader's language, from its publication on."""

    model = StandingPage
    template_name = "communications/pages/page.html"
    context_object_name = "page"

    def get_queryset(self):
        return super().get_queryset().out().for_display(self.request.user)

    def get_context_data(self, **kwargs):
        document, path = self.object.document, self.request.path
        _heading, about = map_for(self.request.user, path)[-1]
        return super().get_context_data(
            document=document,
            reading=reading(document, self.request.GET.get("text", "")),
            structured=structured(document, path),
            about=about,
            **kwargs,
        )


class StaffMixin(VisibleMixin, ContextMixin):
    """A page for the secretariat; to everybody else it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        if not standing_of(request.user).secretariat:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class SiteTexts(StaffMixin, TemplateView):
    """The standing pages and the banners, with how far each has come."""

    template_name = "communications/pages/texts.html"

    def get_context_data(self, **kwargs):
        def kept(model):
            return model.objects.visible_to(self.request.user).for_display(self.request.user)

        return super().get_context_data(
            title=_("The site’s own texts"), pages=kept(StandingPage), banner_texts=kept(Banner), **kwargs
        )


class SiteTextForm(StaffMixin, FormView):
    """A new text of the site, or other facts of one that is a draft still."""

    template_name = "communications/pages/form.html"
    text = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.text}

    def form_valid(self, form):
        try:
            text = self.save(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        except IntegrityError:
            form.add_error("slug", _("Somebody else has just taken this address. Choose another one."))
            return self.form_invalid(form)
        return redirect("communications:text-work", text.document.reference)

    @transaction.atomic
    def save(self, form):
        by = self.request.user
        if self.text:
            messages.success(self.request, _("Saved."))
            return actions.change(text=form.instance, by=by)
        messages.success(self.request, _("Now write the text in each language, then submit it."))
        invented = by.person.is_demonstration
        return actions.draft(form.Meta.model, titles=form.titles, own=form.own, by=by, is_demonstration=invented)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, explanation=self.explanation, text=self.text, **kwargs)


class StandingPageNew(SiteTextForm):
    """Begins a standing page."""

    form_class = StandingPageForm

    @property
    def title(self):
        return _("New standing page")

    @property
    def explanation(self):
        return _(
            "Everyone reads it at its address once the KP Chair’s office has approved its text; until then it does not exist."
        )


class BannerNew(SiteTextForm):
    """Begins a banner."""

    form_class = BannerForm

    @property
    def title(self):
        return _("New banner")

    @property
    def explanation(self):
        return _(
            "A sentence or two above every page. When it appears is said when it is submitted to the KP Chair’s office; it "
            "goes by itself at its end, or when you archive it."
        )


class ChangeMixin:
    """Changes the facts of a text that does not lie before the KP Chair's office yet."""

    def dispatch(self, request, *args, **kwargs):
        open_ones = self.model.objects.editable_by(request.user).filter(stage=Stage.DRAFTING, published_at=None)
        self.text = get_object_or_404(open_ones.select_related("document"), document__reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self):
        return str(self.text)


class StandingPageChange(ChangeMixin, StandingPageNew):
    """Another address for a standing page that is a draft."""

    model = StandingPage


class BannerChange(ChangeMixin, BannerNew):
    """Another tone or end for a banner that is a draft."""

    model = Banner
