"""How do articles leave a page as a table to save?"""

import csv
import io
from collections.abc import Iterable

from flask import Response

from searchsvc.article import Article
from searchsvc.events import harmless
from searchsvc.web.answers import answer
from searchsvc.web.links import article_path

COLUMNS = ("id", "title", "published", "language", "category", "authors", "url", "archive")


def as_csv(found: Iterable[Article], root: str) -> bytes:
    """Articles as CSV with a header (RFC 4180), marked as UTF-8 for spreadsheets.

    What a spreadsheet would take for a formula begins with an apostrophe. `root` is the address of
    the site.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for each in found:
        values = (each.id, each.title, each.date or "", each.language, each.category,
                  "; ".join(each.authors), each.url, f"{root}{article_path(each.id)}")  # fmt: skip
        writer.writerow(map(harmless, values))
    return marked(written.getvalue())


def marked(table: str) -> bytes:
    """`table` in UTF-8, marked as such for spreadsheets."""
    return table.encode("utf-8-sig", "replace")


def as_attachment(table: bytes, name: str = "list.csv") -> Response:
    """`table` as a file to save under `name`."""
    response = answer(table, "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
