"""What can a program ask? The JSON API under /api/v1/, described by /api/v1/openapi.json."""

import time
from collections.abc import Callable

import orjson
from flask import Blueprint, Response, redirect, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from searchsvc.anniversaries import on_this_day
from searchsvc.article import visible_at
from searchsvc.day_objects import day_object, desk_object, event_object
from searchsvc.engine import Engine
from searchsvc.errors import NotFound, Withdrawn
from searchsvc.events import look_at_date
from searchsvc.objects import article_object, search_object
from searchsvc.query import And, Not, Search, Word
from searchsvc.request import read_request, whole
from searchsvc.results import Hit
from searchsvc.search import search
from searchsvc.settings import Settings
from searchsvc.web.answers import JSON, json_answer
from searchsvc.web.asked import read_plan
from searchsvc.web.links import ArticleId, site
from searchsvc.web.openapi import document
from searchsvc.web.shelf import Shelf, contents
from searchsvc.web.suggesting import suggestions_answer

RELATED = 5
"""How many related articles go with one."""

MOST_TRANSLATIONS = 50


def create_api(engine: Engine, settings: Settings, shelf: Shelf) -> Blueprint:
    """The JSON API over `engine`. Failures are raised, for the application to render.

    What takes a search is made once and kept on `shelf`.
    """
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.record_once
    def know_ids(state: BlueprintSetupState) -> None:
        state.app.url_map.converters["article_id"] = ArticleId

    def keep(write: Callable[[int], dict[str, object]]) -> Response:
        """What `write` makes at an instant, which depends on the archive, the day and no more."""
        tag = (*contents(engine), settings.today_is().isoformat())
        return shelf.answer(tag, lambda: orjson.dumps(write(int(time.time()))), JSON)

    @api.get("/search")
    def find() -> ResponseReturnValue:
        asked = read_request(request.args.to_dict(flat=False))
        return keep(lambda now: search_object(search(engine, asked, now)))

    @api.get("/articles/<article_id:article_id>")
    def article(article_id: str) -> ResponseReturnValue:
        now = int(time.time())
        found = engine.get(article_id)
        if found and found.status == "withdrawn":
            raise Withdrawn(found.note or "The article was withdrawn.")
        if not found or visible_at(found) > now:
            raise NotFound(f"There is no article {article_id!r}.")
        if found.id != article_id:
            return redirect(url_for("api.article", article_id=found.id), 301)
        related = engine.similar(found.id, RELATED, now)
        return json_answer(
            article_object(
                found,
                tuple(Hit(each, 0.0) for each in related),
                translations(engine, found.id, found.translation_of, now),
            )
        )

    @api.get("/on-this-day/<day>")
    def this_day(day: str) -> ResponseReturnValue:
        given = request.args.get("year", "").strip()
        year = whole("year", given, 1, 9999) if given else settings.today_is().year
        chosen = read_request({"category": request.args.getlist("category")}).category
        return keep(lambda now: day_object(on_this_day(engine, settings, day, year, chosen, now)))

    @api.get("/events/<date>")
    def event(date: str) -> ResponseReturnValue:
        return keep(lambda now: event_object(look_at_date(engine, settings, date, now)))

    @api.get("/anniversaries")
    def anniversaries() -> ResponseReturnValue:
        asked = read_plan(request.args, settings)
        return keep(lambda now: desk_object(asked.desk(engine, settings, now)))

    @api.get("/suggest")
    def suggestions() -> ResponseReturnValue:
        return suggestions_answer(engine, settings)

    @api.get("/openapi.json")
    def description() -> ResponseReturnValue:
        return json_answer(document(settings.title, f"{site(settings)}/api/v1"))

    return api


def translations(engine: Engine, article_id: str, key: str, now: int) -> tuple[Hit, ...]:
    """The articles that share the translation `key`, without the one that is shown."""
    if not key:
        return ()
    shared = Word("", ("translation",), (key,))
    others = And((shared, Not(Word("", ("id",), (article_id,)))))
    return engine.search(Search(others, limit=MOST_TRANSLATIONS, now=now)).hits
