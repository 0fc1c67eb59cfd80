"""Writes what was typed back into the form on a page, whatever form it is: the page is edited where its fields stand."""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

BUTTONS = ("submit", "button", "image", "reset")
NOT_FILLED = ("password", "file", *BUTTONS)
UNTOUCHED = "csrfmiddlewaretoken"


class Places(HTMLParser):
    """A page read once: where each tag begins in the text, and in which form it stands."""

    def __init__(self, html, page):
        super().__init__(convert_charrefs=False)
        self.html, self.page, self.form, self.forms, self.main_ends_at = html, page, None, [], None
        self.line_starts = [0]
        for line in html.split("\n"):
            self.line_starts.append(self.line_starts[-1] + len(line) + 1)
        self.feed(html)

    @property
    def place(self):
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag, attrs):
        attrs, end = dict(attrs), self.place + len(self.get_starttag_text())
        if tag == "main" and self.main_ends_at is None:
            self.main_ends_at = end
        if tag == "form":
            self.form = Form(urlsplit(urljoin(self.page, attrs.get("action") or self.page)).path)
            self.forms.append(self.form)
        elif self.form and tag in ("input", "button", "textarea", "select", "option"):
            self.form.tags.append(Tag(tag, attrs, self.place, end))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.form:
            self.form.tags[-1].content_ends_at = self.place


class Form:
    """A form of the page: where it is sent to, and its fields in their order."""

    def __init__(self, action):
        self.action, self.tags = action, []

    def fits(self, carried):
        """How many of the fields that were sent the form has."""
        return len({tag.name for tag in self.tags} & set(carried.fields)) if self.action == carried.action else 0


class Tag:
    """The tag of a field, from `start` to `end` in the text of the page."""

    def __init__(self, tag, attrs, start, end):
        self.tag, self.attrs, self.start, self.end, self.content_ends_at = tag, attrs, start, end, end
        self.name = attrs.get("name") or ""
        self.type = attrs.get("type", "text" if tag == "input" else "")

    def with_attributes(self, **changed):
        """The tag anew; an attribute that becomes None goes."""
        attrs = {name: value for name, value in (self.attrs | changed).items() if changed.get(name, "") is not None}
        written = (name if value is None else f'{name}="{escape(value)}"' for name, value in attrs.items())
        return f"<{' '.join([self.tag, *written])}>"

    def ticked(self, name, is_on):
        """The tag with the attribute `checked` or `selected`, or without it."""
        self.attrs.pop(name, None)
        return self.with_attributes(**({name: name} if is_on else {}))


def refill(html, carried):
    """The page with what was typed in its form, and what found no field there as (name, text)."""
    places = Places(html, carried.page)
    form = max(places.forms, key=lambda form: form.fits(carried), default=None)
    if form is None or not form.fits(carried):
        return html, carried.texts, places.main_ends_at
    edits = list(edits_of(form, {name: list(values) for name, values in carried.fields.items()}))
    known = {tag.name for tag in form.tags}
    for start, end, text in reversed(edits):
        html = html[:start] + text + html[end:]
    return html, [(name, text) for name, text in carried.texts if name not in known], places.main_ends_at


def edits_of(form, typed):
    """(start, end, new text) for each tag that what was typed changes, in their order."""
    options = []
    for tag in form.tags:
        if tag.tag == "option":
            yield tag.start, tag.end, tag.ticked("selected", (tag.attrs.get("value") or "") in options)
            continue
        options = typed.get(tag.name, []) if tag.tag == "select" else []
        if tag.tag == "textarea" and typed.get(tag.name):
            yield tag.end, tag.content_ends_at, "\n" + escape(typed[tag.name].pop(0).replace("\r\n", "\n"))
        elif tag.tag == "input" and tag.type in ("checkbox", "radio"):
            is_on = (tag.attrs.get("value") or "on") in typed.get(tag.name, [])
            yield tag.start, tag.end, tag.ticked("checked", is_on)
        elif is_filled(tag) and typed.get(tag.name):
            yield tag.start, tag.end, tag.with_attributes(value=typed[tag.name].pop(0))


def is_filled(tag):
    return tag.tag == "input" and tag.type not in NOT_FILLED and tag.name != UNTOUCHED
