"""Minutes at work in the demonstration: comments on circulated ones, a draft with two revisions, two public summaries.

Built on the samples of `knowledge.demonstration`, found by their `source`; taken out with them.
"""

from asm_portal.models import Office
from knowledge import actions
from knowledge.demonstration import source
from knowledge.minutes.actions import approve_summary, comment, make_summary, newest_revision, release_summary
from knowledge.minutes.summaries import released_texts
from knowledge.models import Document, DocumentLink, MinutesComment

Kind = MinutesComment.Kind
# Who, for whom, what, about which paragraph, and what they say.
COMMENTS = (
    (
        "delegate.xa", "XA", Kind.COMMENT, 6,
        "The figure was given for the past two years. Please write “of the past two years”.",
    ),
    (
        "observer", "XO", Kind.COMMENT, 6,
        "Nous avons parlé de trois villages. Merci de corriger la dernière phrase.",
    ),
    (
        "delegate.xb", "XB", Kind.OBJECTION, 8,
        "Nous n’avons pas accepté de noter le poids au centième de carat. Le point doit rester ouvert.",
    ),
)  # fmt: skip
WAS, IS = "Three of four are done; the fourth waits", "Two of four are done, one was dropped; the fourth still waits"
SUMMARISED = {"en": (6, 7), "fr": (6, 7)}
TITLES = {
    "en": "Public summary of meeting {} (sample)",
    "fr": "Résumé public de la réunion {} (exemple)",
}


def demonstrate(cast):
    comment_on(sample(5), cast)
    revise(sample(6), cast)
    if approved := summarise(4, cast):
        office = Office.objects.get(code="XKP-CHAIR")
        approve_summary(document=approved, revision=newest_revision(approved), by=cast.users["chair"], office=office)
    summarise(3, cast)


def sample(number):
    """The sample minutes of XWA with this number; None where somebody has taken them out."""
    return Document.objects.filter(source=source("minutes", "XWA", number), is_demonstration=True).first()


def comment_on(document, cast):
    if document is None or document.state != Document.State.CIRCULATED or document.comments.exists():
        return
    for who, organisation, kind, paragraph, text in COMMENTS:
        comment(
            document=document, organisation=cast.organisations[organisation], kind=kind, text=text, paragraph=paragraph,
            by=cast.users[who],
        )  # fmt: skip


def revise(document, cast):
    """A second revision of a draft, by the Chair of the body."""
    if document is None or document.state != Document.State.DRAFT or document.revisions.count() != 1:
        return
    by = cast.users["chair.xwa"]
    text = document.revisions.get().renditions.get(language="en").text
    revision = actions.add_revision(
        document=document, by=by, what_changed_en="Matters arising", what_changed_fr="Suite de la réunion précédente"
    )
    actions.add_rendition(revision=revision, language="en", text=text.replace(WAS, IS), by=by)


def summarise(number, cast):
    """The public summary of adopted minutes, released by the Chair of the body; None where there is one already."""
    document = sample(number)
    if document is None or document.state != Document.State.FINAL:
        return None
    if document.backlinks.filter(kind=DocumentLink.Kind.PUBLIC_SUMMARY_OF).exists():
        return None
    parts = released_texts(document)
    texts = {language: "\n\n".join(parts[language][place] for place in SUMMARISED[language]) for language in parts}
    titles = {language: TITLES[language].format(number) for language in texts}
    summary = make_summary(document=document, titles=titles, texts=texts, by=cast.users["chair.xwa"])
    office = Office.objects.get(code="XWA-CHAIR")
    return release_summary(
        document=summary, revision=newest_revision(summary), by=cast.users["chair.xwa"], office=office
    )
