"""Of which days do the articles speak, and how much do they say? Counted by arrays.

Everything that the `event` field says of days is put into one table when it is first asked for:
a row for each day and article, by calendar day, then year. A page or a plan is a few slices of it.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.engine.whoosh.corpus import Corpus
from searchsvc.engine.whoosh.matches import Docs, Mask, mask_of
from searchsvc.engine.whoosh.spans import read_span
from searchsvc.results import EventCount

Numbers = NDArray[np.int64]

NAMED, RELATIVE, HEADLINE, AHEAD = 1, 2, 4, 8
SIGNS = {"~": RELATIVE, "^": HEADLINE, "?": AHEAD}
"""What the first character of an event term says of the day behind it; none: it is named."""

DAY = len("1990-01-20")


class EventTable(NamedTuple):
    """Rows of a day and an article that speaks of it.

    `days` are all days by calendar day, then year (`year`, 0 for every year); those of `01-20` are
    `days[low:high]` with `low, high = spans["01-20"]`. The rows of day `n` are those from
    `starts[n]` to `starts[n+1]`, ordered by the year in which their article was published (`years`,
    0 if unknown). `day` names the day of each row, `docs` its article; `kinds` adds up NAMED,
    RELATIVE, HEADLINE and AHEAD.
    """

    days: list[str]
    year: Numbers
    spans: dict[str, tuple[int, int]]
    starts: Numbers
    day: Numbers
    docs: Docs
    kinds: NDArray[np.uint8]
    years: Numbers

    @property
    def nbytes(self) -> int:
        arrays = (self.starts, self.day, self.docs, self.kinds, self.years)
        return sum(array.nbytes for array in arrays) + 150 * len(self.days)


def read_events(corpus: Corpus) -> EventTable:
    """The table of all segments of `corpus`. Raises IndexDamaged."""
    numbers: dict[str, int] = {}
    parts: list[tuple[Numbers, Docs, NDArray[np.uint8]]] = []
    for start, segment in zip(corpus.starts, corpus.segments, strict=False):
        lists = read_span(segment, "event", slice(None))
        terms = [term.decode() for term in lists.terms]
        codes = np.array([number(term, numbers) for term in terms], np.int64).reshape(-1)
        kinds = np.array([SIGNS.get(term[0], NAMED) for term in terms], np.uint8).reshape(-1)
        sizes = np.diff(lists.starts)
        known = np.repeat(codes >= 0, sizes)
        parts.append(
            (
                np.repeat(codes, sizes)[known],
                (lists.docs.astype(np.int64) + start)[known],
                np.repeat(kinds, sizes)[known],
            )
        )
    return table(corpus, numbers, parts)


def number(term: str, numbers: dict[str, int]) -> int:
    """The number of the day that `term` speaks of, in order of appearance; -1 if of none."""
    day = term[1:] if term[0] in SIGNS else term
    if len(day) != DAY:
        return -1
    return numbers.setdefault(day, len(numbers))


def table(
    corpus: Corpus,
    numbers: dict[str, int],
    parts: list[tuple[Numbers, Docs, NDArray[np.uint8]]],
) -> EventTable:
    """The rows of `parts` in order, those of one day and article put together."""
    days = sorted(numbers, key=lambda day: (day[5:], day))
    place = np.zeros(len(days), np.int64)
    place[[numbers[day] for day in days]] = np.arange(len(days))
    none = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint8))
    codes, docs, kinds = (np.concatenate(column) for column in zip(none, *parts, strict=True))
    day = place.take(codes)
    years = corpus.periods.years.take(corpus.periods.codes.take(docs))
    order = np.lexsort((docs, years, day))
    day, docs, kinds, years = day[order], docs[order], kinds[order], years[order]
    new = np.flatnonzero((np.diff(day, prepend=-1) != 0) | (np.diff(docs, prepend=-1) != 0))
    if len(new):
        kinds = np.bitwise_or.reduceat(kinds, new)
    day, docs, years = day[new], docs[new], years[new]
    spans: dict[str, tuple[int, int]] = {}
    for at, name in enumerate(days):
        low, _ = spans.get(name[5:], (at, at))
        spans[name[5:]] = (low, at + 1)
    starts = day.searchsorted(np.arange(len(days) + 1))
    year = np.array([int(name[:4]) if name[0].isdigit() else 0 for name in days], np.int64)
    return EventTable(days, year, spans, starts, day, docs, kinds, years)


def seen(corpus: Corpus, docs: Docs, categories: frozenset[str], now: int) -> Mask:
    """For each of `docs`, whether it is visible at `now` and in one of `categories` (if any)."""
    gone = corpus.gone(now)
    mask = np.ones(len(docs), np.bool_)
    if len(gone):
        mask = ~mask_of(gone, corpus.doc_count).take(docs)
    if categories:
        names = corpus.categories
        wanted = np.array([value in categories for value in names.values], np.bool_)
        mask &= wanted.take(names.ordinals.take(docs))
    return mask


def count_events(
    corpus: Corpus,
    events: EventTable,
    days: Iterable[str],
    categories: frozenset[str],
    now: int,
) -> tuple[EventCount, ...]:
    """What visible articles say of each day of the calendar `days`, in their order, by year.

    A day that is only named from publication is none.
    """
    spans = [events.spans[day] for day in dict.fromkeys(days) if day in events.spans]
    if not spans:
        return ()
    rows = np.concatenate(
        [np.arange(events.starts[low], events.starts[high]) for low, high in spans]
    )
    names = [name for low, high in spans for name in events.days[low:high]]
    local = np.empty(len(events.days), np.int64)
    local[np.concatenate([np.arange(low, high) for low, high in spans])] = np.arange(len(names))
    rows = rows[seen(corpus, events.docs.take(rows), categories, now)]
    day, kinds, years = local.take(events.day.take(rows)), events.kinds.take(rows), events.years

    def tally(mask: Mask) -> Numbers:
        return np.bincount(day[mask], minlength=len(names))

    ahead = kinds & AHEAD > 0
    behind = np.flatnonzero(~ahead)
    when, year = day.take(behind), years.take(rows.take(behind))
    fresh = (np.diff(when, prepend=-1) != 0) | (np.diff(year, prepend=-1) != 0)
    named = tally(kinds & NAMED > 0)
    columns = (
        np.bincount(day, minlength=len(names)),
        np.bincount(when[fresh], minlength=len(names)),
        tally(kinds & HEADLINE > 0),
        tally(ahead),
        named,
    )
    held = np.flatnonzero(named)
    lists = (column.take(held).tolist() for column in columns)
    return tuple(map(EventCount, [names[at] for at in held.tolist()], *lists))


def count_days(
    corpus: Corpus, events: EventTable, until: int, categories: frozenset[str], now: int
) -> dict[str, int]:
    """How many visible articles speak of each calendar day of the years up to `until`.

    An article counts for each year of the day that it names.
    """
    mask = seen(corpus, events.docs, categories, now) & (events.kinds & NAMED > 0)
    counts = np.bincount(events.day[mask], minlength=len(events.days))
    counts[events.year > until] = 0
    sums = np.concatenate([[0], np.cumsum(counts)]).tolist()
    found = {day: sums[high] - sums[low] for day, (low, high) in events.spans.items()}
    return {day: count for day, count in sorted(found.items()) if count}


def neighbours(
    corpus: Corpus, events: EventTable, date: str, now: int
) -> tuple[str | None, str | None]:
    """The nearest dates before and after `date` (ISO) that visible articles name."""
    named = np.flatnonzero(events.kinds & NAMED)
    named = named[seen(corpus, events.docs.take(named), frozenset(), now)]
    held = np.bincount(events.day.take(named), minlength=len(events.days)) > 0
    dates = [events.days[at] for at in np.flatnonzero(held & (events.year > 0)).tolist()]
    before = max((each for each in dates if each < date), default=None)
    return before, min((each for each in dates if each > date), default=None)
