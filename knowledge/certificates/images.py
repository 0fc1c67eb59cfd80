"""Pictures of certificates and signatures are given out one way: with the reader's name and the time over them, never cached,
each view logged."""

from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.http import HttpResponse
from django.utils import timezone
from django.views.generic import DetailView

from asm_portal.access import VisibleMixin
from asm_portal.files import SANDBOX
from asm_portal.middleware import OWN
from knowledge.certificates.pictures import FULL_BYTES, MEDIA_TYPE, in_plain_letters, marked
from knowledge.models import AuthorisedSignatory, FraudImage, ImageView, SpecimenImage, SuspectPhoto

VIEWED_AS = {
    SpecimenImage: "specimen_image",
    AuthorisedSignatory: "signatory",
    FraudImage: "fraud_image",
    SuspectPhoto: "suspect_photo",
}
# What the owner of a picture is told about its views is so old.
DELAY = timedelta(days=14)


def serve_image(request, picture, *, page, check_number="", is_full=False):
    """Answer with a picture, of one of the models in VIEWED_AS, that was fetched through the access rule. It is drawn first, for
    drawing takes longer than a lock should be held, and given out only once the view is logged."""
    words = f"{in_plain_letters(request.user)}  {timezone.now():%Y-%m-%d %H:%M} UTC"
    file, limit = (picture.image, FULL_BYTES) if is_full else (picture.display, picture.DISPLAY_BYTES)
    response = HttpResponse(marked(file, words, limit), content_type=MEDIA_TYPE)
    response["Cache-Control"] = OWN
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    content = {VIEWED_AS[type(picture)]: picture}
    ImageView.objects.create(user=request.user, page=page, check_number=check_number, **content)
    return response


class PictureView(VisibleMixin, DetailView):
    """A picture; `?full` asks for the large one, `?check=` names the check of a certificate that shows it."""

    slug_field = slug_url_kwarg = "key"
    page = ImageView.Page.UPKEEP

    def get(self, request, *args, **kwargs):
        check_number = request.GET.get("check", "")
        return serve_image(
            request,
            self.get_object(),
            page=ImageView.Page.CHECK if check_number else self.page,
            check_number=check_number[: ImageView._meta.get_field("check_number").max_length],
            is_full="full" in request.GET,
        )


class SpecimenPicture(PictureView):
    """A picture of a specimen."""

    model = SpecimenImage


class SignaturePicture(PictureView):
    """The signature of a signatory."""

    model = AuthorisedSignatory


def weekly_views(organisations):
    """How often pictures of the Participants were shown: (Monday of the week, views), newest first. The last fourteen days are
    left out, and who looked is not told."""
    until = timezone.now() - DELAY
    rows = ImageView.objects.filter(at__lt=until)
    of_them = rows.filter(specimen_image__specimen__participant__in=organisations) | rows.filter(
        signatory__participant__in=organisations
    )
    weeks = of_them.order_by().annotate(week=TruncWeek("at")).values("week").annotate(views=Count("pk"))
    return [(row["week"].date(), row["views"]) for row in weeks.order_by("-week")]
