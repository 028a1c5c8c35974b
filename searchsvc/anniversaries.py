"""What happened on this day, in all years, and what was published then?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from searchsvc.article import Article
from searchsvc.day import month_day, neighbours, observed
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.evidence import Evidence, find_evidence
from searchsvc.happenings import Happening, tell_apart
from searchsvc.message import Message
from searchsvc.query import And, Facet, Node, Or, Range, Search, Word
from searchsvc.settings import Settings
from searchsvc.telling import PERIOD_ENDS, Told, event_terms

MOST, LEAST_OF_YEAR = 120, 2
"""Articles published on one calendar day that are read; more only so that each year has some."""

EVENT_TITLE = Word("", ("title",), event_terms())
"""What an article with a word for an event in its title matches."""

FROM_ITS_DAY = "~"
MOST_SPEAKING = (("^", 15), ("", 40), (FROM_ITS_DAY, 15))
"""How many articles that speak of a calendar day are looked at: the newest that name it in the
title, at all, and only from their own day ("yesterday")."""

MUCH, MOST_NEWS = 30, 60
"""Of dates that so many articles name only from their own day, so many more are looked at that
have an event in the title."""

LEAST_SPEAKING = 2
"""How many of a date are looked at in any case."""

EVERY_YEAR = "XXXX"

LEAP_DAY = "02-29"
BEFORE, AFTER = 0, 1


@dataclass(frozen=True, slots=True)
class EventOfDay:
    """One date that articles speak of, those of its greatest event first.

    `happenings` are its events with their articles, `also` those that only name the day.
    `recurring` if an article says that the day is marked every year; where no year is known at
    all, `date` is `XXXX-01-20` and `years_ago` 0.
    """

    date: str
    years_ago: int
    round: bool
    recurring: bool
    articles: tuple[Evidence, ...]
    happenings: tuple[Happening, ...] = ()
    also: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """The articles published on a calendar day of one year, `total` of them.

    Of a day on which very many were published `articles` holds the first few of each year.
    """

    year: int
    years_ago: int
    round: bool
    articles: tuple[Article, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DayPage:
    """Everything about one calendar day (`01-20`), seen from `year`.

    `events` are the dates that articles speak of, newest first, what recurs without a year last.
    `before` and `after` are the nearest calendar days that have something, None if no day has;
    `counts` says how many articles were published on each calendar day or speak of it. `total`
    counts those published. `leap` if 29 February is shown here, because `year` has none.
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

    The newest come first; `total` is exact. Raises NotFound if there is no such day.
    """
    try:
        month_day(day)
    except ValueError as error:
        raise NotFound(
            Message("There is no day %(day)s; a day is written as 01-20.", day=day)
        ) from error
    shown = days_shown(settings, day, year)
    filters = {"category": frozenset(categories)} if categories else {}
    until = Range("date", None, f"{year:04}-12-31")
    marked = Or(tuple(Word(each, ("on",), (each,)) for each in shown))
    published = published_on(engine, settings, marked, filters, year, now)
    counts = Counter(count_days(engine, until, filters, now))
    counts.update(engine.event_days(year, frozenset(categories), now))
    return DayPage(
        day=day,
        year=year,
        events=events_of(engine, settings, shown, year, filters, now),
        published=published,
        before=nearest(counts, day, BEFORE),
        after=nearest(counts, day, AFTER),
        counts=dict(sorted(counts.items())),
        total=sum(each.total for each in published),
        leap=len(shown) > 1,
    )


def days_shown(settings: Settings, day: str, year: int) -> tuple[str, ...]:
    """`day`, and 29 February with the day on which it is marked in a `year` without one."""
    marked = observed(LEAP_DAY, year, settings.leap_day)
    if day != LEAP_DAY and marked and marked.strftime("%m-%d") == day:
        return (day, LEAP_DAY)
    return (day,)


def events_of(
    engine: Engine,
    settings: Settings,
    days: tuple[str, ...],
    year: int,
    filters: dict[str, frozenset[str]],
    now: int,
) -> tuple[EventOfDay, ...]:
    """The events of the calendar `days` up to `year`, newest first."""
    counted = engine.events(days, filters.get("category", frozenset()), now)
    dates = tuple(each.date for each in counted if recurs(each.date) or int(each.date[:4]) <= year)
    much = tuple(each.date for each in counted if each.articles - each.named >= MUCH)
    found = share(speaking(engine, dates, much, filters, now))
    events = [
        EventOfDay(
            date=date,
            years_ago=ago,
            round=settings.is_round(ago),
            recurring=any(each.recurring for each in evidence),
            articles=told.articles,
            happenings=told.happenings,
            also=told.also,
        )
        for date, evidence in found.items()
        for ago in (0 if recurs(date) else year - int(date[:4]),)
        for told in (tell_apart(evidence, date).without_business(),)
    ]
    newest = sorted(events, key=lambda event: event.date, reverse=True)
    return tuple(sorted(newest, key=lambda event: recurs(event.date)))


def recurs(date: str) -> bool:
    """Whether `date` is a day of every year."""
    return date.startswith(EVERY_YEAR)


def speaking(
    engine: Engine,
    dates: tuple[str, ...],
    much: tuple[str, ...],
    filters: dict[str, frozenset[str]],
    now: int,
) -> dict[str, list[Evidence]]:
    """What articles have to say of each of `dates`, without those that only do some business.

    Of those of `much` there was much news at the time: business may have been part of it.
    """
    if not dates:
        return {}
    articles: dict[str, Article] = {}

    def read(dates: Iterable[str], sign: str, most: int, *also: Node) -> None:
        named = Word("", ("event",), tuple(sign + date for date in dates))
        query = And((named, *also)) if also else named
        asked = Search(query, filters, sort="newest", limit=most, now=now)
        articles.update((hit.article.id, hit.article) for hit in engine.search(asked).hits)

    for sign, most in MOST_SPEAKING:
        read(dates, sign, most)
    if much:
        read(much, FROM_ITS_DAY, MOST_NEWS, EVENT_TITLE)
    named = {mention.value for article in articles.values() for mention in article.mentions}
    for date in dates:
        if date not in named:
            read((date,), "", LEAST_SPEAKING)
    found: dict[str, list[Evidence]] = {date: [] for date in dates}
    least = {date[5:]: Told.TRADE if date[5:] in PERIOD_ENDS else Told.BUSINESS for date in dates}
    for article in articles.values():
        for date in {mention.value for mention in article.mentions} & found.keys():
            evidence = find_evidence(article, date, Told.TRADE)
            if not evidence or evidence.told <= least[date[5:]]:
                continue
            if evidence.telling or date in much:
                found[date].append(evidence)
    return {
        date: evidence
        for date, evidence in found.items()
        if not all(each.relative for each in evidence)
    }


def share(found: dict[str, list[Evidence]]) -> dict[str, list[Evidence]]:
    """`found` with each article once, under the date that has the fewest.

    An article comes twice only where a date would else be left without any.
    """
    taken: set[str] = set()
    shared = {}
    for date, evidence in sorted(found.items(), key=rarest):
        left = [each for each in evidence if each.article.id not in taken]
        if not recurs(date):
            left = left or evidence
        taken.update(each.article.id for each in left)
        if left:
            shared[date] = left
    return shared


def rarest(each: tuple[str, list[Evidence]]) -> tuple[bool, int, str]:
    """The order in which dates take their articles; what recurs gets what is left."""
    date, evidence = each
    return (recurs(date), len(evidence), date)


def published_on(
    engine: Engine,
    settings: Settings,
    query: Node,
    filters: dict[str, frozenset[str]],
    year: int,
    now: int,
) -> tuple[PublishedYear, ...]:
    """The articles of `query` by their year of publication up to `year`, newest first."""
    until = And((query, Range("date", None, f"{year:04}-12-31")))
    asked = Search(until, filters, facets=(Facet("year"),), limit=0, now=now)
    years = engine.search(asked).facets["year"]
    most = max(LEAST_OF_YEAR, MOST // max(len(years), 1))
    if sum(each.count for each in years) <= MOST:
        most = MOST
    found: dict[str, list[Article]] = {each.value: [] for each in years}
    if most == MOST:
        hits = engine.search(Search(until, filters, sort="newest", limit=MOST, now=now)).hits
        for hit in hits:
            found[str(hit.article.date)[:4]].append(hit.article)
    else:
        for value in found:
            of_year = And((query, Range("date", value, value)))
            asked = Search(of_year, filters, sort="newest", limit=most, now=now)
            found[value] = [hit.article for hit in engine.search(asked).hits]
    return tuple(
        PublishedYear(
            int(each.value),
            year - int(each.value),
            settings.is_round(year - int(each.value)),
            tuple(found[each.value]),
            each.count,
        )
        for each in years
    )


def count_days(
    engine: Engine, query: Node, filters: dict[str, frozenset[str]], now: int
) -> dict[str, int]:
    """How many articles of `query` were published on each calendar day."""
    asked = Search(query, filters, facets=(Facet("on"),), limit=0, now=now)
    return {each.value: each.count for each in engine.search(asked).facets["on"]}


def nearest(counts: Mapping[str, int], day: str, side: int) -> str | None:
    """The nearest calendar day BEFORE or AFTER `day` that has something, around the year."""
    other = neighbours(day)[side]
    while other != day:
        if counts.get(other):
            return other
        other = neighbours(other)[side]
    return None
