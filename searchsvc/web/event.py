"""What does the page of one date say? Its events, the greatest first, and all the years since."""

from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.article import UNKNOWN_LANGUAGE
from searchsvc.events import EventPage
from searchsvc.evidence import Evidence
from searchsvc.request import Request
from searchsvc.web.items import Item, Link, plain_item
from searchsvc.web.links import day_path, event_path, event_table_path, list_path, search_path
from searchsvc.web.saying import gettext, ngettext
from searchsvc.web.this_day import Sentence, sentences
from searchsvc.web.words import (
    articles,
    counted,
    date_words,
    day_words,
    language_words,
    number_words,
    years_ago,
)

SHOWN, SHOWN_WITH_EVENT, MOST_NAMED = 6, 3, 12
"""Articles that are shown with their sentence, with one of several events, and by name."""

SHOWN_IN_LANGUAGE = 3
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the date: articles with their sentence, then others.

    `title` is its headline, empty if its `name` is cut from the sentence that then comes first.
    """

    name: str
    title: str
    language: str
    articles: str
    evidence: tuple[Sentence, ...]
    items: tuple[Item, ...]
    selection: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A year in which a date was written of, or a round one in which it was not."""

    year: int
    ago: str
    round: bool
    count: int
    articles: str
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
    happened: tuple[Happened, ...]
    also: tuple[Sentence, ...]
    covered: tuple[Covered, ...]
    tongues: tuple[Tongue, ...]
    around: tuple[Near, ...]
    other_years: tuple[Link, ...]
    before: Link | None
    after: Link | None
    canonical: str
    indexed: bool


def event_sheet(page: EventPage) -> EventSheet:
    """Everything that the page of a date prints."""
    name = date_words(page.date)
    links = [
        Link(gettext("All years on %(day)s", day=day_words(page.date[5:])), day_path(page.date[5:]))
    ]
    if page.articles:
        label = articles(page.named)
        label = label if page.named == 1 else gettext("All %(articles)s", articles=label)
        every = [Link(label, search_path(Request(about=(page.date,))))] if page.named else []
        ids = tuple(each.article.id for each in page.articles[:MOST_LISTED])
        send = Link(gettext("List to send"), list_path(ids, name))
        table = Link(gettext("As a table (CSV)"), event_table_path(page.date))
        links = [*every, *links, send, table, Link("JSON", f"/api/v1/events/{page.date}")]
    return EventSheet(
        name=name,
        date=page.date,
        kicker=kicker(page),
        lede=lede(page),
        links=tuple(links),
        happened=tuple(happened(page)),
        also=sentences(page.also[:MOST_NAMED]),
        covered=tuple(sorted(covered(page), key=lambda each: each.year)),
        tongues=tuple(tongues(page)) if len(page.articles) > SHOWN else (),
        around=tuple(
            Near(each.date, date_words(each.date), away(each.days),
                 tuple(map(plain_item, each.articles)))
            for each in page.around
        ),
        other_years=tuple(Link(date_words(day), event_path(day)) for day in page.other_years),
        before=dated_link(page.before),
        after=dated_link(page.after),
        canonical=event_path(page.date),
        indexed=bool(page.articles),
    )  # fmt: skip


def dated_link(date: str | None) -> Link | None:
    """A link to the page of `date`, if there is one."""
    return Link(date_words(date), event_path(date)) if date else None


def happened(page: EventPage) -> Iterator[Happened]:
    """The events of a date; one that has it alone is told by more sentences."""
    shown = SHOWN if len(page.happenings) == 1 else SHOWN_WITH_EVENT
    for each in page.happenings:
        name = each.title
        heads = any(name == one.article.title for one in each.articles)
        found = sorted(each.articles, key=lambda one: not gives_title(one, name))
        yield Happened(
            name,
            name if heads else "",
            found[0].article.language,
            articles(len(found)),
            sentences(found[:shown]),
            tuple(plain_item(one.article) for one in found[shown:MOST_NAMED]),
            list_path(
                tuple(one.article.id for one in each.articles[:MOST_LISTED]),
                f"{date_words(page.date)}: {name}",
            ),
        )


def gives_title(found: Evidence, title: str) -> bool:
    """Whether `title` is that of the article, or cut from the sentence."""
    return title == found.article.title or title.strip("… ") in found.text


def kicker(page: EventPage) -> str:
    """How long ago a date is, seen from this year."""
    if page.years_ago < 0:
        years = -page.years_ago
        return ngettext("In one year", "In %(count)s years", years)
    said = years_ago(page.years_ago)
    if page.round and page.years_ago > 1:
        return gettext("%(ago)s, a round number", ago=said)
    return said


def lede(page: EventPage) -> str:
    """How much there is on a date, from when, and in how many languages."""
    if not page.articles:
        return gettext("No article speaks of this day.")
    said = counted(
        "%(number)s article speaks of this day%(details)s.",
        "%(number)s articles speak of this day%(details)s.",
        page.total,
        details="".join(details(page)),
    )
    return said + " " + gettext("The day is marked every year.") if page.recurring else said


def details(page: EventPage) -> Iterator[str]:
    """In which years, and in how many languages, articles on a date were published."""
    match [str(each.year) for each in page.timeline]:
        case [year]:
            yield gettext(", published in %(year)s", year=year)
        case [first, *_, last] as years:
            yield ngettext(
                ", published in %(number)s year from %(first)s to %(last)s",
                ", published in %(number)s years from %(first)s to %(last)s",
                len(years),
                number=number_words(len(years)),
                first=first,
                last=last,
            )
    if (many := len(page.languages)) > 1:
        number = number_words(many)
        yield ngettext(", in %(number)s language", ", in %(number)s languages", many, number=number)


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
            articles(len(each.articles)),
            f"{len(each.articles) / most * 100:.1f}%",
            plain_item(each.articles[0].article),
            gettext("not on the anniversary") if gap else "",
        )
    for gap in missed.values():
        yield Covered(
            gap.year, after(gap.years), True, 0, articles(0), "0", None, gettext("Not covered")
        )


def after(years: int) -> str:
    """How many years a publication lies after a date."""
    if years == 0:
        return gettext("then")
    if years > 0:
        return ngettext("%(count)s year on", "%(count)s years on", years)
    return ngettext("%(count)s year before", "%(count)s years before", -years)


def away(days: int) -> str:
    """How far a day is from a date."""
    if days == 0:
        return gettext("The day itself")
    if days > 0:
        return counted("%(number)s day after", "%(number)s days after", days)
    return counted("%(number)s day before", "%(number)s days before", -days)


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
                gettext("All in %(language)s", language=language_words(code, alone=False)),
                search_path(Request(about=(page.date,), language=(code,)))
                if found > SHOWN_IN_LANGUAGE
                else None,
            ),
        )
