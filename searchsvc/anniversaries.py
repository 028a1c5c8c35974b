"""What happened on this day, in all years, and what was published then?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from searchsvc.article import Article
from searchsvc.day import month_day
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.query import Every, Facet, Or, Search, Word
from searchsvc.settings import Settings

MOST = 1_000
"""Articles of one calendar day that are looked at."""

LEAP_DAY = "02-29"


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
    """The calendar day `day` as seen from `year`: later years are left out, newest first.

    Raises NotFound if there is no such day.
    """
    try:
        month_day(day)
    except ValueError as error:
        raise NotFound(f"There is no day {day}; a day is written as 01-20.") from error
    shown = days_shown(settings, day, year)
    filters = {"category": frozenset(categories)} if categories else {}
    results = engine.search(
        Search(
            Or(tuple(Word(each, ("on",), (each,)) for each in shown)),
            filters,
            sort="newest",
            limit=MOST,
            now=now,
        )
    )
    articles = [hit.article for hit in results.hits if int(str(hit.article.date)[:4]) <= year]
    counts = count_days(engine, filters, now)
    return DayPage(
        day=day,
        year=year,
        events=(),
        published=tuple(by_year(settings, articles, year)),
        before=nearest(counts, day, -1),
        after=nearest(counts, day, 1),
        counts=counts,
        total=len(articles),
        leap=len(shown) > 1,
    )


def days_shown(settings: Settings, day: str, year: int) -> tuple[str, ...]:
    """`day`, and 29 February with the day on which it is marked in a `year` without one."""
    has_one = date(year, 3, 1) - relativedelta(days=1) == date(year, 2, 28) + relativedelta(days=1)
    if day == settings.leap_day and not has_one:
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


def count_days(engine: Engine, filters: dict[str, frozenset[str]], now: int) -> dict[str, int]:
    """How many articles were published on each calendar day."""
    asked = Search(Every(), filters, facets=(Facet("on"),), limit=0, now=now)
    return {each.value: each.count for each in engine.search(asked).facets["on"]}


def nearest(counts: dict[str, int], day: str, step: int) -> str | None:
    """The nearest calendar day before (-1) or after (1) `day` that has something."""
    here = date(2000, *month_day(day))
    for distance in range(1, 366):
        other = (here + relativedelta(days=step * distance)).strftime("%m-%d")
        if counts.get(other):
            return other
    return None
