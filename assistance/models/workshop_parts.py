"""What a workshop consists of: who had which part, who was present, what it was about, what was said, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from asm_portal.models import Body, Organisation
from asm_portal.models.bodies import in_language
from asm_portal.models.search import Indexed
from assistance.models.workshops import OfWorkshop, Workshop
from knowledge.models import Document
from logistics.models import Action


class WorkshopPart(Indexed, OfWorkshop):
    """Who had which part: an organisation of the register, or a name as the source gives it. No person is
    named (docs/decisions/0024)."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        PROGRAMME = "programme", pgettext_lazy("part in a workshop", "programme")
        PARTNER = "partner", pgettext_lazy("part in a workshop", "partner")
        AUTHORITY = "authority", _("supervising authority")
        PROVIDER = "provider", pgettext_lazy("part in a workshop", "provider")
        FUNDER = "funder", _("funder")
        PRESENT = "present", _("body whose members were present")

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="parts", verbose_name=_("workshop"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    role = models.CharField(_("role"), max_length=10, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    acronym_en = models.CharField(_("acronym in English"), max_length=20, blank=True)
    acronym_fr = models.CharField(_("acronym in French"), max_length=20, blank=True)
    part_en = models.CharField(_("what it did, in English"), max_length=300, blank=True)
    part_fr = models.CharField(_("what it did, in French"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("part in a workshop")
        verbose_name_plural = _("parts in workshops")
        ordering = ["workshop", "position", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name_en="", name_fr="", acronym_en="", acronym_fr="")
                | Q(organisation=None) & ~Q(name_en="", name_fr=""),
                name="a_part_in_a_workshop_is_that_of_one",
                violation_error_message=_("Choose an organisation of the register, or write a name; not both."),
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.name}"

    def found_as(self):
        return [self.workshop]

    @property
    def name(self):
        return self.organisation.name_on(self.workshop.start_date) if self.organisation else in_language(self, "name")

    @property
    def acronym(self):
        return in_language(self, "acronym")


class WorkshopAudience(OfWorkshop):
    """Who was present, by category; how many, where that is known."""

    class Category(models.TextChoices):
        PUBLIC_INSTITUTIONS = "public", _("public institutions")
        PRIVATE_SECTOR = "private", _("private sector")
        CIVIL_SOCIETY = "civil", _("civil society")
        PARTNERS = "partners", _("technical and financial partners")
        OTHER = "other", pgettext_lazy("audience", "others")

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="audiences", verbose_name=_("workshop"))
    category = models.CharField(_("category"), max_length=8, choices=Category)
    words_en = models.CharField(_("who they were, in English"), max_length=200, blank=True)
    words_fr = models.CharField(_("who they were, in French"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True)

    class Meta:
        verbose_name = _("audience of a workshop")
        verbose_name_plural = _("audiences of workshops")
        ordering = ["workshop", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "category"],
                name="a_category_of_audience_stands_once",
                violation_error_message=_("This category stands there already."),
            )
        ]

    def __str__(self):
        return self.get_category_display()


class WorkshopItem(OfWorkshop):
    """A line of one of the lists of a workshop, in the order of the source."""

    class Kind(models.TextChoices):
        AIM = "aim", pgettext_lazy("workshop", "aims")
        PROGRAMME = "programme", pgettext_lazy("workshop", "programme")
        THEME = "theme", pgettext_lazy("workshop", "themes")
        METHOD = "method", pgettext_lazy("workshop", "methods")
        EMPHASIS = "emphasis", pgettext_lazy("workshop", "emphasis")
        EXPECTED = "expected", pgettext_lazy("workshop", "expected results")
        RESULT = "result", pgettext_lazy("workshop", "results")

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="items", verbose_name=_("workshop"))
    kind = models.CharField(_("list"), max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"))
    text_en = models.CharField(_("text in English"), max_length=500, blank=True)
    text_fr = models.CharField(_("text in French"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("line of a workshop")
        verbose_name_plural = _("lines of workshops")
        ordering = ["workshop", "kind", "position", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(condition=~Q(text_en="", text_fr=""), name="a_line_of_a_workshop_says_something")
        ]

    def __str__(self):
        return self.text

    @property
    def text(self):
        return in_language(self, "text")


class WorkshopPoint(OfWorkshop):
    """A concern or a recommendation of those who were present, as it was recorded. A recommendation that a body of the Process
    accepts becomes an action; another one says why not."""

    class Kind(models.TextChoices):
        CONCERN = "concern", _("concern")
        RECOMMENDATION = "recommendation", _("recommendation")

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="points", verbose_name=_("workshop"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    text_en = models.TextField(_("text in English"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    accepted_by = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by the body")
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    action = models.OneToOneField(
        Action, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action")
    )
    no_action_reason_en = models.CharField(_("why it became no action, in English"), max_length=500, blank=True)
    no_action_reason_fr = models.CharField(_("why it became no action, in French"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("point of a workshop")
        verbose_name_plural = _("points of workshops")
        ordering = ["workshop", "number"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "number"],
                name="points_of_a_workshop_are_numbered",
                violation_error_message=_("There is a point with this number already."),
            ),
            models.CheckConstraint(
                condition=~Q(text_en="", text_fr=""),
                name="a_point_of_a_workshop_has_a_text",
                violation_error_message=_("Write the point in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(action=None, accepted_by=None, accepted_on=None)
                | Q(
                    kind="recommendation", action__isnull=False, accepted_by__isnull=False, accepted_on__isnull=False,
                    no_action_reason_en="", no_action_reason_fr="",
                ),
                name="a_recommendation_is_accepted_with_an_action",
                violation_error_message=_("A recommendation becomes an action or says why not, not both."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.workshop} – {self.number}"

    @property
    def is_settled(self):
        return self.action_id is not None or bool(self.no_action_reason_en or self.no_action_reason_fr)


class WorkshopMaterial(OfWorkshop):
    """A document that was given out or shown at a workshop; for those who may know of both."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="materials", verbose_name=_("workshop"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))

    class Meta:
        verbose_name = _("material of a workshop")
        verbose_name_plural = _("materials of workshops")
        ordering = ["workshop", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "document"],
                name="a_document_is_material_of_a_workshop_once",
                violation_error_message=_("This document is among the materials already."),
            )
        ]

    def __str__(self):
        return str(self.document)

    @classmethod
    def readable(cls, standing):
        known = Document.objects.filter(Document.readable(standing)).values("pk")
        return super().readable(standing) & Q(document__in=known)


class WorkshopFigure(OfWorkshop):
    """A summary figure of the evaluation by those who were present: never an answer of one of them."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="figures", verbose_name=_("workshop"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    label_en = models.CharField(_("what it counts, in English"), max_length=160, blank=True)
    label_fr = models.CharField(_("what it counts, in French"), max_length=160, blank=True)
    value = models.DecimalField(_("figure"), max_digits=6, decimal_places=1)
    out_of = models.PositiveIntegerField(_("out of"), null=True, blank=True)

    class Meta:
        verbose_name = _("figure of an evaluation")
        verbose_name_plural = _("figures of evaluations")
        ordering = ["workshop", "position", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=~Q(label_en="", label_fr=""),
                name="a_figure_of_an_evaluation_says_what_it_counts",
                violation_error_message=_("Say what is counted, in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (Q(out_of=None) | Q(value__lte=F("out_of"))),
                name="a_figure_of_an_evaluation_is_within_its_bounds",
                violation_error_message=_("The figure is more than what it is out of."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        return in_language(self, "label")

    @property
    def shown(self):
        """The figure as it is written: 4.2, but 18 rather than 18.0."""
        return number_format(self.value.normalize() if self.value % 1 else int(self.value))
