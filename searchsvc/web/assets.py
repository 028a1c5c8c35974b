"""Where do stylesheet and icon come from? Out of memory, under addresses that may be kept.

Stylesheet and script are sent without comments and the space that only people need.
"""

import hashlib
import re
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, url_for

YEAR = 365 * 24 * 60 * 60


def add_assets(app: Flask, folder: Path) -> None:
    """Serve the files of `folder` by `app`, and give its templates `asset(name)`.

    That address changes with the content of the file, and may be kept for a year.
    """
    contents = {path.name: content_of(path) for path in folder.iterdir() if path.is_file()}
    digests = {name: digest(content) for name, content in contents.items()}
    assets = Blueprint("assets", __name__)

    @assets.get("/static/<name>")
    def static(name: str) -> Response:
        if name not in contents:
            abort(404)
        response = Response(contents[name], mimetype=guess_type(name)[0])
        response.set_etag(digests[name], weak=True)
        if request.args.get("v") == digests[name]:
            response.cache_control.public = True
            response.cache_control.immutable = True
            response.cache_control.max_age = YEAR
        else:
            response.cache_control.no_cache = True
        response.make_conditional(request)
        return response

    @app.template_global()
    def asset(name: str) -> str:
        return url_for("assets.static", name=name, v=digests[name])

    app.register_blueprint(assets)


def content_of(path: Path) -> bytes:
    """What is sent as the file at `path`."""
    content = path.read_bytes()
    match path.suffix:
        case ".css":
            return tightened(content)
        case ".js":
            return unindented(content)
        case _:
            return content


def tightened(css: bytes) -> bytes:
    """`css`, which has no comment or punctuation in its strings, in as few bytes as it needs."""
    bare = re.sub(rb"/\*.*?\*/", b"", css, flags=re.DOTALL)
    closer = re.sub(rb"\s*([{};,>])\s*|(?<=:)\s+", rb"\1", bare)
    shorter = re.sub(rb"(?<![\w.])0(?=\.\d)", b"", closer)
    return re.sub(rb"\s+", b" ", shorter).replace(b";}", b"}").strip()


def unindented(script: bytes) -> bytes:
    """`script`, none of whose strings goes over a line, without indents and lines of comment."""
    return re.sub(rb"^\s*(//.*\n)?\s*", b"", script, flags=re.MULTILINE)


def digest(content: bytes) -> str:
    """A few characters that tell `content` from any other."""
    return hashlib.blake2b(content, digest_size=6).hexdigest()
