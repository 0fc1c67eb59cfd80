"""The steps of a request that are about workshops."""

from django.utils.translation import gettext as _

from assistance.models import Workshop
from assistance.requests.timeline import Step


def steps(request, reader):
    """That a workshop of the request was published."""
    published = Workshop.objects.visible_to(reader).published().filter(request=request)
    for workshop in published.for_display():
        yield Step(workshop.published_at, _("Workshop published"), str(workshop), workshop.get_absolute_url())
