"""The mail of a notice, written when it leaves: in the person's language, at the direction of the Chair."""

from django.utils.translation import get_language

from asm_portal.areas import Letter
from asm_portal.post import link
from asm_portal.visibility import standing_of
from communications.acknowledgements.links import link_for
from communications.chair_office import in_the_chairs_name
from communications.models import Notice, NoticeRecipient
from communications.models.notices import addressing
from communications.notices.content import approved_text
from communications.notices.distribution import PREFIX
from communications.notices.subject import about
from knowledge.models import Document
from knowledge.rendering import Rendered, render
from logistics.calendar.entries import entries_of
from logistics.calendar.ical import calendar_file
from logistics.follow_up.owners import reader_of
from logistics.models import Meeting


def letter(delivery):
    """The mail to one of the addressees; None where it is no such mail, or where the person is not addressed any more."""
    number = delivery.key.removeprefix(PREFIX)
    if not delivery.key.startswith(PREFIX) or not number.isdigit():
        return None
    notice = Notice.objects.sent().filter(pk=number).select_related("approval").for_display().first()
    reader = reader_of(delivery.person)
    if notice is None or not is_addressed(notice, reader):
        return None
    subject = about(notice, reader)
    context = words_of(notice) | subject | {
        "notice": notice,
        "documents": documents_of(notice, reader, delivery.person),
        "url": link(delivery.person, "communications:notice-detail", notice.reference),
        "acknowledge": link_for(notice, delivery.person) if notice.confirm_by else "",
    }  # fmt: skip
    return Letter("notice", context, calendar=calendar_of(subject["meeting"]), **in_the_chairs_name())


def is_addressed(notice, reader):
    """Whether the notice would go to the reader today."""
    return NoticeRecipient.objects.filter(addressing(standing_of(reader)), notice=notice).exists()


def words_of(notice):
    """The approved text in the language that is active or, said to be so, in the other one."""
    language, title, text = approved_text(notice, get_language())
    return {
        "title": title,
        "text": text,
        "html": Rendered(render(text)),
        "text_language": language,
        "is_other_language": language != get_language(),
    }


def documents_of(notice, reader, person):
    """The documents of the notice that the reader may know of, each with `link` and, where it is held as a file in their language
    or else in another, that `file`."""
    linked = notice.documents.values("document")
    found = list(Document.objects.visible_to(reader).listed().filter(pk__in=linked).for_display(reader))
    for document in found:
        files = [rendition for rendition in document.renditions if rendition.file]
        own = [rendition for rendition in files if rendition.language == get_language()]
        document.link = link(person, "knowledge:document-detail", document.reference)
        document.file_in_language = next(iter(own or files), None)
    return found


def calendar_of(meeting):
    """The meeting as a calendar file, "" where there is none."""
    return calendar_file(str(meeting), entries_of(Meeting.objects.filter(pk=meeting.pk))) if meeting else ""
