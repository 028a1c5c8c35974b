"""What does the page of an article say, and where does it lead?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import orjson
from markupsafe import Markup, escape

from searchsvc.article import Article, Mention
from searchsvc.day import first_day, is_date, last_day
from searchsvc.highlight import Found, find, highlight
from searchsvc.request import Request
from searchsvc.results import Hit
from searchsvc.web.items import Item, Link, carried, listing, plain_item
from searchsvc.web.links import about_path, article_path, day_path, search_path
from searchsvc.web.prose import prose
from searchsvc.web.saying import gettext, ngettext
from searchsvc.web.words import (
    articles,
    date_words,
    day_words,
    in_language,
    language_words,
    listed,
    quoted,
)

MOST_DATES = 12
MOST_WORDS = 6

SCRIPT_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What must not stand in a data block as it is."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The same piece in another language."""

    label: str
    href: str
    language: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The result list that an article was opened from, and the articles beside it there."""

    back: Link
    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its page prints it."""

    item: Item
    title: str
    paragraphs: tuple[Markup, ...]
    authors: tuple[Link, ...]
    tags: tuple[Link, ...]
    corrected: str
    updated: str | None
    updated_words: str
    caption: str
    picture: str | None
    dates: tuple[Link, ...]
    day: Link | None
    marks: int
    found: str
    citation: Markup
    original: str | None
    canonical: str
    translations: tuple[Translation, ...]
    related: tuple[tuple[str, tuple[Item, ...]], ...]
    structured: Markup


def story(
    article: Article,
    found: dict[str, Found],
    related: tuple[Article, ...],
    translations: tuple[Hit, ...],
    archive: str,
    site: str,
) -> Story:
    """The page of `article`, with what was `found` in its text fields marked.

    `archive` is the archive's name, `site` its address.
    """
    places = find(article.body, article.language, found["body"])
    said = tuple(each for each in article.mentions if each.field == "body")
    text = prose(article.body, places, said, spoken_of)
    title = article.title.strip() or gettext("Without a title")
    updated = (article.updated or "")[:10]
    days = {each.value for each in article.mentions if is_date(each.value) and spoken_of(each)}
    return Story(
        item=listing(article, highlight(title, article.language, found["title"])),
        title=title,
        paragraphs=text.paragraphs,
        authors=tuple(Link(name, search_path(Request(author=(name,)))) for name in article.authors),
        tags=tuple(Link(tag, search_path(Request(tag=(tag,)))) for tag in article.tags),
        corrected=article.note if article.status == "corrected" else "",
        updated=updated if is_date(updated) else None,
        updated_words=date_words(updated) if is_date(updated) else "",
        caption=article.image.caption if article.image else "",
        picture=web_address(article.image.url) if article.image else None,
        dates=tuple(Link(date_words(day), about_path(day)) for day in sorted(days)[:MOST_DATES]),
        day=day_link(article.date),
        marks=text.marks,
        found=found_words(article.body[start:end] for start, end in places),
        citation=citation(article, title, archive),
        original=web_address(article.url),
        canonical=article_path(article.id),
        translations=tuple(
            Translation(
                gettext(
                    "This article in %(language)s",
                    language=language_words(hit.article.language, alone=False),
                ),
                article_path(hit.article.id),
                hit.article.language,
            )
            for hit in translations
        ),
        related=tuple(
            (label, tuple(map(plain_item, items)))
            for label, items in parted(article, related).items()
        ),
        structured=structured(article, title, archive, site),
    )


def neighbours(
    asked: Request, at: int, total: int, around: tuple[Article | None, ...]
) -> Neighbours:
    """The list of `total` articles in which one stands `at` (from 1), and those `around` it.

    `around` are the articles before and after it, None at an end.
    """
    listed_on = replace(asked, page=(at - 1) // asked.per_page + 1)
    before, after = (
        f"{article_path(each.id)}{carried(asked, at + step)}" if each else None
        for each, step in zip(around, (-1, 1), strict=True)
    )
    label = articles(total)
    if asked.q:
        label = gettext("%(articles)s for “%(words)s”", articles=label, words=asked.q)
    place = gettext("%(place)s of %(total)s", place=at, total=total)
    return Neighbours(Link(label, search_path(listed_on)), place, before, after)


def spoken_of(mention: Mention) -> str | None:
    """Where to read more about the day or month that was mentioned; None for other mentions."""
    if mention.precision == "year" or mention.year_source == "relative":
        return None
    if is_date(mention.value):
        return about_path(mention.value)
    return day_path(mention.value[5:]) if mention.precision == "day" else None


def day_link(date: str | None) -> Link | None:
    """The calendar day of publication, if the day is known."""
    if not date or len(date) != 10:
        return None
    return Link(gettext("All of %(day)s", day=day_words(date[5:])), day_path(date[5:]))


def parted(article: Article, related: tuple[Article, ...]) -> dict[str, list[Article]]:
    """`related` articles, oldest first, from before `article`, from after it, and the others.

    Others are undated or of the same time: a month is neither before nor after one of its days.
    """
    found: dict[str, list[Article]] = {}
    in_order = sorted(related, key=lambda each: each.date or "")
    for label, belongs in (
        (gettext("Earlier"), lambda each: precedes(each.date, article.date)),
        (gettext("Later"), lambda each: precedes(article.date, each.date)),
    ):
        if chosen := list(filter(belongs, in_order)):
            found[label] = chosen
    placed = [each for chosen in found.values() for each in chosen]
    if rest := [each for each in in_order if each not in placed]:
        found[gettext("Of the same time, or undated") if found else gettext("Articles")] = rest
    return found


def precedes(one: str | None, other: str | None) -> bool:
    """Whether the time `one` ends before the `other` begins."""
    return bool(one and other) and last_day(str(one)) < first_day(str(other))


def found_words(words: Iterable[str]) -> str:
    """Which of the words looked for a text holds, and how often each."""
    counts = Counter(word.casefold() for word in words)
    return ", ".join(times(quoted(word), count) for word, count in counts.most_common(MOST_WORDS))


def times(word: str, count: int) -> str:
    """How often there is a word."""
    match count:
        case 1:
            return gettext("%(word)s once", word=word)
        case 2:
            return gettext("%(word)s twice", word=word)
        case _:
            return ngettext("%(word)s %(count)s time", "%(word)s %(count)s times", count, word=word)


def citation(article: Article, title: str, archive: str) -> Markup:
    """The line with which another text names this one as its source.

    Names and title are isolated, so that they keep their place beside a script of the other
    direction.
    """
    language = in_language(article.language)
    authors = listed(tuple(Markup("<bdi>{}</bdi>").format(each) for each in article.authors))
    named = quoted(Markup("<bdi{}>{}</bdi>").format(language, title))
    date = date_words(article.date) if article.date else gettext("undated")
    said = (authors, named, str(escape(archive)), date)
    return Markup(f"{', '.join(filter(None, said))}.")  # noqa: S704


def web_address(url: str) -> str | None:
    """`url` if a browser may follow it: http or https."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def structured(article: Article, title: str, archive: str, site: str) -> Markup:
    """The article as schema.org's NewsArticle, in JSON that can stand in a data block."""
    address = f"{site}{article_path(article.id)}"
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "url": address,
        "mainEntityOfPage": address,
        "publisher": {"@type": "Organization", "name": archive},
        "isAccessibleForFree": True,
    }
    optional = {
        "datePublished": article.date,
        "dateModified": article.updated,
        "inLanguage": article.language,
        "articleSection": article.category,
        "keywords": list(article.tags),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "correction": article.note if article.status == "corrected" else "",
    }
    said |= {name: value for name, value in optional.items() if value}
    return Markup(orjson.dumps(said).decode().translate(SCRIPT_SAFE))  # noqa: S704
