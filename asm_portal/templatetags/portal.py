"""How the portal writes dates, sizes, languages and addresses, in the reader's language."""

from datetime import UTC, timedelta

from django import template
from django.conf import settings
from django.forms import CheckboxInput
from django.template.base import NodeList
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.utils.dates import MONTHS
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, npgettext, pgettext_lazy

from asm_portal.dated import Precision, today
from asm_portal.models.bodies import in_language
from asm_portal.zones import city

register = template.Library()
register.filter(city)

UNITS = {"fr": ("Ko", "Mo")}
NO_BREAK = "\N{NO-BREAK SPACE}"
DAY_MONTH_YEAR = {"en": "j F Y", "fr": "j F Y"}
# French says « depuis le 3 mai » but « depuis 2003 »: the second key tells a day from a month or a year.
SIDES = {
    ("since", True): pgettext_lazy("before a day", "since %(date)s"),
    ("since", False): pgettext_lazy("before a month or a year", "since %(date)s"),
    ("until", True): pgettext_lazy("before a day", "until %(date)s"),
    ("until", False): pgettext_lazy("before a month or a year", "until %(date)s"),
}
MACHINE_FORMATS = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


@register.filter
def date_words(value, precision=Precision.DAY):
    """A date as exactly as it is known: 1 May 2003 (« 1er mai 2003 »), May 2003, 2003, or "date unknown"."""
    if not value or precision == Precision.UNKNOWN:
        return gettext("date unknown")
    if precision == Precision.YEAR:
        return f"{value:%Y}"
    if precision == Precision.MONTH:
        return date_format(value, "F Y")
    words = date_format(value, DAY_MONTH_YEAR.get(get_language(), "DATE_FORMAT"))
    return words.replace("1 ", "1er ", 1) if get_language() == "fr" and value.day == 1 else words


@register.simple_tag
def dated(value, precision=Precision.DAY):
    """A date in a `<time>` element that machines read to the same precision."""
    if not value or precision == Precision.UNKNOWN:
        return date_words(None)
    machine = value.strftime(MACHINE_FORMATS[precision])
    return format_html('<time datetime="{}">{}</time>', machine, date_words(value, precision))


@register.simple_tag
def instant(value):
    """A moment in UTC, named as such."""
    value = value.astimezone(UTC)
    words = gettext("%(day)s, %(time)s UTC") % {"day": date_words(value), "time": date_format(value, "H:i")}
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%dT%H:%MZ}", words)


@register.filter
def attested_words(text):
    """When a roll is attested, in the reader's language; the register writes “about 2022”."""
    years = text.removeprefix("about ")
    return gettext("about %(years)s") % {"years": years} if years != text else text


@register.simple_tag
def period(record):
    """The days on which a dated record holds, in words. Its last day is the one before `valid_until`."""
    if getattr(record, "attested", ""):
        return gettext("attested: %(when)s") % {"when": attested_words(record.attested)}
    start, end = record.valid_from, record.valid_until
    last, last_precision = end, record.valid_until_precision
    if end and last_precision == Precision.DAY:
        last = end - timedelta(days=1)
    since = date_words(start, record.valid_from_precision) if start else ""
    until = date_words(last, last_precision) if last else ""
    if since and until:
        return since if since == until else f"{since} – {until}"
    side, date, precision = ("since", since, record.valid_from_precision) if since else ("until", until, last_precision)
    return SIDES[side, precision == Precision.DAY] % {"date": date} if date else date_words(None)


@register.filter
def file_size(count):
    """Bytes as people read them, with a no-break space: 412 KB, 1.9 MB (« 412 Ko », « 1,9 Mo »)."""
    kilobytes, megabytes = UNITS.get(get_language(), ("KB", "MB"))
    if count < 1024**2:
        return f"{max(1, round(count / 1024))}{NO_BREAK}{kilobytes}"
    return f"{number_format(round(count / 1024**2, 1), 1)}{NO_BREAK}{megabytes}"


@register.filter
def page_count(count):
    """The length of a file, with a no-break space: 9 pages."""
    return npgettext("length of a file", "%(count)s page", "%(count)s pages", count).replace(" ", NO_BREAK) % {
        "count": count
    }


@register.filter
def own_name(code):
    """A language's name in that language, with a capital: Français."""
    name = dict(settings.CONTENT_LANGUAGES).get(code, code)
    return name[:1].upper() + name[1:]


@register.simple_tag
def language(code):
    """A language's own name, marked as being in that language."""
    return format_html('<bdi lang="{}">{}</bdi>', code, own_name(code))


@register.simple_tag
def bilingual(record, field):
    """The `<field>_en` or `<field>_fr` of a record for the reader, as `in_language` chooses; marked where it is in the other
    language than the page."""
    words = in_language(record, field)
    wanted = "fr" if get_language() == "fr" else "en"
    if not words or getattr(record, f"{field}_{wanted}"):
        return words
    return format_html('<span lang="{}">{}</span>', "en" if wanted == "fr" else "fr", words)


@register.simple_tag
def months():
    """Numbers and names of the months, for the date forms."""
    return MONTHS.items()


@register.simple_tag(takes_context=True)
def query_without(context, name, value):
    """The query of this page without one chosen filter, and back on the first page of results."""
    query = context["request"].GET.copy()
    query.setlist(name, [kept for kept in query.getlist(name) if kept != str(value)])
    query.pop("page", None)
    return f"?{query.urlencode()}"


@register.simple_tag
def pages_around(page):
    """The page numbers to offer: the ends, the page itself and its neighbours."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def is_tick_box(field):
    """Whether a form field is a single box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def ticked(field):
    """The records that are ticked in a field of many, as one line; "" where none is."""
    return field.field.in_words(field.value()) if field.value() else ""


@register.filter
def first_control(field):
    """The id an error message links to: the control of a field, or the first one of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def tel(number):
    """A telephone number as a `tel:` link takes it."""
    return number.replace(" ", "")


@register.filter
def in_force(decision):
    """Whether a decision is in force today, as far as its dates are known."""
    if not decision or not decision.in_force_from or decision.in_force_from > today():
        return False
    return decision.in_force_until is None or decision.in_force_until > today()


@register.filter
def languages_of(renditions):
    """The languages that a document can be read in."""
    return {rendition.language for rendition in renditions}


@register.simple_tag(takes_context=True)
def show(context, panel):
    """A task's panel of a shared page, its own context on top of the page's."""
    with context.push(**panel.context):
        return get_template(panel.template_name).template.render(context)


@register.simple_tag(takes_context=True)
def again(context, name):
    """What a block of the page says, a second time; not from within an include, which knows no blocks."""
    return BlockNode(name, NodeList()).render(context)
