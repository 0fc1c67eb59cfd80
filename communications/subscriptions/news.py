"""What subscribers are told, once: every text that anybody may read, once it is out in one of their languages.

The clock announces: a row of Announcement claims a text in a language, and each subscriber who wants it gets a row of News. It
then tells: what waits for a subscriber is claimed for one mail, at once or at six in the morning UTC. The mail is written when it
leaves, of what is public then. So whatever is published, by whomever, is told of once, and what is withdrawn before is not.

Old texts that come into the archive are no news: those dated more than NEW_FOR ago, those of a bulk import, and what the KP
Chair issued elsewhere before it was recorded here.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from asm_portal.areas import Letter
from asm_portal.post import Outsider, link, post_when_due
from asm_portal.searching.saved import boundary
from asm_portal.templatetags.portal import date_words, own_name
from communications.models import Announcement, Communique, News, Subscription
from communications.subscriptions.actions import PREFIX, forget_unconfirmed
from communications.subscriptions.kinds import kind_of, public_texts
from communications.subscriptions.links import token_of
from knowledge.approvals import Purpose
from knowledge.finding import Documents
from knowledge.kinds import OF_THE_CHAIR
from knowledge.models import Approval, Document, ImportedRow, Rendition, Revision

NEW_FOR = timedelta(days=366)
LISTED = 50
Frequency = Subscription.Frequency


def due(now):
    announce(now)
    tell(now)
    forget_unconfirmed(now)


def announce(now):
    """Note for its subscribers each text that has come out in a language since the last time."""
    new = public_texts().filter(date__gt=now.date() - NEW_FOR)
    new = new.exclude(pk__in=ImportedRow.objects.values("document")).exclude(recorded())
    told = Announcement.objects.filter(document=OuterRef("revision__document"), language=OuterRef("language"))
    texts = Rendition.objects.filter(
        ~Exists(told), revision__in=Revision.objects.released(), revision__document__in=new
    )
    out = set(texts.values_list("revision__document", "language"))
    documents = Document.objects.select_related("kind").in_bulk({pk for pk, _language in out})
    for pk, language in sorted(out):
        announce_text(documents[pk], language, now)


def recorded():
    """The condition that the KP Chair issued a text elsewhere: it came here without the approval of the Chair's office."""
    approved = Approval.objects.filter(purpose=Purpose.RELEASE).values("revision__document")
    is_recorded = Q(pk__in=Communique.objects.filter(is_recorded=True).values("document"))
    return is_recorded | Q(kind__code__in=OF_THE_CHAIR) & ~Q(pk__in=approved)


@transaction.atomic
def announce_text(document, language, now):
    _row, is_new = Announcement.objects.get_or_create(
        document=document, language=language, defaults={"announced_at": now}
    )
    if not is_new:
        return
    kind = kind_of(document)
    wanted = [
        News(subscription=subscription, document=document, noted_at=now)
        for subscription in Subscription.objects.all()
        if kind in subscription.kinds and language in subscription.languages
    ]
    News.objects.bulk_create(wanted, ignore_conflicts=True)


def tell(now):
    """Order one mail for each subscriber for whom something waits and whose hour has come."""
    for frequency in Frequency:
        until = now if frequency == Frequency.AT_ONCE else boundary(frequency, now)
        waiting = News.objects.filter(mail_key="", noted_at__lte=until, subscription__frequency=frequency)
        newest = waiting.order_by().values("subscription").annotate(last=Max("pk")).values_list("subscription", "last")
        for pk, last in newest:
            order(pk, last)


@transaction.atomic
def order(pk, last):
    """Claim what waits for a subscriber, up to a row of News, for one mail. Of two who do so at once, one finds nothing left."""
    subscription = Subscription.objects.filter(pk=pk).first()
    key = f"{PREFIX}:{pk}:{last}"
    if subscription and subscription.news.filter(mail_key="", pk__lte=last).update(mail_key=key):
        post_when_due(key, Outsider(subscription.address, subscription.mail_language))


def letter(delivery):
    """The mail as things stand now; None where its reader has left, or nothing of it is public and wanted any more."""
    if delivery.person is not None or not delivery.key.startswith(f"{PREFIX}:"):
        return None
    subscription = Subscription.objects.filter(news__mail_key=delivery.key).first()
    if subscription is None:
        return None
    told = public_texts(subscription.kinds).filter(
        pk__in=subscription.news.filter(mail_key=delivery.key).values("document")
    )
    documents = list(told.for_display(AnonymousUser())[: LISTED + 1])
    if not documents:
        return None
    reader, token = Outsider(subscription.address, subscription.mail_language), token_of(subscription)
    leave = link(reader, "communications:subscription-stop", token)
    context = {
        "found": [found(document) for document in documents[:LISTED]],
        "has_more": len(documents) > LISTED,
        "url": link(reader, "knowledge:document-list"),
        "manage": link(reader, "communications:subscription", token),
        "leave": leave,
    }
    return Letter("subscription_news", context, leave_url=leave)


def found(document):
    """A text as the mail lists it, in the active language: which languages it can be read in stands beside it."""
    languages = dict.fromkeys(own_name(rendition.language) for rendition in document.renditions)
    parts = (
        date_words(document.date, document.date_precision),
        str(document.kind),
        _("In: %(languages)s") % {"languages": ", ".join(languages)},
    )
    title, language = Documents().titled(document)
    return {
        "title": title,
        "language": language,
        "detail": " · ".join(parts),
        "url": settings.SITE_URL + document.get_absolute_url(),
    }
