"""Where is a whole result to be had, not only a page of it? /search.csv and /search.jsonl."""

import time
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from searchsvc.engine import Engine
from searchsvc.export import MOST_ROWS, Export, export, write_csv, write_lines
from searchsvc.request import Request, read_request, whole
from searchsvc.settings import Settings
from searchsvc.web.items import Link
from searchsvc.web.links import article_path, site
from searchsvc.web.saying import gettext

FORMATS = {"csv": ("CSV", "text/csv"), "jsonl": ("JSON Lines", "application/jsonl")}
"""The endings of the addresses, each with its name and media type."""

MOST_PARTS = 10**6

PAGING = ("page", "per_page")


def add_export(
    blueprint: Blueprint, engine: Engine, settings: Settings, most: int = MOST_ROWS
) -> None:
    """Give `blueprint` the whole result of a search, with at most `most` articles in a file."""

    @blueprint.get("/search.<any(csv, jsonl):ending>")
    def whole_result(ending: str) -> ResponseReturnValue:
        given = request.args.to_dict(flat=False)
        asked = read_request({name: each for name, each in given.items() if name not in PAGING})
        part = whole("part", request.args.get("part", "1").strip(), 1, MOST_PARTS)
        found = export(engine, asked, part, int(time.time()), most)
        return as_file(found, ending, site(settings))


def as_file(found: Export, ending: str, root: str) -> Response:
    """A file to save, sent while it is read; headers tell what else there is."""
    write = write_csv if ending == "csv" else write_lines
    pieces = write(found.articles, lambda article_id: root + article_path(article_id))
    response = Response(pieces, mimetype=FORMATS[ending][1])
    of_parts = f"-{found.part}-of-{found.parts}" if found.parts > 1 else ""
    response.headers["Content-Disposition"] = f'attachment; filename="search{of_parts}.{ending}"'
    response.headers["X-Total"] = str(found.total)
    response.headers["X-Robots-Tag"] = "noindex"
    if found.part < found.parts:
        following = root + export_path(found.request, ending, found.part + 1)
        response.headers["Link"] = f'<{following}>; rel="next"'
    response.cache_control.private = True
    response.cache_control.no_store = True
    return response


def exports(asked: Request, total: int) -> tuple[Link, ...]:
    """Where the whole result of `total` articles is to be had, in each format."""
    parts = -(-total // MOST_ROWS)
    return tuple(
        Link(
            gettext("%(format)s, part 1 of %(parts)s", format=name, parts=parts)
            if parts > 1
            else name,
            export_path(asked, ending),
        )
        for ending, (name, _) in FORMATS.items()
    )


def export_path(asked: Request, ending: str, part: int = 1) -> str:
    """The path of a part of the whole result, below the root of the site."""
    pairs = [pair for pair in asked.parameters() if pair[0] not in PAGING]
    pairs += [("part", str(part))] if part > 1 else []
    query = urlencode(pairs, errors="replace")
    return f"/search.{ending}{'?' if query else ''}{query}"
