"""What does the front page show? The newest articles, the sections, the years, and this day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from searchsvc.anniversaries import DayPage, recurs
from searchsvc.article import Article
from searchsvc.request import Request
from searchsvc.search import Page
from searchsvc.web.chart import Chart, chart
from searchsvc.web.items import Item, items, plain_item
from searchsvc.web.links import category_path, day_path, search_path
from searchsvc.web.saying import dated, ngettext, pgettext
from searchsvc.web.words import articles, category_words, day_words, years_ago

SECTIONS = 14
"""Categories that the front page names; all of them are facets of every search."""

PAST = 6
"""Events and articles of this day that are shown, of round years first, then events."""


@dataclass(frozen=True, slots=True)
class Section:
    """A category, and how many articles it has."""

    label: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class Then:
    """What happened on this day in another year, or was printed then: an article."""

    year: int
    ago: str
    round: bool
    item: Item


@dataclass(frozen=True, slots=True)
class Front:
    """The front page as it is printed."""

    headline: str
    today: str
    newest: tuple[Item, ...]
    all_newest: str
    sections: tuple[Section, ...]
    all_sections: str
    chart: Chart | None
    day: str
    day_href: str
    past: tuple[Then, ...]
    nearest: tuple[tuple[str, str], ...]


def front(newest: Page, day: DayPage, today: date) -> Front:
    """The front page on the day `today`."""
    then: dict[str, Then] = {}
    for year, ago, is_round, article in (*told(day), *printed(day)):
        then.setdefault(article.id, Then(year, years_ago(ago), is_round, plain_item(article)))
    sections = len(newest.facets["category"])
    chosen = sorted(then.values(), key=lambda each: not each.round)[:PAST]
    return Front(
        headline=articles(newest.total),
        today=dated(today.isoformat(), pgettext("CLDR pattern", "EEEE, d MMMM y")),
        newest=items(newest.hits, Request()),
        all_newest=search_path(Request()),
        sections=tuple(
            Section(
                category_words(choice.value),
                category_path(choice.value),
                choice.count,
            )
            for choice in newest.facets["category"][:SECTIONS]
        ),
        all_sections=ngettext("All %(count)s section", "All %(count)s sections", sections)
        if sections > SECTIONS
        else "",
        chart=chart(newest.histogram, Request()),
        day=day_words(day.day),
        day_href=day_path(day.day),
        past=tuple(sorted(chosen, key=lambda each: -each.year)),
        nearest=tuple(
            (day_words(each), day_path(each))
            for each in dict.fromkeys((day.before, day.after))
            if each
        ),
    )


def told(day: DayPage) -> Iterator[tuple[int, int, bool, Article]]:
    """The events of `day`, each with the article that tells of it best."""
    for event in day.events:
        if not recurs(event.date):
            year = int(event.date[:4])
            yield year, event.years_ago, event.round, event.articles[0].article


def printed(day: DayPage) -> Iterator[tuple[int, int, bool, Article]]:
    """The articles published on `day`."""
    for each in day.published:
        for article in each.articles:
            yield each.year, each.years_ago, each.round, article
