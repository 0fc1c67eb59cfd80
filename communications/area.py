"""What communications adds to the shared pages."""

from django.contrib.auth.models import AnonymousUser

from asm_portal.areas import Area
from communications import demonstration
from communications.models import Communique


class CommunicationsArea(Area):
    """Communications."""

    def url_for(self, document):
        communique = Communique.objects.filter(document=document).select_related("document").first()
        return communique.get_absolute_url() if communique else ""

    def documents_elsewhere(self):
        return [Communique.objects.values("document")]

    def sitemap(self):
        anyone = AnonymousUser()
        found = Communique.objects.visible_to(anyone).listed().select_related("document")
        return [(communique, communique.published_at and communique.published_at.date()) for communique in found]

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)

    def forget_demonstration(self):
        demonstration.forget()


AREA = CommunicationsArea()
