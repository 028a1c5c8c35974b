"""What does the page of a calendar day say? Its years as a timeline, the month as a strip."""

import calendar
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from searchsvc.anniversaries import DayPage, recurs
from searchsvc.day import month_day, neighbours
from searchsvc.engine import Engine
from searchsvc.query import Every, Facet, Search
from searchsvc.request import Request
from searchsvc.settings import Settings
from searchsvc.web.items import Item, Link, plain_item
from searchsvc.web.links import day_path, event_path, search_path
from searchsvc.web.words import (
    MONTHS,
    articles,
    category_words,
    day_words,
    number_words,
    years_ago,
)

SHOWN = 12
"""Articles of one year that are listed; the others are a search away."""

LEAP = {
    "02-28": "What happened on 29 February is shown on 28 February in other years.",
    "03-01": "What happened on 29 February is shown on 1 March in other years.",
    "none": "What happened on 29 February is shown in leap years only.",
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
    """A year in the timeline. `evidence` speaks of the day, `items` were published on it."""

    year: str
    ago: str
    round: bool
    href: str
    evidence: tuple[Sentence, ...] = ()
    items: tuple[Item, ...] = ()
    more: str = ""


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
        title=f"On this day, {day_words(page.day)}: {articles(page.total)}",
        name=day_words(page.day),
        day=page.day,
        year=page.year,
        lede=lede(page),
        before=link(before),
        after=link(after),
        month=MONTHS[month - 1],
        strip=tuple(strip(page, asked)),
        month_before=link(*in_month(month - 1, number)),
        month_after=link(*in_month(month + 1, number)),
        categories=tuple(Option(each, category_words(each), each in chosen) for each in categories),
        events=tuple(
            Past(
                "Every year" if recurs(event.date) else event.date[:4],
                "" if recurs(event.date) else years_ago(event.years_ago),
                event.round,
                day_path(page.day) + asked if recurs(event.date) else event_path(event.date),
                evidence=tuple(
                    Sentence(each.sentence, plain_item(each.article)) for each in event.articles
                ),
            )
            for event in page.events
        ),
        published=tuple(
            Past(
                str(each.year),
                years_ago(each.years_ago),
                each.round,
                search_path(Request(day=(f"{each.year:04}-{page.day}",), category=chosen)),
                items=tuple(plain_item(article) for article in each.articles[:SHOWN]),
                more=f"All {articles(len(each.articles))} of this day"
                if len(each.articles) > SHOWN
                else "",
            )
            for each in page.published
        ),
        nearest=tuple(link(day) for day in dict.fromkeys((page.before, page.after)) if day),
        rule=f"The day is the newsroom’s ({settings.timezone}). {LEAP[settings.leap_day]}",
        canonical=day_path(page.day),
        indexed=not kept,
    )


def all_categories(engine: Engine, now: int) -> tuple[str, ...]:
    """The categories that articles visible at `now` have, that with most articles first."""
    every = Search(Every(), facets=(Facet("category"),), limit=0, now=now)
    return tuple(each.value for each in engine.search(every).facets["category"])


def lede(page: DayPage) -> str:
    """What there is on a day, in a sentence or two."""
    if not page.published and not page.events:
        return "The archive has nothing for this day."
    said = []
    if page.events:
        number = number_words(len(page.events)).capitalize()
        said.append(f"{number} {'event' if len(page.events) == 1 else 'events'} of this day.")
    if page.total == 1:
        said.append("One article was published on this day.")
    elif page.published:
        years = len(page.published)
        span = "in one year" if years == 1 else f"in {number_words(years)} years"
        number = number_words(page.total).capitalize()
        said.append(f"{number} articles were published on this day, {span}.")
    ago = {each.years_ago for each in page.events if each.round}
    if marked := len(ago | {each.years_ago for each in page.published if each.round}):
        number = f"{number_words(marked).capitalize()} {'is' if marked == 1 else 'are'}"
        said.append(f"{number} a round number of years ago, counted from {page.year}.")
    return " ".join(said)


def strip(page: DayPage, asked: str) -> list[StripDay]:
    """The days of the month of `page`; February has 29."""
    month, number = month_day(page.day)
    days = []
    for each in range(1, calendar.monthrange(2000, month)[1] + 1):
        day = f"{month:02}-{each:02}"
        count = page.counts.get(day, 0)
        name = f"{day_words(day)}, {articles(count) if count else 'nothing'}"
        days.append(StripDay(each, day_path(day) + asked, name, not count, each == number))
    return days


def in_month(month: int, number: int) -> tuple[str, str]:
    """The same day of another month, or the last one that it has, and that month's name."""
    month = (month - 1) % 12 + 1
    last = calendar.monthrange(2000, month)[1]
    return f"{month:02}-{min(number, last):02}", MONTHS[month - 1]
