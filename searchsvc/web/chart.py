"""How do the hits lie in time? A histogram in figures for an SVG, and as a table."""

from dataclasses import dataclass, replace

from searchsvc.request import Request
from searchsvc.results import Bar
from searchsvc.web.links import search_path
from searchsvc.web.words import articles, date_words, listed

HEIGHT = 76.0
"""The height of the highest bar, in units of the drawing."""

TOP = 20.0
LEAST = 1.5
"""No bar with articles is lower."""

LABELS = 6
"""About how many bars have their name below them."""

ROWS = 12
"""Rows of one column of the table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A bar as it is drawn: `x` and `width` in per cent, `y` and `height` in units.

    `href` is None where there is nothing to show; `label` is "" for most bars.
    """

    name: str
    count: int
    href: str | None
    chosen: bool
    x: str
    width: str
    slot: str
    y: str
    height: str
    middle: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A histogram: its summary in words, its bars, and the rows of its table in columns."""

    summary: str
    unit: str
    columns: tuple[Column, ...]
    table: tuple[tuple[Column, ...], ...]
    base: float = TOP + HEIGHT
    foot: float = TOP + HEIGHT + 18


def chart(bars: tuple[Bar, ...], request: Request) -> Chart | None:
    """The drawing of `bars`; None where there is nothing to compare."""
    most = max((bar.count for bar in bars), default=0)
    if len(bars) < 2 or not most:
        return None
    step = 100 / len(bars)
    every = -(-len(bars) // LABELS)
    columns = []
    for number, bar in enumerate(bars):
        height = max(bar.count / most * HEIGHT, LEAST) if bar.count else 0.0
        period = period_of(bar)
        columns.append(
            Column(
                name=f"{bar.start[:4]}s" if period is None else date_words(period),
                count=bar.count,
                href=search_path(narrowed(request, bar)) if bar.count else None,
                chosen=is_chosen(request, period),
                x=f"{number * step:.2f}%",
                width=f"{step * 0.82:.2f}%",
                slot=f"{step:.2f}%",
                y=f"{TOP + HEIGHT - height:.1f}",
                height=f"{height:.1f}",
                middle=f"{(number + 0.41) * step:.2f}%",
                label=short(bar, period, number == 0) if number % every == 0 else "",
            )
        )
    rows = tuple(columns)
    return Chart(
        summary=summary(rows, unit_of(bars[0])),
        unit=unit_of(bars[0]),
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


def unit_of(bar: Bar) -> str:
    """What `bar` stands for: a day, month, year or decade."""
    period = period_of(bar)
    return {10: "Day", 7: "Month", 4: "Year"}[len(period)] if period else "Decade"


def narrowed(request: Request, bar: Bar) -> Request:
    """The same request for the time of `bar` alone."""
    open_time = replace(request, year=(), month=(), day=(), page=1)
    match unit_of(bar):
        case "Day":
            return replace(open_time, day=(bar.start,))
        case "Month":
            return replace(open_time, month=(bar.start[:7],))
        case "Year":
            return replace(open_time, year=(bar.start[:4],))
        case _:
            return replace(open_time, start=bar.start[:4], end=bar.end[:4])


def is_chosen(request: Request, period: str | None) -> bool:
    """Whether `period` lies in, or holds, one of the chosen periods."""
    if period is None:
        return False
    return any(
        period.startswith(chosen) or chosen.startswith(period) for chosen in request.periods()
    )


def short(bar: Bar, period: str | None, first: bool) -> str:
    """The name of a bar below the axis; the `first` one says the year."""
    if period is None:
        return f"{bar.start[:4]}s"
    *words, year = date_words(period).split()
    said = " ".join(word[:3] for word in words)
    return f"{said} {year}".strip() if first or not said else said


def summary(columns: tuple[Column, ...], unit: str) -> str:
    """What the drawing shows, in a sentence."""
    total = sum(column.count for column in columns)
    best = sorted(columns, key=lambda column: -column.count)[:3]
    said = tuple(f"{each.name} ({each.count:,})" for each in best if each.count)
    span = f"{columns[0].name} to {columns[-1].name}"
    return f"{articles(total)} with a date, {span}, by {unit.lower()}; most in {listed(said)}."
