"""What of the matching documents is counted, and under which filters?

Matches lose what is deleted or hidden, then what the filters keep out; each facet is counted under
all filters but its own.
"""

import numpy as np

from searchsvc.article import UNDATED
from searchsvc.engine.whoosh import periods
from searchsvc.engine.whoosh.corpus import EventYears, Names
from searchsvc.engine.whoosh.execute import Executor
from searchsvc.engine.whoosh.matches import Docs, Mask, Matches, mask_of, subtract
from searchsvc.engine.whoosh.spans import spread
from searchsvc.query import FILTER_OF, Facet, Search, Word
from searchsvc.results import Bar, Count


def passing(executor: Executor, docs: Docs, name: str, values: frozenset[str]) -> Mask:
    """For each of `docs`, whether it passes the filter `name` with these values."""
    corpus = executor.corpus
    match name:
        case "category" | "language":
            names = corpus.categories if name == "category" else corpus.languages
            wanted = np.array([value in values for value in names.values], np.bool_)
            return wanted.take(names.ordinals.take(docs))
        case "date":
            spans = periods.spans_of(values - {UNDATED})
            inside = corpus.periods.inside(spans, UNDATED in values)
            return inside.take(corpus.periods.codes.take(docs))
        case _:
            held = executor.match(Word("", ("event",), tuple(sorted(values))), {})
            return mask_of(held.docs, corpus.doc_count).take(docs)


class Selection:
    """The visible matches of a search under its filters, and what is counted of them."""

    def __init__(self, executor: Executor, search: Search, matches: Matches) -> None:
        self._corpus = executor.corpus
        gone = self._corpus.gone(search.now)
        self._matches = subtract(matches, gone, self._corpus.doc_count)
        self._passing = {
            name: passing(executor, self._matches.docs, name, values)
            for name, values in search.filters.items()
        }
        self._under: dict[str, Matches] = {}
        self._dates: periods.Dates | None = None
        self._by_year: periods.Numbers | None = None

    def under(self, own: str = "") -> Matches:
        """The matches that pass all filters but `own`."""
        own = own if own in self._passing else ""
        if own not in self._under:
            masks = [mask for name, mask in self._passing.items() if name != own]
            self._under[own] = self._matches
            if masks:
                kept = np.flatnonzero(np.logical_and.reduce(masks))
                self._under[own] = self._matches.at(kept)
        return self._under[own]

    def dates(self) -> periods.Dates:
        """The dates of the matches that pass all filters but that of the date."""
        if self._dates is None:
            self._dates = self._corpus.periods.of(self.under("date").docs)
        return self._dates

    def by_year(self) -> periods.Numbers:
        """How many of the matches that pass all filters but that of the date have each year."""
        if self._by_year is None:
            self._by_year = self._corpus.periods.counted(self.under("date").docs)
        return self._by_year

    def facet(self, facet: Facet) -> tuple[Count, ...]:
        """The values of `facet` with at least one match, in the facet's order."""
        docs = self.under(FILTER_OF[facet.name]).docs
        match facet.name:
            case "category":
                return count_names(self._corpus.categories, docs)
            case "language":
                return count_names(self._corpus.languages, docs)
            case "event_year":
                return count_event_years(self._corpus.event_years, docs, self._corpus.doc_count)
            case "year":
                return periods.count_years(self.by_year())
            case "month":
                return periods.count_months(self.dates(), facet.inside)
            case "day":
                return periods.count_days(self.dates(), facet.inside)
            case _:
                return periods.count_calendar_days(self.dates())

    def histogram(self) -> tuple[Bar, ...]:
        """The matches that pass all filters but that of the date, by time."""
        return periods.histogram(self.by_year(), self.dates)


def count_names(names: Names, docs: Docs) -> tuple[Count, ...]:
    """How many of `docs` have each name, the most frequent first."""
    counts = names.counts
    if len(docs) < len(names.ordinals):
        counts = np.bincount(names.ordinals.take(docs), minlength=len(names.values))
    pairs = zip(names.values, counts.tolist(), strict=True)
    found = [(-count, name) for name, count in pairs if count]
    return tuple(Count(name, -count) for count, name in sorted(found))


def count_event_years(spoken: EventYears, docs: Docs, doc_count: int) -> tuple[Count, ...]:
    """How many of `docs` speak of each year, newest first."""
    if 2 * len(docs) > doc_count:
        others = np.flatnonzero(~mask_of(docs, doc_count))
        sums = spoken.counts - count_years(spoken, others)
    else:
        sums = count_years(spoken, docs)
    pairs = zip(spoken.names, sums.tolist(), strict=True)
    return tuple(reversed([Count(year, count) for year, count in pairs if count]))


def count_years(spoken: EventYears, docs: Docs) -> Docs:
    """How many of `docs` speak of each year, as `spoken.names` has them."""
    begin = spoken.starts.take(docs)
    places = spread(begin, spoken.starts.take(docs + 1) - begin)
    return np.bincount(spoken.years.take(places), minlength=len(spoken.names))
