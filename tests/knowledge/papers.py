"""Documents for tests, made by the actions that staff use."""

from datetime import date

from knowledge import actions
from knowledge.area import AREA
from knowledge.models import DocumentKind
from tests.cast import again

DAY = date(2019, 11, 22)


def on_desk(user):
    """What the archive puts on the desk of the user, without the page around it, for which every other area is asked too."""
    return "\n".join(f"{item.title} {item.detail}" for item in AREA.desk(again(user)))


def make_kind(code="paper", default_audience="process", prefix="PAP"):
    return DocumentKind.objects.get_or_create(
        code=code,
        defaults={
            "prefix": prefix,
            "name_en": code.capitalize(),
            "name_fr": f"{code.capitalize()} (fr)",
            "default_audience": default_audience,
        },
    )[0]


def draft(title="Paper", *, texts=(), by=None, kind=None, audience="public", **facts):
    """A draft with one title or several (language → title) and a revision with texts (language → Markdown)."""
    titles = title if isinstance(title, dict) else {"en": title}
    document = actions.add_document(
        kind=kind or make_kind(), titles=titles, by=by, **{"date": DAY, "audience": audience} | facts
    )
    if texts:
        add_texts(document, dict(texts), by=by)
    return document


def add_texts(document, texts, by=None, **extra):
    revision = actions.add_revision(document=document, by=by)
    for language, text in texts.items():
        actions.add_rendition(revision=revision, language=language, text=text, by=by, **extra)
    return revision


def final(title="Paper", **facts):
    return actions.publish(document=draft(title, **facts), by=facts.get("by"))
