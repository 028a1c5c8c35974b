"""What was published on a calendar day, in all years?"""

from dataclasses import dataclass

from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.query import And, Facet, Node, Range, Search
from searchsvc.settings import Settings

MOST, LEAST_OF_YEAR = 120, 2
"""Articles published on one calendar day that are read; more only so that each year has some."""


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


def count_published(
    engine: Engine, query: Node, filters: dict[str, frozenset[str]], now: int
) -> dict[str, int]:
    """How many articles of `query` were published on each calendar day."""
    asked = Search(query, filters, facets=(Facet("on"),), limit=0, now=now)
    return {each.value: each.count for each in engine.search(asked).facets["on"]}
