"""What everyone may read of certificates: what they look like, who was a Participant when, and the notices of false ones."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, TemplateView

from asm_portal.access import PublicMixin
from asm_portal.dated import today
from asm_portal.models import Organisation
from asm_portal.register import alphabetical
from asm_portal.visibility import standing_of
from knowledge.certificates.check_form import CheckForm
from knowledge.certificates.images import PictureView
from knowledge.models import FalseNumber, FraudDetail, FraudImage, FraudNotice, ImageView
from knowledge.models.certificates import works_with_certificates

NEWEST = 5


class CertificatesPage(PublicMixin, TemplateView):
    """What certificates are, for everyone; and for those who work with them the way to the check."""

    template_name = "knowledge/certificates/certificates.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        notices = FraudNotice.objects.visible_to(user).published()
        may_check = works_with_certificates(standing_of(user))
        return super().get_context_data(
            title=_("Certificates"),
            today=today(),
            notices=notices.for_display()[:NEWEST],
            count=notices.count(),
            form=CheckForm(reader=user) if may_check else None,
            **kwargs,
        )


class FraudNoticeList(PublicMixin, ListView):
    """The notices of false certificates that the reader may know of, the newest first; `?issuer=` those of one claimed issuer."""

    model = FraudNotice
    template_name = "knowledge/certificates/fraud/list.html"
    paginate_by = 25

    def get_queryset(self):
        found = super().get_queryset().published().for_display()
        known = Organisation.objects.visible_to(self.request.user)
        self.issuer = known.filter(code=self.request.GET.get("issuer", "")).with_names().first()
        self.issuers = sorted(
            known.filter(pk__in=found.values("claimed_issuer")).with_names(), key=lambda row: alphabetical(row.name)
        )
        if self.issuer:
            found = found.filter(claimed_issuer=self.issuer)
        return found.prefetch_related(details_for(self.request.user))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("False certificates"), issuer=self.issuer, issuers=self.issuers, **kwargs
        )


class FraudNoticeDetail(PublicMixin, DetailView):
    """A notice: what may be said in public, and below it what the reader may know besides."""

    model = FraudNotice
    slug_field = slug_url_kwarg = "reference"
    template_name = "knowledge/certificates/fraud/detail.html"

    def get_queryset(self):
        return super().get_queryset().for_display().prefetch_related(details_for(self.request.user))


class FraudPicture(PictureView):
    """A picture of a false certificate."""

    model = FraudImage
    page = ImageView.Page.FRAUD


def details_for(user):
    """What the reader may know of notices besides their words, as `known_details`."""
    details = FraudDetail.objects.visible_to(user).prefetch_related(
        Prefetch("numbers", FalseNumber.objects.visible_to(user)),
        Prefetch("images", FraudImage.objects.visible_to(user)),
    )
    return Prefetch("details", details, to_attr="known_details")
