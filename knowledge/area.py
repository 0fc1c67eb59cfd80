"""What knowledge adds to the shared pages."""

from asm_portal.areas import Area
from asm_portal.attention import waiting
from knowledge import demonstration, handover, panels, public, reference
from knowledge.attention import LISTS
from knowledge.basis import basis_of
from knowledge.certificates import demonstration as specimens
from knowledge.certificates import fraud_demonstration
from knowledge.certificates import panels as certificates
from knowledge.certificates import waiting as upkeep
from knowledge.collection import demonstration as sample_requests
from knowledge.collection import missing
from knowledge.finding import Documents, synonyms
from knowledge.legislation import demonstration as sample_laws
from knowledge.legislation import laws
from knowledge.minutes import demonstration as sample_minutes
from knowledge.minutes import desk as minutes_desk
from knowledge.reports import demonstration as sample_reports
from knowledge.reports import embargo


class KnowledgeArea(Area):
    """Knowledge."""

    searched = (Documents(),)

    def synonyms(self):
        return synonyms()

    def home(self, reader):
        return [*certificates.home(reader), *public.home(reader)]

    def figures(self, reader):
        return public.figures(reader)

    def sitemap(self):
        return [*public.sitemap(), *certificates.sitemap()]

    def desk(self, reader):
        parts = (panels, minutes_desk, certificates, upkeep, laws, missing)
        return [item for part in parts for item in part.desk(reader)]

    def on_body(self, body, reader, day):
        return panels.on_body(body, reader, day)

    def on_organisation(self, organisation, reader, day):
        return [
            *laws.on_organisation(organisation, reader, day),
            *panels.on_organisation(organisation, reader, day),
            *upkeep.on_organisation(organisation, reader),
        ]

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)
        sample_minutes.demonstrate(cast)
        specimens.demonstrate(cast)
        fraud_demonstration.demonstrate(cast)
        sample_laws.demonstrate(cast)
        sample_requests.demonstrate(cast)
        sample_reports.demonstrate(cast)

    def forget_demonstration(self):
        fraud_demonstration.forget_demonstration()
        specimens.forget_demonstration()
        demonstration.forget_demonstration()

    def handover(self, reader, day):
        return handover.handover(reader)

    def attention(self, reader):
        return waiting([*LISTS, *certificates.LISTS, *upkeep.LISTS, *laws.LISTS, missing.UNANSWERED], reader)

    def basis_of(self, records, reader):
        return basis_of(records, reader)

    def load_reference(self, loader):
        reference.load_reference(loader)

    def due(self, now):
        embargo.warn(now)
        upkeep.due(now)


AREA = KnowledgeArea()
