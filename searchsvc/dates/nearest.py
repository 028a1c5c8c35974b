"""Which year brings a day without one nearest to another day?"""

import datetime

from searchsvc.dates.phrase import Found

FUTURE_PENALTY = 1.15
HALF_A_YEAR, NEAR_AHEAD = 182, 168  # days in which no other year is nearer
TOGETHER = 45  # days between two that a sentence tells together


def nearest_year(published: datetime.date, date: Found) -> int | None:
    """The year that brings a day nearest to publication, on its weekday if one is written.

    Days to come count as a little farther: news looks back more than ahead.
    """

    def distance(day: datetime.date) -> tuple[bool, float]:
        away = (day - published).days
        missed = bool(date.weekday) and day.isoweekday() != date.weekday
        return missed, away * FUTURE_PENALTY if away > 0 else -away

    day = day_of(published.year, date.month, date.day or 1)
    if day and not date.weekday and -HALF_A_YEAR < (day - published).days < NEAR_AHEAD:
        return published.year
    reach = 4 if (date.month, date.day) == (2, 29) else 1
    years = range(max(1, published.year - reach), min(9999, published.year + reach) + 1)
    days = [day for year in years if (day := day_of(year, date.month, date.day or 1))]
    return min(days, key=distance).year if days else None


def near_to(told: datetime.date, date: Found, year: int) -> bool:
    """Does a day of a year follow or go before another by a few weeks?"""
    day = day_of(year, date.month, date.day or 1)
    return day is not None and abs((day - told).days) <= TOGETHER


def turned_year(published: datetime.date, date: Found, turn: int) -> int | None:
    """The year of the last (-1) or the next (1) such day, counted from publication."""
    for years in range(9):  # there can be eight between two leap years
        year = published.year + turn * years
        day = day_of(year, date.month, date.day)
        if day and (day < published if turn < 0 else day > published):
            return year
    return None


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """The day of the calendar, if there is such a one."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
