"""Which answers need not be made again? The last ones, each by all that it depends on."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from searchsvc.cache import Cache
from searchsvc.engine import Engine
from searchsvc.query import Every, Search
from searchsvc.web.delivery import pack, worth_packing

CAPACITY = 32 << 20
"""Bytes of answers that are kept: some four thousand packed pages of ten hits."""


@dataclass(frozen=True, slots=True)
class Made:
    """An answer's `body` as it travels, which is in gzip if it is `packed`."""

    body: bytes
    packed: bool

    @property
    def nbytes(self) -> int:
        return len(self.body)


class Shelf:
    """Answers of at most `capacity` bytes in all; safe to share between threads.

    `edition` changes whenever the form of an answer does: it is of the software and its settings.
    """

    def __init__(self, edition: str, capacity: int = CAPACITY) -> None:
        self.edition = edition
        self.cache = Cache(capacity)

    def answer(
        self, tag: tuple[str, ...], write: Callable[[], str | bytes], mimetype: str = "text/html"
    ) -> Response:
        """What `write` makes: 304 if the client has it, and made only if it is not kept.

        A client that says it has whatever there is (`*`) is believed only where there is something.
        Two requests for the same address whose `tag` is the same must have the same answer. What
        `write` raises is raised.
        """
        said = "\n".join((self.edition, request.url, mimetype, *tag))
        digest = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()
        asked = request.if_none_match
        response = Response(status=304)
        if asked.star_tag or not asked.contains_weak(digest):
            zipped = bool(request.accept_encodings["gzip"])
            made = self.cache.made((digest, zipped), lambda: finish(write(), zipped))
            if not asked.star_tag:
                response = Response(made.body, mimetype=mimetype)
                if made.packed:
                    response.content_encoding = "gzip"
        response.set_etag(digest, weak=True)
        response.cache_control.no_cache = True
        response.vary.add("Accept-Encoding")
        return response


def finish(written: str | bytes, zipped: bool) -> Made:
    """What was `written` as it is sent to a client that reads gzip if `zipped`."""
    body = written.encode("utf-8") if isinstance(written, str) else written
    packed = zipped and worth_packing(len(body))
    return Made(pack(body) if packed else body, packed)


def contents(engine: Engine) -> tuple[str, ...]:
    """What all that is said of the archive depends on; embargoes end without a new generation.

    An index that was made anew numbers its generations from 1 again, so when it was built counts.
    """
    state = engine.state()
    made = (state.generation, state.built, state.fingerprint)
    if not state.embargoed:
        return made
    everything = Search(Every(), limit=0, now=int(time.time()))
    return (*made, str(engine.search(everything).total))
