"""What does the page of a calendar day say? Its years as a timeline, the month as a strip."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from searchsvc.anniversaries import LEAP_DAY, DayPage, EventOfDay, recurs
from searchsvc.day import month_day, neighbours
from searchsvc.engine import Engine
from searchsvc.evidence import Evidence
from searchsvc.query import Every, Facet, Search
from searchsvc.request import Request
from searchsvc.settings import Settings
from searchsvc.web.items import Item, Link, plain_item
from searchsvc.web.links import day_path, event_path, search_path
from searchsvc.web.saying import gettext, message, ngettext
from searchsvc.web.words import (
    articles,
    category_words,
    counted,
    day_words,
    month_words,
    number_words,
    years_ago,
)

SHOWN = 12
"""Articles of one year that are listed; the others are a search away."""

LEAP = {
    "02-28": message("What happened on 29 February is shown on 28 February in other years."),
    "03-01": message("What happened on 29 February is shown on 1 March in other years."),
    "none": message("What happened on 29 February is shown in leap years only."),
}


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day in the strip of a month; `name` says it with its number of articles."""

    number: int
    href: str
    name: str
    empty: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that speaks of a day, and the article that it stands in."""

    text: Markup
    item: Item


@dataclass(frozen=True, slots=True)
class Past:
    """A year in the timeline. `told` speaks of the day, `items` were published on it.

    Each of `told` is an event of the day, the last one perhaps what only names it. `more` leads to
    all articles if only some are listed.
    """

    year: str
    ago: str
    round: bool
    href: str
    told: tuple[tuple[Sentence, ...], ...] = ()
    items: tuple[Item, ...] = ()
    more: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a form offers."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A calendar day as its page prints it."""

    title: str
    name: str
    day: str
    year: int
    lede: str
    before: Link
    after: Link
    month: str
    strip: tuple[StripDay, ...]
    month_before: Link
    month_after: Link
    categories: tuple[Option, ...]
    events: tuple[Past, ...]
    published: tuple[Past, ...]
    nearest: tuple[Link, ...]
    rule: str
    canonical: str
    indexed: bool


def day_sheet(
    page: DayPage, settings: Settings, categories: tuple[str, ...], chosen: tuple[str, ...]
) -> DaySheet:
    """Everything that the page of `page` prints; `chosen` are those of `categories` it shows."""
    this_year = settings.today_is().year
    kept = [("category", each) for each in sorted(chosen)]
    if page.year != this_year:
        kept.append(("year", str(page.year)))
    asked = f"?{urlencode(kept, errors='replace')}" if kept else ""

    def link(day: str, label: str = "") -> Link:
        return Link(label or day_words(day), day_path(day) + asked)

    month, number = month_day(page.day)
    before, after = neighbours(page.day)
    return DaySheet(
        title=gettext("On this day, %(day)s", day=day_words(page.day)),
        name=day_words(page.day),
        day=page.day,
        year=page.year,
        lede=lede(page),
        before=link(before),
        after=link(after),
        month=month_words(month),
        strip=tuple(strip(page, asked)),
        month_before=link(*in_month(month - 1, number)),
        month_after=link(*in_month(month + 1, number)),
        categories=tuple(Option(each, category_words(each), each in chosen) for each in categories),
        events=tuple(
            Past(
                gettext("Every year") if recurs(event.date) else event.date[:4],
                "" if recurs(event.date) else years_ago(event.years_ago),
                event.round,
                day_path(page.day) + asked if recurs(event.date) else event_path(event.date),
                told=tuple(sentences(each) for each in groups(event)),
                more=gettext("All %(articles)s", articles=articles(event.total))
                if event.total > len(event.articles) and not recurs(event.date)
                else "",
                note=gettext("The day is marked every year.")
                if event.recurring and not recurs(event.date)
                else "",
            )
            for event in page.events
        ),
        published=tuple(
            Past(
                str(each.year),
                years_ago(each.years_ago),
                each.round,
                search_path(Request(day=days_of(page, each.year), category=chosen)),
                items=tuple(plain_item(article) for article in each.articles[:SHOWN]),
                more=all_of(each.total) if each.total > min(SHOWN, len(each.articles)) else "",
            )
            for each in page.published
        ),
        nearest=tuple(link(day) for day in dict.fromkeys((page.before, page.after)) if day),
        rule=rule(settings),
        canonical=day_path(page.day),
        indexed=not kept,
    )


def groups(event: EventOfDay) -> Iterator[tuple[Evidence, ...]]:
    """What articles tell of a date, event by event, then what speaks of none."""
    for each in event.happenings:
        yield each.articles
    if event.also:
        yield event.also


def sentences(found: Iterable[Evidence]) -> tuple[Sentence, ...]:
    """Evidence as it is printed."""
    return tuple(Sentence(each.sentence, plain_item(each.article)) for each in found)


def all_categories(engine: Engine, now: int) -> tuple[str, ...]:
    """The categories that articles visible at `now` have, that with most articles first."""
    every = Search(Every(), facets=(Facet("category"),), limit=0, now=now)
    return tuple(each.value for each in engine.search(every).facets["category"])


def days_of(page: DayPage, year: int) -> tuple[str, ...]:
    """The days of `year` that the page shows as its day: 29 February too, where it is marked."""
    leap = page.leap and calendar.isleap(year)
    return tuple(f"{year:04}-{day}" for day in (page.day, *([LEAP_DAY] if leap else [])))


def all_of(count: int) -> str:
    """The words that lead to all so many articles of a day."""
    return ngettext(
        "All %(count)s article of this day", "All %(count)s articles of this day", count
    )


def rule(settings: Settings) -> str:
    """Whose day it is, and what becomes of the one that most years do not have."""
    whose = gettext("The day is the newsroom’s (%(zone)s).", zone=settings.timezone)
    return " ".join((whose, gettext(LEAP[settings.leap_day])))


def lede(page: DayPage) -> str:
    """What there is on a day, in a sentence or two."""
    if not page.published and not page.events:
        if named := page.counts.get(page.day):
            return ngettext(
                "%(count)s article names this day; none tells what happened on it.",
                "%(count)s articles name this day; none tells what happened on it.",
                named,
            )
        return gettext("The archive has nothing for this day.")
    said = []
    if many := len(page.events):
        said.append(
            counted("%(number)s event of this day.", "%(number)s events of this day.", many)
        )
    if page.published:
        said.append(published(page.total, len(page.published)))
    ago = {each.years_ago for each in page.events if each.round}
    if marked := len(ago | {each.years_ago for each in page.published if each.round}):
        said.append(
            counted(
                "%(number)s is a round number of years ago, counted from %(year)s.",
                "%(number)s are a round number of years ago, counted from %(year)s.",
                marked,
                year=str(page.year),
            )
        )
    return " ".join(said)


def published(total: int, years: int) -> str:
    """How many articles were published on a day, in how many years."""
    if total == 1:
        return gettext("One article was published on this day.")
    span = ngettext("in one year", "in %(number)s years", years, number=number_words(years))
    return counted(
        "%(number)s article was published on this day, %(span)s.",
        "%(number)s articles were published on this day, %(span)s.",
        total,
        span=span,
    )


def strip(page: DayPage, asked: str) -> list[StripDay]:
    """The days of the month of `page`; February has 29."""
    month, number = month_day(page.day)
    days = []
    for each in range(1, calendar.monthrange(2000, month)[1] + 1):
        day = f"{month:02}-{each:02}"
        count = page.counts.get(day, 0)
        name = ", ".join((day_words(day), articles(count) if count else gettext("nothing")))
        days.append(StripDay(each, day_path(day) + asked, name, not count, each == number))
    return days


def in_month(month: int, number: int) -> tuple[str, str]:
    """The same day of another month, or the last one that it has, and that month's name."""
    month = (month - 1) % 12 + 1
    last = calendar.monthrange(2000, month)[1]
    return f"{month:02}-{min(number, last):02}", month_words(month)
