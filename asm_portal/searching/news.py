"""What is new among the results of a search, for feeds and mails."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

NEWEST = 30


@dataclass(frozen=True)
class News:
    """A record that answers a search, and the instant from which it could be found as it is."""

    identifier: str
    title: str
    language: str
    path: str
    detail: str
    appeared_at: datetime

    @property
    def url(self):
        return settings.SITE_URL + self.path


def newest(results, since=None, until=None, most=NEWEST):
    """The newest of what the reader may know of now; where a span of time is given, of it only (since < t ≤ until)."""
    if not results.is_asked:
        return []
    followed = [finding for finding in results.findings() if finding.source.is_followed]
    found = [item for finding in followed for item in news_of(finding, results, since, until, most)]
    return sorted(found, key=lambda item: item.appeared_at, reverse=True)[:most]


def news_of(finding, results, since, until, most):
    source = finding.source
    rows = source.since(source.records(results.reader).filter(pk__in=list(finding.weights)))
    if since:
        rows = rows.filter(appeared_at__gt=since, appeared_at__lte=until)
    appeared = dict(rows.order_by("-appeared_at", "-pk").values_list("pk", "appeared_at")[:most])
    shown = source.shown(source.records(results.reader).filter(pk__in=list(appeared)), results.reader)
    for record in shown:
        title, language = source.titled(record)
        yield News(
            identifier_of(record),
            title,
            language,
            record.get_absolute_url(),
            source.detail(record),
            appeared[record.pk],
        )


def identifier_of(record):
    """What names a record for good, whatever happens to its address."""
    return getattr(record, "reference", "") or f"{record._meta.model_name}-{record.code}"
