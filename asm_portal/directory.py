"""The directory: everybody whom a reader may reach, whatever the body, and how one finds them there.

The people of the Process are some hundreds: they are read once and searched here, so that accents and case count for nothing on
either database.
"""

from collections import Counter

from django.conf import settings
from django.utils.translation import gettext as _

from asm_portal.dated import today
from asm_portal.members import contacts_from
from asm_portal.models import OfficeTerm, Representation
from asm_portal.register import alphabetical
from asm_portal.searching.facets import Choice, Facet
from asm_portal.templatetags.portal import own_name


def everybody(user):
    """One contact per person and organisation of today that the reader may know of, by family name."""
    day = today()
    rows = (
        Representation.objects.visible_to(user).valid_on(day)
        .select_related("person", "organisation")
        .prefetch_related("organisation__names", "person__emails", "person__phones")
    )  # fmt: skip
    terms = list(OfficeTerm.objects.visible_to(user).valid_on(day).select_related("office__body"))
    return sorted(contacts_from(rows, terms), key=by_name)


def by_name(contact):
    person = contact.person
    return alphabetical(person.family_name), alphabetical(person.given_name), alphabetical(contact.organisation.name)


def words_of(contact):
    """What is searched of a contact: names, organisation in every language, function, offices and languages."""
    person, organisation = contact.person, contact.organisation
    parts = [
        str(person),
        organisation.code,
        organisation.abbreviation_en,
        organisation.abbreviation_fr,
        *(name.name for name in organisation.names.all() if name.holds_on(today())),
        *contact.functions,
        *(name for office in contact.offices for name in (office.name_en, office.name_fr)),
        *(own_name(code) for code in person.languages),
    ]
    return alphabetical(" ".join(parts))


def holding(contacts, text):
    """The contacts that hold every word of the text, or the beginning or middle of one."""
    words = alphabetical(text).split()
    return [contact for contact in contacts if all(word in told for told in [words_of(contact)] for word in words)]


def speaking(contacts, languages):
    return [contact for contact in contacts if not languages or languages & set(contact.person.languages)]


def of_organisation(contacts, code):
    return [contact for contact in contacts if not code or contact.organisation.code == code]


def facets(contacts, languages, code):
    """The filters: organisation and language, each counted among those that the other one leaves."""
    counts = Counter(spoken for contact in of_organisation(contacts, code) for spoken in contact.person.languages)
    organisations = Counter(contact.organisation for contact in speaking(contacts, languages))
    return [
        Facet(
            "organisation",
            _("Organisation"),
            [
                Choice(row.code, row.name, organisations[row], row.code == code)
                for row in sorted(organisations, key=lambda row: alphabetical(row.name))
            ],
            is_select=True,
        ),
        Facet(
            "language",
            _("Language"),
            [
                Choice(known, own_name(known), counts[known], known in languages, lang=known)
                for known, _name in settings.CONTENT_LANGUAGES
                if counts[known] or known in languages
            ],
        ),
    ]
