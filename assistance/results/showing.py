"""A result as pages show it: its texts side by side, who has agreed, and the story of its case without personal data."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from asm_portal.areas import Panel
from asm_portal.templatetags.portal import file_size
from assistance.models import Delivery, Outcome, Referral, Result, Workshop
from assistance.models.requests import AssistanceRequest
from assistance.results.actions import has_approval, has_consent
from knowledge.deciding import Side
from knowledge.models import Rendition


def sides(result, address):
    """The newest revision in each language; `address(language)` is where its file is read."""
    revision = result.revision
    titles = revision.titles_shown()
    return [
        Side(
            language=row.language,
            title=titles.get(row.language, ""),
            body=row.rendered,
            file_words=f"{row.extension.upper()}, {file_size(row.size)}" if row.file else "",
            file_url=address(row.language) if row.file else "",
        )
        for row in revision.renditions.filter(role=Rendition.Role.ORIGINAL).order_by("language")
    ]


@dataclass(frozen=True)
class Agreement:
    """One of the two who agree: what they said, and when."""

    label: str
    is_given: bool
    text: str
    at: object = None


def agreements(result):
    """Where the requester and the KP Chair's office stand."""
    word = result.consents.select_related("person").last()
    consented, approved = has_consent(result), has_approval(result)
    said = f"{word.get_word_display()}, {word.who}" if word else _("not answered yet")
    if word and word.text:
        said = f"{said}{_(':')} {word.text}"
    approval = result.approval if approved else None
    return [
        Agreement(_("Requester"), consented, said, word.at if word else None),
        Agreement(
            _("KP Chair’s office"),
            approved,
            _("approved") if approved else _("not decided yet"),
            approval.at if approval else None,
        ),
    ]


@dataclass(frozen=True)
class Chapter:
    """A moment of the story; `precision` is that of the date."""

    on: date
    title: str
    text: str = ""
    url: str = ""


def facts(case):
    """What was asked for, by whom and for whom, in (label, words): organisations, kinds and level; no person and no free text."""
    rows = [row.organisation.name for row in case.beneficiaries.select_related("organisation")]
    found = [
        (_("Asked by"), case.organisation.name if case.organisation else _("a person")),
        (_("For"), ", ".join(sorted(rows))),
        (_("Kind of assistance"), ", ".join(str(kind.label) for kind in case.kinds)),
        (_("Level"), case.get_level_display()),
    ]
    return [(label, words) for label, words in found if words]


def story(case, reader):
    """What happened, in the words of the portal alone."""
    accepted = Referral.objects.filter(request=case, state=Referral.State.ACCEPTED).select_related("body")
    chapters = [Chapter(case.submitted_at.date(), pgettext("request for assistance", "Received"))]
    chapters += [
        Chapter(row.answered_at.date(), _("Taken on by %(body)s") % {"body": row.body.name}) for row in accepted
    ]
    deliveries = Delivery.objects.filter(request=case)
    workshops = Workshop.objects.visible_to(reader).for_display().in_bulk(deliveries.values_list("workshop", flat=True))
    for row in deliveries:
        workshop = workshops.get(row.workshop_id)
        title = _("Given: %(kind)s") % {"kind": row.get_kind_display()}
        shown = {"text": str(workshop), "url": workshop.get_absolute_url()} if workshop else {}
        chapters.append(Chapter(row.start_date, title, **shown))
    outcome = Outcome.objects.filter(request=case).first()
    if outcome:
        title = _("Outcome: %(outcome)s") % {"outcome": outcome.get_kind_display()}
        chapters.append(Chapter(outcome.at.date(), capfirst(title)))
    return sorted(chapters, key=lambda chapter: chapter.on)


def story_panel(case, reader):
    """The story of a case, for the page of its result and for those who agree to it."""
    return Panel("assistance/results/story.html", {"facts": facts(case), "chapters": story(case, reader)})


def result_of(document):
    """The result whose text a document is; None where it is none."""
    rows = Result.objects.select_related("document", "request__organisation")
    return rows.prefetch_related("request__organisation__names").filter(document=document).first()


def case_of(result):
    """The request of a result, with what its story reads."""
    return AssistanceRequest.objects.for_display().get(pk=result.request_id)
