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
    for record in list(records.exclude(pk__in=facts(records.model).values("object_id"))):
        remove_one(record)


def facts(model):
    """What the reference data made of the model."""
    return ReferenceRow.objects.filter(content_type=ContentType.objects.get_for_model(model))


def remove_one(record):
    if facts(type(record)).filter(object_id=record.pk).exists():
        raise models.ProtectedError(f"A fact of the reference data is tied to the demonstration: {record}", {record})
    for relation in dependants(type(record)):
        others = relation.related_model._base_manager.filter(**{relation.field.name: record})
        while other := others.first():
            let_go(other, relation.field)
    key, files = record.pk, stored_files(record)
    search.forget(record)
    # Not record.delete(): released texts refuse that, rightly, to everybody else.
    type(record)._base_manager.filter(pk=key).delete()
    forget_history(type(record), key)
    for file in files:
        transaction.on_commit(file)


def let_go(other, field):
    """End the hold of another record: by no longer mentioning what goes or, where it cannot stand without, by going too."""
    if not field.null:
        remove_one(other)
        return
    setattr(other, field.name, None)
    try:
        other.validate_constraints()
    except ValidationError:
        remove_one(other)
        return
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


def forget_history(model, key):
    try:
        history = get_history_manager_for_model(model)
    except NotHistoricalModelError:
        return
    history.model._base_manager.filter(**{model._meta.pk.attname: key}).delete()
