"""What the search finds: for each kind of record, its words, what it can be narrowed by, and how a page shows it."""

from collections import Counter

from django.db.models import OuterRef, Subquery


class Source:
    """A kind of record that the search finds.

    `template_name` shows a `record` as an item of `<ul class="docs">`; `is_followed` says whether feeds and mails tell of new
    ones; `states` are value → label of the filter “state”.
    """

    model = None
    template_name = ""
    is_followed = True
    states = {}

    def to_index(self):
        """All records, with what `entries` reads of them."""
        return self.model._base_manager.all()

    def entries(self, record):
        """The `asm_portal.areas.Entry` of a record: one for each language, and one for its unreleased text."""
        raise NotImplementedError

    def records(self, reader):
        """Those that the reader may know of and that a list shows; its order is the one by date."""
        return self.model.objects.visible_to(reader)

    def kinds(self, reader):
        """Value → label of the filter “kind”, as far as records of this source have it."""
        return {}

    def narrowed(self, rows, name, values, reader):
        """Those that a filter leaves; none by default, as most filters ask for what only documents have."""
        return rows.none()

    def tally(self, rows, reader):
        """Filter → Counter of its values among the rows."""
        return {}

    def shown(self, rows, reader):
        """The rows with all that the template reads."""
        return rows

    def titled(self, record):
        """(title, its language), as the page shows it."""
        return str(record), ""

    def detail(self, record):
        """A record in one line, beside its title in a feed or a mail."""
        return ""

    def since(self, rows):
        """The rows with `appeared_at`, the instant from which they could be found as they are."""
        first = self.model.history.model.objects.filter(id=OuterRef("pk")).order_by("history_date")
        return rows.annotate(appeared_at=Subquery(first.values("history_date")[:1]))


def counted(rows, *columns):
    """A Counter for each column of the rows, without the empty values."""
    found = [Counter() for _column in columns]
    for row in rows.values_list(*columns):
        for counter, value in zip(found, row, strict=True):
            if value is not None:
                counter[value] += 1
    return found


def tag_of(record):
    """The word by which what concerns an organisation or a body is found, whatever it was called; its digit keeps it from being
    a word of any text."""
    code = "".join(sign for sign in record.code.lower() if sign.isalnum())
    return f"{record._meta.model_name}0{code}"
