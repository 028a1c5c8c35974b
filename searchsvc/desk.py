"""Which anniversaries of the coming days are worth a piece, and what does the archive have?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2

from searchsvc.anniversaries import EVENT_TITLE, FROM_ITS_DAY, days_shown, recurs
from searchsvc.article import Article
from searchsvc.day import gregorian
from searchsvc.engine import Engine
from searchsvc.errors import BadValue
from searchsvc.evidence import Evidence, find_evidence
from searchsvc.happenings import tell_apart
from searchsvc.message import Message
from searchsvc.query import And, Node, Search, Sort, Word
from searchsvc.results import EventCount
from searchsvc.settings import Settings
from searchsvc.telling import PERIOD_ENDS, Told
from searchsvc.worth import reasons

MOST_DAYS = 366

MOST_DATES, DATES_A_DAY = 40, 4 / 3
"""Dates whose articles are read, the most promising by what is counted: so many, and in a longer
plan so many for each of its days, lest a year leaves out what a month has."""

NAMING: tuple[tuple[str, Sort, int], ...] = (
    *(("", "oldest", 8), ("^", "newest", 4), ("", "newest", 8)),
)
"""How many articles that name a date are read, the first ones and the newest; in the title."""

MOST_NEWS = 60
"""How many articles are read that only say "today" or "Monday" and have an event in the title."""

MOST_SHOWN = 8
"""Articles that stand with an entry."""

LEAST_WORTH = 1.85
"""Below this an entry is no event but a date that somebody named, however round."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that the archive speaks of, on the day on which it comes round.

    `date` is when it happened, `on` (ISO) the coming day; `why` says in sentences why it is here.
    `coverage` counts the articles that speak of it, `articles` are the best of them. `worth` is
    what entries are ranked by.
    """

    date: str
    on: str
    years: int
    round: bool
    recurring: bool
    title: str
    why: tuple[str, ...]
    coverage: int
    articles: tuple[Evidence, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Desk:
    """The coming days as an editor sees them: `entries`, those worth most first.

    `first` and `last` (ISO) are inclusive; `only_round`, `categories` and `least` are the filters.
    """

    first: str
    last: str
    days: int
    only_round: bool
    categories: tuple[str, ...]
    least: int
    entries: tuple[Entry, ...]

    def by_day(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """The days that have entries, in order, with theirs."""
        for on in sorted({entry.on for entry in self.entries}):
            yield on, tuple(entry for entry in self.entries if entry.on == on)


def plan(
    engine: Engine,
    settings: Settings,
    first: date,
    days: int = 30,
    only_round: bool = False,
    categories: tuple[str, ...] = (),
    least: int = 1,
    now: int = 0,
) -> Desk:
    """The events that come round on `days` days from `first` on, those worth most first.

    An entry has at least `least` articles. Raises BadValue for no days, more than 366, or days
    that the calendar does not have.
    """
    if not 0 < days <= MOST_DAYS:
        raise BadValue(
            Message(
                "%(days)s days can't be planned; ask for 1 to %(most)s.",
                days=str(days),
                most=MOST_DAYS,
            )
        )
    try:
        coming = [first + timedelta(days=each) for each in range(days)]
    except OverflowError as error:
        raise BadValue(
            Message(
                "The calendar ends within %(days)s days of %(first)s.",
                days=str(days),
                first=str(first),
            )
        ) from error
    comes = {day: on for on in coming for day in days_shown(settings, f"{on:%m-%d}", on.year)}
    chosen = frozenset(categories)
    promising = [
        (each, comes[each.date[5:]])
        for each in engine.events(tuple(comes), chosen, now)
        if not recurs(each.date) and each.articles - each.ahead >= max(1, least)
    ]
    due = [
        (each, on)
        for each, on in promising
        if (years := on.year - int(each.date[:4])) > 0
        and (settings.is_round(years) or not only_round)
    ]
    due.sort(key=lambda each: (-promise(settings, *each), each[0].date))
    filters = {"category": chosen} if chosen else {}
    entries = [
        entry
        for counted, on in due[: max(MOST_DATES, int(days * DATES_A_DAY))]
        for entry in entries_of(engine, settings, counted, on, filters, now)
        if entry.coverage >= least
    ]
    entries = [entry for entry in entries if not is_old_style(entry, entries)]
    entries.sort(key=lambda entry: (-entry.worth, entry.on, entry.date))
    last = coming[-1].isoformat()
    return Desk(first.isoformat(), last, days, only_round, categories, least, tuple(once(entries)))


def promise(settings: Settings, counted: EventCount, on: date) -> float:
    """What a date may be worth, from what is counted of it alone."""
    behind = counted.articles - counted.ahead
    named = counted.named - counted.ahead
    score = log2(1 + behind) + log2(1 + max(counted.years, 1)) + min(counted.headlines, 3)
    score -= counted.ahead / counted.articles * 2
    if counted.date[5:] in PERIOD_ENDS and named > 5:
        score /= 2
    return score * roundness(settings, on.year - int(counted.date[:4]))


def roundness(settings: Settings, years: int) -> float:
    """How much more an anniversary of so many years is worth than any other."""
    if not settings.is_round(years):
        return 1.0
    return 1.5 if years % 25 == 0 else 1.3 if years % 10 == 0 else 1.15


def entries_of(
    engine: Engine,
    settings: Settings,
    counted: EventCount,
    on: date,
    filters: dict[str, frozenset[str]],
    now: int,
) -> Iterator[Entry]:
    """The events of one date: what its articles tell, told apart by the names that they share."""
    articles = read(engine, counted, filters, now)
    found = [find_evidence(article, counted.date, Told.TRADE) for article in articles]
    told = tell_apart([each for each in found if each and each.ahead <= each.telling], counted.date)
    years = on.year - int(counted.date[:4])
    for event in told.happenings:
        best = event.articles
        if event.worth < LEAST_WORTH:
            continue
        coverage = len(best)
        if len(articles) < counted.articles and len(best) * 2 > len(articles):
            coverage = counted.articles * len(best) // len(articles)
        yield Entry(
            date=counted.date,
            on=on.isoformat(),
            years=years,
            round=settings.is_round(years),
            recurring=any(each.recurring for each in best),
            title=event.title,
            why=tuple(reasons(best, coverage, years, settings.is_round(years))),
            coverage=coverage,
            articles=best[:MOST_SHOWN],
            worth=round(event.worth * roundness(settings, years), 2),
        )


def read(
    engine: Engine, counted: EventCount, filters: dict[str, frozenset[str]], now: int
) -> list[Article]:
    """Some of the articles that speak of a date: from its own time, and the newest."""
    found: dict[str, Article] = {}

    def add(query: Node, sort: Sort, most: int) -> None:
        asked = Search(query, filters, sort=sort, limit=most, now=now)
        found.update((hit.article.id, hit.article) for hit in engine.search(asked).hits)

    for sign, sort, most in NAMING:
        if len(found) < counted.named:
            add(Word("", ("event",), (sign + counted.date,)), sort, most)
    if counted.articles > counted.named:
        add(
            And((Word("", ("event",), (FROM_ITS_DAY + counted.date,)), EVENT_TITLE)),
            "newest",
            MOST_NEWS,
        )
    return list(found.values())


def is_old_style(entry: Entry, entries: Iterable[Entry]) -> bool:
    """Whether another of `entries` is told in the same sentences under its new-style date.

    "25 October (7 November) 1917" names both days; the latter is the anniversary.
    """
    new_style = gregorian(entry.date)
    texts = {each.text for each in entry.articles}
    return any(
        other.date == new_style and texts <= {each.text for each in other.articles}
        for other in entries
    )


def once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """`entries` without those of which all was said before.

    Their sentences stood with one before (the days of one event), or their articles on their day:
    the column of a day that tells who was born on it makes one entry.
    """
    seen: set[str] = set()
    taken: set[tuple[str, str]] = set()
    for entry in entries:
        texts = {each.text for each in entry.articles}
        pairs = {(entry.on, each.article.id) for each in entry.articles}
        if not texts <= seen and not pairs <= taken:
            yield entry
        seen |= texts
        taken |= pairs
