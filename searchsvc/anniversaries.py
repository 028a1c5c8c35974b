"""What happened on this day, in all years, and what was published then?"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from searchsvc.article import Article
from searchsvc.day import month_day, neighbours, observed
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.query import And, Facet, Node, Or, Range, Search, Word
from searchsvc.settings import Settings

MOST = 1_000
"""Articles of one calendar day that are looked at."""

LEAP_DAY = "02-29"
BEFORE, AFTER = 0, 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """An article that speaks of a day, and the sentence in which it does, the date marked."""

    article: Article
    sentence: Markup


@dataclass(frozen=True, slots=True)
class EventOfDay:
    """One date that articles speak of. `recurring` if it is marked every year."""

    date: str
    years_ago: int
    round: bool
    recurring: bool
    articles: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """The articles published on a calendar day of one year."""

    year: int
    years_ago: int
    round: bool
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class DayPage:
    """Everything about one calendar day (`01-20`), seen from `year`.

    `before` and `after` are the nearest calendar days that have something, None if no day has;
    `counts` says how many articles were published on each calendar day. `leap` if 29 February is
    shown here, because `year` has none.
    """

    day: str
    year: int
    events: tuple[EventOfDay, ...]
    published: tuple[PublishedYear, ...]
    before: str | None
    after: str | None
    counts: dict[str, int]
    total: int
    leap: bool


def on_this_day(
    engine: Engine,
    settings: Settings,
    day: str,
    year: int,
    categories: tuple[str, ...] = (),
    now: int = 0,
) -> DayPage:
    """The calendar day `day` as seen from `year` (1 to 9999): later years are left out.

    The newest come first, at most 1,000 of them; `total` is exact. Raises NotFound if there is
    no such day.
    """
    try:
        month_day(day)
    except ValueError as error:
        raise NotFound(f"There is no day {day}; a day is written as 01-20.") from error
    shown = days_shown(settings, day, year)
    filters = {"category": frozenset(categories)} if categories else {}
    until = Range("date", None, f"{year:04}-12-31")
    marked = Or(tuple(Word(each, ("on",), (each,)) for each in shown))
    found = engine.search(Search(And((marked, until)), filters, sort="newest", limit=MOST, now=now))
    counts = count_days(engine, until, filters, now)
    return DayPage(
        day=day,
        year=year,
        events=(),
        published=tuple(by_year(settings, [hit.article for hit in found.hits], year)),
        before=nearest(counts, day, BEFORE),
        after=nearest(counts, day, AFTER),
        counts=counts,
        total=found.total,
        leap=len(shown) > 1,
    )


def days_shown(settings: Settings, day: str, year: int) -> tuple[str, ...]:
    """`day`, and 29 February with the day on which it is marked in a `year` without one."""
    marked = observed(LEAP_DAY, year, settings.leap_day)
    if day != LEAP_DAY and marked and marked.strftime("%m-%d") == day:
        return (day, LEAP_DAY)
    return (day,)


def by_year(settings: Settings, articles: list[Article], year: int) -> Iterator[PublishedYear]:
    """`articles` by their year of publication, newest first."""
    years: dict[int, list[Article]] = {}
    for article in articles:
        years.setdefault(int(str(article.date)[:4]), []).append(article)
    for published, found in sorted(years.items(), reverse=True):
        ago = year - published
        yield PublishedYear(published, ago, settings.is_round(ago), tuple(found))


def count_days(
    engine: Engine, query: Node, filters: dict[str, frozenset[str]], now: int
) -> dict[str, int]:
    """How many articles of `query` were published on each calendar day."""
    asked = Search(query, filters, facets=(Facet("on"),), limit=0, now=now)
    return {each.value: each.count for each in engine.search(asked).facets["on"]}


def nearest(counts: dict[str, int], day: str, side: int) -> str | None:
    """The nearest calendar day BEFORE or AFTER `day` that has something, around the year."""
    other = neighbours(day)[side]
    while other != day:
        if counts.get(other):
            return other
        other = neighbours(other)[side]
    return None
