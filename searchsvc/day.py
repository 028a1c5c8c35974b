"""Which days does a date of known precision stand for? Dates are read, compared and shown here.

A date is its ISO form cut to what is known: `1990-01-20`, `1990-01` or `1990`. It stands for the
days from its first to its last.
"""

import calendar
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path

ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
CLOCK = re.compile(r"[T ]\d\d:\d\d")
MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
NUMBERS = re.compile(r"(?<![\d.])(\d\d?)([-/.])(\d\d?)\2(?:\d\d){1,2}(?![\d.-])")
YEAR_WORD = re.compile(r"(?<=\d{4})(?:\s*(?:г|год|года|р|року|թ|წ)\b\.?|-c[iıuü] il\b)")

DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 12, 31))
"""dateutil fills what a text leaves open from a default: what differs between two is invented."""

LONGEST = 100
"""Characters of a text that can be a date."""

MOST_BARS = 60
UNITS = ("day", "month", "year")

ONE_DAY = timedelta(days=1)


def first_day(value: str) -> date:
    """The first day that `value` stands for. Raises ValueError if it is not an ISO date."""
    year, month, day = parts(value)
    return date(year, month or 1, day or 1)


def last_day(value: str) -> date:
    """The last day that `value` stands for. Raises ValueError if it is not an ISO date."""
    year, month, day = parts(value)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def parts(value: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of `value`. Raises ValueError if it is not an ISO date."""
    match = ISO.fullmatch(value)
    if not match or not value.isascii():
        raise ValueError(f"{value!r} is not a date such as 1990, 1990-01 or 1990-01-20")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    date(year, 1 if month is None else month, 1 if day is None else day)
    return year, month, day


def is_date(value: str) -> bool:
    """Whether `value` is an ISO date of day, month or year precision."""
    try:
        parts(value)
    except ValueError:
        return False
    return True


def read_date(text: str, zone: tzinfo = UTC) -> str:
    """The date that a person or a feed wrote as `text`, in ISO form with only what was said.

    A full timestamp gives the day as its writer saw it; one in UTC gives the day in `zone`.
    Numbers with dots are day.month.year; with dashes or slashes they are refused where they could
    be two days. Raises ValueError if `text` is not one date, or leaves the year open.
    """
    written = text.strip()
    if is_date(written):
        return written
    if not any(sign.isdigit() for sign in written) or len(written) > LONGEST:
        raise ValueError(f"{written[:LONGEST]!r} is not a date")
    # An ISO date, which most are, needs no dateutil: it takes as long to import as a search.
    from dateutil import parser

    numbers = NUMBERS.search(written)
    dotted = numbers is not None and numbers[2] == "."
    if numbers and not dotted:
        low, high = sorted((int(numbers[1]), int(numbers[3])))
        if low != high and high <= 12:
            raise ValueError(f"{written!r} could be two days; write it as 1990-01-20")
    words = " ".join(
        months().get(word.casefold().rstrip("."), word)
        for word in re.split(r"[\s,]+", YEAR_WORD.sub("", written))
        if word
    )
    try:
        early, late = (
            parser.parse(words, default=default, dayfirst=dotted, tzinfos=offset)
            for default in DEFAULTS
        )
        in_utc = CLOCK.search(words) and early.tzinfo and not early.utcoffset()
        seen = (early.astimezone(zone) if in_utc else early).date()
    except (parser.ParserError, OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"{written!r} is not a date") from error
    if early.year != late.year:
        raise ValueError(f"{written!r} names no year")
    if early.month != late.month:
        return f"{early.year:04}"
    if early.day != late.day:
        return f"{early.year:04}-{early.month:02}"
    return seen.isoformat()


def offset(name: str | None, seconds: int | None) -> tzinfo | None:
    """The zone of a timestamp; none for a name such as AZT, which several zones share."""
    return None if seconds is None else timezone(timedelta(seconds=seconds))


@cache
def months() -> dict[str, str]:
    """English month names by the names that other languages write, in lower case."""
    table = tomllib.loads(Path(__file__).with_name("months.toml").read_text("utf-8"))
    return {
        name: calendar.month_name[number]
        for names in table.values()
        for number, forms in enumerate(names, start=1)
        for name in forms.split()
    }


def month_day(value: str) -> tuple[int, int]:
    """Month and day of `01-20`. Raises ValueError if no year has such a day."""
    match = MONTH_DAY.fullmatch(value)
    if not match or not value.isascii():
        raise ValueError(f"{value!r} is not a day such as 01-20 (month-day, two digits each)")
    month, day = int(match[1]), int(match[2])
    date(2000, month, day)
    return month, day


def gregorian(value: str) -> str | None:
    """The day that the Julian calendar calls `value` (ISO); None before 1583 and after 9998.

    Julian dates are ten days behind, and one more from each 29 February that only they have.
    """
    day = date.fromisoformat(value)
    if not 1583 <= day.year <= 9998:
        return None
    century = (day - timedelta(days=59)).year // 100
    return (day + timedelta(days=century - century // 4 - 2)).isoformat()


def neighbours(value: str) -> tuple[str, str]:
    """The calendar days before and after `01-20`, 29 February among them."""
    here = date(2000, *month_day(value))
    return (here - ONE_DAY).strftime("%m-%d"), (here + ONE_DAY).strftime("%m-%d")


def observed(value: str, year: int, leap_day: str) -> date | None:
    """The day of `year` on which the calendar day `value` is marked.

    29 February falls on `leap_day` ("02-28" or "03-01") in years without one; None if `leap_day`
    is "none".
    """
    month, day = month_day(value)
    if (month, day) == (2, 29) and not calendar.isleap(year):
        return None if leap_day == "none" else date(year, *month_day(leap_day))
    return date(year, month, day)


def periods(first: date, last: date, unit: str) -> Iterator[str]:
    """The ISO forms of all days, months or years (`unit`) from `first` to `last`, without gaps."""
    length = {"day": 10, "month": 7, "year": 4}[unit]
    here = first_day(first.isoformat()[:length])
    while here <= last:
        yield here.isoformat()[:length]
        try:
            here = following(here, unit)
        except (OverflowError, ValueError):
            return


def following(first: date, unit: str) -> date:
    """The first day after the day, month or year (`unit`) that begins with `first`."""
    match unit:
        case "day":
            return first + ONE_DAY
        case "month":
            return date(first.year + first.month // 12, first.month % 12 + 1, 1)
        case _:
            return date(first.year + 1, 1, 1)


def bars(first: date, last: date, finest: str = "day") -> list[tuple[date, date]]:
    """Equal periods without gaps from `first` to `last`, each with its first and last day.

    They are days, months, years or decades: the finest of which at most 60 are needed, and none
    finer than `finest`.
    """
    steps = {
        "day": (last - first).days,
        "month": (last.year - first.year) * 12 + last.month - first.month,
        "year": last.year - first.year,
    }
    for unit in UNITS[UNITS.index(finest) :]:
        if steps[unit] < MOST_BARS:
            names = periods(first, last, unit)
            return [(first_day(name), last_day(name)) for name in names]
    return [
        (date(max(start, 1), 1, 1), date(start + 9, 12, 31))
        for start in range(first.year // 10 * 10, last.year + 1, 10)
    ]


def instant(value: str, zone: tzinfo = UTC) -> float:
    """The moment of an ISO date or timestamp in seconds since 1970; a bare one is in `zone`.

    Raises ValueError if `value` is neither.
    """
    moment = (
        datetime.combine(first_day(value), datetime.min.time())
        if ISO.fullmatch(value)
        else datetime.fromisoformat(value)
    )
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()
