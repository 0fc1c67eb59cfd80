"""What communications adds to the shared pages."""

from django.contrib.auth.models import AnonymousUser

from asm_portal.areas import Area
from asm_portal.attention import waiting
from asm_portal.background import do_each
from communications.acknowledgements import demonstration as sample_acknowledgements
from communications.acknowledgements import ladder
from communications.acknowledgements import panels as acknowledgements
from communications.communiques import clock as public_texts_clock
from communications.communiques import demonstration
from communications.communiques import panels as public_texts
from communications.discussions import demonstration as sample_discussions
from communications.discussions import mail as discussion_mail
from communications.discussions import panels as discussions
from communications.discussions.finding import Posts
from communications.enquiries import demonstration as sample_enquiries
from communications.enquiries import mail as enquiry_mail
from communications.enquiries import panels as enquiries
from communications.enquiries.closing import forget_enquirers
from communications.enquiries.finding import Answers
from communications.inbound import demonstration as sample_mail
from communications.inbound import reading
from communications.inbound.attention import HELD
from communications.models import Communique
from communications.notices import demonstration as sample_notices
from communications.notices import mail as notice_mail
from communications.notices import panels as notices
from communications.notices import signatures
from communications.notices.finding import Notices
from communications.pages import demonstration as sample_pages
from communications.pages import panels as site_texts
from communications.procedures import demonstration as sample_procedures
from communications.procedures import mail as procedure_mail
from communications.procedures import panels as procedures
from communications.procedures.finding import Procedures
from communications.subscriptions import actions as subscriptions
from communications.subscriptions import demonstration as sample_subscriptions
from communications.subscriptions import news


class CommunicationsArea(Area):
    """Communications."""

    searched = (Notices(), Posts(), Procedures(), Answers())

    def url_for(self, document):
        communique = Communique.objects.filter(document=document).select_related("document").first()
        return communique.get_absolute_url() if communique else site_texts.url_for(document)

    def about(self, reader, path):
        return site_texts.about(reader, path)

    def documents_elsewhere(self):
        return [Communique.objects.values("document"), *site_texts.documents_elsewhere()]

    def sitemap(self):
        anyone = AnonymousUser()
        found = Communique.objects.visible_to(anyone).listed().select_related("document")
        dated = [(communique, communique.published_at and communique.published_at.date()) for communique in found]
        return [("communications:subscribe", None), *dated, *site_texts.sitemap(), *enquiries.sitemap()]

    def desk(self, reader):
        parts = (public_texts, notices, acknowledgements, procedures, enquiries, discussions)
        return [item for part in parts for item in part.desk(reader)]

    def attention(self, reader):
        return [
            *waiting([public_texts.LATE, HELD, *notices.LISTS, *enquiries.LISTS], reader),
            *site_texts.attention(reader),
        ]

    def on_body(self, body, reader, day):
        return [*discussions.on_body(body, reader), *procedures.on_body(body, reader)]

    def on_document(self, document, reader):
        return [*discussions.on_document(document, reader), *procedures.on_document(document, reader)]

    def on_meeting(self, meeting, reader):
        return discussions.on_meeting(meeting, reader)

    def calendar(self, reader, start, end):
        return procedures.calendar(reader, start, end)

    def handover(self, reader, day):
        return procedures.handover(reader)

    def letter(self, delivery):
        parts = (ladder, notice_mail, discussion_mail, news, procedure_mail, enquiry_mail)
        return next((letter for part in parts if (letter := part.letter(delivery))), None)

    def bounced(self, delivery):
        subscriptions.bounced(delivery)

    def due(self, now):
        parts = (public_texts_clock, signatures, ladder, discussion_mail, news, procedure_mail, reading)
        do_each((*(part.due for part in parts), forget_enquirers), now)

    def demonstrate(self, cast):
        demonstration.demonstrate(cast)
        sample_pages.demonstrate(cast)
        sample_notices.demonstrate(cast)
        sample_acknowledgements.demonstrate(cast)
        sample_discussions.demonstrate(cast)
        sample_procedures.demonstrate(cast)
        sample_subscriptions.demonstrate()
        sample_mail.demonstrate()
        sample_enquiries.demonstrate(cast)

    def forget_demonstration(self):
        sample_enquiries.forget_demonstration()
        sample_mail.forget_demonstration()
        sample_subscriptions.forget_demonstration()
        sample_procedures.forget_demonstration()
        sample_discussions.forget_demonstration()
        sample_notices.forget_demonstration()
        sample_pages.forget_demonstration()
        demonstration.forget()


AREA = CommunicationsArea()
