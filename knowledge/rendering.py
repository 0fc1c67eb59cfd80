"""Marked-up texts as HTML: rendered by one library, made safe by another."""

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "loading"}, "ol": {"start"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto"}
IMAGE = "image:"


def render(text, images=None):
    """The HTML of a Markdown text. The page has an h1 and the text an h2, so the highest heading in it becomes an h3.

    `images` are the addresses of the pictures that it may show, by name: `![alternative text](image:name)`. Pictures from
    elsewhere are left out. Raises ValidationError for one without an alternative text, and for one that is not there.
    """
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        token.children = token.children and list(shown(token.children, images or {}))
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    down = 3 - min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + down, 6)}"
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def shown(tokens, images):
    """The parts of a paragraph, with the pictures that are ours."""
    for token in tokens:
        if token.type != "image":
            yield token
        elif token.attrs["src"].startswith(IMAGE):
            token.attrs = {"src": address(token, images), "alt": "", "loading": "lazy"}
            yield token


def address(token, images):
    name = token.attrs["src"].removeprefix(IMAGE)
    if name not in images:
        raise ValidationError(_("There is no picture with this name here: %(name)s.") % {"name": name[:40]})
    if not token.content.strip():
        raise ValidationError(
            _("The picture %(name)s needs an alternative text, between the square brackets: what it shows.")
            % {"name": name}
        )
    return images[name]


class Rendered(str):
    """HTML that `render` made safe before it was stored: templates print it as it stands."""

    __slots__ = ()

    def __html__(self):
        return self
