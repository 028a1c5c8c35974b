"""How does an article stand in a list, and where does a link lead? Their words and addresses."""

from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape

from searchsvc.article import UNCATEGORISED, Article
from searchsvc.request import Request
from searchsvc.search import PageHit
from searchsvc.web.links import article_path, event_path, search_path
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


def carried(request: Request, at: int | None) -> str:
    """The query that takes a search to an article's page, with the place `at` in its list."""
    pairs = [pair for pair in request.parameters() if pair[0] != "page"]
    if at is not None and pairs:
        pairs.append(("at", str(at)))
    return f"?{urlencode(pairs, errors='replace')}" if pairs else ""


def item(hit: PageHit, request: Request, at: int | None = None) -> Item:
    """A hit; its link carries the search, and its place in the list, to the article's page."""
    return listing(hit.article, hit.title, hit.snippet, carried(request, at), hit.missing)


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
        if mention.precision == "day" and mention.year_source not in ("recurring", "relative")
    )
    category = Link(
        category_words(article.category),
        search_path(Request(category=(article.category or UNCATEGORISED,))),
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
