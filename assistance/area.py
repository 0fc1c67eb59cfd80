"""What assistance adds to the shared pages."""

from itertools import chain

from asm_portal.areas import Area
from asm_portal.attention import waiting
from asm_portal.background import do_each
from assistance import reference
from assistance.analysis import demonstration as sample_analysis
from assistance.analysis import mail as analysis_mail
from assistance.analysis import waiting as analysis
from assistance.figures import views as figures
from assistance.models import AssistanceRequest, Referral
from assistance.offers import demonstration as sample_offers
from assistance.offers import mail as offer_mail
from assistance.offers import panels as offers
from assistance.offers.actions import forget_contacts
from assistance.outcomes import demonstration as sample_outcomes
from assistance.outcomes import helping
from assistance.outcomes import mail as outcome_mail
from assistance.outcomes import panels as outcomes
from assistance.referrals import demonstration as sample_referrals
from assistance.referrals import mail as referral_mail
from assistance.referrals import news as referral_news
from assistance.referrals import panels as referrals
from assistance.requests import demonstration
from assistance.requests import panels as requests
from assistance.requests.actions import receive
from assistance.requests.attention import LISTS
from assistance.requests.finding import Requests
from assistance.results import mail as result_mail
from assistance.results import panels as results
from assistance.workshops import demonstration as sample_workshops
from assistance.workshops import finding as workshop_finding
from assistance.workshops import panels as workshops


class AssistanceArea(Area):
    """Assistance."""

    searched = (Requests(), workshop_finding.Workshops())

    def on_organisation(self, organisation, reader, day):
        return [panel for part in (requests, workshops) for panel in part.on_organisation(organisation, reader, day)]

    def on_visit(self, visit, reader):
        return requests.on_visit(visit, reader)

    def on_document(self, document, reader):
        return requests.on_document(document, reader)

    def sitemap(self):
        return [*requests.sitemap(), *workshop_finding.sitemap(), *results.sitemap(), *figures.sitemap()]

    def url_for(self, document):
        return results.url_for(document)

    def documents_elsewhere(self):
        return results.documents_elsewhere()

    def on_body(self, body, reader, day):
        return referrals.on_body(body, reader)

    def calendar(self, reader, start, end):
        parts = (referrals.calendar, workshops.calendar)
        return [entry for entries in parts for entry in entries(reader, start, end)]

    def attention(self, reader):
        parts = (analysis, referrals, offers, workshops, outcomes, results)
        return waiting([*LISTS, *(row for part in parts for row in part.LISTS)], reader)

    def desk(self, reader):
        parts = (requests, analysis, referrals, offers, workshops, outcomes, results)
        return [item for part in parts for item in part.desk(reader)]

    def letter(self, delivery):
        parts = (analysis_mail, referral_mail, referral_news, offer_mail, outcome_mail, result_mail)
        return next((letter for part in parts if (letter := part.letter(delivery))), None)

    def due(self, now):
        do_each((analysis.due, forget_contacts, referral_mail.due, referral_news.due, offer_mail.due, helping.due), now)

    def load_reference(self, loader):
        reference.load_reference(loader)

    def address_of(self, reference, reader):
        rows = (model.objects.visible_to(reader).filter(reference=reference) for model in (AssistanceRequest, Referral))
        return next((found.get_absolute_url() for found in chain.from_iterable(rows)), "")

    def take_request(self, request, by):
        return receive(asked=request, by=by)

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)
        sample_analysis.demonstrate(cast)
        sample_referrals.demonstrate(cast)
        sample_workshops.demonstrate(cast)
        sample_offers.demonstrate(cast)
        sample_outcomes.demonstrate(cast)

    def forget_demonstration(self):
        sample_outcomes.forget_demonstration()
        sample_workshops.forget_demonstration()
        sample_offers.forget_demonstration()
        sample_referrals.forget_demonstration()
        demonstration.forget_demonstration()


AREA = AssistanceArea()
