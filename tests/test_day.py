"""Which days does a date stand for, and is no more read from a text than it says?"""

import itertools
from datetime import UTC, date, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchsvc.day import (
    MOST_BARS,
    bars,
    first_day,
    gregorian,
    instant,
    is_date,
    last_day,
    month_day,
    neighbours,
    observed,
    read_date,
)

DAYS = st.dates()
ISO = DAYS.flatmap(lambda day: st.sampled_from([day.isoformat()[:n] for n in (4, 7, 10)]))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("1990-01-20", "1990-01-20", "1990-01-20"),
        ("1990-01", "1990-01-01", "1990-01-31"),
        ("1990", "1990-01-01", "1990-12-31"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_date_stands_for_the_days_from_its_first_to_its_last(
    value: str, first: str, last: str
) -> None:
    """Whatever its precision."""
    assert (first_day(value).isoformat(), last_day(value).isoformat()) == (first, last)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "90",
        "1990-1",
        "1990-13",
        "1990-02-29",
        "1990-01-20T00:00",
        "0000",
        "١٩٩٠",
        "1990-",
        " 1990",
    ],
)
def test_what_is_not_an_iso_date_is_none(value: str) -> None:
    """Dates in requests have one form."""
    assert not is_date(value)
    with pytest.raises(ValueError, match=r"."):
        first_day(value)


READ = [
    ("1990-01-20", "1990-01-20"),
    (" 1990-01 ", "1990-01"),
    ("1990", "1990"),
    ("May 2011", "2011-05"),
    ("2011 May", "2011-05"),
    ("20 January 1990", "1990-01-20"),
    ("January 20, 1990", "1990-01-20"),
    ("Jan. 20, 1990", "1990-01-20"),
    ("Sat, 20 Jan 1990", "1990-01-20"),
    ("Sat, 20 Jan 1990 10:00:00 +0400", "1990-01-20"),
    ("20 January 1990 10:00 AZT", "1990-01-20"),
    ("29 February 2000", "2000-02-29"),
    ("20.01.1990", "1990-01-20"),
    ("01.11.2025", "2025-11-01"),
    ("01.11.25", "2025-11-01"),
    ("1.2.1990", "1990-02-01"),
    ("13-11-2025", "2025-11-13"),
    ("11-13-2025", "2025-11-13"),
    ("13/11/2025", "2025-11-13"),
    ("11/13/2025", "2025-11-13"),
    ("05/05/2025", "2025-05-05"),
    ("5-05-2025", "2025-05-05"),
    ("2025/11/01", "2025-11-01"),
    ("2025.11.01", "2025-11-01"),
    ("19900120", "1990-01-20"),
    ("1990-01-20T10:00:00", "1990-01-20"),
    ("1990-01-20 10:00", "1990-01-20"),
    ("1990-01-20T23:30:00+04:00", "1990-01-20"),
    ("20 января 1990", "1990-01-20"),
    ("20 января 1990 г.", "1990-01-20"),
    ("январь 1990 года", "1990-01"),
    ("20 січня 1990 року", "1990-01-20"),
    ("20 yanvar 1990", "1990-01-20"),
    ("20 yanvar 1990-cı il", "1990-01-20"),
    ("20 Ocak 1990", "1990-01-20"),
    ("Mayıs 2011", "2011-05"),
    ("20. Januar 1990", "1990-01-20"),
    ("3. März 1990", "1990-03-03"),
    ("20 janvier 1990", "1990-01-20"),
    ("20 enero 1990", "1990-01-20"),
    ("20 հունվարի 1990", "1990-01-20"),
    ("20 იანვარი 1990", "1990-01-20"),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_written_date_is_read_as_far_as_it_goes(text: str, value: str) -> None:
    """In the languages of the archive; what the text leaves open stays open."""
    assert read_date(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "someday",
        "May",
        "20 January",
        "Monday",
        "10:30",
        "10:30 Monday",
        "01/11/2025",
        "1/2/25",
        "01-11-2025",
        "01-11-25",
        "Sat 01/11/2025",
        "31 February 1990",
        "1990-02-30",
        "20",
        "1990 1991",
        "12 of 20 articles",
        "9" * 99,
        "1990 " * 50,
        "\x00",
        "\ud800 1990-x",
    ],
)
def test_what_is_not_one_date_is_refused(text: str) -> None:
    """No year, two readings, no such day, or no date at all."""
    with pytest.raises(ValueError, match=r"."):
        read_date(text)


@given(st.text(max_size=120) | st.text("0123456789-/.: TZ+janur,", max_size=40))
@example("1990-01-20T10:00:00+99:99")
@example("0001-01-01T00:00:00Z")
@example("9999-12-31T23:59:59Z")
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    """Whatever stands in a feed."""
    for zone in (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))):
        try:
            value = read_date(text, zone)
        except ValueError:
            continue
        assert is_date(value)


@given(ISO)
def test_an_iso_date_is_read_as_itself(value: str) -> None:
    """Reading is the inverse of writing."""
    assert read_date(value) == value
    assert first_day(value) <= last_day(value)
    assert last_day(value).isoformat().startswith(value)
    assert first_day(value).isoformat().startswith(value)


@pytest.mark.parametrize(
    ("text", "zone", "value"),
    [
        ("1990-01-20T21:30:00Z", "Asia/Baku", "1990-01-21"),
        ("1990-01-20T21:30:00Z", "UTC", "1990-01-20"),
        ("1990-01-20T21:30:00+03:00", "Asia/Baku", "1990-01-20"),
        ("1990-01-20T21:30:00", "Asia/Baku", "1990-01-20"),
        ("Sat, 20 Jan 1990 23:30:00 GMT", "Asia/Baku", "1990-01-21"),
        ("Sat, 20 Jan 1990 03:30:00 +0000", "America/New_York", "1990-01-19"),
    ],
)
def test_a_moment_in_utc_is_a_day_of_the_newsroom(text: str, zone: str, value: str) -> None:
    """Any other timestamp is the day that its writer saw."""
    assert read_date(text, ZoneInfo(zone)) == value


def test_calendar_days_have_two_digits_each() -> None:
    """29 February is one of them, 30 February is not."""
    assert month_day("02-29") == (2, 29)
    for value in ("02-30", "13-01", "00-10", "1-20", "01-2", "٠١-٢٠", "", "01-20 "):
        with pytest.raises(ValueError, match=r"."):
            month_day(value)


@pytest.mark.parametrize(
    ("value", "before", "after"),
    [
        ("01-20", "01-19", "01-21"),
        ("01-01", "12-31", "01-02"),
        ("12-31", "12-30", "01-01"),
        ("02-28", "02-27", "02-29"),
        ("03-01", "02-29", "03-02"),
    ],
)
def test_calendar_days_have_neighbours_around_the_year(value: str, before: str, after: str) -> None:
    """29 February always stands between its own."""
    assert neighbours(value) == (before, after)


@pytest.mark.parametrize(
    ("value", "year", "leap_day", "day"),
    [
        ("01-20", 2023, "02-28", date(2023, 1, 20)),
        ("02-29", 2024, "02-28", date(2024, 2, 29)),
        ("02-29", 2024, "none", date(2024, 2, 29)),
        ("02-29", 2023, "02-28", date(2023, 2, 28)),
        ("02-29", 2023, "03-01", date(2023, 3, 1)),
        ("02-29", 2023, "none", None),
        ("02-29", 1900, "02-28", date(1900, 2, 28)),
    ],
)
def test_the_leap_day_is_observed_by_a_stated_rule(
    value: str, year: int, leap_day: str, day: date | None
) -> None:
    """On 28 February, on 1 March or not at all in years without one."""
    assert observed(value, year, leap_day) == day


@given(DAYS, DAYS)
@example(date.min, date.max)
@example(date(1990, 1, 20), date(1990, 1, 20))
def test_bars_cover_a_time_without_gaps(one: date, other: date) -> None:
    """Each begins the day after the one before; only decades may be more than 60."""
    first, last = min(one, other), max(one, other)
    found = bars(first, last)
    assert found[0][0] <= first <= found[0][1]
    assert found[-1][0] <= last <= found[-1][1]
    for (_, end), (start, _) in itertools.pairwise(found):
        assert start - end == timedelta(days=1)
    if last.year - first.year < MOST_BARS:
        assert len(found) <= MOST_BARS


@pytest.mark.parametrize(
    ("first", "last", "count", "second"),
    [
        (date(1990, 1, 1), date(1990, 3, 1), 60, date(1990, 1, 2)),
        (date(1990, 1, 1), date(1990, 3, 2), 3, date(1990, 2, 1)),
        (date(1990, 1, 31), date(1994, 12, 1), 60, date(1990, 2, 1)),
        (date(1990, 1, 31), date(1995, 1, 1), 6, date(1991, 1, 1)),
        (date(1941, 5, 5), date(2000, 5, 5), 60, date(1942, 1, 1)),
        (date(1940, 5, 5), date(2000, 5, 5), 7, date(1950, 1, 1)),
    ],
)
def test_bars_are_the_finest_of_which_60_are_enough(
    first: date, last: date, count: int, second: date
) -> None:
    """Days, then months, then years, then decades."""
    found = bars(first, last)
    assert (len(found), found[1][0]) == (count, second)


@pytest.mark.parametrize(("finest", "count"), [("day", 31), ("month", 1), ("year", 1)])
def test_no_bar_is_finer_than_asked(finest: str, count: int) -> None:
    """Where dates are months or years, days would hold none of them."""
    assert len(bars(date(1990, 1, 1), date(1990, 1, 31), finest)) == count


@pytest.mark.parametrize(
    ("value", "zone", "seconds"),
    [
        ("1970-01-01", "UTC", 0),
        ("1970", "UTC", 0),
        ("1970-01-01T00:01:00", "UTC", 60),
        ("1970-01-01T00:00:00+01:00", "Asia/Baku", -3600),
        ("1970-01-01T04:00:00", "Asia/Baku", 0),
        ("1970-01-01", "Asia/Baku", -4 * 3600),
    ],
)
def test_an_instant_is_in_seconds_since_1970(value: str, zone: str, seconds: int) -> None:
    """A bare date is its first midnight in the newsroom."""
    assert instant(value, ZoneInfo(zone)) == seconds


def test_what_is_no_instant_is_a_value_error() -> None:
    """Never another error."""
    for value in ("", "soon", "1990-02-30", "1990-01-20T25:00", "0000"):
        with pytest.raises(ValueError, match=r"."):
            instant(value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1917-10-25", "1917-11-07"),
        ("1883-12-31", "1884-01-12"),
        ("1900-02-28", "1900-03-12"),
        ("1900-03-01", "1900-03-14"),
        ("1709-06-27", "1709-07-08"),
        ("1649-01-30", "1649-02-09"),
        ("2000-01-01", "2000-01-14"),
        ("1453-05-29", None),
        ("9999-12-31", None),
    ],
)
def test_a_day_in_old_style_has_one_in_new_style(old: str, new: str | None) -> None:
    """Poltava, the October revolution, the end of a king."""
    assert gregorian(old) == new
