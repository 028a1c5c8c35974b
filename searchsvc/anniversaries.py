"""What happened on this day, in all years, and what was published then?"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from searchsvc.article import Article
from searchsvc.day import month_day, neighbours, observed
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.evidence import Evidence, find_evidence
from searchsvc.happenings import Happening, tell_apart
from searchsvc.message import Message
from searchsvc.printed import PublishedYear, count_published, published_on
from searchsvc.query import And, Node, Or, Range, Search, Word
from searchsvc.settings import Settings
from searchsvc.telling import PERIOD_ENDS, Told, event_terms

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
    all, `date` is `XXXX-01-20` and `years_ago` 0. `total` counts all articles that speak of it.
    """

    date: str
    years_ago: int
    round: bool
    recurring: bool
    total: int
    articles: tuple[Evidence, ...]
    happenings: tuple[Happening, ...] = ()
    also: tuple[Evidence, ...] = ()


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
    printed = Counter(count_published(engine, until, filters, now))
    counts = printed + Counter(engine.event_days(year, frozenset(categories), now))
    for each in (printed, counts):
        if (marks := leap_mark(settings, year)) and LEAP_DAY in each:
            each[marks] += each[LEAP_DAY]

    def tells(other: str) -> bool:
        """Whether the page of another day has anything."""
        days = days_shown(settings, other, year)
        return bool(printed[other] or events_of(engine, settings, days, year, filters, now))

    return DayPage(
        day=day,
        year=year,
        events=events_of(engine, settings, shown, year, filters, now),
        published=published,
        before=nearest(counts, day, BEFORE, tells),
        after=nearest(counts, day, AFTER, tells),
        counts=dict(sorted(counts.items())),
        total=sum(each.total for each in published),
        leap=len(shown) > 1,
    )


def days_shown(settings: Settings, day: str, year: int) -> tuple[str, ...]:
    """`day`, and 29 February with the day on which it is marked in a `year` without one."""
    return (day, LEAP_DAY) if day == leap_mark(settings, year) else (day,)


def leap_mark(settings: Settings, year: int) -> str | None:
    """The other day on which 29 February is marked in `year`; None if it has one, or nothing is."""
    marked = observed(LEAP_DAY, year, settings.leap_day)
    day = marked.strftime("%m-%d") if marked else LEAP_DAY
    return None if day == LEAP_DAY else day


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
    totals = {each.date: each.articles for each in counted}
    much = tuple(each.date for each in counted if each.articles - each.named >= MUCH)
    found = share(speaking(engine, dates, much, filters, now))
    events = [
        EventOfDay(
            date=date,
            years_ago=ago,
            round=settings.is_round(ago),
            recurring=any(each.recurring for each in evidence),
            total=totals[date],
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
            if recurs(date) and not evidence.recurring:
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


def nearest(
    counts: Mapping[str, int], day: str, side: int, tells: Callable[[str], bool]
) -> str | None:
    """The nearest calendar day BEFORE or AFTER `day` whose page `tells` something.

    Only days that have any `counts` are looked at, around the year.
    """
    other = neighbours(day)[side]
    while other != day:
        if counts.get(other) and tells(other):
            return other
        other = neighbours(other)[side]
    return None
