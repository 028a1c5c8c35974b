"""What do feed readers, calendars and browsers fetch? Feeds, and the search's description."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote
from xml.etree.ElementTree import Element

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from searchsvc.anniversaries import DayPage, on_this_day
from searchsvc.article import Article
from searchsvc.calendars import calendar_feed
from searchsvc.engine import Engine
from searchsvc.objects import opening
from searchsvc.request import DEEPEST, Request, read_request
from searchsvc.search import Page, search
from searchsvc.settings import Settings
from searchsvc.web import atom
from searchsvc.web.answers import answer
from searchsvc.web.asked import read_plan
from searchsvc.web.atom import Entry, Feed, document, put, write_feed
from searchsvc.web.crawlers import add_crawlers
from searchsvc.web.export import add_export
from searchsvc.web.links import article_path, day_path, site
from searchsvc.web.shelf import Shelf, contents
from searchsvc.web.suggesting import SUGGESTIONS, add_suggestions

OPENSEARCH = "application/opensearchdescription+xml"
CALENDAR = "text/calendar"

EVERYTHING = Request()

LONGEST_NAME = 16
LONGEST_DESCRIPTION = 1024
"""Characters that OpenSearch allows."""


def create_syndication(engine: Engine, settings: Settings, shelf: Shelf) -> Blueprint:
    """What is fetched by programs that aren't ours: feeds, search description, sitemaps.

    Feeds, which are asked for over and over, are made once and kept on `shelf`.
    """
    syndication = Blueprint("syndication", __name__)

    def keep(write: Callable[[], bytes], mimetype: str) -> Response:
        """What `write` makes, which depends on the archive, the day and no more."""
        tag = (*contents(engine), settings.today_is().isoformat())
        return shelf.answer(tag, write, mimetype)

    @syndication.get("/search.atom")
    def search_feed() -> ResponseReturnValue:
        asked = read_request(request.args.to_dict(flat=False))
        if asked.sort == "relevance":
            asked = replace(asked, sort="newest")

        def write() -> bytes:
            return write_feed(feed_of_search(search(engine, asked, int(time.time())), settings))

        return keep(write, atom.MIMETYPE)

    @syndication.get("/on-this-day.atom")
    def day_feed() -> ResponseReturnValue:
        today = settings.today_is()
        day, chosen = f"{today:%m-%d}", request.args.getlist("category")
        asked = read_request({"category": chosen})

        def write() -> bytes:
            now = int(time.time())
            page = on_this_day(engine, settings, day, today.year, asked.category, now)
            return write_feed(feed_of_day(page, settings, asked))

        return keep(write, atom.MIMETYPE)

    @syndication.get("/anniversaries.ics")
    def anniversaries() -> ResponseReturnValue:
        asked = read_plan(request.args, settings)

        def write() -> bytes:
            return calendar_feed(asked.desk(engine, settings, int(time.time())), settings)

        return keep(write, CALENDAR)

    @syndication.get("/opensearch.xml")
    def description() -> ResponseReturnValue:
        return answer(describe(settings), OPENSEARCH)

    add_export(syndication, engine, settings)
    add_suggestions(syndication, engine, settings)
    add_crawlers(syndication, engine, settings)
    return syndication


def feed_of_search(page: Page, settings: Settings) -> Feed:
    """The hits of a page; the feed has one id, whichever of its pages is read."""
    root = site(settings)

    def address(number: int) -> str:
        return f"{root}/search.atom{replace(page.request, page=number).query_string()}"

    number, most = page.request.page, page.request.per_page
    last = max(min(page.pages, DEEPEST // most), 1)
    links = {"self": address(number), "first": address(1), "last": address(last)}
    if number > 1:
        links["previous"] = address(number - 1)
    if number < last:
        links["next"] = address(number + 1)
    entries = tuple(
        Entry(
            hit.article,
            id=f"{root}{article_path(hit.article.id)}",
            title=hit.article.title,
            address=f"{root}{article_path(hit.article.id)}",
            updated=atom.changed(hit.article, settings.zone()),
            summary=str(hit.snippet),
        )
        for hit in page.hits
    )
    return Feed(
        id=address(1),
        title=f"{settings.title}: {page.request.q}" if page.request.q else settings.title,
        author=settings.title,
        updated=max((entry.updated for entry in entries), default=atom.EPOCH),
        links=links,
        page_of=f"{root}/search{page.request.query_string()}",
        entries=entries,
        counts=(
            ("totalResults", page.total),
            ("startIndex", (number - 1) * most + 1),
            ("itemsPerPage", most),
        ),
    )


def feed_of_day(page: DayPage, settings: Settings, asked: Request = EVERYTHING) -> Feed:
    """What a day has in the categories `asked` for, each article once.

    Next year the same article is a new entry.
    """
    root = site(settings)
    here = f"{root}{day_path(page.day)}?year={page.year}"
    query = asked.query_string()
    address = f"{root}/on-this-day.atom{query}"
    today = atom.instant(settings.today_is().isoformat())
    entries: dict[str, Entry] = {}
    for years_ago, article, summary in articles_of(page):
        entries.setdefault(
            article.id,
            Entry(
                article,
                id=f"{here}#{quote(article.id, safe='', errors='replace')}",
                title=f"{ago(years_ago)}: {article.title}",
                address=f"{root}{article_path(article.id)}",
                updated=today,
                summary=str(summary),
            ),
        )
    return Feed(
        id=address,
        title=f"{settings.title}: on this day",
        author=settings.title,
        updated=today,
        links={"self": address},
        page_of=f"{root}{day_path(page.day)}{f'{query}&' if query else '?'}year={page.year}",
        entries=tuple(entries.values()),
    )


def articles_of(page: DayPage) -> Iterator[tuple[int, Article, Markup]]:
    """All articles of a day: how many years ago, which one, and what of it is shown."""
    for event in page.events:
        for each in event.articles:
            yield event.years_ago, each.article, each.sentence
    for published in page.published:
        for article in published.articles:
            yield published.years_ago, article, opening(article)


def ago(years: int) -> str:
    """How long ago something is that was `years` years ago."""
    return {0: "This year", 1: "1 year ago"}.get(years, f"{years} years ago")


def describe(settings: Settings) -> bytes:
    """The OpenSearch 1.1 description with which a browser adds this search to its own."""
    root = site(settings)
    element = Element("OpenSearchDescription", {"xmlns": atom.OPENSEARCH})
    put(element, "ShortName", settings.title[:LONGEST_NAME].strip() or "Archive")
    put(element, "Description", f"Search {settings.title}"[:LONGEST_DESCRIPTION])
    put(element, "InputEncoding", "UTF-8")
    for kind, address, relation in (
        ("text/html", "/search?q={searchTerms}", "results"),
        (atom.MIMETYPE, "/search.atom?q={searchTerms}&page={startPage?}", "results"),
        (SUGGESTIONS, "/suggest.json?q={searchTerms}", "suggestions"),
        (OPENSEARCH, "/opensearch.xml", "self"),
    ):
        put(element, "Url", type=kind, rel=relation, template=f"{root}{address}")
    return document(element)
