"""Are hits ordered, cut and counted as the plain implementation does it?"""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import PlainSearch, finest
from test_execute import (
    CATEGORIES,
    NOW,
    archives,
    both,
    pytestmark,
    relaxed,
    same,
    trees,
)

from searchsvc.article import Article
from searchsvc.day import bars, first_day, last_day
from searchsvc.engine.whoosh.periods import histogram, periods
from searchsvc.engine.whoosh.schema import UNDATED_DAY
from searchsvc.engine.whoosh.top import largest
from searchsvc.query import Facet, Search
from searchsvc.results import Bar

__all__ = ["pytestmark"]

FACETS = (
    Facet("category"),
    Facet("language"),
    Facet("year"),
    Facet("month", ("1990", "2024")),
    Facet("day", ("1990-01", "2024-02")),
    Facet("on"),
    Facet("event_year"),
)

PERIODS = ("1989", "1990", "1990-01", "1990-01-20", "2024-02-29", "undated")
filters = st.fixed_dictionaries(
    {},
    optional={
        "category": st.frozensets(st.sampled_from(("uncategorised", *CATEGORIES[1:])), min_size=1),
        "language": st.frozensets(st.sampled_from(("unknown", "en", "ru")), min_size=1),
        "date": st.frozensets(st.sampled_from(PERIODS), min_size=1),
        "event": st.frozensets(
            st.sampled_from(("1969", "1969-07-20", "1990-01", "--01-20")), min_size=1
        ),
    },
)
searches = st.builds(
    Search,
    query=trees,
    filters=filters,
    facets=st.lists(st.sampled_from(FACETS), unique=True).map(tuple),
    histogram=st.booleans(),
    sort=st.sampled_from(("relevance", "newest", "oldest")),
    offset=st.integers(0, 6),
    limit=st.integers(0, 8),
    now=st.just(NOW),
)


@relaxed
@given(archives, st.lists(searches, min_size=1, max_size=12))
def test_any_search_is_answered_as_by_whoosh(
    archive: tuple[list[Article], int, set[int]], asked: list[Search]
) -> None:
    """Totals, pages, facets and bars of any search equal those of the plain implementation."""
    with both(archive) as (snapshot, searcher):
        for search in asked:
            same(snapshot.search(search), PlainSearch(searcher).answer(search))


def written(first: date, last: date) -> st.SearchStrategy[str | None]:
    """No date, or a day, month or year between two days."""
    days = st.dates(first, last)
    longer = days.flatmap(
        lambda day: st.sampled_from((f"{day:%Y-%m}".zfill(7), f"{day:%Y}".zfill(4)))
    )
    return st.none() | days.map(str) | longer


def bounds_of(dates: list[str | None]) -> list[tuple[int, int]]:
    """First and last day of each of `dates` as columns hold them."""
    return [
        (first_day(each).toordinal(), last_day(each).toordinal())
        if each
        else (UNDATED_DAY, UNDATED_DAY)
        for each in dates
    ]


@given(st.lists(written(date.min, date.max), max_size=30))
def test_the_table_of_dates_gives_each_document_its_own(dates: list[str | None]) -> None:
    """First and last day come back for each document; the table ascends and holds none twice."""
    bounds = bounds_of(dates)
    first, last = np.array(bounds, np.int64).reshape(-1, 2).T
    table = periods(first, last)
    assert table.first.take(table.codes).tolist() == first.tolist()
    assert table.last.take(table.codes).tolist() == last.tolist()
    rows = list(zip(table.first.tolist(), table.last.tolist(), strict=True))
    assert rows == sorted({*bounds})


NEAR = (date(1987, 5, 1), date(1987, 7, 31))
APART = (date(1988, 6, 1), date(1994, 6, 30))
FAR = (date.min, date(1990, 1, 1))


@given(
    st.sampled_from((NEAR, APART, FAR)).flatmap(lambda ends: st.lists(written(*ends), max_size=20))
)
def test_bars_are_those_that_days_ask_for(dates: list[str | None]) -> None:
    """Counted by years alone or by days, bars are the finest of at most 60, and hold the same."""
    bounds = bounds_of(dates)
    first, last = np.array(bounds, np.int64).reshape(-1, 2).T
    table, docs = periods(first, last), np.arange(len(dates))
    dated = [(date.fromordinal(a), date.fromordinal(b)) for a, b in bounds if a != UNDATED_DAY]
    found = histogram(table.counted(docs), lambda: table.of(docs))
    unit = finest([span for span in bounds if span[0] != UNDATED_DAY])
    expected = bars(min(a for a, _ in dated), max(b for _, b in dated), unit) if dated else []
    assert found == tuple(
        Bar(str(start), str(end), sum(start <= a and b <= end for a, b in dated))
        for start, end in expected
    )


@pytest.mark.parametrize(
    ("dates", "counts"),
    [
        (["1990", "1991", "1991", "1992"], [1, 2, 1]),
        (["1990-01", "1990-02", "1990-02-03"], [1, 2]),
        (["1990", "1990-01-02", "1990-01-03"], [2, *[0] * 11]),
    ],
)
def test_bars_hold_what_is_dated_by_year_or_month(dates: list[str], counts: list[int]) -> None:
    """Most dates are in one; those that are longer than most are in none."""
    first, last = np.array(bounds_of(dates), np.int64).reshape(-1, 2).T
    table, docs = periods(first, last), np.arange(len(dates))
    found = histogram(table.counted(docs), lambda: table.of(docs))
    assert [bar.count for bar in found] == counts


@pytest.mark.parametrize("count", [1, 10, 100, 500, 5_000])
@pytest.mark.parametrize("different", [3, 1_000_000])
def test_the_largest_values_are_found_with_all_their_equals(count: int, different: int) -> None:
    """Nothing that belongs to the first `count` is missed, however many values are equal."""
    values = np.random.default_rng(count).integers(0, different, 4_000)
    bound = sorted(values.tolist())[-min(count, len(values))]
    assert {*np.flatnonzero(values >= bound).tolist()} <= {*largest(values, count, 0).tolist()}
