"""Certificates: what those of a Participant look like, and who may sign them. Proposed by its focal point, confirmed by a second
person of it, published by the secretariat."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Dated, today
from asm_portal.models import Affiliation, Organisation, User
from asm_portal.models.bodies import in_language
from asm_portal.tracked import Sourced, Tracked
from asm_portal.uploads import check_upload
from asm_portal.visibility import EVERYBODY, NOBODY, DatedVisibleQuerySet, Open, Through


def works_with_certificates(standing):
    """Whether the reader is one of those for whom the portal keeps specimens, signatures and false numbers: governments, the
    certificate officers of Participants, the Chair’s office, the secretariat."""
    return standing.secretariat or standing.chair or standing.participant or bool(standing.officer_of)


class IssuedBy(models.Model):
    """Something of the authority that issues a Participant's certificates: the Participant itself, or an organisation that speaks
    for it, such as its national authority."""

    participant = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Participant"))
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("issuing authority"))

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.participant_id and self.authority_id not in (None, self.participant_id):
            day = getattr(self, "valid_from", None) or today()
            under = Affiliation.objects.speaking(day).filter(organisation=self.authority_id, parent=self.participant_id)
            if not under.exists():
                raise ValidationError({"authority": _("This authority does not act for the Participant on that day.")})


class ProposedQuerySet(DatedVisibleQuerySet):
    """Records that are proposed, confirmed and published."""

    def published(self):
        return self.filter(state=Proposed.State.PUBLISHED)

    def of(self, organisations):
        """Those of the Participants, with the names that a page shows."""
        rows = self.filter(participant__in=organisations).select_related("participant", "authority")
        return rows.prefetch_related("participant__names", "authority__names")


class Proposed(Open):
    """Proposed → confirmed by a second person of the same organisation → published by the secretariat; or returned with a remark.

    Until it is published it is known to the representatives of its `participant`, the Chair's office and the secretariat. A
    published one is for governments and for the certificate officers of Participants.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        PUBLISHED = "published", _("published")
        RETURNED = "returned", _("returned")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED, editable=False)
    remark = models.TextField(_("remark"), blank=True, editable=False)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at (UTC)"), editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at (UTC)"), null=True, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at (UTC)"), null=True, editable=False)

    objects = ProposedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="%(app_label)s_%(class)s_is_confirmed_by_a_second_person",
                violation_error_message=_("Somebody else than the one who proposed it must confirm it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "published"])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="%(app_label)s_%(class)s_says_who_confirmed_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_by__isnull=False, published_at__isnull=False),
                name="%(app_label)s_%(class)s_says_who_published_it",
            ),
        ]

    @classmethod
    def readable(cls, standing):
        if standing.secretariat or standing.chair:
            return EVERYBODY
        own = Q(participant__in=standing.organisations)
        published = Q(state=cls.State.PUBLISHED) if works_with_certificates(standing) else NOBODY
        return own | published

    @property
    def is_over(self):
        """Whether its last day is past."""
        return self.valid_until is not None and self.valid_until <= today()


class Picture(models.Model):
    """A picture, decoded and written anew when it came in: the full one, and `display`, which a page shows.

    `width` and `height` are the pixels and `size` the bytes of the full one. `DISPLAY_SIDE` and `DISPLAY_BYTES` are the limits of
    what a page shows: two signatures and a specimen within 120 KB.
    """

    DISPLAY_SIDE, DISPLAY_BYTES = 1200, 48 * 1024

    image = models.FileField(_("picture"), upload_to="certificates", max_length=120, validators=[check_upload])
    display = models.FileField(_("picture as pages show it"), upload_to="certificates", max_length=120, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    media_type = models.CharField(_("media type"), max_length=100, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)

    class Meta:
        abstract = True

    @property
    def display_width(self):
        """About the pixels of what a page shows, so that it can keep the place; the same goes for `display_height`."""
        return round(self.width * min(1, self.DISPLAY_SIDE / max(self.width, self.height)))

    @property
    def display_height(self):
        return round(self.height * min(1, self.DISPLAY_SIDE / max(self.width, self.height)))


class CertificateSpecimen(IssuedBy, Proposed, Dated, Sourced):
    """What the certificates of an authority look like for a time; a published one at a time."""

    no_overlap = ("authority_id", "state")

    series = models.CharField(_("series"), max_length=80, help_text=_("What distinguishes it, for example “Series 2”."))
    number_prefix = models.CharField(_("letters before the number"), max_length=12, blank=True)
    number_digits = models.PositiveSmallIntegerField(_("digits of the number"), null=True, blank=True)
    validity_days = models.PositiveSmallIntegerField(
        _("days that a certificate is valid"), null=True, blank=True, help_text=_("Empty where it does not say.")
    )
    features_en = models.TextField(
        _("what to look for, in English"), blank=True, help_text=_("One thing on each line.")
    )
    features_fr = models.TextField(_("what to look for, in French"), blank=True, help_text=_("One thing on each line."))

    class Meta(Dated.Meta):
        verbose_name = _("specimen of a certificate")
        verbose_name_plural = _("specimens of certificates")
        ordering = ["participant", "authority", F("valid_from").desc(nulls_last=True), "-pk"]
        base_manager_name = "objects"
        constraints = [*Dated.Meta.constraints, *Proposed.Meta.constraints]

    def __str__(self):
        return f"{self.authority}, {self.series}"

    def get_absolute_url(self):
        return reverse("knowledge:specimen", args=[self.key])

    @property
    def features(self):
        """The things to look for, in the reader's language."""
        return [line.strip() for line in in_language(self, "features").splitlines() if line.strip()]

    def refuse_overlap(self, exempt=()):
        """Only published specimens exclude each other: a proposal may lie beside what it is to replace."""
        if self.state == self.State.PUBLISHED:
            super().refuse_overlap(exempt)


class NumberRange(Through, Tracked):
    """The numbers, without the letters before them, that an authority printed on the certificates of a year; `last` included."""

    visible_through = "specimen"

    specimen = models.ForeignKey(CertificateSpecimen, models.PROTECT, related_name="ranges", verbose_name=_("specimen"))
    year = models.PositiveSmallIntegerField(_("year"))
    first = models.PositiveBigIntegerField(_("first number"))
    last = models.PositiveBigIntegerField(_("last number"))

    class Meta:
        verbose_name = _("range of numbers")
        verbose_name_plural = _("ranges of numbers")
        ordering = ["specimen", "-year", "first"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("last")),
                name="a_range_of_numbers_ends_after_it_begins",
                violation_error_message=_("The last number must not come before the first."),
            )
        ]

    def __str__(self):
        return f"{self.year}: {self.first}–{self.last}"

    @property
    def printed(self):
        """The first and the last number with the zeros that stand before them on a certificate."""
        digits = self.specimen.number_digits or 0
        return f"{self.first:0{digits}}", f"{self.last:0{digits}}"

    def clean(self):
        super().clean()
        self.refuse_overlap()

    def save(self, *args, **kwargs):
        self.refuse_overlap()
        super().save(*args, **kwargs)

    def refuse_overlap(self):
        """Raise ValidationError where the specimen, or a published one of the authority, has one of the numbers in that year."""
        if None in (self.specimen_id, self.year, self.first, self.last):
            return
        specimen = self.specimen
        others = NumberRange.objects.exclude(pk=self.pk).filter(
            specimen__authority=specimen.authority_id,
            specimen__number_prefix=specimen.number_prefix,
            year=self.year,
            first__lte=self.last,
            last__gte=self.first,
        )
        rivals = others.filter(Q(specimen=specimen.pk) | Q(specimen__state=Proposed.State.PUBLISHED))
        if other := rivals.first():
            raise ValidationError(
                _("These numbers overlap with %(first)s–%(last)s of %(year)s."),
                params={"first": other.first, "last": other.last, "year": other.year},
                code="overlap",
            )


class SpecimenImage(Picture, Through, Tracked):
    """A picture of a specimen."""

    visible_through = "specimen"

    class Side(models.TextChoices):
        FRONT = "front", _("front")
        BACK = "back", _("back")
        DETAIL = "detail", _("detail")

    specimen = models.ForeignKey(CertificateSpecimen, models.PROTECT, related_name="images", verbose_name=_("specimen"))
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    side = models.CharField(_("side"), max_length=6, choices=Side, default=Side.FRONT)
    caption_en = models.CharField(_("caption in English"), max_length=200, blank=True)
    caption_fr = models.CharField(_("caption in French"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("picture of a specimen")
        verbose_name_plural = _("pictures of specimens")
        ordering = ["specimen", "pk"]

    def __str__(self):
        return f"{self.specimen}, {self.get_side_display()}"

    def get_absolute_url(self):
        """The address of the picture; it is given out with the reader's name over it, and logged."""
        return reverse("knowledge:specimen-image", args=[self.key])

    @property
    def caption(self):
        return in_language(self, "caption")


class SignatoryQuerySet(ProposedQuerySet):
    """Those who sign certificates."""

    def valid_on(self, day=None):
        """Who could sign on the day: the term holds, and it was not revoked by then."""
        day = day or today()
        return super().valid_on(day).filter(Q(revoked_on=None) | Q(revoked_on__gt=day))

    def untold(self):
        """Changes that the Participants have not been told of: published signatures in force or to come, and revoked ones."""
        lasting = Q(valid_until=None) | Q(valid_until__gt=today())
        return self.published().filter(lasting | Q(revoked_on__isnull=False), told_on=None)

    def twins_of(self, signatory):
        """Others of the same authority, name and first day that are not over and were not returned."""
        same = {"authority": signatory.authority_id, "name": signatory.name, "valid_from": signatory.valid_from}
        lasting = Q(valid_until=None) | Q(valid_until__gt=today())
        rows = self.exclude(pk=signatory.pk).exclude(state=Proposed.State.RETURNED)
        return rows.filter(lasting, revoked_on=None, **same)


class AuthorisedSignatory(Picture, IssuedBy, Proposed, Dated, Sourced):
    """Somebody who may sign the certificates of an authority for a time; several at once are normal. Revoked, they no longer may
    from that day on. The picture is that of the signature."""

    DISPLAY_SIDE, DISPLAY_BYTES = 640, 16 * 1024

    name = models.CharField(_("name, as written"), max_length=120)
    function_en = models.CharField(_("function in English"), max_length=160, blank=True)
    function_fr = models.CharField(_("function in French"), max_length=160, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, editable=False)
    told_on = models.DateField(_("Participants told on"), null=True, editable=False)
    revocation_reason_en = models.TextField(_("reason of the revocation, in English"), blank=True, editable=False)
    revocation_reason_fr = models.TextField(_("reason of the revocation, in French"), blank=True, editable=False)

    objects = SignatoryQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("authorised signatory")
        verbose_name_plural = _("authorised signatories")
        ordering = ["participant", "authority", "name", "pk"]
        base_manager_name = "objects"
        constraints = [*Dated.Meta.constraints, *Proposed.Meta.constraints]

    def __str__(self):
        return f"{self.name}, {self.authority}"

    def get_absolute_url(self):
        return reverse("knowledge:signatory", args=[self.key])

    @property
    def image_url(self):
        """The address of the signature; it is given out with the reader's name over it, and logged."""
        return reverse("knowledge:signature-image", args=[self.key])

    @property
    def function(self):
        return in_language(self, "function")

    @property
    def revocation_reason(self):
        return in_language(self, "revocation_reason")

    def holds_on(self, day):
        return super().holds_on(day) and not (self.revoked_on and self.revoked_on <= day)

    @property
    def is_over(self):
        return super().is_over or self.revoked_on is not None

    @property
    def can_be_revoked(self):
        return self.state == self.State.PUBLISHED and not self.is_over
