"""To whom a notice is addressed, to whom it went, and under which standing instruction it may go."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from asm_portal.dated import Dated
from asm_portal.models import Body, Office, OfficeTerm, Organisation, Person
from asm_portal.visibility import EVERYBODY, NOBODY, Audience, DatedVisibleQuerySet, Open
from communications.models.notices import Notice, PartOfNotice, addressing
from logistics.models.follow_up import named

# The audiences that a notice can be sent to.
AUDIENCES = (Audience.PARTICIPANTS, Audience.PROCESS)
# The columns that name a recipient who is no audience.
TARGETS = ("body", "office", "organisation")


def one_target():
    """The condition that exactly one of audience, body, office and organisation is given."""
    absent = {f"{name}__isnull": True for name in TARGETS}
    chosen = (Q(audience="", **absent | {f"{name}__isnull": False}) for name in TARGETS)
    return reduce(or_, chosen, Q(audience__in=[str(audience) for audience in AUDIENCES], **absent))


class NoticeRecipient(PartOfNotice):
    """To whom a notice goes: an audience, a body, an office or an organisation. Other readers learn of those only among whom they
    are themselves."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="recipients", verbose_name=_("notice"))
    audience = models.CharField(
        _("audience"), max_length=12, blank=True, choices=[(audience.value, audience.label) for audience in AUDIENCES]
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("recipient of a notice")
        verbose_name_plural = _("recipients of notices")
        ordering = ["notice", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=one_target(),
                name="a_recipient_is_one_audience_body_office_or_organisation",
                violation_error_message=_("Choose one: an audience, a body, an office or an organisation."),
            ),
            models.UniqueConstraint(
                fields=["notice", "audience"], condition=~Q(audience=""), name="a_notice_names_an_audience_once"
            ),
            *(
                models.UniqueConstraint(fields=["notice", name], name=f"a_notice_names_the_same_{name}_once")
                for name in TARGETS
            ),
        ]

    def __str__(self):
        if self.office:
            return named(self.office)
        return str(self.target or self.get_audience_display())

    @classmethod
    def readable(cls, standing):
        if standing.secretariat or standing.chair:
            return super().readable(standing)
        return super().readable(standing) & addressing(standing)

    @property
    def target(self):
        """The body, office or organisation; None for an audience."""
        return self.body or self.office or self.organisation

    @property
    def code(self):
        """How a form and a series name it: `participants`, `body:WGM`, `office:WGM-CHAIR`, `organisation:XA`."""
        name = next((name for name in TARGETS if getattr(self, f"{name}_id")), "")
        return f"{name}:{self.target.code}" if name else self.audience


class NoticeAddressee(Open):
    """To whom a notice went on the day it was sent, for which organisation, and as which recipient: a ledger, whose rows are
    claimed before the mail and never changed. A person who speaks for two organisations has two rows and one mail."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="addressees", verbose_name=_("notice"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    recipient = models.ForeignKey(NoticeRecipient, models.PROTECT, related_name="addressees", verbose_name=_("as"))
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now)

    class Meta:
        verbose_name = _("addressee of a notice")
        verbose_name_plural = _("addressees of notices")
        ordering = ["notice", "organisation", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "person", "organisation"], name="a_notice_goes_to_a_person_once_for_an_organisation"
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.organisation}"

    @classmethod
    def readable(cls, standing):
        if standing.secretariat or standing.chair:
            return EVERYBODY
        return Q(person=standing.person_id) if standing.person_id else NOBODY

    @classmethod
    def changeable(cls, standing):
        return NOBODY


class NoticeInstructionQuerySet(DatedVisibleQuerySet):
    """Standing instructions on notices."""

    def in_force(self):
        """Those that hold today, of whoever has held the seat since then: a Chair is not bound by what an earlier one said."""
        term = OfficeTerm.objects.valid_on().filter(
            office__seat=Office.Seat.KP_CHAIR,
            office__is_demonstration=OuterRef("is_demonstration"),
            valid_from__lte=OuterRef("valid_from"),
        )
        return self.valid_on().filter(Exists(term))


class NoticeInstruction(Open, Dated):
    """A standing instruction of the Chair, as the secretariat recorded it: notices of this class go out without being laid before
    the Chair each time. It ends with the term of the Chair who gave it."""

    kind = models.CharField(
        _("class"), max_length=12, choices=[(kind.value, kind.label) for kind in Notice.UNDER_INSTRUCTION]
    )
    words = models.TextField(_("words of the instruction"))
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = NoticeInstructionQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("standing instruction on notices")
        verbose_name_plural = _("standing instructions on notices")
        ordering = ["kind", "-valid_from"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.words}"

    @classmethod
    def readable(cls, standing):
        return EVERYBODY if standing.secretariat or standing.chair else NOBODY
