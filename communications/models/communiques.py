"""Communiqués: the Chair's public voice."""

from django.db.models import Case, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Precision
from asm_portal.models import Office, OfficeTerm
from asm_portal.visibility import VisibleQuerySet
from communications.models.public_texts import PublicText
from knowledge.kinds import FINAL_COMMUNIQUE
from knowledge.models import Document


class CommuniqueQuerySet(VisibleQuerySet):
    """Communiqués as lists, feeds and pages show them."""

    def listed(self):
        """Those that a list shows: a withdrawn one answers at its own address only."""
        return self.exclude(document__state=Document.State.WITHDRAWN)

    def for_display(self, user):
        return self.prefetch_related(Prefetch("document", Document.objects.visible_to(user).for_display(user)))

    def with_chair(self):
        """With `chair_code`, the organisation that chaired the Process on the communiqué's day: asked of the terms of office,
        never stored. Where only the month or year is known, the term must last to the end of that year. The Chair of the
        demonstration issues samples only, and they have no other Chair."""
        day = OuterRef("document__date")
        terms = OfficeTerm.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=day),
            valid_from__lte=day,
            office__seat=Office.Seat.KP_CHAIR,
            office__is_demonstration=OuterRef("document__is_demonstration"),
        )
        to_the_end = terms.filter(Q(valid_until=None) | Q(valid_until__year__gt=ExtractYear(day)))
        return self.annotate(
            chair_code=Case(
                When(document__date_precision=Precision.DAY, then=Subquery(terms.values("organisation__code")[:1])),
                default=Subquery(to_the_end.values("organisation__code")[:1]),
            )
        )


class Communique(PublicText):
    """What the Chair tells the public. One that Plenary has adopted changes by a corrigendum alone."""

    objects = CommuniqueQuerySet.as_manager()

    class Meta(PublicText.Meta):
        verbose_name = _("communiqué")
        verbose_name_plural = _("communiqués")
        ordering = [F("document__date").desc(nulls_last=True), "-pk"]
        base_manager_name = "objects"

    def get_absolute_url(self):
        return reverse("communications:communique-detail", args=[self.document.reference])

    @property
    def is_adopted(self):
        """Whether the text is Plenary's."""
        return self.document.kind.code == FINAL_COMMUNIQUE
