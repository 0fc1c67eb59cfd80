"""Contacts as files: vCard for address books, CSV for spreadsheets."""

import csv
import io
import unicodedata

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from asm_portal.templatetags.portal import MACHINE_FORMATS

LINE_OCTETS = 75
# Those of full width too, which some spreadsheets read as the others.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"


def escaped(text):
    """A text as a vCard value: RFC 2426 escapes backslash, comma, semicolon and line break; other control characters go."""
    text = str(text).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cc")


def folded(line):
    """A line in pieces of at most 75 octets, none of which cuts a character in two."""
    pieces, piece = [], ""
    for sign in line:
        if len(f"{piece}{sign}".encode()) > LINE_OCTETS:
            pieces.append(piece)
            piece = " "
        piece += sign
    return "\r\n".join([*pieces, piece])


def vcard(contact, body=None):
    """The card of a contact, in a body or in general: vCard 3.0, which every address book in use reads, Outlook among them."""
    person = contact.person
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:urn:uuid:{contact.uid}",
        f"FN:{escaped(person)}",
        f"N:{escaped(person.family_name)};{escaped(person.given_name)};;{escaped(person.honorific)};",
        f"ORG:{escaped(contact.organisation)}",
        *(f"TITLE:{escaped(title)}" for title in [", ".join(titles(contact))] if title),
        *(f"TEL;TYPE=work,voice:{escaped(phone.number)}" for phone in person.phones.all()),
        *(f"EMAIL;TYPE=internet{',pref' * email.is_primary}:{escaped(email.address)}" for email in working(person)),
        f"TZ;VALUE=text:{escaped(person.time_zone)}",
        *(f"CATEGORIES:{escaped(body.code)}" for body in [body] if body),
        f"NOTE:{escaped(note(contact))}",
        *(f"REV:{day:%Y-%m-%d}" for day in [contact.last_confirmed_on] if day),
        "END:VCARD",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def working(person):
    """The addresses of a person from which no mail came back."""
    return [email for email in person.emails.all() if not email.bounced_at]


def titles(contact):
    """The offices that the contact fills, and their functions."""
    return [*(office.name for office in contact.offices), *contact.functions]


def language_names(person):
    known = dict(settings.CONTENT_LANGUAGES)
    return ", ".join(known[code] for code in person.languages)


def note(contact):
    """What a vCard has no field for."""
    return "\n".join(
        line
        for line in (
            _("Languages: %(languages)s") % {"languages": language_names(contact.person)}
            if contact.person.languages
            else "",
            _("Demonstration: an invented person.") if contact.person.is_demonstration else "",
        )
        if line
    )


def cell(value):
    """A value that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) else text


def sheet(rows):
    """Rows as CSV; the byte order mark tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    for row in rows:
        writer.writerow(map(cell, row))
    return out.getvalue()


def contact_sheet(contacts):
    """The contacts as CSV, one line each."""
    head = [
        _("Given name"), _("Family name"), _("Organisation"), _("Code"), _("Office and function"), _("Telephone"),
        _("E-mail"), _("Languages"), _("Time zone"), _("Last confirmed on"), _("Demonstration"),
    ]  # fmt: skip
    return sheet([head, *(sheet_row(contact) for contact in contacts)])


def roster_sheet(roster, with_sources):
    """A roster as CSV: its day, then one line for each membership and term; what is only attested has no days."""
    head = [
        _("Day"),
        _("Code"),
        _("Organisation"),
        _("Part"),
        _("Person"),
        _("Valid from"),
        _("Valid until"),
        _("Attested"),
    ]
    sources = [_("Source"), _("Certainty"), _("Note for staff")] if with_sources else []
    return sheet([[*head, *sources], *(roster_row(roster.day, row, with_sources) for row in roster.rows)])


def roster_row(day, row, with_sources):
    record = row.record
    told = [
        day,
        record.organisation.code,
        row.organisation,
        row.part,
        row.person,
        as_known(record.valid_from, record.valid_from_precision),
        as_known(record.valid_until, record.valid_until_precision),
        record.attested,
    ]
    return told + ([record.source, record.get_certainty_display(), record.note] if with_sources else [])


def as_known(date, precision):
    """A date as exactly as it is known, as machines sort it: 2019-05-03, 2019-05, 2019."""
    return date.strftime(MACHINE_FORMATS.get(precision, "")) if date else ""


def download(text, content_type, name):
    """The answer by which a browser keeps the text as a file."""
    return HttpResponse(
        text,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def sheet_row(contact):
    person = contact.person
    return [
        person.given_name,
        person.family_name,
        contact.organisation,
        contact.organisation.code,
        ", ".join(titles(contact)),
        ", ".join(phone.number for phone in person.phones.all()),
        ", ".join(email.address for email in working(person)),
        language_names(person),
        person.time_zone,
        contact.last_confirmed_on,
        _("yes") if person.is_demonstration else "",
    ]
