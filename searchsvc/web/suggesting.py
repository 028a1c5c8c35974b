"""How do suggestions reach a browser, or a program? As an OpenSearch array, and in the JSON API."""

import time

import orjson
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from searchsvc.engine import Engine
from searchsvc.request import read_request
from searchsvc.settings import Settings
from searchsvc.suggest import Suggestion, suggest
from searchsvc.web.answers import answer, json_answer
from searchsvc.web.form import read_form
from searchsvc.web.links import article_path, search_path, site
from searchsvc.web.saying import gettext
from searchsvc.web.words import FILTERS, articles

SUGGESTIONS = "application/x-suggestions+json"

KEPT = 60
"""Seconds for which a browser may use an answer again."""


def add_suggestions(blueprint: Blueprint, engine: Engine, settings: Settings) -> None:
    """Give `blueprint` /suggest.json, for the page's own script and the browser's search bar.

    The script sends the whole form, so that what is offered is what the filters let through.
    """

    @blueprint.get("/suggest.json")
    def suggestions() -> ResponseReturnValue:
        typed = request.args.get("q", "")
        within = read_request(read_form(request.args).values)
        found = suggest(engine, typed, int(time.time()), within)
        said = orjson.dumps(suggestions_array(typed, found, site(settings)))
        response = kept(answer(said, SUGGESTIONS))
        response.vary.update(("Accept-Language", "Cookie"))
        return response


def suggestions_answer(engine: Engine, settings: Settings) -> Response:
    """The JSON API's suggestions for the request at hand."""
    typed = request.args.get("q", "")
    found = suggest(engine, typed, int(time.time()))
    return kept(json_answer(suggestions_object(typed, found, site(settings))))


def suggestions_object(typed: str, found: tuple[Suggestion, ...], root: str) -> dict[str, object]:
    """What the JSON API says; `root` is the address of the site."""
    return {
        "q": typed,
        "suggestions": [
            {"text": each.text, "kind": each.kind, "count": each.count, "url": root + path_of(each)}
            for each in found
        ],
    }


def suggestions_array(typed: str, found: tuple[Suggestion, ...], root: str) -> list[object]:
    """The four parts of OpenSearch Suggestions: what was typed; texts, descriptions, addresses."""
    return [
        typed,
        [each.text for each in found],
        [described(each) for each in found],
        [root + path_of(each) for each in found],
    ]


def described(offered: Suggestion) -> str:
    """What is chosen with a suggestion, in the language of the interface."""
    if offered.kind == "category":
        return f"{gettext(FILTERS['category'])}, {articles(offered.count)}"
    return articles(offered.count)


def path_of(offered: Suggestion) -> str:
    """The page that choosing a suggestion leads to, below the root of the site."""
    choice = offered.choice
    return article_path(choice) if isinstance(choice, str) else search_path(choice)


def kept(response: Response) -> Response:
    """`response`, which the browser that asked may keep for a moment, and nobody else."""
    response.cache_control.no_cache = None
    response.cache_control.private = True
    response.cache_control.max_age = KEPT
    return response
