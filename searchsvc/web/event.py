"""What does the page of one date say? What the texts tell of it, then and in all years since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from searchsvc.article import UNKNOWN_LANGUAGE
from searchsvc.events import EventPage
from searchsvc.evidence import Evidence
from searchsvc.request import Request
from searchsvc.web.items import Item, Link, plain_item
from searchsvc.web.links import day_path, event_path, list_path, search_path
from searchsvc.web.this_day import Sentence
from searchsvc.web.words import (
    articles,
    date_words,
    day_words,
    language_words,
    number_words,
    years_ago,
)

SHOWN = 6
"""Articles that are shown with their sentence."""

SHOWN_IN_LANGUAGE = 3
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Covered:
    """A year in which a date was written of, or a round one in which it was not."""

    year: int
    ago: str
    round: bool
    count: int
    width: str
    item: Item | None
    note: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """What there is in one language."""

    name: str
    count: int
    items: tuple[Item, ...]
    all: Link


@dataclass(frozen=True, slots=True)
class Near:
    """What was published on a day near a date."""

    date: str
    name: str
    away: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class EventSheet:
    """One date as its page prints it."""

    name: str
    date: str
    kicker: str
    lede: str
    links: tuple[Link, ...]
    evidence: tuple[Sentence, ...]
    covered: tuple[Covered, ...]
    tongues: tuple[Tongue, ...]
    around: tuple[Near, ...]
    other_years: tuple[Link, ...]
    canonical: str
    indexed: bool


def event_sheet(page: EventPage) -> EventSheet:
    """Everything that the page of a date prints."""
    name = date_words(page.date)
    links = [Link(f"All years on {day_words(page.date[5:])}", day_path(page.date[5:]))]
    if page.articles:
        every = Link(f"All {articles(page.total)}", search_path(Request(about=(page.date,))))
        ids = tuple(each.article.id for each in page.articles[:MOST_LISTED])
        links = [every, *links, Link("List to send", list_path(ids, name))]
    return EventSheet(
        name=name,
        date=page.date,
        kicker=kicker(page),
        lede=lede(page),
        links=tuple(links),
        evidence=tuple(sentences(page.articles[:SHOWN])),
        covered=tuple(sorted(covered(page), key=lambda each: each.year)),
        tongues=tuple(tongues(page)) if len(page.articles) > SHOWN else (),
        around=tuple(
            Near(each.date, date_words(each.date), away(each.days),
                 tuple(map(plain_item, each.articles)))
            for each in page.around
        ),
        other_years=tuple(Link(date_words(day), event_path(day)) for day in page.other_years),
        canonical=event_path(page.date),
        indexed=bool(page.articles),
    )  # fmt: skip


def sentences(found: Iterable[Evidence]) -> Iterator[Sentence]:
    """Evidence as it is printed."""
    for each in found:
        yield Sentence(each.sentence, plain_item(each.article))


def kicker(page: EventPage) -> str:
    """How long ago a date is, seen from this year."""
    if page.years_ago < 0:
        years = -page.years_ago
        return "In one year" if years == 1 else f"In {years} years"
    said = years_ago(page.years_ago)
    return f"{said}, a round number" if page.round and page.years_ago > 1 else said


def lede(page: EventPage) -> str:
    """How much there is on a date, from when, and in how many languages."""
    if not page.articles:
        return "No article speaks of this day."
    count = number_words(page.total).capitalize()
    said = f"{count} article speaks" if page.total == 1 else f"{count} articles speak"
    years = [each.year for each in page.timeline]
    when = f", published in {years[0]}" if years else ""
    if len(years) > 1:
        when = f", published in {number_words(len(years))} years from {years[0]} to {years[-1]}"
    many = len(page.languages)
    tongue = f", in {number_words(many)} languages" if many > 1 else ""
    yearly = " The day is marked every year." if page.recurring else ""
    return f"{said} of this day{when}{tongue}.{yearly}"


def covered(page: EventPage) -> Iterator[Covered]:
    """The years with coverage, and the round ones without an article on the anniversary."""
    most = max((len(each.articles) for each in page.timeline), default=1)
    missed = {each.year: each for each in page.missed}
    for each in page.timeline:
        gap = missed.pop(each.year, None)
        yield Covered(
            each.year,
            after(each.years),
            each.round,
            len(each.articles),
            f"{len(each.articles) / most * 100:.1f}%",
            plain_item(each.articles[0].article),
            "not on the anniversary" if gap else "",
        )
    for gap in missed.values():
        yield Covered(gap.year, after(gap.years), True, 0, "0", None, "Not covered")


def after(years: int) -> str:
    """How many years a publication lies after a date."""
    if years == 0:
        return "then"
    plural = "" if abs(years) == 1 else "s"
    return f"{abs(years)} year{plural} {'on' if years > 0 else 'before'}"


def away(days: int) -> str:
    """How far a day is from a date."""
    if days == 0:
        return "The day itself"
    plural = "" if abs(days) == 1 else "s"
    return f"{number_words(abs(days)).capitalize()} day{plural} {'after' if days > 0 else 'before'}"


def tongues(page: EventPage) -> Iterator[Tongue]:
    """The languages, the one with most first, each with its best."""
    for each in page.languages:
        code = each.language or UNKNOWN_LANGUAGE
        found = len(each.articles)
        yield Tongue(
            language_words(code),
            found,
            tuple(plain_item(one.article) for one in each.articles[:SHOWN_IN_LANGUAGE]),
            Link(
                f"All in {language_words(code)}",
                search_path(Request(about=(page.date,), language=(code,)))
                if found > SHOWN_IN_LANGUAGE
                else None,
            ),
        )
