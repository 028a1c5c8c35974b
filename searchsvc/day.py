"""Which days does a date of known precision stand for? Dates are read, compared and shown here.

A date is its ISO form cut to what is known: `1990-01-20`, `1990-01` or `1990`. It stands for the
days from its first to its last.
"""

import calendar
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from importlib.resources import files

from dateutil import parser, tz
from dateutil.relativedelta import relativedelta

ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
CLOCK = re.compile(r"[T ]\d\d:\d\d")
MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
SLASHES = re.compile(r"(\d\d?)/(\d\d?)/\d{2,4}\b")
DOTS = re.compile(r"\b\d\d?\.\d\d?\.\d{4}\b")
YEAR_WORD = re.compile(r"(?<=\d{4})(?:\s*(?:г|год|года|р|року|թ|წ)\b\.?|-c[iıuü] il\b)")

DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 12, 31))
"""dateutil fills what a text leaves open from a default: what differs between two is invented."""


MOST_BARS = 60


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
    year, month, day = (int(part) if part else None for part in match.groups())
    date(year or 0, month or 1, day or 1)
    return year or 0, month, day


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
    Raises ValueError if `text` is not one date, or leaves the year open.
    """
    written = text.strip()
    if is_date(written):
        return written
    if not any(sign.isdigit() for sign in written) or len(written) > 100:
        raise ValueError(f"{written[:100]!r} is not a date")
    if (slashes := SLASHES.match(written)) and slashes[1] != slashes[2]:
        if max(int(slashes[1]), int(slashes[2])) <= 12:
            raise ValueError(f"{written!r} could be two days; write it as 1990-01-20")
    words = " ".join(
        months().get(word.casefold().rstrip("."), word)
        for word in re.split(r"[\s,]+", YEAR_WORD.sub("", written))
        if word
    )
    dotted = DOTS.search(written) is not None
    try:
        low, high = (
            parser.parse(words, default=default, dayfirst=dotted, tzinfos=offset) for default in DEFAULTS
        )
    except (parser.ParserError, OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"{written!r} is not a date") from error
    if low.year != high.year:
        raise ValueError(f"{written!r} names no year")
    if low.month != high.month:
        return f"{low.year:04}"
    if low.day != high.day:
        return f"{low.year:04}-{low.month:02}"
    if low.tzinfo and not low.utcoffset() and CLOCK.search(words):
        low = low.astimezone(zone)
    return low.date().isoformat()


def offset(name: str | None, seconds: int | None) -> tzinfo | None:
    """The zone of a timestamp; none for a name such as AZT, which several zones share."""
    return None if seconds is None else tz.tzoffset(name, seconds)


@cache
def months() -> dict[str, str]:
    """English month names by the names that other languages write, in lower case."""
    table = tomllib.loads(files("searchsvc").joinpath("months.toml").read_text("utf-8"))
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


def neighbours(value: str) -> tuple[str, str]:
    """The calendar days before and after `01-20`, 29 February among them."""
    month, day = month_day(value)
    here = date(2000, month, day)
    return tuple((here + relativedelta(days=step)).strftime("%m-%d") for step in (-1, 1))


def today(zone: tzinfo, fixed: str | None = None) -> date:
    """The present day in `zone`, or the day `fixed` where tests set one."""
    return date.fromisoformat(fixed) if fixed else datetime.now(zone).date()


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
    step = {"day": relativedelta(days=1), "month": relativedelta(months=1)}.get(
        unit, relativedelta(years=1)
    )
    here = first_day(first.isoformat()[:length])
    while here <= last:
        yield here.isoformat()[:length]
        try:
            here += step
        except (OverflowError, ValueError):
            return


def bars(first: date, last: date) -> list[tuple[date, date]]:
    """Equal periods without gaps from `first` to `last`, each with its first and last day.

    They are days, months, years or decades: the finest of which at most 60 are needed.
    """
    units = (
        ((last - first).days, "day"),
        ((last.year - first.year) * 12 + last.month - first.month, "month"),
        (last.year - first.year, "year"),
    )
    for steps, unit in units:
        if steps < MOST_BARS:
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
