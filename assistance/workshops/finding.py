"""What the search and the site map find of workshops."""

from collections import Counter

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.searching.sources import Source, counted, tag_of
from assistance.models import Workshop, WorkshopBeneficiary

KIND = "workshop"


class Workshops(Source):
    """Workshops and training sessions."""

    model = Workshop
    template_name = "assistance/workshops/found.html"

    def to_index(self):
        return (
            super()
            .to_index()
            .select_related("country")
            .prefetch_related("texts", "beneficiaries__organisation", "parts")
        )

    def entries(self, workshop):
        """One for each language that it says something in; by the names of those who had a part in it, in whatever language."""
        concerned = {row.organisation for row in workshop.beneficiaries.all()}
        concerned |= {workshop.country} if workshop.country else set()
        parts = [row for row in workshop.parts.all() if row.organisation_id is None]
        names = {name for row in parts for name in (row.name_en, row.name_fr, row.acronym_en, row.acronym_fr) if name}
        return [
            Entry(
                row.language,
                row.title,
                body=f"{row.summary}\n{row.text}",
                reference=workshop.reference,
                names=tuple(sorted(names)),
                tags=tuple(sorted(tag_of(organisation) for organisation in concerned)),
            )
            for row in workshop.texts.all()
        ]

    def kinds(self, reader):
        return {KIND: _("Workshop or training")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if KIND in values else rows.none()
        if name == "participant":
            concerned = WorkshopBeneficiary.objects.filter(organisation__code__in=values)
            return rows.filter(pk__in=concerned.values("workshop"))
        if name in ("since", "until"):
            return rows.filter(**{"start_date__year__gte" if name == "since" else "start_date__year__lte": values[0]})
        return rows.none()

    def tally(self, rows, reader):
        (years,) = counted(rows.order_by(), "start_date__year")
        concerned = WorkshopBeneficiary.objects.filter(workshop__in=rows.order_by().values("pk"))
        (participants,) = counted(concerned.order_by(), "organisation__code")
        return {"kind": Counter({KIND: years.total()}), "participant": participants, "year": years}

    def shown(self, rows, reader):
        return rows.for_display()

    def titled(self, workshop):
        text = workshop.shown_text
        return (text.title, text.language) if text else (str(workshop), "")

    def detail(self, workshop):
        return f"{workshop.reference} · {workshop.days}"


def sitemap():
    """The list, and the workshops that everyone may know of."""
    return [
        ("assistance:workshop-list", None),
        *((workshop, None) for workshop in Workshop.objects.visible_to(AnonymousUser())),
    ]
