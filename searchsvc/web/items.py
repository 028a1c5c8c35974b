"""How does an article stand in a list, and where does a link lead? Their words and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from searchsvc.article import UNCATEGORISED, Article
from searchsvc.request import Request
from searchsvc.search import PageHit
from searchsvc.web.links import article_path, category_path, event_path
from searchsvc.web.saying import gettext, spoken
from searchsvc.web.words import (
    category_words,
    date_words,
    in_language,
    language_words,
    listed,
    quoted,
)

EMPTY = Markup("")

SPOKEN_OF = 3
"""Days that a hit names of those that its text speaks of."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `current` if that is here, `href` None if it is only words."""

    label: str
    href: str | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An article in a list, with its words ready."""

    title: Markup
    href: str
    passage: Markup
    attributes: Markup
    date: str | None
    when: str
    category: Link
    language: str
    authors: str
    excerpt: bool
    corrected: bool
    missing: str
    speaks_of: tuple[Link, ...]


def carried(request: Request, at: int | None = None) -> str:
    """The query that takes a search to an article's page, with the place `at` in its list."""
    asked = replace(request, page=1).query_string()
    return asked if at is None else f"{asked}{'&' if asked else '?'}at={at}"


def items(hits: Sequence[PageHit], request: Request, first: int | None = None) -> tuple[Item, ...]:
    """Hits; their links carry the search, and with the place of the `first` theirs, to articles."""
    asked = carried(request) if first is None else carried(request, 0).removesuffix("0")
    return tuple(
        listing(
            hit.article,
            hit.title,
            hit.snippet,
            asked if first is None else f"{asked}{at}",
            hit.missing,
        )
        for at, hit in enumerate(hits, first or 1)
    )


def plain_item(article: Article) -> Item:
    """An article in a short list: its title and date."""
    return listing(article, escape(article.title))


def listing(
    article: Article,
    title: Markup,
    passage: Markup = EMPTY,
    asked: str = "",
    missing: tuple[str, ...] = (),
) -> Item:
    """An article as it stands in a list."""
    days = dict.fromkeys(
        mention.value
        for mention in article.mentions
        if mention.precision == "day"
        and mention.year_source != "relative"
        and not mention.value.startswith("X")
    )
    category = Link(
        category_words(article.category), category_path(article.category or UNCATEGORISED)
    )
    return Item(
        title=title if title.strip() else escape(gettext("Without a title")),
        href=article_path(article.id) + asked,
        passage=passage,
        attributes=in_language(article.language),
        date=article.date,
        when=date_words(article.date),
        category=category,
        language="" if article.language in ("", spoken.get()) else language_words(article.language),
        authors=listed(article.authors),
        excerpt=article.excerpt,
        corrected=article.status == "corrected",
        missing=listed(tuple(map(quoted, missing))),
        speaks_of=tuple(Link(date_words(day), event_path(day)) for day in list(days)[:SPOKEN_OF]),
    )
