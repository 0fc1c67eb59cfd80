"""What knowledge adds to the shared pages."""

from asm_portal.areas import Area
from asm_portal.attention import waiting
from knowledge import demonstration, indexing, panels, public, reference
from knowledge.attention import LISTS
from knowledge.basis import basis_of
from knowledge.models import Document


class KnowledgeArea(Area):
    """Knowledge."""

    indexed = (Document,)

    def entries(self, record):
        return indexing.entries(record) if isinstance(record, Document) else None

    def home(self, reader):
        return public.home(reader)

    def figures(self, reader):
        return public.figures(reader)

    def sitemap(self):
        return public.sitemap()

    def desk(self, reader):
        return panels.desk(reader)

    def on_body(self, body, reader, day):
        return panels.on_body(body, reader, day)

    def on_organisation(self, organisation, reader, day):
        return panels.on_organisation(organisation, reader, day)

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)

    def forget_demonstration(self):
        demonstration.forget_demonstration()

    def attention(self, reader):
        return waiting(LISTS, reader)

    def basis_of(self, records, reader):
        return basis_of(records, reader)

    def load_reference(self, loader):
        reference.load_reference(loader)


AREA = KnowledgeArea()
