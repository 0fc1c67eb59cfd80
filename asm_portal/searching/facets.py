"""Filters and pages of a list, as the templates `includes/filters.html`, `pills.html` and `pagination.html` show them."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.utils.formats import number_format

LISTED = 1_000
PER_PAGE = 20


@dataclass(frozen=True)
class Choice:
    """A value of a filter, and how many records have it among those that the other filters leave. Where only the newest were
    counted it is `at_least` so many, and None where none of them has it."""

    value: str
    label: str
    count: int | None
    selected: bool
    lang: str = ""
    at_least: bool = False

    @property
    def shown_count(self):
        """The count as it is written; "" where nothing is known."""
        if self.count is None:
            return ""
        return number_format(self.count, force_grouping=True) + ("+" if self.at_least else "")


@dataclass(frozen=True)
class Facet:
    """A filter; a long one is a select, of which one value can be chosen."""

    name: str
    label: str
    choices: list
    is_select: bool = False


class CappedPaginator(Paginator):
    """Offers at most LISTED rows, and says where there are more: an exact count costs as much as reading them all. `is_cut` tells
    that the rows themselves are not all there are."""

    def __init__(self, object_list, per_page, *, is_cut=False):
        super().__init__(object_list, per_page)
        self.is_cut = is_cut

    @cached_property
    def count(self):
        return min(len(self.object_list), LISTED)

    @property
    def is_capped(self):
        return self.is_cut or len(self.object_list) > LISTED

    @property
    def shown_count(self):
        return number_format(self.count, use_l10n=True, force_grouping=True) + ("+" if self.is_capped else "")


def year_or_none(text):
    """A year as it stands in a query string."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
