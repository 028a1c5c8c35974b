"""What does a reader see at which address? Each view reads, asks and renders."""

import time
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from searchsvc.anniversaries import on_this_day
from searchsvc.article import Article, visible_at
from searchsvc.engine import Engine
from searchsvc.errors import BadValue, NotFound, Withdrawn
from searchsvc.highlight import Found, sought
from searchsvc.message import Message
from searchsvc.parse import parse
from searchsvc.query import Search
from searchsvc.request import Request, read_request, whole
from searchsvc.search import search
from searchsvc.settings import Settings
from searchsvc.web.api import translations
from searchsvc.web.desk_pages import add_desk_pages
from searchsvc.web.form import read_form
from searchsvc.web.front import front
from searchsvc.web.helping import lessons
from searchsvc.web.links import article_path, search_path, site
from searchsvc.web.saying import spoken
from searchsvc.web.sheet import sheet
from searchsvc.web.shelf import Shelf, contents
from searchsvc.web.story import Neighbours, neighbours, story
from searchsvc.web.this_day import all_categories, day_sheet
from searchsvc.web.words import holdings

NEWEST = 8
"""Articles on the front page."""

RELATED = 8
"""Articles of the same subject beside one."""

FARTHEST = 10_000
"""Places in a result list from which one can step on."""


def create_pages(engine: Engine, settings: Settings, shelf: Shelf) -> Blueprint:
    """The pages for readers over `engine`; each is made once and kept on `shelf`."""
    pages = Blueprint("pages", __name__)

    def render(template: str, **values: object) -> str:
        holds = holdings(engine.state(), settings.zone(), settings.timezone)
        return render_template(template, holds=holds, site=site(settings), **values)

    def keep(write: Callable[[], str], *told: str) -> Response:
        """The page at hand, which depends on what is `told` beside its address and the archive."""
        return shelf.answer((*contents(engine), spoken.get(), *told), write)

    @pages.get("/")
    def home() -> ResponseReturnValue:
        asked = read_request(read_form(request.args).values)
        if asked != Request():
            return redirect(search_path(asked))
        today = settings.today_is()

        def write() -> str:
            now = int(time.time())
            newest = search(engine, Request(per_page=NEWEST), now)
            day = on_this_day(engine, settings, f"{today:%m-%d}", today.year, (), now)
            return render("home.html", front=front(newest, day, today))

        return keep(write, today.isoformat())

    @pages.get("/search")
    def find() -> ResponseReturnValue:
        form = read_form(request.args)
        asked = read_request(form.values)
        if not form.tidy and not form.notes:
            return redirect(search_path(asked))

        def write() -> str:
            page = search(engine, asked, int(time.time()))
            return render("search.html", sheet=sheet(page, form.notes))

        return keep(write)

    @pages.get("/article/<article_id:article_id>")
    def article(article_id: str) -> ResponseReturnValue:
        now = int(time.time())
        found = engine.get(article_id)
        if found and found.status == "withdrawn":
            raise Withdrawn(found.note or Message("No reason was given."))
        if not found or visible_at(found) > now:
            raise NotFound(Message("There is no such article; it may have been removed."))
        asked, at = listed_in(request.args)
        if found.id != article_id:
            return redirect(article_path(found.id) + asked.query_string(), 301)

        def write() -> str:
            return render(
                "article.html",
                story=story(
                    found,
                    looked_for(asked.q, now),
                    engine.similar(found.id, RELATED, now),
                    translations(engine, found.id, found.translation_of, now),
                    settings.title,
                    site(settings),
                ),
                beside=beside(asked, at, found, now) if at else None,
            )

        return keep(write)

    def looked_for(q: str, now: int) -> dict[str, Found]:
        """What to mark in an article that was found by `q`."""
        query = parse(q, engine.state().languages).query
        expanded = engine.search(Search(query, limit=0, now=now)).expanded
        return sought(query, expanded)

    def beside(asked: Request, at: int, here: Article, now: int) -> Neighbours | None:
        """The places before and after `at` in a list; None if another article stands there now."""
        try:
            page = search(engine, replace(asked, page=at, per_page=1), now)
        except NotFound:
            return None
        if [hit.article.id for hit in page.hits] != [here.id]:
            return None
        around = tuple(
            search(engine, replace(asked, page=place, per_page=1), now).hits[0].article
            if 1 <= place <= page.total
            else None
            for place in (at - 1, at + 1)
        )
        return neighbours(asked, at, page.total, around)

    @pages.get("/on-this-day")
    def today() -> ResponseReturnValue:
        return day_page(f"{settings.today_is():%m-%d}")

    @pages.get("/on-this-day/<day>")
    def this_day(day: str) -> ResponseReturnValue:
        return day_page(day)

    def day_page(day: str) -> Response:
        asked = read_request({"category": request.args.getlist("category")})
        year = request.args.get("year", "").strip()
        present = settings.today_is()
        seen_from = whole("year", year, 1, 9999) if year else present.year

        def write() -> str:
            now = int(time.time())
            page = on_this_day(engine, settings, day, seen_from, asked.category, now)
            categories = all_categories(engine, now)
            return render("day.html", sheet=day_sheet(page, settings, categories, asked.category))

        return keep(write, day, present.isoformat())

    @pages.get("/help")
    def helped() -> ResponseReturnValue:
        return keep(lambda: render("help.html", lessons=lessons()))

    add_desk_pages(pages, engine, settings, render, keep)
    return pages


def listed_in(args: MultiDict[str, str]) -> tuple[Request, int]:
    """The list that an article was opened from, and its place there; 0 if that can't be read."""
    try:
        place = args.get("at", "").strip()
        at = whole("at", place, 1, FARTHEST) if place else 0
        return read_request(args.to_dict(flat=False)), at
    except BadValue:
        return Request(), 0
