"""Who changed what, when and why, in words: of one record with its details, and of the whole portal lately."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.visibility import standing_of

KINDS = {"+": _("added"), "~": _("changed"), "-": _("removed")}
LONGEST = 120
SHOWN = 200
LATELY = 12


@dataclass(frozen=True)
class Change:
    """One history row in words; `changes` are (field, before, after)."""

    when: datetime
    who: str
    kind: str
    what: str
    name: str
    why: str = ""
    url: str = ""
    changes: list = field(default_factory=list)


def worded(model_field, value):
    """A stored value in words."""
    if value in (None, ""):
        return "–"
    if isinstance(model_field, ForeignKey):
        target = model_field.target_field
        return str(target.model._base_manager.filter(**{target.attname: value}).first() or value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return Truncator(dict(model_field.flatchoices).get(value, value)).chars(LONGEST)


def changes_between(earlier, later):
    """What the later of two history rows of a record says otherwise: (field, before, after)."""
    fields = [named for named in later.tracked_fields if named.name not in ("version", "id")]
    return [
        (capfirst(named.verbose_name), worded(named, before), worded(named, after))
        for named in fields
        if (before := getattr(earlier, named.attname)) != (after := getattr(later, named.attname))
    ]


def told(row, changes=()):
    """A history row as a Change."""
    return Change(
        when=row.history_date,
        who=str(row.history_user.person) if row.history_user else _("the portal"),
        kind=KINDS[row.history_type],
        what=row.instance_type._meta.verbose_name,
        name=name_of(row),
        why=row.history_change_reason or "",
        url=address_of(row),
        changes=list(changes),
    )


def name_of(row):
    try:
        return Truncator(str(row.instance)).chars(LONGEST)
    except (AttributeError, FieldDoesNotExist, row.instance_type.DoesNotExist):
        return str(row.id)


def address_of(row):
    """Where the record is edited; "" where it is gone or is edited with another."""
    meta = row.instance_type._meta
    try:
        return (
            reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.id])
            if row.history_type != "-"
            else ""
        )
    except NoReverseMatch:
        return ""


def changes_of(model, **which):
    """The history of the records of a model, in words; a save that changed nothing is left out."""
    rows = (
        model.history.filter(**which)
        .select_related("history_user__person")
        .order_by("id", "history_date", "history_id")
    )
    for _pk, same in groupby(rows, lambda row: row.id):
        earlier = None
        for row in same:
            changes = changes_between(earlier, row) if earlier else []
            if changes or row.history_type != "~":
                yield told(row, changes)
            earlier = row


def recent_changes(site, request):
    """What people changed last among the records that the reader may know of: each record once."""
    found, seen = [], set()
    for model, model_admin in site._registry.items():
        if hasattr(model, "history") and model_admin.has_view_permission(request):
            known = Q(id__in=model_admin.get_queryset(request).values("pk"))
            if standing_of(request.user).secretariat:
                known |= Q(history_type="-")
            rows = model.history.filter(known, history_user__isnull=False).select_related("history_user__person")
            found += rows.order_by("-history_date")[:LATELY]
    for row in sorted(found, key=lambda row: row.history_date, reverse=True):
        record = (row.instance_type, row.id)
        if record not in seen and len(seen) < LATELY:
            seen.add(record)
            yield told(row)


class HistoryMixin:
    """A ModelAdmin whose history page tells of the record and of its details."""

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        found = list(changes_of(self.model, id=record.pk)) if hasattr(self.model, "history") else []
        for inline in self.get_inline_instances(request, record):
            if hasattr(inline.model, "history"):
                found += changes_of(inline.model, **{inline.path_to_root(): record.pk})
        found.sort(key=lambda change: change.when, reverse=True)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(record)s") % {"record": record},
            "opts": self.opts,
            "object": record,
            "changes": found[:SHOWN],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)
