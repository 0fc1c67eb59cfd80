"""Mails about public texts: to those who decide, to those who prepare, and to all who take part when a text is corrected."""

from collections import defaultdict

from asm_portal.background import task
from asm_portal.dated import today
from asm_portal.models import Organisation, Person, Representation
from asm_portal.post import link, post
from asm_portal.visibility import Audience
from communications.communiques.times import in_zones
from communications.models import NoticeRecipient
from communications.notices.recipients import organisations_of, reaching, representations, speaking_for
from knowledge.models import Document
from logistics.follow_up.owners import deciding_office


def tell_chair(text, revision):
    """Ask the KP Chair's office to decide on a revision; once for each time that it is submitted."""
    key = f"communiques:{text.document.reference}:submitted:{revision.submitted_at:%Y-%m-%dT%H:%M:%S.%f}"
    for person in deciding_office(text.document.is_demonstration):
        tell(key, person, text, "public_text_submitted", "communications:text-decide")


def tell_returned(text):
    """Tell whoever submitted a text that it came back."""
    key = f"communiques:{text.document.reference}:returned:{text.version}"
    tell(key, text.submitted_by.person, text, "public_text_returned", "communications:text-work")


def tell_late(text):
    """Tell the secretariat that a release has not appeared; once for each instant."""
    key = f"communiques:{text.document.reference}:late:{text.release_at:%Y-%m-%dT%H:%M}"
    for person in secretariat():
        tell(key, person, text, "public_text_late", "communications:text-work")


def tell(key, person, text, template, page):
    when = in_zones(text.release_at, text.release_zone) if text.release_at else []
    url = link(person, page, text.document.reference)
    post(key, person, template, {"text": text, "when": when, "url": url})


def secretariat():
    """Those who represent the secretariat today."""
    held = Representation.objects.valid_on().filter(organisation__kind=Organisation.Kind.SECRETARIAT)
    return Person.objects.filter(pk__in=held.values("person")).order_by("pk")


@task
def circulate(reference):
    """Send a corrigendum to all who represent a Participant or an Observer; run again, it reaches those who were left out."""
    document = Document.objects.get(reference=reference)
    link_to = document.links.select_related("earlier").get(kind="corrects")
    for person in of_the_process(document):
        url = link(person, "permalink", reference)
        context = {"document": document, "earlier": link_to.earlier, "url": url}
        post(f"communiques:{reference}:corrigendum", person, "corrigendum", context)


def of_the_process(document):
    """Those who are written to about a document for the Participants and Observers of today, each once."""
    recipient = NoticeRecipient(pk=0, audience=Audience.PROCESS)
    counted = organisations_of([recipient], today())
    by_organisation = defaultdict(list)
    for row in representations(document, [recipient], counted, speaking_for(today()), today()):
        by_organisation[row.organisation_id].append(row)
    found = [row.person for rows in by_organisation.values() for row in reaching(recipient, rows)]
    return list(dict.fromkeys(found))
