"""What of an article goes into each field of the index, and how does it come back?

Text fields hold terms that were analysed before, one position each; originals are stored. Which
fields there are says `fields`: Whoosh itself is not needed to read what stands in them.
"""

import hashlib
from typing import Any

import orjson

from searchsvc import text
from searchsvc.article import (
    MENTIONS,
    NEVER,
    UNCATEGORISED,
    UNDATED,
    UNKNOWN_LANGUAGE,
    Article,
    from_record,
    to_record,
    visible_at,
)
from searchsvc.day import first_day, last_day

VERSION = 2
"""Raised whenever an index of before can't be served any more."""

FIELDS = "d3870c0aefe8c51a"
"""What `fields.digest()` gives: changed with the fields, as a test demands."""

UNDATED_DAY = 2**31 - 1
"""The number that stands for no day in the columns `first` and `last`."""


def fingerprint() -> str:
    """16 hex digits that change whenever schema, analysis or dates do: an old index is known."""
    said = f"{VERSION} {FIELDS} {text.VERSION} {MENTIONS}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def row(article: Article) -> dict[str, Any]:
    """What Whoosh's `add_document` takes for `article`: lists of terms, stored values, columns."""
    words = text.words
    caption = article.image.caption if article.image else ""
    language = article.language
    published = article.date
    stored = to_record(article)
    stored["title"] = stored["body"] = ""
    return {
        "id": article.id,
        "alias": list(article.aliases),
        "title": [text.term(word, language) for word in words(article.title)],
        "body": [text.term(word, language) for word in words(article.body)],
        "caption": [text.term(word, language) for word in words(caption)],
        "title_forms": forms(article.title, language),
        "body_forms": forms(article.body, language) + forms(caption, language),
        "category": list(text.labels(article.category)) or [UNCATEGORISED],
        "author": [label for author in article.authors for label in text.labels(author)],
        "tag": [label for tag in article.tags for label in text.labels(tag)],
        "source": list(text.labels(article.source)),
        "language": language or UNKNOWN_LANGUAGE,
        "translation": article.translation_of or None,
        "date": published or UNDATED,
        "on": published[5:] if published and len(published) == 10 else None,
        "event": event_terms(article),
        "first": first_day(published).toordinal() if published else UNDATED_DAY,
        "last": last_day(published).toordinal() if published else UNDATED_DAY,
        "visible": max(-NEVER, min(NEVER, visible_at(article))),
        "category_name": (article.category or UNCATEGORISED).encode(),
        "language_name": (language or UNKNOWN_LANGUAGE).encode(),
        "_stored_title": article.title,
        "_stored_body": article.body,
        "article": orjson.dumps(stored).decode(),
    }


def forms(written: str, language: str) -> list[str]:
    """The unstemmed spellings of the words of `written` that differ from their terms."""
    return [form for word in text.words(written) for form in text.forms(word, language)]


def event_terms(article: Article) -> list[str]:
    """The days, months and years that `article` speaks of.

    A value (`1990-01-20`, or `XXXX-01-20`) stands with its month and its year; `^1990-01-20` for a
    day that the title names, `?1990-01-20` for one that was still to come. A day that is only
    counted from publication ("yesterday") is `~1990-01-20` alone: it makes no event of its own.
    """
    found: dict[str, None] = {}
    for mention in article.mentions:
        value = mention.value
        named = mention.year_source != "relative"
        if not named:
            found["~" + value] = None
        elif value.startswith("X"):
            found[value] = None
        else:
            found.update(dict.fromkeys((value[:4], value[:7], value)))
        if mention.precision == "day" and named and mention.field == "title":
            found["^" + value] = None
        if mention.precision == "day" and mention.future:
            found["?" + value] = None
    return list(found)


def stored_article(stored: dict[str, str]) -> Article:
    """The article whose stored fields `row` made."""
    record = orjson.loads(stored["article"])
    return from_record(record | {"title": stored["title"], "body": stored["body"]})
