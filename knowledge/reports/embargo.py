"""The warning a week before an embargo ends, to those who could still change it. The release itself needs nobody: the access rule
reads the clock."""

from datetime import timedelta

from django.db.models import Q
from django.utils import translation

from asm_portal import post
from asm_portal.models import Delivery, Organisation, Representation, User
from knowledge.audiences import in_words
from knowledge.models import Document

NOTICE = timedelta(days=7)


def ending(now, documents):
    """Those whose embargo ends within a week."""
    return documents.filter(
        state=Document.State.FINAL, embargoed_until__gt=now, embargoed_until__lte=now + NOTICE
    ).order_by("embargoed_until", "pk")


def editors(document):
    """The accounts of the secretariat and of those who lead the issuing body, as far as they may change the document."""
    speaking = Representation.objects.valid_on()
    secretariat = speaking.filter(organisation__kind=Organisation.Kind.SECRETARIAT)
    leading = speaking.in_bodies([document.issuing_body_id]) if document.issuing_body_id else speaking.none()
    people = Q(person__in=secretariat.values("person")) | Q(person__in=leading.values("person"))
    users = User.objects.filter(people, is_active=True).select_related("person").distinct()
    return [user for user in users if Document.objects.editable_by(user).filter(pk=document.pk).exists()]


def warn(now):
    """One mail per editor and embargo; asked again, it does nothing."""
    for document in ending(now, Document.objects.select_related("audience_body", "audience_organisation")):
        key = f"embargo:{document.reference}:{document.embargoed_until:%Y-%m-%d}"
        told = set(Delivery.objects.filter(key=key).values_list("person", flat=True))
        for user in editors(document):
            if user.person_id not in told:
                tell(document, user.person, key)


def tell(document, person, key):
    with translation.override(person.preferred_language):
        context = {"title": str(document), "readers": str(in_words(document))}
    context |= {
        "reference": document.reference,
        "until": document.embargoed_until,
        "url": post.link(person, "knowledge:document-detail", document.reference),
    }
    post.post(key, person, "embargo", context)
