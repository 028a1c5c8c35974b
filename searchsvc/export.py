"""How is a whole result written down? As a table or as JSON Lines, each article as it is read.

All rows come from one snapshot of the archive, in the order of the pages of results. A file holds
at most MOST_ROWS; the parts that follow hold the rest.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import orjson

from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.events import harmless
from searchsvc.message import Message
from searchsvc.parse import parse
from searchsvc.query import Search
from searchsvc.request import Request
from searchsvc.search.question import filters, restrict
from searchsvc.search.relax import hold_most

MOST_ROWS = 50_000
"""Articles in one file."""

COLUMNS = (
    *("id", "title", "date", "category", "language", "authors", "tags"),
    *("url", "archive", "beginning"),
)
"""`url` is the article's on its own site, `archive` that of its page here."""

LENGTH = 300
"""Characters of a text that stand in a row at most."""

CHUNK = 1 << 16
"""Characters, or so, that are sent at once."""

Address = Callable[[str], str]
"""The address of the page of an article with some id."""


@dataclass(frozen=True, slots=True)
class Export:
    """One of the `parts` of a result of `total` articles; `articles` can be read once."""

    request: Request
    total: int
    part: int
    parts: int
    articles: Iterator[Article]


def export(engine: Engine, request: Request, part: int, now: int, most: int = MOST_ROWS) -> Export:
    """The part (from 1) of all that `request` finds at `now`, with `most` articles in each.

    The set is that of the page of results, `page` and `per_page` apart. Raises BadQuery, and
    NotFound for a part behind the last.
    """
    query = parse(request.q, engine.state().languages).query

    def asked(offset: int) -> Search:
        return Search(
            restrict(query, request),
            filters(request),
            sort=request.sort,
            offset=offset,
            limit=most,
            now=now,
        )

    total, articles = engine.walk(asked((part - 1) * most))
    if not total and (relaxed := hold_most(engine, query, now)):
        query = relaxed
        total, articles = engine.walk(asked((part - 1) * most))
    parts = max(1, -(-total // most))
    if part > parts:
        raise NotFound(
            Message(
                "There is no part %(part)s; the last one is part %(last)s.", part=part, last=parts
            )
        )
    return Export(request, total, part, parts, articles)


def row(article: Article, address: Address) -> dict[str, object]:
    """What is written of an article; None or an empty list for what it does not have."""
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "category": article.category or None,
        "language": article.language or None,
        "authors": list(article.authors),
        "tags": list(article.tags),
        "url": article.url or None,
        "archive": address(article.id),
        "beginning": beginning(article),
    }


def beginning(article: Article) -> str:
    """The first words of the body, or of the caption where there is none, on one line."""
    written = article.body or (article.image.caption if article.image else "")
    line = " ".join(written[: 4 * LENGTH].split())
    if len(line) <= LENGTH:
        return line
    return f"{line[:LENGTH].rpartition(' ')[0] or line[: LENGTH - 2]} …"


def write_csv(articles: Iterable[Article], address: Address) -> Iterator[bytes]:
    """A table with a header (RFC 4180), in pieces.

    UTF-8 with a byte order mark, without which Excel takes letters for those of another encoding.
    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    written = io.StringIO()
    written.write("\ufeff")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for article in articles:
        writer.writerow(harmless(cell(value)) for value in row(article, address).values())
        if written.tell() > CHUNK:
            yield written.getvalue().encode("utf-8", "replace")
            written.seek(0)
            written.truncate()
    yield written.getvalue().encode("utf-8", "replace")


def cell(value: object) -> str:
    """A value of a row as it stands in a table: names with semicolons between them."""
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def write_lines(articles: Iterable[Article], address: Address) -> Iterator[bytes]:
    """A JSON object a line, in pieces; without a byte order mark, which JSON must not have."""
    held, size = [], 0
    for article in articles:
        held.append(orjson.dumps(row(article, address), option=orjson.OPT_APPEND_NEWLINE))
        size += len(held[-1])
        if size > CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
