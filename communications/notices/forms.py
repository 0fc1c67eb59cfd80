"""Input of the pages on which notices are written and sent."""

from datetime import time
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from asm_portal.day_field import DayMonthYearField
from asm_portal.editing import EditingForm
from asm_portal.forms import LineField, RecordsField, TimeZoneField
from asm_portal.models import Body, Office, Organisation
from asm_portal.register import alphabetical
from communications.models import Notice
from communications.models.notice_recipients import AUDIENCES
from communications.notices import subject
from communications.notices.actions import write_notice
from knowledge.models import Document
from logistics.follow_up.forms import known_document
from logistics.meetings.forms import long_text
from logistics.meetings.times import instant_of
from logistics.models.follow_up import named

LONGEST = 15_000  # characters: a mail that is longer would be cut, and what is sent is what was approved
LAST_MINUTE = time(23, 59)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def boxes(label, **kwargs):
    """Records to tick."""
    refusal = dict.fromkeys(("invalid_choice", "invalid_pk_value"), _("Choose from the list."))
    return RecordsField(
        None, label=label, required=False, widget=forms.CheckboxSelectMultiple, error_messages=refusal, **kwargs
    )


class NoticeForm(EditingForm):
    """A notice: its class and what it is about, its words, to whom it goes, until when it is to be confirmed."""

    template_name = "communications/notices/fields.html"

    about = forms.ChoiceField(label=_("Class"), initial=Notice.Kind.INFORMATION.value)
    title_en = LineField(label=_("Title in English"), max_length=200, required=False)
    text_en = forms.CharField(label=_("Text in English"), max_length=LONGEST, required=False, widget=long_text(12))
    title_fr = LineField(label=_("Title in French"), max_length=200, required=False)
    text_fr = forms.CharField(label=_("Text in French"), max_length=LONGEST, required=False, widget=long_text(12))
    audiences = forms.MultipleChoiceField(
        label=_("To"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(audience.value, capfirst(audience.label)) for audience in AUDIENCES],
        help_text=_("Tick here, or open one of the lists below."),
    )  # fmt: skip
    bodies = boxes(_("Bodies"))
    offices = boxes(_("Offices"))
    organisations = boxes(_("Organisations"))
    confirm_on = DayMonthYearField(
        label=_("To be confirmed by"), required=False,
        help_text=_("Until the end of that day. Empty: nobody is asked to confirm."),
    )  # fmt: skip
    confirm_zone = TimeZoneField(label=_("Time zone of the deadline"))
    documents = forms.CharField(
        label=_("Documents"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_(
            "One on each line: its reference or its official number, for example MIN-2025-K7Q2M. Recipients get links, and only"
            " to what they may know of."
        ),
    )  # fmt: skip

    class Meta:
        model = Notice
        fields = ()

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        del self.fields["why"]
        self.fields["about"].choices = [
            (capfirst(label), rows) if isinstance(rows, list) else (rows, capfirst(label))
            for label, rows in subject.choices(by, self.instance)
        ]
        self.offer_recipients()
        if self.instance.pk:
            self.initial |= written(self.instance)
        else:
            self.initial.setdefault("confirm_zone", by.person.time_zone)

    def offer_recipients(self):
        """Those of today, invented ones last, in the order of their names."""
        offered = {
            "bodies": (Body.objects.filter(activity=Body.Activity.ACTIVE, valid_until=None), str),
            "offices": (Office.objects.exclude(body__activity=Body.Activity.CLOSED).select_related("body"), named),
            "organisations": (Organisation.objects.with_names(), str),
        }
        for name, (rows, words) in offered.items():
            field = self.fields[name]
            field.queryset = rows.visible_to(self.by)
            choices = [(row.pk, words(row), row.is_demonstration) for row in field.queryset]
            choices.sort(key=lambda choice: (choice[2], alphabetical(choice[1])))
            field.choices = [(pk, label) for pk, label, _is_demonstration in choices]

    @property
    def languages(self):
        """The title and the text in each language, for the template."""
        return [(code, self[f"title_{code}"], self[f"text_{code}"]) for code in LANGUAGES]

    @property
    def chosen(self):
        """The groups of recipients that can be opened: each with how many are chosen."""
        return [(self[name], len(self[name].value() or ())) for name in ("bodies", "offices", "organisations")]

    def clean_documents(self):
        lines = [line for line in self.cleaned_data["documents"].splitlines() if line.strip()]
        found, problems = [], []
        for line in lines:
            try:
                found.append(known_document(line, self.by))
            except ValidationError as problem:
                problems += problem.messages
        if problems:
            raise ValidationError(problems)
        return list(dict.fromkeys(found))

    def clean(self):
        given = super().clean()
        self.check_texts(given)
        names = ("audiences", "bodies", "offices", "organisations")
        if not any(given.get(name) or self.errors.get(name) for name in names):
            self.add_error("audiences", _("Choose to whom the notice goes."))
        self.set_deadline(given)
        return given

    def check_texts(self, given):
        """Each language whole, and at least one."""
        for code in LANGUAGES:
            title, text = given.get(f"title_{code}"), given.get(f"text_{code}")
            if title and not text and f"text_{code}" not in self.errors:
                self.add_error(f"text_{code}", _("Write the text that belongs to this title."))
            if text and not title and f"title_{code}" not in self.errors:
                self.add_error(f"title_{code}", _("Give the text a title."))
        if not self.errors and not any(given.get(f"title_{code}") for code in LANGUAGES):
            self.add_error("title_en", _("Write the notice in one language at least."))

    def set_deadline(self, given):
        """The last minute of the day in its zone."""
        day, zone = given.get("confirm_on"), given.get("confirm_zone")
        if "confirm_on" in self.errors or not zone:
            return
        try:
            self.instance.confirm_by = instant_of(day, LAST_MINUTE, zone) if day else None
        except ValidationError as problem:
            return self.add_error("confirm_on", problem)
        self.instance.confirm_zone = zone
        if day and self.instance.confirm_by <= timezone.now():
            self.add_error("confirm_on", _("This day is over in that time zone. Choose a later one."))

    @property
    def recipients(self):
        """The columns of each recipient."""
        given = self.cleaned_data
        nothing = {"audience": "", "body": None, "office": None, "organisation": None}
        return [
            *(nothing | {"audience": audience} for audience in given["audiences"]),
            *(nothing | {"body": body} for body in given["bodies"]),
            *(nothing | {"office": office} for office in given["offices"]),
            *(nothing | {"organisation": organisation} for organisation in given["organisations"]),
        ]

    def save(self):
        given = self.cleaned_data
        for name, value in subject.columns(given["about"]).items():
            setattr(self.instance, name, value)
        if not self.instance.pk:
            self.instance.is_demonstration = self.by.person.is_demonstration
        texts = {code: (given[f"title_{code}"], given[f"text_{code}"]) for code in LANGUAGES if given[f"title_{code}"]}
        return write_notice(
            notice=self.instance, texts=texts, recipients=self.recipients, documents=given["documents"], by=self.by
        )


def written(notice):
    """What the form shows of a notice that is on record."""
    texts = {row.language: row for row in notice.texts.all()}
    rows = list(notice.recipients.all())
    documents = Document.objects.filter(pk__in=notice.documents.values("document"))
    zone = notice.confirm_zone
    return {
        "about": subject.key_of(notice),
        **{f"title_{code}": texts[code].title for code in LANGUAGES if code in texts},
        **{f"text_{code}": texts[code].text for code in LANGUAGES if code in texts},
        "audiences": [row.audience for row in rows if row.audience],
        "bodies": [row.body_id for row in rows if row.body_id],
        "offices": [row.office_id for row in rows if row.office_id],
        "organisations": [row.organisation_id for row in rows if row.organisation_id],
        "confirm_on": timezone.localdate(notice.confirm_by, timezone=ZoneInfo(zone)) if notice.confirm_by else None,
        "confirm_zone": zone,
        "documents": "\n".join(documents.values_list("reference", flat=True)),
    }


class SeenForm(forms.Form):
    """A step that is taken on what the page showed: `seen` is its digest."""

    seen = forms.CharField(widget=forms.HiddenInput)
