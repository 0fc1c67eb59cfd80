"""Taking records out for good, as only the demonstration may: with what cannot stand without them, files, and history."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from simple_history.exceptions import NotHistoricalModelError
from simple_history.utils import get_history_manager_for_model

from asm_portal import search
from asm_portal.models import ReferenceRow

REASON = "demonstration removed"


@transaction.atomic
def remove(records):
    """Delete the records and all that needs them; a record that only mentions one of them stays, without the mention, and so
    does a record of the reference data to which somebody has tied something invented.

    History is the trail of facts. These were none, so theirs goes too; that of the records that stay is kept.
    """
    take_out(list(records.exclude(pk__in=facts(records.model).values("object_id"))))


def facts(model):
    """What the reference data made of the model."""
    return ReferenceRow.objects.filter(content_type=ContentType.objects.get_for_model(model))


def take_out(records):
    """Delete records of one model, together: what holds on to them is looked for once for all of them."""
    if not records:
        return
    model, held = type(records[0]), {record.pk: record for record in records}
    keys = list(held)
    if fact := facts(model).filter(object_id__in=keys).first():
        record = held[fact.object_id]
        raise models.ProtectedError(f"A fact of the reference data is tied to the demonstration: {record}", {record})
    for relation in dependants(model):
        let_go(relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": records}), relation.field)
    files = [file for record in records for file in stored_files(record)]
    search.forget_all(model, keys)
    # Not record.delete(): released texts refuse that, rightly, to everybody else.
    model._base_manager.filter(pk__in=keys).delete()
    forget_history(model, keys)
    for file in files:
        transaction.on_commit(file)


def let_go(others, field):
    """End the hold of other records: by no longer mentioning what goes or, where they cannot stand without, by going too."""
    if not field.null:
        take_out(list(others))
        return
    while other := others.first():
        setattr(other, field.name, None)
        try:
            other.validate_constraints()
        except ValidationError:
            take_out([other])
            continue
        other._change_reason = REASON
        other.save()


def dependants(model):
    """The relations by which other records hold on to those of the model. Historical rows hold on to nothing."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and not relation.concrete
        and relation.on_delete in (models.PROTECT, models.CASCADE)
    ]


def stored_files(record):
    """What deletes the files of the record from the storage."""
    fields = [field for field in record._meta.fields if isinstance(field, models.FileField)]
    held = [getattr(record, field.name) for field in fields]
    return [lambda file=file: file.storage.delete(file.name) for file in held if file]


def forget_history(model, keys):
    try:
        history = get_history_manager_for_model(model)
    except NotHistoricalModelError:
        return
    history.model._base_manager.filter(**{f"{model._meta.pk.attname}__in": keys}).delete()
