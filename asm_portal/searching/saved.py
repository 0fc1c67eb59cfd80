"""Saved searches: mails that tell their owner what is new, at six in the morning UTC, every day or every Monday."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from asm_portal.background import enqueue, task
from asm_portal.models import SavedSearch
from asm_portal.post import link, post
from asm_portal.searching.news import newest
from asm_portal.searching.results import Results

HOUR = 6
AT_ONCE = 200
LISTED = 20
A_DAY = timedelta(days=1)
signer = Signer(salt="asm_portal.saved_search.stop")


def boundary(frequency, now):
    """The last instant up to which a mail of this frequency tells."""
    at = now.astimezone(UTC).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if at > now:
        at -= A_DAY
    return at - A_DAY * at.weekday() if frequency == SavedSearch.Frequency.WEEKLY else at


def tell_of_news(now):
    """Order the mails whose hour has come; a search is taken by moving its mark, so each span of time is told of once."""
    for frequency in SavedSearch.Frequency:
        until = boundary(frequency, now)
        waiting = SavedSearch.objects.filter(frequency=frequency, is_paused=False, told_until__lt=until).order_by("pk")
        for pk, since in list(waiting.values_list("pk", "told_until")[:AT_ONCE]):
            with transaction.atomic():
                if SavedSearch.objects.filter(pk=pk, told_until=since).update(told_until=until):
                    enqueue(tell, pk, since.isoformat(), until.isoformat())


@task
def tell(pk, since, until):
    """Mail the owner what appeared in a search after `since` up to `until`, of what they may know of now. Without anything new,
    and to whoever may not sign in any more, nothing goes."""
    search = SavedSearch.objects.select_related("user__person").filter(pk=pk, is_paused=False).first()
    if search is None or not search.user.is_active or not search.user.person.primary_email:
        return
    person = search.user.person
    with override(person.preferred_language):
        results = Results(QueryDict(search.query), search.user)
        span = (datetime.fromisoformat(since), datetime.fromisoformat(until))
        found = newest(results, *span, most=LISTED + 1)
        context = {
            "search": search,
            "found": found[:LISTED],
            "has_more": len(found) > LISTED,
            "url": f"{settings.SITE_URL}{reverse('search')}?{search.query}",
            "stop": link(person, "saved-search-stop", signer.sign(search.pk)),
        }
    if found:
        key = f"saved-search:{search.pk}:{span[1]:%Y-%m-%d}"
        post(key, person, "saved_search", context, secret=True, leave_url=context["stop"])


def of_token(token):
    """The saved search that a link of a mail stops; None where it is gone, or the link is none of ours."""
    try:
        return SavedSearch.objects.filter(pk=signer.unsign(token)).first()
    except BadSignature:
        return None
