"""Which reports a reader asks for, by Participant, kind and year. All of it starts from reports that have passed `visible_to`."""

from collections import Counter
from functools import cached_property

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from knowledge.library import Choice, Facet, year_or_none
from knowledge.models import Document, DocumentKind, Report

PER_PAGE = 25


def known_reports(user):
    """The reports that the reader may know of and a list shows."""
    return Report.objects.visible_to(user).filter(document__in=Document.objects.visible_to(user).listed())


def documents_of(reports, user):
    """Their documents, with all that a row shows."""
    documents = Document.objects.visible_to(user).filter(report__in=reports).for_display(user)
    return documents.select_related(
        "kind__deadline", "issuing_body", "decision", "minutes", "redaction", "report", "organisation"
    )


class Reports:
    """The reports asked for by a query string: Participants in alphabetical order, of each the newest period first."""

    def __init__(self, data, user):
        self.data, self.user = data, user
        self.everything = list(
            known_reports(user).values_list("pk", "document__organisation", "document__kind", "period_from")
        )

    @cached_property
    def organisations(self):
        ids = {organisation for _pk, organisation, _kind, _day in self.everything}
        return {row.pk: row for row in Organisation.objects.visible_to(self.user).filter(pk__in=ids).with_names()}

    @cached_property
    def kinds(self):
        ids = {kind for _pk, _organisation, kind, _day in self.everything}
        return {row.pk: row for row in DocumentKind.objects.visible_to(self.user).filter(pk__in=ids)}

    @cached_property
    def columns(self):
        """Name of a filter → (label, the value of a report, its words)."""
        codes = {pk: row.code for pk, row in self.organisations.items()}
        kinds = {pk: row.code for pk, row in self.kinds.items()}
        names = {row.code: str(row) for row in (*self.organisations.values(), *self.kinds.values())}
        return {
            "participant": (_("Participant"), lambda row: codes.get(row[1], ""), names.get),
            "kind": (_("Kind"), lambda row: kinds.get(row[2], ""), names.get),
            "year": (_("Year"), lambda row: str(row[3].year), str),
        }

    @cached_property
    def chosen(self):
        """Name of a filter → the value asked for, those only that some report has."""
        asked = {name: self.data.get(name, "") for name in self.columns}
        asked["year"] = str(year_or_none(asked["year"]) or "")
        return {
            name: value
            for name, value in asked.items()
            if value and any(self.columns[name][1](row) == value for row in self.everything)
        }

    def narrowed(self, but=None):
        return [
            row
            for row in self.everything
            if all(self.columns[name][1](row) == value for name, value in self.chosen.items() if name != but)
        ]

    def facets(self):
        """Each filter, counted under the choice of the others."""
        for name, (label, value_of, words) in self.columns.items():
            counts = Counter(value_of(row) for row in self.narrowed(but=name))
            choices = [
                Choice(value, words(value), count, value == self.chosen.get(name))
                for value, count in counts.items()
                if value
            ]
            order = sorted(choices, key=lambda choice: alphabetical(choice.label), reverse=name == "year")
            yield Facet(name, label, order, is_select=True)

    def page(self):
        """The page asked for, of primary keys; one that is not there is the nearest."""
        names = {pk: alphabetical(row.name) for pk, row in self.organisations.items()}
        rows = sorted(self.narrowed(), key=lambda row: (names.get(row[1], ""), -row[3].toordinal(), row[0]))
        return Paginator([row[0] for row in rows], PER_PAGE).get_page(self.data.get("page"))

    def documents(self, page):
        """The documents of a page, in its order."""
        found = {document.report.pk: document for document in documents_of(list(page.object_list), self.user)}
        return [found[pk] for pk in page.object_list if pk in found]
