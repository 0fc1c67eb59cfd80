"""The library: the documents asked for by a query string, all of them where nothing is asked for."""

from asm_portal.searching.facets import Choice, Facet, year_or_none
from asm_portal.searching.results import Results
from knowledge.finding import Documents

__all__ = ["Choice", "Facet", "Library", "year_or_none"]


class Library(Results):
    """The documents that the reader may know of, newest first, or by relevance where words are looked for."""

    among = (Documents(),)
    is_asked = True
