"""Input of planned tasks."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from asm_portal.editing import EditingForm
from logistics.models import PlannedTask
from logistics.playbooks import actions
from logistics.playbooks.owners import offices_for, organisations_for

SECRETARIAT = ""


class TaskForm(EditingForm):
    """A task, for those who may edit the meeting or the visit. `parent` is the one or the other."""

    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)

    class Meta:
        model = PlannedTask
        fields = ("title_en", "title_fr", "offset", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    field_order = ("title_en", "title_fr", "offset", "owner", "note")

    def __init__(self, *args, parent, by, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["why"]
        self.parent, self.by = parent, by
        self.owners = {f"office-{row.pk}": row for row in offices_for(parent)}
        self.owners |= {f"organisation-{row.pk}": row for row in organisations_for(parent)}
        self.keep_owner()
        named = [(key, owner_words(owner)) for key, owner in self.owners.items()]
        self.fields["owner"].choices = [(SECRETARIAT, _("Secretariat")), *named]
        self.fields["offset"].help_text = _("-30: thirty days before it. 7: a week after it.")

    def keep_owner(self):
        """The owner that a task has can be chosen, whatever else could."""
        for name in ("office", "organisation"):
            owner = getattr(self.instance, name)
            if owner:
                self.initial["owner"] = f"{name}-{owner.pk}"
                self.owners.setdefault(self.initial["owner"], owner)

    def _post_clean(self):
        """The owner belongs to what is checked."""
        owner = self.owners.get(self.cleaned_data.get("owner"))
        self.instance.office = self.instance.organisation = None
        if owner:
            setattr(self.instance, self.cleaned_data["owner"].partition("-")[0], owner)
        for name, value in actions.of(self.parent).items():
            setattr(self.instance, name, value)
        super()._post_clean()

    def save(self):
        return actions.change_task(task=self.instance, by=self.by)


class NoteForm(EditingForm):
    """What the owner of a task says about it."""

    class Meta:
        model = PlannedTask
        fields = ("note",)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, parent, by, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["why"]
        self.by = by

    def save(self):
        return actions.change_task(task=self.instance, by=self.by)


def owner_words(owner):
    """An office with its body, whose Chair it may be; an organisation by its name."""
    body = getattr(owner, "body", None)
    return f"{body.abbreviation or body.name}{_(':')} {owner.name}" if body else owner.name
