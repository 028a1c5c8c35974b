"""Are hits ordered, cut and counted as the plain implementation does it?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import PlainSearch
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
from searchsvc.day import first_day, last_day
from searchsvc.engine.whoosh.periods import periods
from searchsvc.engine.whoosh.schema import UNDATED_DAY
from searchsvc.engine.whoosh.top import largest
from searchsvc.query import Facet, Search

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


dates = (
    st.none()
    | st.dates().map(str)
    | st.dates().flatmap(
        lambda day: st.sampled_from((f"{day:%Y-%m}".zfill(7), f"{day:%Y}".zfill(4)))
    )
)


@given(st.lists(dates, max_size=30))
def test_the_table_of_dates_gives_each_document_its_own(written: list[str | None]) -> None:
    """First and last day come back for each document; the table ascends and holds none twice."""
    bounds = [
        (first_day(each).toordinal(), last_day(each).toordinal()) if each else (UNDATED_DAY,) * 2
        for each in written
    ]
    first, last = np.array(bounds, np.int64).reshape(-1, 2).T
    table = periods(first, last)
    assert table.first.take(table.codes).tolist() == first.tolist()
    assert table.last.take(table.codes).tolist() == last.tolist()
    rows = list(zip(table.first.tolist(), table.last.tolist(), strict=True))
    assert rows == sorted({*bounds})


@pytest.mark.parametrize("count", [1, 10, 100, 500, 5_000])
@pytest.mark.parametrize("different", [3, 1_000_000])
def test_the_largest_values_are_found_with_all_their_equals(count: int, different: int) -> None:
    """Nothing that belongs to the first `count` is missed, however many values are equal."""
    values = np.random.default_rng(count).integers(0, different, 4_000)
    bound = sorted(values.tolist())[-min(count, len(values))]
    assert {*np.flatnonzero(values >= bound).tolist()} <= {*largest(values, count, 0).tolist()}
