"""Which mentions does a group of joined dates make? One a day of a short range, else its ends."""

import datetime
from collections.abc import Iterator

from searchsvc.article import Mention, YearSource
from searchsvc.dates.nearest import day_of
from searchsvc.dates.phrase import Found, turns
from searchsvc.dates.resolve import LEAP_YEAR, Setting

DAYS_IN_LEAP_YEAR = 366
NO_YEAR = ("recurring", "unknown")
WEEK = 7  # days: a longer range speaks of its ends only


def mentions(group: list[Found], setting: Setting, told: tuple[Mention, ...]) -> Iterator[Mention]:
    """The mentions of a group, in order.

    A day between two ends stands where the words that join them stand.
    """
    last: tuple[Found, int | None, datetime.date, YearSource] | None = None
    for date in group:
        year, source = setting.year(group, date, told)
        if last and date.joined and not date.year and date.relation is None:
            year = None if last[1] is None else last[1] + turns(last[0], date)
            source = last[3] if year is None or source in NO_YEAR else source
        if year is None and source != "recurring":
            source = "unknown"
        if year is None and not date.day:
            continue
        day = day_of(LEAP_YEAR if year is None else year, date.month, date.day or 1)
        if not day:
            continue
        if last and date.joined == "range" and date.day and last[0].day:
            first = last[2]
            days = (day - first).days
            if year is None and days < 0:
                days += DAYS_IN_LEAP_YEAR
            for i in range(1, days if days < WEEK else 1):
                yield _mention(
                    last[0].end,
                    date.start,
                    first + datetime.timedelta(i),
                    date,
                    year,
                    source,
                    setting,
                )
        yield _mention(date.start, date.end, day, date, year, source, setting)
        last = date, year, day, source


def _mention(
    start: int,
    end: int,
    day: datetime.date,
    date: Found,
    year: int | None,
    source: YearSource,
    setting: Setting,
) -> Mention:
    iso = day.isoformat()
    value = iso if year is not None else "XXXX" + iso[4:]
    future = year is not None and setting.published is not None and day > setting.published
    if date.day:
        return Mention(start, end, value, "day", source, future)
    return Mention(start, end, value[:7], "month", source, future)
