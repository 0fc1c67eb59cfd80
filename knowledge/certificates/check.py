"""Checking a certificate: the form, the answer on one screen, and one's own history."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView, TemplateView

from asm_portal.access import VisibleMixin
from asm_portal.dated import today
from asm_portal.focal_points import focal_points
from asm_portal.models.focal_points import CERTIFICATES
from asm_portal.register import alphabetical
from asm_portal.templatetags.portal import date_words
from asm_portal.visibility import standing_of
from knowledge.certificates.check_form import CheckForm
from knowledge.certificates.series import false_numbers, number_fit
from knowledge.certificates.verdict import verdict_on
from knowledge.models import AuthorisedSignatory, CertificateCheck, CertificateSpecimen, FraudDetail, FraudNotice
from knowledge.models.certificates import works_with_certificates
from knowledge.models.fraud import normalised

TRIES = 3


class ForThoseWhoCheck:
    """A page for those who work with certificates; to others signed in it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not works_with_certificates(standing_of(request.user)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


@dataclass(frozen=True)
class Authority:
    """What is on record of an issuing authority on a day: who could sign, and what its certificates looked like."""

    organisation: object
    name: str
    signatories: tuple
    others: tuple
    specimens: tuple


class Answer:
    """All that the portal says of a question: an organisation (None: not on the register), a day, perhaps a number."""

    def __init__(self, organisation, day, number, reader):
        self.organisation, self.day, self.number, self.reader = organisation, day, number, reader
        self.finding = verdict_on(organisation, day, reader)

    @property
    def title(self):
        name = self.organisation.name_on(self.day) if self.organisation else _("Another state or territory")
        return f"{name}, {date_words(self.day)}"

    @cached_property
    def authorities(self):
        """The issuing authorities that have anything on record for the issuer: those whose signatories are known first."""
        if self.finding.issuer is None:
            return []
        signatories = self.published(AuthorisedSignatory)
        specimens = [row for row in self.published(CertificateSpecimen) if row.holds_on(self.day)]
        by_key = {row.authority_id: row.authority for row in (*signatories, *specimens)}
        found = [self.authority(one, signatories, specimens) for one in by_key.values()]
        return sorted(found, key=lambda row: (not row.signatories, alphabetical(row.name)))

    def published(self, model):
        rows = model.objects.visible_to(self.reader).published().of([self.finding.issuer])
        return list(rows.prefetch_related("ranges", "images") if model is CertificateSpecimen else rows)

    def authority(self, organisation, signatories, specimens):
        own = [row for row in signatories if row.authority_id == organisation.pk]
        return Authority(
            organisation,
            organisation.name_on(self.day),
            tuple(row for row in own if row.holds_on(self.day)),
            tuple(row for row in own if not row.holds_on(self.day)),
            tuple(row for row in specimens if row.authority_id == organisation.pk),
        )

    @property
    def specimens(self):
        return [specimen for authority in self.authorities for specimen in authority.specimens]

    @property
    def signatories(self):
        return [one for authority in self.authorities for one in authority.signatories]

    @property
    def in_short(self):
        """What is on record of the day, in a line."""
        count, told = len(self.signatories), []
        if self.specimens:
            told.append(_("In use: %(series)s.") % {"series": ", ".join(row.series for row in self.specimens)})
        if count:
            told.append(
                ngettext("%(count)s person could sign.", "%(count)s people could sign.", count) % {"count": count}
            )
        if self.number and not self.false_numbers:
            told.append(_("%(number)s is not reported as false.") % {"number": self.number})
        return " ".join(told)

    @cached_property
    def fit(self):
        """What the series says of the number; None where none was given, or nobody could issue a certificate."""
        if not self.number or self.finding.issuer is None:
            return None
        return number_fit(self.number, self.specimens, self.day.year)

    @cached_property
    def false_numbers(self):
        return false_numbers(self.number, self.organisation, self.reader)

    @cached_property
    def notices(self):
        """The published notices of certificates that bear the name of the organisation, or the number."""
        if self.organisation is None:
            return []
        rows = FraudNotice.objects.visible_to(self.reader).published().filter(claimed_issuer=self.organisation)
        return list(rows.for_display())

    @cached_property
    def fake_pictures(self):
        """How many pictures of false certificates there are to compare with."""
        details = FraudDetail.objects.visible_to(self.reader).filter(notice__in=self.notices)
        return sum(len(detail.images.all()) for detail in details.prefetch_related("images"))

    @cached_property
    def focal_points(self):
        """Whom one may call: of the issuer, else of the organisation itself."""
        organisation = self.finding.issuer or self.organisation
        return focal_points(organisation, CERTIFICATES, self.reader, timezone.now()) if organisation else ()


@transaction.atomic
def note_check(*, answer, by):
    """The check of this question in the history of the one who asks. Asked again on the same day, and with the same verdict, it
    is the same check: neither a reload nor the other language makes another one."""
    code = answer.organisation.code if answer.organisation else ""
    question = "|".join([code, answer.day.isoformat(), normalised(answer.number), answer.finding.code])
    facts = {
        "participant": answer.organisation,
        "issued_on": answer.day,
        "certificate_number": answer.number,
        "verdict": answer.finding.code,
    }
    return found_or_made({"user": by, "on": today(), "question": question}, facts)


def found_or_made(asked, facts):
    """The check with this key, else a new one; a number that is taken, one in 33 million, is drawn again."""
    for left in reversed(range(TRIES)):
        try:
            return CertificateCheck.objects.get_or_create(**asked, defaults=facts)[0]
        except IntegrityError:
            if not left:
                raise


class CertificateCheckView(ForThoseWhoCheck, TemplateView):
    """The form and, once it is filled in, everything on one screen. By GET, so that the address can be kept and passed on; each
    view is logged as a check, which asking again does not repeat."""

    template_name = "knowledge/certificates/check/check.html"

    def get_context_data(self, **kwargs):
        user, data = self.request.user, self.request.GET
        form = CheckForm(data if CheckForm.is_asked(data) else None, reader=user)
        context = {"form": form, "title": _("Check a certificate")}
        if form.is_bound and form.is_valid():
            answer = Answer(reader=user, **form.question)
            context |= {"answer": answer, "check": note_check(answer=answer, by=user), "title": answer.title}
        return super().get_context_data(**context, **kwargs)


class CheckHistory(ForThoseWhoCheck, VisibleMixin, ListView):
    """One's own checks, the newest first."""

    model = CertificateCheck
    template_name = "knowledge/certificates/check/history.html"
    paginate_by = 25

    def get_queryset(self):
        own = super().get_queryset().filter(user=self.request.user)
        return own.select_related("participant").prefetch_related("participant__names")
