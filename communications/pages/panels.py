"""What the site's own texts add to the shared pages."""

from django.contrib.auth.models import AnonymousUser

from asm_portal.attention import waiting
from asm_portal.navigation import Link, current
from communications.communiques.panels import late_list
from communications.models import Banner, StandingPage
from communications.pages import board

LATE_PAGES, LATE_BANNERS = late_list(StandingPage), late_list(Banner)


def standing(reader):
    return StandingPage.objects.visible_to(reader).out().select_related("document").prefetch_related("document__titles")


def about(reader, path):
    """Links to the standing pages."""
    return [
        Link(str(page), page.get_absolute_url(), current(page.get_absolute_url(), path)) for page in standing(reader)
    ]


def sitemap():
    return [(page, page.published_at.date()) for page in standing(AnonymousUser())]


def url_for(document):
    """The address of the standing page whose text this is, "" where it does not stand."""
    page = StandingPage.objects.out().filter(document=document).first()
    return page.get_absolute_url() if page else ""


def documents_elsewhere():
    return [StandingPage.objects.out().values("document")]


def attention(reader):
    return [*waiting([LATE_PAGES, LATE_BANNERS], reader), *board.attention(reader)]
