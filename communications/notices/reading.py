"""A notice as one of its readers sees it."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from asm_portal.explain import role
from asm_portal.models import Office
from asm_portal.roles import Role
from asm_portal.visibility import Audience, standing_of
from communications.models import NoticeRecipient
from communications.models.notices import addressing
from communications.notices.subject import about
from knowledge.models import Document
from knowledge.rendering import Rendered, render


@dataclass(frozen=True)
class Wording:
    """The notice in a language; `html` was made safe."""

    language: str
    title: str
    html: Rendered

    @property
    def is_other_language(self):
        """Whether it stands in for the reader's language."""
        return self.language != get_language()


def wordings(notice):
    """The notice in each of its languages, in the order of the portal's; asked of prefetched `texts`."""
    return [Wording(row.language, row.title, Rendered(render(row.text))) for row in notice.texts.all()]


def wording_for(notice, asked=""):
    """The notice in the language asked for, else in the reader's, else in another; None before one is written."""
    by_language = {found.language: found for found in wordings(notice)}
    return by_language.get(asked) or by_language.get(get_language()) or next(iter(by_language.values()), None)


def page_of(notice, reader, asked=""):
    """What the page of a notice shows to a reader, who may be a role."""
    found = wording_for(notice, asked)
    return about(notice, reader) | {
        "wording": found,
        "others": [other for other in notice.texts.all() if found and other.language != found.language],
        "documents": documents_for(notice, reader),
    }


def documents_for(notice, reader):
    """The documents of the notice that the reader may know of."""
    linked = notice.documents.values("document")
    return list(Document.objects.visible_to(reader).listed().filter(pk__in=linked).for_display(reader))


def role_of(recipient):
    """What all those have in common whom a recipient stands for. An office is read as the members of its body, and that of the KP
    Chair as the Chair's office."""
    if recipient.office_id:
        is_chair = recipient.office.seat == Office.Seat.KP_CHAIR
        return Role(Audience.CHAIR) if is_chair else Role(Audience.BODY, body=recipient.office.body)
    if recipient.body_id:
        return Role(Audience.BODY, body=recipient.body)
    if recipient.organisation_id:
        return Role(Audience.ORGANISATION, organisation=recipient.organisation)
    return Role(recipient.audience)


def hidden_from(notice):
    """[(document, recipients who may not know of it)] of the documents of a notice that not all of its recipients may know of."""
    documents = list(Document.objects.filter(pk__in=notice.documents.values("document")).prefetch_related("titles"))
    found, linked = {document: [] for document in documents}, [document.pk for document in documents]
    for recipient in notice.recipients.all() if documents else ():
        known = set(Document.objects.visible_to(role_of(recipient)).filter(pk__in=linked).values_list("pk", flat=True))
        for document in documents:
            if document.pk not in known:
                found[document].append(recipient)
    return [(document, recipients) for document, recipients in found.items() if recipients]


def why(notice, user):
    """The sentence that says why the reader may know of the notice."""
    standing = standing_of(user)
    rows = notice.addressees.filter(person=standing.person_id).select_related("recipient__office__body", "organisation")
    if row := rows.first():
        return _("Addressed to you: your organisation is %(organisation)s.") % {"organisation": row.organisation}
    own = NoticeRecipient.objects.filter(addressing(standing), notice=notice).first()
    if own:
        return _("Addressed to: %(recipient)s. You are one of them.") % {"recipient": own}
    return _("Visible to its recipients; %(fact)s.") % {"fact": role(standing)}
