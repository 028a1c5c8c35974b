"""What is an article, which id does it keep through corrections, and who may see it when?"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

Status = Literal["normal", "corrected", "withdrawn"]
Precision = Literal["day", "month", "year"]
YearSource = Literal[
    "explicit",  # written beside the day: "20 January 1990"
    "range",  # written beside the other end: "27 September - 10 November 2020"
    "context",  # told elsewhere in the text, or in words: "8 May of the same year"
    "nearest",  # the year that brings the day nearest to publication
    "recurring",  # no year at all: "every 20 January"
    "unknown",  # no year that could be found: "on 20 January" in a text of no known day
    "implied",  # counted back from an anniversary: "the 35th anniversary"
    "relative",  # the day itself is counted from publication: "yesterday"
]

UNDATED = "undated"
UNCATEGORISED = "uncategorised"
UNKNOWN_LANGUAGE = "unknown"

NEVER = 2**62
"""The instant (seconds since 1970) before which a withdrawn article stays hidden."""


MENTIONS = "4"
"""Raised whenever other dates are found in texts than before, so that an older index is known."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A date found in the text of an article.

    `start` and `end` count code points of the `field`, `end` exclusive. `value` is a day, month or
    year in ISO form, `XXXX-01-20` for a day of every year or of an unknown one. `year_source` says
    how the year was found; `future` is true where the day lies after publication.
    """

    start: int
    end: int
    value: str
    precision: Precision
    year_source: YearSource
    future: bool = False
    field: Literal["title", "body"] = "body"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to an article; its caption is searched like the body."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of an archive.

    `date`, `updated` and `implied_date` are ISO forms cut to what is known (`1990-01-20`,
    `1990-01`, `1990`; `updated` may be a full timestamp); None where it is not known.
    `visible_from` is the end of an embargo in seconds since 1970. `note` says what was corrected,
    or why the article was withdrawn. `translation_of` is a key that the same piece shares in all
    its languages. `aliases` are former ids that lead here.
    """

    id: str
    title: str
    body: str = ""
    category: str = ""
    date: str | None = None
    language: str = ""
    url: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    updated: str | None = None
    excerpt: bool = False
    status: Status = "normal"
    note: str = ""
    visible_from: int | None = None
    image: Image | None = None
    translation_of: str = ""
    aliases: tuple[str, ...] = ()
    implied_date: str | None = None
    mentions: tuple[Mention, ...] = ()


def visible_at(article: Article) -> int:
    """The instant, in seconds since 1970, from which readers may see `article`.

    This is the one rule of visibility: an article is visible at `now` if this is at most `now`.
    """
    if article.status == "withdrawn":
        return NEVER
    return article.visible_from if article.visible_from is not None else -NEVER


def derive_ids(url: str, source: str, title: str, date: str | None) -> tuple[str, ...]:
    """The ids that an article has without a given one, best first; never from its body.

    Each is the first 16 hex digits of a SHA-256: of the canonical URL, then of source name,
    normalised title and date.
    """
    keys = ["\n".join((source, normalise_title(title), date or ""))]
    if url:
        keys.insert(0, canonical_url(url))
    return tuple(hashlib.sha256(key.encode("utf-8")).hexdigest()[:16] for key in keys)


def normalise_title(title: str) -> str:
    """`title` in lower case, its words joined by single spaces, without punctuation."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold()))


def canonical_url(url: str) -> str:
    """`url` as one address for one page: no scheme, fragment, `www.`, default port or tracking.

    What can't be read as a URL is returned as it is.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, errors="replace")
        if not re.match(r"utm_|fbclid$|gclid$|yclid$", name)
    )
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    return urlunsplit(("", place, parts.path.rstrip("/"), urlencode(query, errors="replace"), ""))


def to_record(article: Article) -> dict[str, object]:
    """`article` as a JSON object without its empty fields; `from_record` reads it back."""
    record: dict[str, object] = {"id": article.id, "title": article.title, "body": article.body}
    for name in (
        *("category", "date", "language", "url", "source", "updated", "excerpt", "note"),
        *("visible_from", "translation_of", "implied_date"),
    ):
        value = getattr(article, name)
        if value not in ("", None) and value is not False:
            record[name] = value
    for name in ("authors", "tags", "aliases"):
        if value := getattr(article, name):
            record[name] = list(value)
    if article.status != "normal":
        record["status"] = article.status
    if article.image:
        record["image"] = {"url": article.image.url, "caption": article.image.caption}
    if article.mentions:
        record["mentions"] = [
            [m.start, m.end, m.value, m.precision, m.year_source, m.future, m.field]
            for m in article.mentions
        ]
    return record


def from_record(record: dict[str, Any]) -> Article:
    """The article that `to_record` wrote as `record`."""
    fields = dict(record)
    for name in ("authors", "tags", "aliases"):
        fields[name] = tuple(fields.get(name, ()))
    if "image" in fields:
        fields["image"] = Image(**fields["image"])
    fields["mentions"] = tuple(Mention(*mention) for mention in fields.get("mentions", ()))
    return Article(**fields)
