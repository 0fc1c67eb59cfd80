"""What the search finds of the register: organisations and bodies under all their names, and people for those who may reach
them."""

from collections import Counter

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import Entry
from asm_portal.dated import today
from asm_portal.models import Body, Organisation, Representation
from asm_portal.register import standing_words, with_standing
from asm_portal.searching.sources import Source, counted, tag_of

BOTH = ("en", "fr")


class Organisations(Source):
    """Participants, Observers and every other organisation, under the names that they bear and those that they bore."""

    model = Organisation
    template_name = "search/organisation.html"

    def to_index(self):
        return super().to_index().prefetch_related("names")

    def entries(self, organisation):
        names = list(organisation.names.all())
        shared = {
            "reference": organisation.code,
            "number": organisation.iso_alpha3,
            "names": tuple(sorted({name.name for name in names} | abbreviations(organisation))),
            "tags": (tag_of(organisation),),
        }
        return [
            Entry(language, organisation.name_on(language=language), **shared)
            for language in sorted({name.language for name in names})
        ]

    def kinds(self, reader):
        return {"organisation": _("Participant or organisation")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if "organisation" in values else rows.none()
        return rows.filter(code__in=values) if name == "participant" else rows.none()

    def tally(self, rows, reader):
        (codes,) = counted(rows, "code")
        return {"kind": Counter(organisation=codes.total()), "participant": codes}

    def shown(self, rows, reader):
        found = with_standing(rows, reader, today()).prefetch_related(
            "statuses__covered_by__names", "affiliations__parent__names"
        )
        return list(map(described, found))

    def detail(self, organisation):
        return organisation.standing


def described(organisation):
    """An organisation with what a row says of it today."""
    day = today()
    parents = [row for row in organisation.affiliations.all() if row.holds_on(day)]
    for row in parents:
        row.name = row.parent.name_on(day)
    organisation.standing = standing_words(organisation, parents, day)
    current = {name.name for name in organisation.names.all() if name.holds_on(day)}
    former = {name.name for name in organisation.names.all() if name.valid_until and name.valid_until <= day}
    organisation.former_names = sorted(former - current)
    return organisation


def abbreviations(record):
    return {text for text in (record.abbreviation_en, record.abbreviation_fr) if text}


class Bodies(Source):
    """Working groups, committees and all other bodies, under both names and both abbreviations."""

    model = Body
    template_name = "search/body.html"

    def entries(self, body):
        shared = {
            "reference": body.abbreviation_en or body.code,
            "number": body.abbreviation_fr,
            "names": tuple(sorted({body.name_en, body.name_fr, body.code} | abbreviations(body))),
            "tags": (tag_of(body),),
        }
        return [
            Entry(
                language,
                getattr(body, f"name_{language}"),
                "\n".join((getattr(body, f"mandate_{language}"), getattr(body, f"membership_rule_{language}"))).strip(),
                **shared,
            )
            for language in BOTH
        ]

    def kinds(self, reader):
        return {"body": _("Body of the Process")}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if "body" in values else rows.none()
        return rows.filter(code__in=values) if name == "body" else rows.none()

    def tally(self, rows, reader):
        (codes,) = counted(rows, "code")
        return {"kind": Counter(body=codes.total()), "body": codes}

    def detail(self, body):
        return capfirst(body.get_kind_display())


class People(Source):
    """Who represents whom today, for those who may know of it. Every representation has words of its own, so that nobody finds
    a person by a function that they may not know of."""

    model = Representation
    template_name = "search/person.html"
    is_followed = False

    def to_index(self):
        return super().to_index().select_related("person", "organisation", "body", "office__body")

    def entries(self, representation):
        body = body_of(representation)
        tags = (tag_of(representation.organisation), *((tag_of(body),) if body else ()))
        return [Entry("en", str(representation.person), representation.function, tags=tags)]

    def records(self, reader):
        return super().records(reader).valid_on()

    def kinds(self, reader):
        return {"person": _("Person")} if reader.is_authenticated else {}

    def narrowed(self, rows, name, values, reader):
        if name == "kind":
            return rows if "person" in values else rows.none()
        return rows.filter(organisation__code__in=values) if name == "participant" else rows.none()

    def tally(self, rows, reader):
        (codes,) = counted(rows, "organisation__code")
        return {"kind": Counter(person=codes.total()), "participant": codes}

    def shown(self, rows, reader):
        return rows.select_related("person", "organisation", "body", "office").prefetch_related("organisation__names")

    def titled(self, representation):
        return str(representation.person), ""


def body_of(representation):
    """The one body in which a representation counts; None where it counts in all of the organisation's."""
    return representation.body or (representation.office and representation.office.body)


SOURCES = (Organisations(), Bodies(), People())
