"""How does an answer leave, so that nothing is sent twice? With a tag of what it says."""

import hashlib

import orjson
from flask import Response, request

from searchsvc.engine import Engine
from searchsvc.query import Every, Search


def answer(body: bytes, mimetype: str) -> Response:
    """`body`, or 304 if the client has it already.

    The tag is made of the content, so that it also changes when an embargo ends or a day begins.
    """
    response = Response(body, mimetype=mimetype)
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    response.set_etag(digest, weak=True)
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def contents(engine: Engine, now: int) -> tuple[str, str]:
    """What all that is said of the archive depends on; embargoes end without a new generation."""
    state = engine.state()
    everything = Search(Every(), limit=0, now=now)
    return state.generation, str(engine.search(everything).total) if state.embargoed else ""


def json_answer(value: dict[str, object]) -> Response:
    """`value` as JSON."""
    return answer(orjson.dumps(value), "application/json")
