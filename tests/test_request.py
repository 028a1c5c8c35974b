"""Does one value say a whole search, as a URL and back?"""

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.day import first_day, last_day
from searchsvc.errors import BadValue
from searchsvc.request import DEEPEST, Request, clean, read_request


def read(**values: str | list[str]) -> Request:
    """The request of these parameters; `from_` stands for `from`."""
    listed = {
        name.rstrip("_"): [value] if isinstance(value, str) else value
        for name, value in values.items()
    }
    return read_request(listed)


def test_nothing_asked_is_everything() -> None:
    """Unknown parameters are ignored, empty ones as well."""
    assert read_request({}) == Request()
    assert read(q="", category=["", " "], page=["1"], colour="red", about="") == Request()


def test_every_parameter_is_read() -> None:
    """Repeated ones are alternatives, each once; of single ones the last counts."""
    request = read(
        q=["old", " moon "],
        category=["Science", "Economy", "Science"],
        tag="space",
        author="Ada Bright",
        language="en",
        year=["1990", "undated"],
        month="1991-02",
        day="1992-03-04",
        from_="1990",
        to="1999-06",
        about="1969-07",
        sort="newest",
        page="2",
        per_page="50",
    )
    assert request == Request(
        q="moon",
        category=("Science", "Economy"),
        tag=("space",),
        author=("Ada Bright",),
        language=("en",),
        year=("1990", "undated"),
        month=("1991-02",),
        day=("1992-03-04",),
        start="1990",
        end="1999-06",
        about=("1969-07",),
        sort="newest",
        page=2,
        per_page=50,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("year", value) for value in ("90", "1990-01", "x", "0000", "١٩٩٠", "19900")],
        *[("month", value) for value in ("1990", "1990-13", "1990-1", "undated", "1990-01-20")],
        *[("day", value) for value in ("1990-02-30", "1990-01", "20.01.1990", "undated")],
        *[("from", value) for value in ("x", "1990-00", "1990-01-20T10:00", "..", "undated")],
        *[("to", value) for value in ("x", "1990-02-29")],
        *[("about", value) for value in ("x", "01-20", "1990-1")],
        *[("sort", value) for value in ("best", "Newest", "relevance ,")],
        *[
            ("page", value)
            for value in ("0", "-1", "x", "1.5", "٣", "9" * 5000, "0" * 20 + "1", "1e3")
        ],
        *[("per_page", value) for value in ("0", "101", "x", "-20", "000000000001" + "9" * 5000)],
    ],
)
def test_a_malformed_value_is_refused_and_named(name: str, value: str) -> None:
    """The sentence says which parameter, and the value as it came."""
    with pytest.raises(BadValue, match=rf"^{name}=") as error:
        read_request({name: [value]})
    assert repr(value) in str(error.value)


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    """Bounds are inclusive, and one day is a time."""
    with pytest.raises(BadValue, match="from='1991' lies after to='1990'"):
        read(from_="1991", to="1990")
    assert read(from_="1990-06", to="1990").end == "1990"
    assert read(from_="1990-01-20", to="1990-01-20").start == "1990-01-20"


def test_nobody_pages_beyond_10000_hits() -> None:
    """The sentence points to the export."""
    assert read(page="100", per_page="100").page * 100 == DEEPEST
    with pytest.raises(BadValue, match="export"):
        read(page="101", per_page="100")
    with pytest.raises(BadValue, match="export"):
        read(page="1000000", per_page="1")


@pytest.mark.parametrize(
    ("year", "month", "day", "periods"),
    [
        ((), (), (), ()),
        (("1990",), (), (), ("1990",)),
        (("1990", "1991"), ("1990-02",), (), ("1991", "1990-02")),
        (("1990",), ("1990-02", "1990-03"), ("1990-02-05",), ("1990-03", "1990-02-05")),
        ((), ("1990-02",), ("1990-03-05",), ("1990-02", "1990-03-05")),
        (("1990", "undated"), (), ("1990-02-05",), ("undated", "1990-02-05")),
    ],
)
def test_a_month_stands_in_for_its_year_and_a_day_for_its_month(
    year: tuple[str, ...], month: tuple[str, ...], day: tuple[str, ...], periods: tuple[str, ...]
) -> None:
    """The union of the chosen periods is one filter."""
    assert Request(year=year, month=month, day=day).periods() == frozenset(periods)


def test_parameters_are_canonical() -> None:
    """Sorted, each value once, without defaults."""
    request = Request(q="b", category=("Z", "A", "Z"), start="1990", page=1, sort="relevance")
    assert request.parameters() == [
        ("category", "A"),
        ("category", "Z"),
        ("from", "1990"),
        ("q", "b"),
    ]
    assert request.query_string() == "?category=A&category=Z&from=1990&q=b"
    assert Request().query_string() == ""
    assert Request(q="\ud800 ü&").query_string() == "?q=%3F+%C3%BC%26"


def test_a_filter_is_taken_away_with_what_lies_in_it() -> None:
    """A year goes with its months and days; the search begins at its first page again."""
    request = Request(
        q="a",
        category=("A", "B"),
        year=("1990", "1991"),
        month=("1990-02", "1991-02"),
        day=("1990-02-05",),
        start="1980",
        page=3,
    )
    assert request.without("category", "A").category == ("B",)
    assert request.without("category", "A").page == 1
    assert request.without("start").start == ""
    without = request.without("year", "1990")
    assert (without.year, without.month, without.day) == (("1991",), ("1991-02",), ())
    assert request.without("month", "1990-02").year == ("1990", "1991")
    assert request.without("month", "1990-02").day == ()
    assert request.without("day", "1990-02-05").month == request.month


STRIPPED = st.text(max_size=10).map(clean)
NAMES = st.lists(STRIPPED.filter(bool), max_size=3, unique=True).map(sorted).map(tuple)
DATES = st.dates().map(str)


def some(length: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Sorted dates of so many characters."""
    values = DATES.map(lambda day: day[:length])
    return st.lists(values, max_size=3, unique=True).map(sorted).map(tuple)


BOUNDS = st.tuples(st.just("") | DATES, st.just("") | DATES).filter(
    lambda pair: not all(pair) or first_day(pair[0]) <= last_day(pair[1])
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Any request that can be asked."""
    start, end = draw(BOUNDS)
    return Request(
        q=draw(STRIPPED),
        category=draw(NAMES),
        tag=draw(NAMES),
        author=draw(NAMES),
        language=draw(NAMES),
        year=draw(some(4)),
        month=draw(some(7)),
        day=draw(some(10)),
        start=start,
        end=end,
        about=draw(some(7)),
        sort=draw(st.sampled_from(["relevance", "newest", "oldest"])),
        page=draw(st.integers(1, 100)),
        per_page=draw(st.integers(1, 100)),
    )


@given(requests())
def test_parameters_are_read_back_as_the_same_request(request_: Request) -> None:
    """A link leads to what it says."""
    values = defaultdict(list)
    for name, value in request_.parameters():
        values[name].append(value)
    assert read_request(values) == request_


@given(requests(), st.sampled_from(["1990", "1994"]), st.sampled_from(["1994", "1999"]))
def test_a_pattern_is_the_query_of_all_values(request_: Request, first: str, last: str) -> None:
    """Links that differ in a value alone are those of the requests, in the canonical order."""
    assert request_.pattern("year") % first == replace(request_, year=(first,)).query_string()
    between = replace(request_, start=first, end=last)
    assert request_.pattern("from", "to") % (first, last) == between.query_string()


@pytest.mark.parametrize(
    "values",
    [{"author": [f"c{number}" for number in range(101)]}, {"tag": ["x" * 10_001]}],
    ids=["many", "long"],
)
def test_a_search_has_only_so_many_filters(values: dict[str, list[str]]) -> None:
    """Each link of a page says all of them again."""
    with pytest.raises(BadValue, match="at most 100 filters, of 10,000 characters"):
        read_request(values)
