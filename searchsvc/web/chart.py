"""How do the hits lie in time? A histogram in figures for an SVG, and as a table."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from searchsvc.day import first_day, last_day
from searchsvc.request import Request
from searchsvc.results import Bar
from searchsvc.web.links import search_pattern
from searchsvc.web.saying import dated, gettext, message, ngettext, number, pgettext
from searchsvc.web.words import date_words, decade_words, listed

HEIGHT = 76
"""The height of the highest bar, in units of the drawing."""

TOP = 20
LEAST = 1.5
"""No bar with articles is lower."""

LABELS = 6
"""About how many bars have their name below them."""

ROWS = 12
"""Rows of one column of the table."""

UNITS = {
    "day": (message("Day"), message("by day")),
    "month": (message("Month"), message("by month")),
    "year": (message("Year"), message("by year")),
    "decade": (message("Decade"), message("by decade")),
}
"""What a bar stands for, as it heads a table and as it stands in a sentence."""

NARROWING = {"day": ("day",), "month": ("month",), "year": ("year",), "decade": ("from", "to")}
"""The parameters that a bar sets."""


class Column(NamedTuple):
    """A bar as it is drawn: `place` counts from 0, `y` and `height` are in units.

    `href` is None where there is nothing to show; `label` is "" for most bars, `x` is its place in
    per cent.
    """

    name: str
    total: int
    href: str | None
    chosen: bool
    place: int
    y: str
    height: str
    label: str
    x: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A histogram: its summary in words, its bars, and the rows of its table in columns."""

    summary: str
    unit: str
    columns: tuple[Column, ...]
    table: tuple[tuple[Column, ...], ...]
    base: int = TOP + HEIGHT
    foot: int = TOP + HEIGHT + 18


def chart(bars: tuple[Bar, ...], request: Request) -> Chart | None:
    """The drawing of `bars`; None where there is nothing to compare."""
    most = max((bar.count for bar in bars), default=0)
    if len(bars) < 2 or not most:
        return None
    every = -(-len(bars) // LABELS)
    periods = [period_of(bar) for bar in bars]
    units = [unit_of(period) for period in periods]
    patterns = {unit: narrowed(request, unit) for unit in {*units}}
    chosen = request.periods()
    columns = []
    for place, (bar, period, unit) in enumerate(zip(bars, periods, units, strict=True)):
        height = max(bar.count / most * HEIGHT, LEAST) if bar.count else 0.0
        bounds = period or within(bar, request)
        columns.append(
            Column(
                name=date_words(period) if period else decade_words(bar.start[:4]),
                total=bar.count,
                href=patterns[unit] % bounds if bar.count else None,
                chosen=is_chosen(period or bar.start[:3], chosen),
                place=place,
                y=f"{TOP + HEIGHT - height:.1f}",
                height=f"{height:.1f}",
                label=short(bar, period, place == 0) if place % every == 0 else "",
                x=f"{100 * place / len(bars):.2f}%",
            )
        )
    rows = tuple(columns)
    return Chart(
        summary=summary(rows, units[0]),
        unit=gettext(UNITS[units[0]][0]),
        columns=rows,
        table=tuple(rows[at : at + ROWS] for at in range(0, len(rows), ROWS)),
    )


def period_of(bar: Bar) -> str | None:
    """The ISO date that stands for the days of `bar`; None if that is a decade."""
    if bar.start == bar.end:
        return bar.start
    if bar.start[:7] == bar.end[:7]:
        return bar.start[:7]
    return bar.start[:4] if bar.start[:4] == bar.end[:4] else None


def unit_of(period: str | None) -> str:
    """Which of UNITS a bar of this `period_of` stands for."""
    return {10: "day", 7: "month", 4: "year"}[len(period)] if period else "decade"


def narrowed(request: Request, unit: str) -> str:
    """The pattern of the paths to the same request for the time of one bar alone."""
    open_time = replace(request, year=(), month=(), day=(), page=1)
    return search_pattern(open_time, *NARROWING[unit])


def within(bar: Bar, request: Request) -> tuple[str, str]:
    """The first and the last year of a decade, cut by the bounds that are set."""
    first, last = bar.start[:4], bar.end[:4]
    if request.start and first_day(request.start) > first_day(first):
        first = request.start
    if request.end and last_day(request.end) < last_day(last):
        last = request.end
    return first, last


def is_chosen(period: str, chosen: Iterable[str]) -> bool:
    """Whether `period` (`199` for a decade) lies in, or holds, one of the `chosen` ones."""
    return any(period.startswith(each) or each.startswith(period) for each in chosen)


def short(bar: Bar, period: str | None, first: bool) -> str:
    """The name of a bar below the axis; the `first` one says the year."""
    if period is None:
        decade = {"hundreds": bar.start[:2], "tens": bar.start[2]}
        return pgettext("below a bar", "%(hundreds)s%(tens)s0s", **decade)
    match len(period), first:
        case 10, True:
            return dated(period, pgettext("CLDR pattern", "d MMM y"))
        case 10, False:
            return dated(period, pgettext("CLDR pattern", "d MMM"))
        case 7, True:
            return dated(period, pgettext("CLDR pattern", "LLL y"))
        case 7, False:
            return dated(period, "LLL")
        case _:
            return dated(period, "y")


def summary(columns: tuple[Column, ...], unit: str) -> str:
    """What the drawing shows, in a sentence."""
    total = sum(column.total for column in columns)
    best = sorted(columns, key=lambda column: -column.total)[:3]
    return ngettext(
        "%(count)s article with a date, %(first)s to %(last)s, %(by)s; most: %(best)s.",
        "%(count)s articles with a date, %(first)s to %(last)s, %(by)s; most: %(best)s.",
        total,
        first=columns[0].name,
        last=columns[-1].name,
        by=gettext(UNITS[unit][1]),
        best=listed(tuple(f"{each.name} ({number(each.total)})" for each in best if each.total)),
    )
