"""What do all segments together know of their documents?

The documents of a snapshot are numbered through, those of the first segment first, so that a
search works on one array where it would else work on one for each segment. Columns are put
together when they are first asked for, and kept.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.article import NEVER
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.layout import Ints, starts_of
from searchsvc.engine.whoosh.matches import Docs
from searchsvc.engine.whoosh.periods import Periods, periods
from searchsvc.engine.whoosh.phrase import Places, places
from searchsvc.engine.whoosh.postings import Postings
from searchsvc.engine.whoosh.schema import UNDATED_DAY
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.engine.whoosh.spans import read_span

Numbers = NDArray[np.int64]

YEAR = len("1990")


class Names(NamedTuple):
    """A name for each document: `values[ordinals[doc]]`; `counts[n]` documents have `values[n]`.

    Ordinals are as narrow as they can be: more of them stay in the processor's cache.
    """

    ordinals: NDArray[np.unsignedinteger]
    values: list[str]
    counts: Numbers


class EventYears(NamedTuple):
    """The years that documents speak of.

    Those of `doc` stand in `years[starts[doc]:starts[doc+1]]`, as places in `names`; of each of
    these so many documents speak as `counts` says.
    """

    starts: Numbers
    years: NDArray[np.uint16]
    names: list[str]
    counts: Numbers


class Held(NamedTuple):
    """The documents that hold a term, and how often (None: once each)."""

    docs: Docs
    weights: NDArray[np.float32] | None


class Corpus:
    """The documents of `segments`, deleted ones too; safe to share between threads.

    `names` are the segments' names: equal names, equal terms, postings and columns.
    """

    def __init__(self, segments: Sequence[Segment], cache: Cache) -> None:
        self.segments = tuple(segments)
        self.names = tuple(segment.name for segment in segments)
        self.starts = list(accumulate((part.doc_count for part in segments), initial=0))
        self.doc_count = self.starts[-1]
        self._cache = cache
        self._lengths: dict[str, NDArray[np.uint8]] = {}

    def find(self, doc: int) -> tuple[Segment, int]:
        """The segment of `doc` and its number there."""
        number = bisect_right(self.starts, doc) - 1
        return self.segments[number], doc - self.starts[number]

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold `term` in `field`."""
        return sum(segment.frequency(field, term) for segment in self.segments)

    def held(self, field: str, term: str, numbers: Iterable[int] | None = None) -> Held | None:
        """The documents that hold `term` in `field`, None if there are none.

        `numbers` are those of the segments that have the term, where they are known.
        """
        parts = [
            (self.starts[number], postings)
            for number in (range(len(self.segments)) if numbers is None else numbers)
            if (postings := self.segments[number].postings(field, term))
        ]
        if not parts:
            return None
        docs = np.concatenate([postings.docs + np.int64(start) for start, postings in parts])
        if all(postings.weights is None for _, postings in parts):
            return Held(docs, None)
        return Held(docs, np.concatenate([weights_of(postings) for _, postings in parts]))

    def places(self, field: str, term: str, docs: Docs) -> Places:
        """Where `term` stands in those of the ascending `docs` that hold it."""
        found = [np.zeros(0, np.int64)]
        bounds = docs.searchsorted(self.starts)
        for number, segment in enumerate(self.segments):
            mine = docs[bounds[number] : bounds[number + 1]] - self.starts[number]
            postings = segment.postings(field, term) if len(mine) else None
            if postings is None:
                continue
            at = common(postings.docs, mine)
            whole = len(at) == len(postings.docs)
            if positions := segment.positions(field, term, None if whole else at):
                found.append(places(positions, self.starts[number]))
        return np.concatenate(found)

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """The length byte of each document in `field`."""
        if field not in self._lengths:
            parts = [segment.lengths(field) for segment in self.segments]
            self._lengths[field] = np.concatenate([np.zeros(0, np.uint8), *parts])
        return self._lengths[field]

    def total_length(self, field: str) -> int:
        """How many words `field` has in all documents."""
        return sum(segment.total_length(field) for segment in self.segments)

    @cached_property
    def everything(self) -> Docs:
        """All documents."""
        return np.arange(self.doc_count, dtype=np.int64)

    @cached_property
    def deleted(self) -> Docs:
        """The deleted documents."""
        parts = [
            segment.deleted + np.int64(start)
            for start, segment in zip(self.starts, self.segments, strict=False)
            if segment.deleted is not None
        ]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    @cached_property
    def _visible(self) -> Numbers:
        """The second since 1970 from which each document may be seen."""
        return self._numbers("visible")

    @cached_property
    def _timed(self) -> Docs:
        """The documents that are not visible at all times."""
        return np.flatnonzero(self._visible > -NEVER)

    def gone(self, now: int) -> Docs:
        """The documents that are deleted or may not be seen at `now`, in no order."""
        if not len(self._timed):
            return self.deleted
        hidden = self._timed[self._visible.take(self._timed) > now]
        return np.concatenate((hidden, self.deleted))

    @cached_property
    def first(self) -> Numbers:
        """The first day of each document's date; UNDATED_DAY if it has none."""
        return self._numbers("first")

    @cached_property
    def newest(self) -> Ints:
        """The first day of each document's date; 0 if it has none."""
        return np.where(self.first == UNDATED_DAY, 0, self.first).astype(np.int32)

    @cached_property
    def oldest(self) -> Ints:
        """A number for each document, larger for older dates, smallest without one."""
        return -self.first.astype(np.int32)

    @cached_property
    def periods(self) -> Periods:
        """The dates of the documents."""
        return periods(self.first, self._numbers("last"))

    @cached_property
    def categories(self) -> Names:
        """The category of each document."""
        return self._names("category_name")

    @cached_property
    def languages(self) -> Names:
        """The language of each document."""
        return self._names("language_name")

    @cached_property
    def event_years(self) -> EventYears:
        """Which documents speak of which years."""
        parts = [
            (start, read_span(segment, "event", segment.terms("event").of_size(YEAR)))
            for start, segment in zip(self.starts, self.segments, strict=False)
        ]
        names = sorted({year for _, lists in parts for year in lists.terms})
        places = {year: place for place, year in enumerate(names)}
        sizes = np.zeros(self.doc_count, np.int64)
        for start, lists in parts:
            sizes += np.bincount(lists.docs + np.int64(start), minlength=self.doc_count)
        starts = starts_of(sizes)
        years = np.zeros(starts[-1], np.uint16)
        free = starts[:-1].copy()
        for start, lists in parts:
            for year, (low, high) in zip(lists.terms, pairwise(lists.starts.tolist()), strict=True):
                docs = lists.docs[low:high] + np.int64(start)
                at = free.take(docs)
                years[at] = places[year]
                free[docs] = at + 1
        counts = np.bincount(years, minlength=len(names))
        return EventYears(starts, years, [name.decode() for name in names], counts)

    def _numbers(self, column: str) -> Numbers:
        parts = [segment.numbers(column) for segment in self.segments]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def _names(self, column: str) -> Names:
        numbers: dict[str, int] = {}
        parts = [np.zeros(0, np.int64)]
        for segment in self.segments:
            labels = segment.labels(column)
            new = [numbers.setdefault(value, len(numbers)) for value in labels.values]
            parts.append(np.array(new, np.int64).take(labels.ordinals))
        ordinals = np.concatenate(parts)
        counts = np.bincount(ordinals, minlength=len(numbers))
        return Names(ordinals.astype(np.min_scalar_type(len(numbers))), list(numbers), counts)


def weights_of(postings: Postings) -> NDArray[np.float32]:
    """How often each document of `postings` holds the term."""
    if postings.weights is None:
        return np.ones(len(postings.docs), np.float32)
    return postings.weights


def common(postings: NDArray[np.integer], docs: Docs) -> NDArray[np.int64]:
    """The places in the ascending `postings` of the documents that are also in `docs`."""
    if len(docs) * 8 < len(postings):
        at = postings.searchsorted(docs.astype(postings.dtype))
        met: NDArray[np.int64] = at[postings.take(at, mode="clip") == docs]
        return met
    mask = np.zeros(int(max(postings[-1], docs[-1] if len(docs) else 0)) + 1, np.bool_)
    mask[docs] = True
    found: NDArray[np.int64] = np.flatnonzero(mask.take(postings))
    return found
