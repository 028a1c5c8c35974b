"""How does an answer leave, so that nothing is sent twice? With a tag of what it says."""

import hashlib

import orjson
from flask import Response, request


def answer(body: bytes, mimetype: str, said: bytes | None = None) -> Response:
    """`body`, or 304 if the client has it already.

    The tag is made of the content, so that it also changes when an embargo ends or a day begins.
    `said` stands for the content where two bodies may differ and say the same.
    """
    response = Response(body, mimetype=mimetype)
    digest = hashlib.blake2b(body if said is None else said, digest_size=12).hexdigest()
    response.set_etag(digest, weak=True)
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def json_answer(value: dict[str, object], volatile: tuple[str, ...] = ()) -> Response:
    """`value` as JSON; its keys that are `volatile` may change without news."""
    said = orjson.dumps({key: each for key, each in value.items() if key not in volatile})
    return answer(orjson.dumps(value), "application/json", said)
