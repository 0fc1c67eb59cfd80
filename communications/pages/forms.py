"""Input of the pages on which the secretariat keeps the site's own texts."""

import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.day_field import DayMonthYearField
from asm_portal.forms import TimeZoneField
from communications.communiques.forms import title_field
from communications.communiques.times import chair_zone
from communications.models import Banner, StandingPage
from communications.models.public_texts import EXPECTED
from logistics.meetings.forms import TimeField
from logistics.meetings.times import instant_of


class SiteTextForm(forms.ModelForm):
    """A text of the site itself; a new one gets its titles here, the texts themselves are written with the draft."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            for language in EXPECTED:
                self.fields[f"title_{language}"] = title_field(language)

    def clean(self):
        given = super().clean()
        if self.instance.pk is None and not (self.titles or self.errors):
            raise ValidationError(_("Give a title in at least one language."))
        return given

    @property
    def titles(self):
        given = {language: self.cleaned_data.get(f"title_{language}") for language in EXPECTED}
        return {language: title for language, title in given.items() if title}

    @property
    def own(self):
        """The fields of the record itself."""
        return {name: getattr(self.instance, name) for name in self.OWN}


class StandingPageForm(SiteTextForm):
    """A standing page, by its address."""

    OWN = ("slug",)

    class Meta:
        model = StandingPage
        fields = ("slug",)


class BannerForm(SiteTextForm):
    """A banner: its tone, and the instant until which it is shown, on a clock of a zone."""

    OWN = ("tone", "ends_at")

    day = DayMonthYearField(label=_("Shown until, day"))
    time = TimeField(label=_("Time"), required=True)
    zone = TimeZoneField(label=_("Time zone"))

    class Meta:
        model = Banner
        fields = ("tone",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = chair_zone()
        self.initial.setdefault("zone", zone)
        if self.instance.pk:
            end = self.instance.ends_at.astimezone(zoneinfo.ZoneInfo(zone))
            self.initial |= {"day": end.date(), "time": end.time()}

    def clean(self):
        given = super().clean()
        if all(given.get(name) for name in ("day", "time", "zone")):
            try:
                self.instance.ends_at = instant_of(given["day"], given["time"], given["zone"])
            except ValidationError as problem:
                self.add_error("time", problem)
            else:
                if self.instance.ends_at <= timezone.now():
                    self.add_error("day", _("This time has passed. Choose one that lies ahead."))
        return given
