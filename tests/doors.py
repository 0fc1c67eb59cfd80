"""Where a planted secret could be met, whether or not a link leads there."""

from django.urls import reverse

from assistance.models import AssistanceRequest, Clarification, Delivery, Offer, Referral, Result, Workshop
from communications.models import (
    BankedAnswer,
    Banner,
    Communique,
    Enquiry,
    InboundMail,
    Notice,
    Post,
    PublicKind,
    StandingPage,
    WrittenProcedure,
)
from knowledge.models import (
    AuthorisedSignatory,
    CertificateSpecimen,
    CollectionRequest,
    Document,
    DocumentImage,
    FraudNotice,
    Redaction,
    Rendition,
    SuspectReport,
)
from logistics.models import Action, LogisticsRequest, Meeting, Pack, PlannedTask, Visit
from tests.planted import LURE
from tests.planted_reporting import YEAR


def doors(documents):
    """All of them; `documents` hold secrets."""
    yield from doors_of_searches()
    yield from doors_of_documents(documents)
    yield from doors_to_people()
    yield from doors_of_participants()
    yield from doors_of_visits()
    yield from doors_of_reports()
    yield from doors_of_actions()
    yield from doors_of_tasks()
    yield from doors_of_discussions()
    yield from doors_of_procedures()
    yield from doors_of_notices()
    yield from doors_of_calls()
    yield from doors_of_public_texts()
    yield from doors_of_pages()
    yield from doors_of_mail()
    yield from doors_of_enquiries()
    yield from doors_of_analysis()
    yield from doors_of_requests()
    yield from doors_of_workshops()
    yield from doors_of_offers()
    yield from doors_of_outcomes()
    yield from doors_of_referrals()
    yield from (reverse(name) for name in ("sitemap", "communications:communique-feed", "logistics:calendar-feed"))


def doors_of_pages():
    yield from ("/en/about/unfinished/", "/en/about/waiting/", "/en/translations/", "/en/translations.csv", "/en/site/")
    for name in ("redirect", "standingpage", "banner", "translationcheck"):
        yield f"{reverse(f'admin:communications_{name}_changelist')}?q={LURE}"
    for text in (*StandingPage.objects.all(), *Banner.objects.all()):
        reference = text.document.reference
        yield f"/en/documents/{reference}/"
        yield f"/en/site/texts/{reference}/"
        yield f"/en/texts/{reference}/preview/"


def doors_of_mail():
    yield from (reverse("communications:feed", args=[kind]) for kind in PublicKind)
    yield from (mail.file_url for mail in InboundMail.objects.all())
    for name in ("communications_inboundmail", "communications_subscription", "assistance_assistancerequest"):
        yield f"{reverse(f'admin:{name}_changelist')}?q={LURE}"


def doors_of_requests():
    for name in ("home", "request-list", "request-csv", "request-new", "request-file"):
        yield reverse(f"assistance:{name}")
    yield f"{reverse('assistance:request-list')}?participant=XB"
    yield reverse("participant-detail", args=["XB"])
    for case in AssistanceRequest.objects.all():
        yield case.get_absolute_url()
        yield from (f"{case.get_absolute_url()}{page}/" for page in ("change", "facts", "withdraw", "discard"))


def doors_of_workshops():
    for query in ("", "?year=2026", "?participant=XA", "?theme=valuation"):
        yield f"{reverse('assistance:workshop-list')}{query}"
    yield f"{reverse('admin:assistance_workshop_changelist')}?q={LURE}"
    for workshop in Workshop.objects.all():
        yield workshop.get_absolute_url()
        yield from (
            reverse(f"assistance:workshop-{name}", args=[workshop.reference])
            for name in ("change", "lists", "source", "decide")
        )


def doors_of_enquiries():
    yield from (reverse(f"communications:enquiry-{name}") for name in ("list", "new", "waiting", "instructions"))
    yield f"{reverse('communications:answer-list')}?q={LURE}"
    yield from (answer.get_absolute_url() for answer in BankedAnswer.objects.all())
    for enquiry in Enquiry.objects.all():
        yield enquiry.get_absolute_url()
        yield from (f"{enquiry.get_absolute_url()}{page}" for page in ("decide/", "answer/", "draft/", "reply.txt"))


def doors_of_analysis():
    for name in ("analysis", "assessment", "clarification", "requestnote", "merge"):
        yield f"{reverse(f'admin:assistance_{name}_changelist')}?q={LURE}"
    for question in Clarification.objects.select_related("request"):
        case = question.request
        yield case.get_absolute_url()
        for name in ("analysis", "analysis-note", "analysis-ask", "analysis-merge", "analysis-unmerge"):
            yield reverse(f"assistance:{name}", args=[case.reference])
        yield from (
            reverse(f"assistance:{name}", args=[case.reference, 1])
            for name in ("analysis-answer", "clarification-answer")
        )


def doors_of_offers():
    yield from (reverse(f"assistance:{name}") for name in ("offer-list", "offer-csv", "offer-new"))
    yield f"{reverse('admin:assistance_offer_changelist')}?q={LURE}"
    for offer in Offer.objects.all():
        yield offer.get_absolute_url()
        yield reverse("assistance:offer-change", args=[offer.reference])
        yield reverse("admin:assistance_offer_change", args=[offer.pk])


def doors_of_outcomes():
    yield reverse("assistance:result-list")
    for name in ("delivery", "outcome", "contest", "helpquestion", "result"):
        yield f"{reverse(f'admin:assistance_{name}_changelist')}?q={LURE}"
    for delivery in Delivery.objects.select_related("request"):
        case = delivery.request.reference
        yield reverse("assistance:request-detail", args=[case])
        yield reverse("assistance:delivery-change", args=[case, delivery.pk])
        for name in ("request-outcome", "request-contest", "contest-answer", "request-help"):
            yield reverse(f"assistance:{name}", args=[case])
    for reference in Result.objects.values_list("document__reference", flat=True):
        yield reverse("knowledge:document-detail", args=[reference])
        yield from (reverse("assistance:result-file", args=[reference, code]) for code in ("en", "fr"))
        for name in ("detail", "work", "change", "put", "decide", "consent", "note"):
            yield reverse(f"assistance:result-{name}", args=[reference])


def doors_of_referrals():
    yield reverse("assistance:referral-list")
    yield f"{reverse('admin:assistance_referral_changelist')}?q={LURE}"
    for row in Referral.objects.select_related("request"):
        yield from (row.get_absolute_url(), row.request.get_absolute_url())
        yield reverse("assistance:referral-withdraw", args=[row.reference])
        yield reverse("assistance:referral-new", args=[row.request.reference])
        yield reverse("admin:assistance_referral_change", args=[row.pk])


def doors_of_discussions():
    for code in ("XWA", "XWB"):
        address = reverse("communications:topic-list", args=[code])
        yield from (address, f"{address}?q={LURE}", reverse("communications:topic-new", args=[code]))
    for post in Post.objects.select_related("topic"):
        yield post.topic.get_absolute_url()
        for name in ("post-edit", "post-history", "post-remove"):
            yield reverse(f"communications:{name}", args=[post.topic.reference, post.number])


def doors_of_public_texts():
    yield reverse("communications:communique-new")
    for reference in Communique.objects.values_list("document__reference", flat=True):
        yield reverse("communications:communique-corrigendum", args=[reference])
        yield reverse("communications:text-write", args=[reference, "en"])
        for name in ("work", "decide", "preview", "submit", "schedule", "correct", "picture"):
            yield reverse(f"communications:text-{name}", args=[reference])
    yield from (image.get_absolute_url() for image in DocumentImage.objects.select_related("document"))


def doors_of_calls():
    for reference in Notice.objects.sent().values_list("reference", flat=True):
        for name in ("acknowledge", "calls", "progress", "progress-csv"):
            yield reverse(f"communications:notice-{name}", args=[reference])
        yield reverse("communications:notice-call", args=[reference, "XA"])
    yield f"{reverse('admin:communications_callattempt_changelist')}?q={LURE}"


def doors_of_notices():
    yield from (reverse(f"communications:{name}") for name in ("notice-list", "notice-new"))
    for notice in Notice.objects.all():
        yield notice.get_absolute_url()
        yield f"{notice.get_absolute_url()}?text=fr"
        for name in ("edit", "check", "preview", "decide"):
            yield reverse(f"communications:notice-{name}", args=[notice.reference])


def doors_of_procedures():
    yield reverse("communications:procedure-list")
    for procedure in WrittenProcedure.objects.all():
        yield procedure.get_absolute_url()
        for name in ("tally", "csv", "position", "note", "edit", "put", "extend", "withdraw"):
            yield reverse(f"communications:procedure-{name}", args=[procedure.reference])


def doors_of_tasks():
    yield reverse("logistics:calendar-address-list")
    for meeting in Meeting.objects.all():
        yield from (reverse(f"logistics:{name}", args=[meeting.reference]) for name in ("meeting-ics", "meeting-tasks"))
    yield from (reverse("logistics:visit-tasks", args=[visit.reference]) for visit in Visit.objects.all())
    for name in ("planned-task", "planned-task-remove"):
        yield from (reverse(f"logistics:{name}", args=[task.pk]) for task in PlannedTask.objects.all())
    for month in {f"{meeting.start_date:%Y-%m}" for meeting in Meeting.objects.all()}:
        yield from (f"{reverse('logistics:calendar')}?month={month}{view}" for view in ("", "&view=list"))


def doors_of_searches():
    """What is found by the word that stands beside every secret, and what autocompletes offer."""
    yield from (f"{reverse(name)}?q={LURE}" for name in ("admin:knowledge_document_changelist", "search-feed"))
    offered = reverse("admin:autocomplete")
    for model, field in (("representation", "person"), ("representation", "body"), ("representation", "organisation")):
        yield f"{offered}?app_label=asm_portal&model_name={model}&field_name={field}&term=zq"
    for field in ("later", "earlier"):
        yield f"{offered}?app_label=knowledge&model_name=documentlink&field_name={field}&term=title"


def doors_of_documents(records):
    yield from (reverse("knowledge:document-detail", args=[record.reference]) for record in records)
    for rendition in Rendition.objects.exclude(file="").select_related("revision__document"):
        yield rendition.get_absolute_url()
    for reference in Document.objects.exclude(minutes=None).values_list("reference", flat=True):
        for name in ("minutes-comments", "minutes-work", "document-compare", "minutes-summary"):
            yield reverse(f"knowledge:{name}", args=[reference])


def doors_of_what_is_missing():
    yield from (reverse(f"logistics:{name}") for name in ("minutes-debt", "minutes-debt-csv"))
    yield from (reverse(f"knowledge:{name}") for name in ("collection", "collection-csv"))
    yield from (request.get_absolute_url() for request in CollectionRequest.objects.all())


def doors_of_packs():
    yield from (pack.get_absolute_url() for pack in Pack.objects.all())
    for reference in Meeting.objects.values_list("reference", flat=True):
        for role in ("public", "participants", "body:XWA", "chair"):
            yield reverse("logistics:meeting-papers", args=[reference, role])


def doors_of_participants():
    yield from doors_of_packs()
    yield from doors_of_certificates()
    yield from doors_of_what_is_missing()
    for model in (AuthorisedSignatory, CertificateSpecimen):
        yield from (record.get_absolute_url() for record in model.objects.all())
    yield reverse("knowledge:report-list")
    for redaction in Redaction.objects.select_related("public_version", "original"):
        yield reverse("knowledge:redaction", args=[redaction.public_version.reference])
        yield reverse("knowledge:document-audience", args=[redaction.original.reference])
    for name in ("knowledge:upkeep", "knowledge:legislation", "knowledge:participant-reports"):
        yield from (reverse(name, args=[code]) for code in ("XA", "XB"))


def doors_of_certificates():
    for model in (FraudNotice, SuspectReport):
        yield from (record.get_absolute_url() for record in model.objects.all())
    for name in ("certificates", "fraud-notice-list", "suspect-list", "check-list"):
        yield reverse(f"knowledge:{name}")
    for code in ("XA", "XB", "other"):
        yield f"{reverse('knowledge:certificate-check')}?participant={code}&day=1&month=5&year=2025&number=XA+1"


def doors_of_actions():
    for name in ("action-list", "action-csv", "action-board", "action-overdue", "action-remind", "action-report"):
        yield reverse(f"logistics:{name}")
    for action in Action.objects.all():
        yield action.get_absolute_url()
        yield from (
            reverse(f"logistics:action-{name}", args=[action.reference]) for name in ("change", "progress", "close")
        )


def doors_of_reports():
    for report in ("here", "statistics_site", "register"):
        for name in (
            "report-detail",
            "report-file",
            "report-submit",
            "report-check",
            "excuse-request",
            "excuse-decide",
            "contest",
        ):
            yield f"{reverse(f'logistics:{name}', args=[YEAR, f'sown-{report}'])}?for=XA"


def doors_of_visits():
    yield from (reverse(f"logistics:{name}") for name in ("visit-list", "logistics-request-list"))
    for model in (Visit, LogisticsRequest):
        yield from (record.get_absolute_url() for record in model.objects.all())


def doors_to_people():
    for page in ("directory", "directory-print", "directory-csv", "directory-vcard"):
        yield from (reverse(page), f"{reverse(page)}?q=zqsecret")
    yield from (reverse("focal-point-list"), f"{reverse('focal-point-list')}?from=XB&to=XA")
    yield from (reverse(name, args=["XWA"]) for name in ("body-roster", "body-roster-csv"))
    for name in ("body-detail", "body-contacts", "body-contacts-csv", "body-contacts-vcard", "knowledge:minutes-list"):
        yield from (reverse(name, args=[code]) for code in ("XWA", "XWB"))
