"""How does a page travel? Tagged, so that it is sent once; compressed where the client asks."""

import gzip
import hashlib
from collections.abc import Callable

from flask import Flask, Response, request

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "script-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

SMALL = 600
"""Answers of fewer bytes are not compressed."""

LEVEL = 4
"""Pages packed so are a fortieth larger than by the usual 6, in two thirds of its time or less."""


def deliver(app: Flask) -> None:
    """Give all answers of `app` their security headers, and compress them."""
    app.after_request(secured)
    app.after_request(compressed)


def secured(response: Response) -> Response:
    """`response` with the headers that tell a browser what it may do."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def compressed(response: Response) -> Response:
    """`response` in gzip where the client takes that and it is worth it."""
    if not compressible(response):
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.content_encoding = "gzip"
    tag, weak = response.get_etag()
    if tag and not weak:
        response.set_etag(tag, weak=True)
    return response


def compressible(response: Response) -> bool:
    """Whether `response` is text that is whole, not yet packed, and longer than a few lines."""
    kind = response.mimetype or ""
    readable = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
    packed = response.content_encoding is not None or response.status_code in (204, 206, 304)
    if not readable or packed or response.is_streamed:
        return False
    return (response.content_length or SMALL) >= SMALL


def tagged(
    tag: tuple[str, ...], write: Callable[[], str | bytes], mimetype: str = "text/html"
) -> Response:
    """The answer that `write` makes; 304 without making it if the client has that of this `tag`."""
    digest = hashlib.blake2b("\n".join(tag).encode("utf-8", "replace"), digest_size=12).hexdigest()
    known = request.if_none_match.contains_weak(digest)
    response = Response(status=304) if known else Response(write(), mimetype=mimetype)
    response.set_etag(digest, weak=True)
    response.cache_control.no_cache = True
    response.vary.add("Accept-Encoding")
    return response
