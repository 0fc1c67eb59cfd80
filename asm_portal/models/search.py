"""The search index: one entry per record and language, written in the transaction that writes the record."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from asm_portal.areas import source_of
from asm_portal.visibility import standing_of
from asm_portal.words import fold, key, split, stems

# A tsvector holds at most 1 MB; what stands further behind in a text is not found.
LONGEST_VECTOR = 900_000
LAST_POSITION = 16_383
# Shorter words have too many neighbours to be mistaken for.
SHORTEST_CORRECTED = 4
LONGEST_CORRECTED = 40


class SearchEntryQuerySet(models.QuerySet):
    """Entries of the index."""

    def of(self, record):
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def findable(self, records, user):
        """Those of `records`, a queryset of one model that has passed `visible_to(user)`: the words of what is released, and
        those of an unreleased text for whoever may change the record."""
        changed = records.filter(records.model.changeable(standing_of(user)))
        return self.filter(
            Q(is_draft=False, object_id__in=records.order_by().values("pk"))
            | Q(is_draft=True, object_id__in=changed.order_by().values("pk")),
            content_type=ContentType.objects.get_for_model(records.model),
        )


class SearchEntry(models.Model):
    """The words of a record in a language, as `asm_portal.search` finds them.

    An entry holds no audience of its own: it is for those who may know of its record now (audience, state, organisation,
    exceptions, embargo). So the index cannot lag behind the rule. `names` are other names, which count like the title; `tags`
    are words that nobody reads, by which what concerns an organisation or a body is found under each of its names;
    `reference` and `number` are kept as `words.key` compares them.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    language = models.CharField(_("language"), max_length=2, choices=settings.CONTENT_LANGUAGES)
    is_draft = models.BooleanField(_("of an unreleased text"), default=False)
    title = models.TextField(_("title"))
    names = models.TextField(_("other names"), blank=True)
    body = models.TextField(_("text"), blank=True)
    tags = models.TextField(_("tags"), blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True, db_index=True)
    number = models.CharField(_("official number"), max_length=120, blank=True, db_index=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language", "is_draft"],
                name="a_record_is_indexed_once_per_language",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def content(self):
        """What tells an entry from the one that takes its place."""
        return (
            self.language, self.is_draft, self.title, self.names, self.body, self.tags, self.reference, self.number,
        )  # fmt: skip

    @property
    def heading_words(self):
        return stems(f"{self.title}\n{self.names}", self.language)

    @property
    def body_words(self):
        return [*stems(self.body, self.language), *self.tags.split()]


class TitleWord(models.Model):
    """A word that stands, or stood, in some title or name, with what a typing error leaves of it: its first letters, its last
    letters, or all of them in another order. Never shown: what is proposed is read from titles that the reader may know of."""

    word = models.CharField(_("word"), max_length=LONGEST_CORRECTED, db_index=True)
    head = models.CharField(_("first letters"), max_length=3, db_index=True)
    tail = models.CharField(_("last letters"), max_length=3, db_index=True)
    letters = models.CharField(_("letters in order"), max_length=LONGEST_CORRECTED, db_index=True)

    class Meta:
        verbose_name = _("word of a title")
        verbose_name_plural = _("words of titles")
        ordering = ["word"]

    def __str__(self):
        return self.word

    @classmethod
    def of(cls, word):
        return cls(word=word, head=word[:3], tail=word[-3:], letters="".join(sorted(word)))


def correctable(words):
    """The words, folded, that can be taken for a misspelt one."""
    found = (fold(word) for word in words)
    return {word for word in found if SHORTEST_CORRECTED <= len(word) <= LONGEST_CORRECTED and word.isalpha()}


class OnSQLite:
    """FTS5, which stores the stems itself."""

    def write(self, entries):
        rows = [(entry.pk, " ".join(entry.heading_words), " ".join(entry.body_words)) for entry in entries]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO asm_portal_searchwords(rowid, title, body) VALUES (%s, %s, %s)", rows)

    def erase(self, keys):
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM asm_portal_searchwords WHERE rowid = %s", [(key,) for key in keys])


class OnPostgreSQL:
    """A tsvector written word by word: the parser of PostgreSQL would take `KP/2017/Plenary` for the name of a file."""

    def write(self, entries):
        keys = [entry.pk for entry in entries]
        vectors = [vector(entry.heading_words, entry.body_words) for entry in entries]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE asm_portal_searchentry SET words = given.words::tsvector"
                " FROM unnest(%s::bigint[], %s::text[]) AS given(id, words) WHERE asm_portal_searchentry.id = given.id",
                [keys, vectors],
            )

    def erase(self, keys):
        """The words go with their row."""


def vector(title, body):
    """The words of an entry as a tsvector: their places, those of the title weighing most."""
    places, cost = {}, 0
    for place, (word, weight) in enumerate([*((word, "A") for word in title), *((word, "") for word in body)], 1):
        cost += 2 if word in places else len(word.encode()) + 10
        if cost > LONGEST_VECTOR:
            break
        places.setdefault(word, []).append(f"{min(place, LAST_POSITION)}{weight}")
    return " ".join(f"'{word}':{','.join(found[:255])}" for word, found in places.items())


def store():
    """Where the database keeps the words of the entries."""
    return OnPostgreSQL() if connection.vendor == "postgresql" else OnSQLite()


def entries_of(record):
    """What the index is to hold of a record, read by `Source.to_index`."""
    kind = ContentType.objects.get_for_model(record)
    return [
        SearchEntry(
            content_type=kind,
            object_id=record.pk,
            language=entry.language,
            is_draft=entry.is_draft,
            title=entry.title,
            names="\n".join(entry.names),
            body=entry.body,
            tags=" ".join(entry.tags),
            reference=key(entry.reference),
            number=key(entry.number),
        )
        for entry in source_of(type(record)).entries(record)
    ]


@transaction.atomic
def index(record, *, is_new=False):
    """Write a record's entries anew where they have changed. Of two who do so at once, the second waits for the first. Of one
    that this transaction has made nobody else knows, nor the index."""
    held = []
    if not is_new:
        type(record)._base_manager.select_for_update().get(pk=record.pk)
        held = list(SearchEntry.objects.of(record))
    wanted = entries_of(source_of(type(record)).to_index().get(pk=record.pk))
    if sorted(entry.content for entry in held) != sorted(entry.content for entry in wanted):
        if held:
            erase(SearchEntry.objects.of(record))
        write(wanted)


@transaction.atomic
def forget(record):
    """Take a record's entries out; to be called before the record is deleted."""
    erase(SearchEntry.objects.of(record))


@transaction.atomic
def forget_all(model, keys):
    """Take the entries of many records of a model out."""
    erase(SearchEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys))


def erase(entries):
    store().erase(entries.values_list("pk", flat=True))
    entries.delete()


def write(entries):
    """Write new entries, and the words of their titles."""
    if not entries:
        return
    store().write(SearchEntry.objects.bulk_create(entries))
    words = correctable(word for entry in entries for word in split(f"{entry.title}\n{entry.names}"))
    known = set(TitleWord.objects.filter(word__in=words).values_list("word", flat=True))
    TitleWord.objects.bulk_create(TitleWord.of(word) for word in sorted(words - known))


class Indexed(models.Model):
    """A record of which the index holds something: it is written with the record, in the same transaction."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            for record in self.found_as():
                index(record, is_new=is_new and record is self)

    def delete(self, *args, **kwargs):
        wholes = [record for record in self.found_as() if record != self]
        with transaction.atomic():
            forget(self)
            result = super().delete(*args, **kwargs)
            for record in wholes:
                index(record)
        return result

    def found_as(self):
        """The records by which it is found: itself, or those that it is a part of."""
        return [self]
