"""When were documents published? Their dates as numbers, and every count that is made of them.

An archive has few different dates, so documents refer to a table of them; a search counts its hits
by that table once, and years, months, days and bars are then counted from the table alone.
Days are proleptic ordinals; UNDATED_DAY stands for none.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.article import UNDATED
from searchsvc.day import UNITS, bars, first_day, last_day
from searchsvc.engine.whoosh.matches import Docs, Mask
from searchsvc.engine.whoosh.schema import UNDATED_DAY
from searchsvc.results import Bar, Count

Numbers = NDArray[np.int64]

MONTH = 31
"""A date whose last day comes so many days after its first, or more, is a year."""

FEW_YEARS = 5
"""Years that are further apart have more months than there are bars."""

EPOCH = date(1970, 1, 1).toordinal()


class Dates(NamedTuple):
    """Different dates and how many documents have each; `years` is 0 where there is none."""

    first: Numbers
    last: Numbers
    years: Numbers
    counts: Numbers


class Periods(NamedTuple):
    """The dates of a corpus: document `d` has the date `codes[d]` of the table, by first day.

    `year_of` is the year of each document itself, `by_year` how many have each.
    """

    codes: Numbers
    first: Numbers
    last: Numbers
    years: Numbers
    year_of: NDArray[np.int16]
    by_year: Numbers

    def of(self, docs: Docs) -> Dates:
        """The dates of `docs`."""
        codes = self.codes if len(docs) == len(self.codes) else self.codes.take(docs)
        if len(docs) < len(self.first):
            ones = np.ones(len(docs), np.int64)
            first, last, years = (column.take(codes) for column in self[1:4])
            return Dates(first, last, years, ones)
        counts = np.bincount(codes, minlength=len(self.first))
        return Dates(self.first, self.last, self.years, counts)

    def counted(self, docs: Docs) -> Numbers:
        """How many of `docs` have each year: int64[last year + 1], the undated at 0."""
        if len(docs) == len(self.codes):
            return self.by_year
        return np.bincount(self.year_of.take(docs))

    def inside(self, spans: Iterable[tuple[int, int]], undated: bool = False) -> Mask:
        """For each date of the table, whether it lies wholly in one of `spans` of days."""
        mask = self.first == UNDATED_DAY if undated else np.zeros(len(self.first), np.bool_)
        for start, end in spans:
            mask |= (self.first >= start) & (self.last <= end)
        return mask


def periods(first: Numbers, last: Numbers) -> Periods:
    """The table of the dates in the columns `first` and `last`.

    A day, a month and a year that begin together differ in length: a date is a small number, and
    a map of all numbers finds those in use several times as fast as sorting.
    """
    if not len(first):
        none = np.zeros(0, np.int64)
        return Periods(none, none, none, none, none.astype(np.int16), none)
    dated = first != UNDATED_DAY
    low, high = (int(f(first[dated])) if dated.any() else 0 for f in (np.min, np.max))
    length = np.digitize(last - first, (1, MONTH))
    numbers = np.where(dated, (first - low) * 3 + length, (high - low + 1) * 3)
    held = np.zeros((high - low + 1) * 3 + 1, np.int64)
    held[numbers] = np.arange(1, len(first) + 1)
    used = np.flatnonzero(held)
    some = held[used] - 1
    held[used] = np.arange(len(used))
    codes = held[numbers]
    start, end = first[some], last[some]
    years = np.where(start == UNDATED_DAY, 0, start)
    years[years > 0] = days(years[years > 0]).astype("M8[Y]").astype(np.int64) + 1970
    year_of = years.take(codes)
    return Periods(codes, start, end, years, year_of.astype(np.int16), np.bincount(year_of))


def spans_of(values: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """First and last day of each of `values` (1990, 1990-01, 1990-01-20)."""
    return tuple((first_day(value).toordinal(), last_day(value).toordinal()) for value in values)


def days(ordinals: Numbers) -> NDArray[np.datetime64]:
    """Ordinals as numpy's days."""
    return (ordinals - EPOCH).astype("M8[D]")


def count_years(by_year: Numbers) -> tuple[Count, ...]:
    """Documents by year, newest first, those without a date last."""
    found = np.flatnonzero(by_year)[::-1]
    names = [f"{year:04}" if year else UNDATED for year in found.tolist()]
    return tuple(map(Count, names, by_year.take(found).tolist()))


def count_months(dates: Dates, years: Iterable[str]) -> tuple[Count, ...]:
    """Documents of some years by month."""
    chosen = inside(dates, years)
    first, last = (days(column).astype("M8[M]").astype(np.int64) for column in chosen[:2])
    counts = tally(first, np.where(first == last, chosen.counts, 0))
    return tuple(Count(str(np.datetime64(month, "M")), counts[month]) for month in sorted(counts))


def count_days(dates: Dates, months: Iterable[str]) -> tuple[Count, ...]:
    """Documents of some months by day."""
    chosen = inside(dates, months)
    counts = tally(chosen.first, np.where(chosen.first == chosen.last, chosen.counts, 0))
    return tuple(Count(date.fromordinal(day).isoformat(), counts[day]) for day in sorted(counts))


def inside(dates: Dates, values: Iterable[str]) -> Dates:
    """Those of `dates` that lie wholly in one of some years or months."""
    masks = [(dates.first >= start) & (dates.last <= end) for start, end in spans_of(values)]
    kept = np.flatnonzero(np.logical_or.reduce(masks)) if masks else np.zeros(0, np.int64)
    return Dates(*(column.take(kept) for column in dates))


def count_calendar_days(dates: Dates) -> tuple[Count, ...]:
    """Documents by calendar day (`01-20`) over all years."""
    whole = (dates.first == dates.last) & (dates.years > 0)
    day = days(dates.first[whole])
    month = day.astype("M8[M]")
    within = (day - month.astype("M8[D]")).astype(np.int64) + 1
    names = (month.astype(np.int64) % 12 + 1) * 100 + within
    counts = tally(names, dates.counts[whole])
    return tuple(
        Count(f"{name // 100:02}-{name % 100:02}", count) for name, count in sorted(counts.items())
    )


def histogram(by_year: Numbers, dates: Callable[[], Dates]) -> tuple[Bar, ...]:
    """Documents by time, in at most 60 bars (decades may be more).

    `dates` are asked for only where years are few enough to be parted.
    """
    held = np.flatnonzero(by_year[1:])
    if not len(held):
        return ()
    first, last = int(held[0]) + 1, int(held[-1]) + 1
    if last - first > FEW_YEARS:
        starts, ends, years = years_between(first, last)
        return tuple(map(Bar, starts, ends, np.add.reduceat(by_year, years).tolist()))
    return fine_histogram(dates())


def fine_histogram(dates: Dates) -> tuple[Bar, ...]:
    """Documents by days, months or years; a date that is longer than its bar is in none.

    Bars are never so fine that most documents would be in none.
    """
    held = np.flatnonzero((dates.counts > 0) & (dates.years > 0))
    first, last, counts = (each.take(held) for each in (dates.first, dates.last, dates.counts))
    most = (2 * counts[last - first < length].sum() >= counts.sum() for length in (1, MONTH))
    finest = next(compress(UNITS, most), UNITS[-1])
    names, starts, ends = bars_between(int(first.min()), int(last.max()), finest)
    bar = starts.searchsorted(first, side="right") - 1
    counts = counts * (last <= ends.take(bar))
    sums = np.bincount(bar, counts, len(names)).astype(np.int64).tolist()
    return tuple(Bar(start, end, count) for (start, end), count in zip(names, sums, strict=True))


@lru_cache(maxsize=256)
def years_between(first: int, last: int) -> tuple[list[str], list[str], Numbers]:
    """The bars between two years: their first and last days in ISO form, and their first years."""
    starts, ends = zip(*bars(date(first, 1, 1), date(last, 12, 31)), strict=True)
    years = np.array([start.year for start in starts], np.int64)
    return [day.isoformat() for day in starts], [day.isoformat() for day in ends], years


@lru_cache(maxsize=256)
def bars_between(
    first: int, last: int, finest: str
) -> tuple[list[tuple[str, str]], Numbers, Numbers]:
    """The bars between two days: their days in ISO form, then as ordinals."""
    found = bars(date.fromordinal(first), date.fromordinal(last), finest)
    names = [(start.isoformat(), end.isoformat()) for start, end in found]
    starts = np.array([start.toordinal() for start, _ in found], np.int64)
    ends = np.array([end.toordinal() for _, end in found], np.int64)
    return names, starts, ends


def tally(values: Numbers, counts: Numbers) -> Counter[int]:
    """The sum of `counts` for each of `values`, where it isn't 0."""
    different, at = np.unique(values, return_inverse=True)
    sums = np.bincount(at, counts, len(different)).astype(np.int64)
    return Counter(
        {
            value: total
            for value, total in zip(different.tolist(), sums.tolist(), strict=True)
            if total
        }
    )
