"""Laws on their way: proposed by the Participant for its own eyes, published by the secretariat, checked again every year."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from asm_portal import search
from asm_portal.dated import today
from asm_portal.visibility import Audience
from knowledge import actions
from knowledge.models import Document, DocumentKind, DocumentLink, Legislation, Rendition

KIND = "legislation"


@transaction.atomic
def propose_law(
    *, participant, titles, language, by, file=None, text="", translation=None, replaces=None, law, **facts
):
    """A law of the Participant as its own document, which only its representatives read until the secretariat publishes it.

    `titles` maps languages to titles, of which that in `language` is the official one. `translation` is (language, file, text) of
    an unofficial translation, `law` the fields of Legislation, `replaces` the law that this one follows. Raises ValidationError
    where there is no text.
    """
    document = actions.add_document(
        kind=DocumentKind.objects.get(code=KIND),
        titles=titles,
        translated_titles=set(titles) - {language},
        by=by,
        organisation=participant,
        audience=Audience.ORGANISATION,
        **facts,
    )
    detail = Legislation(document=document, proposed_by=by, last_checked_on=today(), last_checked_by=by, **law)
    detail.full_clean()
    actions.save(detail, by)
    revision = actions.add_revision(document=document, by=by)
    actions.add_rendition(revision=revision, language=language, by=by, file=file, text=text)
    if translation:
        other, file, text = translation
        actions.add_rendition(
            revision=revision, language=other, by=by, file=file, text=text, role=Rendition.Role.TRANSLATION
        )
    actions.publish(document=document, by=by)
    if replaces:
        actions.link(
            later=document, kind=DocumentLink.Kind.SUPERSEDES, earlier=replaces.document, by=by,
            effective_on=detail.in_force_from,
        )  # fmt: skip
    return detail


@transaction.atomic
def publish_law(*, law, by):
    """Show a proposed law to the audience that its Participant agreed to; the law that it follows ends when it begins."""
    law.document = document = Document.objects.select_for_update().get(pk=law.document_id)
    if law.proposed_by is None or not law.waits_for_publication:
        raise ValidationError(_("This law does not wait for publication any more."))
    document.audience, document.audience_organisation = law.agreed_audience, None
    approval = _("Proposed by %(person)s for %(participant)s.")
    actions.save(document, by, approval % {"person": law.proposed_by.person, "participant": document.organisation})
    search.index(document)
    for replaced in Legislation.objects.filter(document__backlinks__later=document, in_force_until=None):
        replaced.in_force_until = law.in_force_from or today()
        actions.save(replaced, by)
    return law


@transaction.atomic
def decline_law(*, law, remark, by):
    """Take a proposed law back; those who proposed it read why at its address."""
    law.document = Document.objects.select_for_update().get(pk=law.document_id)
    if not law.waits_for_publication:
        raise ValidationError(_("This law does not wait for publication any more."))
    actions.withdraw(document=law.document, by=by, reason_en=remark, reason_fr=remark)
    return law


@transaction.atomic
def note_checked(*, law, by):
    """The Participant says that the law is still in force, today."""
    law = Legislation.objects.select_for_update().get(pk=law.pk)
    law.last_checked_on, law.last_checked_by = today(), by
    return actions.save(law, by)
