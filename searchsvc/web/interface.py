"""Which language does the interface speak to somebody?

What was chosen by the link at the foot of a page, else what the browser asks for, else English.
"""

import re
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import Flask, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from searchsvc.web.links import SAFE
from searchsvc.web.saying import ENGLISH, LANGUAGES, number, printed, printed_in, spoken

COOKIE = "interface"
YEAR = 365 * 24 * 60 * 60

OURS = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""Addresses below the root of the site, which no browser takes for another host's."""


def add_interface(app: Flask) -> None:
    """Let `app` answer each request in the language that suits it, and let people choose one."""
    app.jinja_env.globals.update(_=printed, pgettext=printed_in, other_languages=other_languages)
    app.jinja_env.filters["number"] = number

    @app.before_request
    def begin() -> None:
        chosen = request.cookies.get(COOKIE, "")
        wanted = request.headers.get("Accept-Language", "")
        spoken.set(chosen if chosen in LANGUAGES else negotiated(wanted))

    @app.after_request
    def vary(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.update(("Accept-Language", "Cookie"))
        return response

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        spoken.set(ENGLISH)

    @app.context_processor
    def language() -> dict[str, object]:
        return {"interface": spoken.get()}

    @app.get("/interface/<language>")
    def choose(language: str) -> ResponseReturnValue:
        if language not in LANGUAGES:
            abort(404)
        back = request.args.get("back", "/")
        answer = redirect(back if OURS.fullmatch(back) else "/", 303, Response)
        answer.set_cookie(
            COOKIE, language, YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
        answer.cache_control.no_store = True
        return answer


@lru_cache(maxsize=256)
def negotiated(wanted: str) -> str:
    """The language for a header Accept-Language: what is wanted most of those that there are."""
    accepted = parse_accept_header(wanted, LanguageAccept)
    for tag, quality in sorted(accepted, key=lambda each: -each[1]):
        language = re.split("[-_]", tag.lower())[0]
        if language in LANGUAGES and quality > 0:
            return language
    return ENGLISH


def other_languages() -> list[tuple[str, str, str]]:
    """The languages that the page at hand could have: code, name, and where that is chosen."""
    path = quote(request.path, safe=SAFE, errors="replace")
    asked = request.query_string.decode("ascii", "replace")
    back = urlencode({"back": f"{path}?{asked}" if asked else path}, safe="/")
    return [
        (code, name, f"/interface/{code}?{back}")
        for code, name in LANGUAGES.items()
        if code != spoken.get()
    ]
