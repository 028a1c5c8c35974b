"""How is a list of articles written for feed readers? As an Atom feed (RFC 4287)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from xml.etree.ElementTree import Element, SubElement, tostring

from searchsvc.article import Article
from searchsvc.day import first_day, is_date

MIMETYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"

EPOCH = "1970-01-01T00:00:00Z"
"""When an article of unknown date changed: Atom wants an instant, and this one stays the same."""

NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed: at which address, under which id, updated when, with which summary."""

    article: Article
    id: str
    title: str
    address: str
    updated: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, or one page of it. `links` are addresses by relation (RFC 5005)."""

    id: str
    title: str
    author: str
    updated: str
    links: dict[str, str]
    page_of: str
    entries: tuple[Entry, ...]
    counts: tuple[tuple[str, int], ...] = ()


def write_feed(feed: Feed) -> bytes:
    """`feed` as an XML document; `page_of` is the HTML page that shows the same."""
    root = Element("feed", {"xmlns": ATOM, "xmlns:opensearch": OPENSEARCH})
    put(root, "id", feed.id)
    put(root, "title", feed.title)
    put(root, "updated", feed.updated)
    put(SubElement(root, "author"), "name", feed.author)
    put(root, "link", rel="alternate", type="text/html", href=feed.page_of)
    for relation, address in feed.links.items():
        put(root, "link", rel=relation, type=MIMETYPE, href=address)
    for name, count in feed.counts:
        put(root, f"opensearch:{name}", str(count))
    for entry in feed.entries:
        write_entry(SubElement(root, "entry"), entry)
    return document(root)


def write_entry(element: Element, entry: Entry) -> None:
    """Fill the `element` of one article."""
    article = entry.article
    if article.language:
        element.set("xml:lang", legible(article.language))
    put(element, "id", entry.id)
    put(element, "title", entry.title)
    put(element, "updated", entry.updated)
    if article.date and len(article.date) == len("1990-01-20"):
        put(element, "published", instant(article.date))
    put(element, "link", rel="alternate", type="text/html", href=entry.address)
    for author in article.authors:
        put(SubElement(element, "author"), "name", author)
    for term in filter(None, (article.category, *article.tags)):
        put(element, "category", term=term)
    put(element, "summary", entry.summary, type="html")


def put(parent: Element, name: str, content: str = "", **attributes: str) -> None:
    """Add an element, without the characters that XML cannot hold."""
    child = SubElement(parent, name, {key: legible(value) for key, value in attributes.items()})
    child.text = legible(content) or None


def legible(written: str) -> str:
    """`written` without control characters and whatever else XML cannot hold."""
    return NOT_XML.sub("", written)


def document(root: Element) -> bytes:
    """`root` as a whole document in UTF-8."""
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def changed(article: Article, zone: tzinfo = UTC) -> str:
    """When `article` last changed, or came out, as Atom writes it; EPOCH if that is unknown."""
    return instant(article.updated or article.date or "", zone)


def instant(value: str, zone: tzinfo = UTC) -> str:
    """A date or timestamp as an instant in UTC, EPOCH if it is none.

    A date counts from the midnight in UTC with which its first day begins, so that the day that is
    written is the one that was given; a bare timestamp is in `zone`.
    """
    if is_date(value):
        return f"{first_day(value)}T00:00:00Z"
    try:
        written = datetime.fromisoformat(value)
        aware = written if written.tzinfo else written.replace(tzinfo=zone)
        return f"{aware.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    except (ValueError, OverflowError):
        return EPOCH
