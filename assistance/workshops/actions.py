"""What is done to workshops, each verb in one transaction, with the history under the name of `by`.

    workshop = write(workshop=Workshop(start_date=…, end_date=…), titles={"en": …}, beneficiaries=[…], by=user)
    publish(workshop=workshop, by=user)

Whether `by` may is asked by the page that offers it. Raises ValidationError.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from asm_portal.dated import today
from assistance.models import (
    Workshop,
    WorkshopAudience,
    WorkshopBeneficiary,
    WorkshopItem,
    WorkshopMaterial,
    WorkshopPoint,
    WorkshopText,
)
from assistance.workshops.approving import digest, is_agreed, is_approved
from knowledge import actions as documents
from knowledge.actions import save, save_with_reference
from knowledge.models import DocumentKind
from logistics.follow_up.actions import open_action
from logistics.models import Action

Stage = Workshop.Stage
MATERIAL_KIND = "training_material"


def held_draft(workshop, seen=None):
    """The workshop as it is now, for nobody else to change; raises ValidationError where it is published, or not as the page
    showed it, whose version is `seen`."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if not workshop.is_draft:
        raise ValidationError(_("This workshop is published. Take it back first, then change it."))
    if seen is not None and workshop.version != seen:
        raise ValidationError(
            _("Somebody else has saved this workshop since you opened the page. Nothing that you typed is lost.")
        )
    return workshop


def remove(row, by):
    row._history_user = by
    row.delete()


@transaction.atomic
def write(*, workshop, by, titles=None, beneficiaries=None):
    """Write a new draft, or one whose fields were changed under its lock, with its titles (language → title) and the Participants
    that it was for; what is not given stays as it is."""
    workshop.full_clean(exclude=["reference"])
    if workshop.pk:
        held_draft(workshop)
        save(workshop, by)
    else:
        workshop.is_demonstration = is_invented(workshop, beneficiaries)
        save_with_reference(workshop, by)
    for language, title in (titles or {}).items():
        set_title(workshop, language, title, by)
    if beneficiaries is not None:
        set_beneficiaries(workshop, beneficiaries, by)
    return workshop


def is_invented(workshop, beneficiaries):
    """Whether it is held for invented Participants or for an invented case."""
    if workshop.request:
        return workshop.request.is_demonstration
    return any(organisation.is_demonstration for organisation in beneficiaries or [])


def set_title(workshop, language, title, by):
    """A title in a language; without one, a language that says nothing else goes."""
    row = workshop.texts.filter(language=language).first() or WorkshopText(workshop=workshop, language=language)
    if title and row.title != title:
        row.title = title
        save(row, by)
    elif not title and row.pk:
        if row.summary or row.text:
            raise ValidationError({f"title_{language}": _("There is a text in this language, which needs its title.")})
        remove(row, by)


def set_beneficiaries(workshop, organisations, by):
    held = {row.organisation_id: row for row in workshop.beneficiaries.all()}
    for organisation in organisations:
        if held.pop(organisation.pk, None) is None:
            save(WorkshopBeneficiary(workshop=workshop, organisation=organisation), by)
    for row in held.values():
        remove(row, by)


@transaction.atomic
def write_text(*, text, by):
    """Write what a workshop says in a language."""
    held_draft(text.workshop)
    text.full_clean()
    save(text, by)
    touch(text.workshop, by)
    return text


def touch(workshop, by):
    """A row was changed: so is the whole, for whoever has another page of it open."""
    workshop = Workshop.objects.get(pk=workshop.pk)
    save(workshop, by)


@transaction.atomic
def write_lists(*, workshop, lists, by, seen=None):
    """Write the lists of a workshop: kind → [(text in English, text in French)], in their order."""
    workshop = held_draft(workshop, seen)
    for kind, lines in lists.items():
        held = list(workshop.items.filter(kind=kind))
        for position, (english, french) in enumerate(lines, 1):
            row = held.pop(0) if held else WorkshopItem(workshop=workshop, kind=kind)
            if (row.position, row.text_en, row.text_fr) != (position, english, french):
                row.position, row.text_en, row.text_fr = position, english, french
                save(row, by)
        for row in held:
            remove(row, by)
    save(workshop, by)
    return workshop


@transaction.atomic
def write_audience(*, workshop, people, present, by, seen=None):
    """Write who was present: category → values of a WorkshopAudience, and how many they were altogether."""
    workshop = held_draft(workshop, seen)
    held = {row.category: row for row in workshop.audiences.all()}
    for category, values in present.items():
        row = held.pop(category, None) or WorkshopAudience(workshop=workshop, category=category)
        for name, value in values.items():
            setattr(row, name, value)
        save(row, by)
    for row in held.values():
        remove(row, by)
    workshop.people = people
    return save(workshop, by)


@transaction.atomic
def write_row(*, row, by):
    """Write a row of a draft: a part, a figure, a point. A new one comes last."""
    workshop = held_draft(row.workshop)
    if row.pk is None:
        name = "number" if isinstance(row, WorkshopPoint) else "position"
        last = type(row).objects.filter(workshop=workshop).aggregate(last=Max(name))["last"] or 0
        setattr(row, name, last + 1)
    row.full_clean()
    save(row, by)
    touch(workshop, by)
    return row


@transaction.atomic
def remove_row(*, row, by):
    """Take a row out of a draft; a recommendation that became an action stays."""
    workshop = held_draft(row.workshop)
    if not type(row).objects.filter(pk=row.pk).exists():
        raise ValidationError(_("Somebody else has already removed this."))
    if getattr(row, "action_id", None):
        raise ValidationError(_("This recommendation became an action, so it stays on record."))
    remove(row, by)
    touch(workshop, by)


@transaction.atomic
def add_material(*, workshop, document, by):
    """Put a document of the archive among the materials."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    row = WorkshopMaterial(workshop=workshop, document=document)
    row.full_clean()
    return save(row, by)


@transaction.atomic
def file_material(*, workshop, title, language, file, by):
    """File a new document among the materials; it is a draft, with the audience of its kind, until it is published in the
    archive. Raises ValidationError with the reason where the file is refused."""
    document = documents.add_document(
        kind=DocumentKind.objects.get(code=MATERIAL_KIND), titles={language: title}, by=by, date=workshop.end_date,
        date_precision=workshop.date_precision, organisation=workshop.country, is_demonstration=workshop.is_demonstration,
    )  # fmt: skip
    revision = documents.add_revision(document=document, by=by)
    documents.add_rendition(revision=revision, language=language, file=file, by=by)
    return add_material(workshop=workshop, document=document, by=by)


@transaction.atomic
def remove_material(*, material, by):
    """Take a document out of the materials; the archive keeps it."""
    Workshop.objects.select_for_update().get(pk=material.workshop_id)
    if not WorkshopMaterial.objects.filter(pk=material.pk).exists():
        raise ValidationError(_("Somebody else has already removed this."))
    remove(material, by)


def undecided(point):
    """The recommendation as it is now; raises ValidationError where it is none, or is settled."""
    row = WorkshopPoint.objects.select_for_update().get(pk=point.pk)
    if row.kind != WorkshopPoint.Kind.RECOMMENDATION:
        raise ValidationError(_("A concern does not become an action."))
    if row.is_settled:
        raise ValidationError(_("Somebody else has already settled what becomes of this recommendation."))
    if row.workshop.is_draft:
        raise ValidationError(_("A recommendation is settled once the workshop is published."))
    return row


@transaction.atomic
def accept_recommendation(*, point, body, owner, due_on, by, accepted_on=None):
    """A body of the Process accepts a recommendation: it becomes an action of that body. `owner` is field → primary key, as
    `logistics.follow_up.owners.fields_of` gives it."""
    row = undecided(point)
    row.action = open_action(
        by=by, origin=Action.Origin.WORKSHOP, body=body, due_on=due_on, title_en=row.text_en[:300],
        title_fr=row.text_fr[:300], audience="body", audience_body=body, **words_of_origin(row.workshop),
        **{f"{name}_id": key for name, key in owner.items()},
    )  # fmt: skip
    row.accepted_by, row.accepted_on = body, accepted_on or today()
    return save(row, by)


def words_of_origin(workshop):
    """Where the action was undertaken, in both languages."""
    titles = {row.language: row.title for row in workshop.texts.all()}
    either = titles.get("en") or next(iter(titles.values()), workshop.reference)
    return {
        "undertaken_in_en": f"{titles.get('en', either)}, {workshop.reference}"[:200],
        "undertaken_in_fr": f"{titles.get('fr', either)}, {workshop.reference}"[:200],
    }


@transaction.atomic
def decline_recommendation(*, point, reason_en, reason_fr, by):
    """Say why a recommendation becomes no action."""
    row = undecided(point)
    if not (reason_en or reason_fr):
        raise ValidationError({"reason_en": _("Say why it does not become an action, in at least one language.")})
    row.no_action_reason_en, row.no_action_reason_fr = reason_en, reason_fr
    return save(row, by)


@transaction.atomic
def note_agreement(*, workshop, agreed_by, agreed_on, note, by, seen=None):
    """Note that the organisers or the requester agree to what the page says."""
    workshop = held_draft(workshop, seen)
    if agreed_on > today():
        raise ValidationError({"agreed_on": _("This day is still to come.")})
    workshop.agreed_by, workshop.agreed_on, workshop.agreement_note = agreed_by, agreed_on, note
    workshop.agreed_sha256 = digest(workshop)
    return save(workshop, by)


def missing(workshop):
    """What a draft still needs before it is published, in sentences."""
    if not workshop.texts.exists():
        yield _("It needs a title.")
    if not is_agreed(workshop):
        yield _("The organisers or the requester have to agree to what the page says now.")
    if workshop.request_id and not is_approved(workshop):
        yield _("It was held for a request, so the KP Chair’s office has to approve exactly what the page says.")


@transaction.atomic
def publish(*, workshop, by):
    """Show a draft to everyone; raises ValidationError with what it still needs."""
    workshop = held_draft(workshop)
    if lacks := list(missing(workshop)):
        raise ValidationError(lacks)
    workshop.stage, workshop.published_at, workshop.submitted_at = Stage.PUBLISHED, timezone.now(), None
    return save(workshop, by)


@transaction.atomic
def take_back(*, workshop, reason, by):
    """Take a published workshop back to correct it; what was agreed and approved counts again only for the same words."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.is_draft:
        raise ValidationError(_("It is already a draft."))
    workshop.stage, workshop.published_at = Stage.DRAFT, None
    return save(workshop, by, reason)
