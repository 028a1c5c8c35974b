"""How does a failure look to a program? As a problem document of RFC 9457."""

from http import HTTPStatus
from urllib.parse import quote

import orjson
from flask import Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from searchsvc.errors import SearchsvcError

MIMETYPE = "application/problem+json"

DETAILS = {
    404: "There is nothing at this address; /api/v1/openapi.json tells what there is.",
    405: "This address can't be asked in this way; the header Allow names the ways.",
    500: "The server failed to answer; its log says why.",
}
"""What is said in place of a web framework's own sentences, which speak to people in browsers."""


def problem(error: SearchsvcError | HTTPException) -> Answer:
    """The answer that tells a program about `error`, in the request at hand.

    What only looks like a failure, a redirect to the right address, stays what it is.
    """
    if isinstance(error, SearchsvcError):
        return render(error.status, str(error))
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error.get_response(request.environ)
    answer = render(status, DETAILS.get(status) or error.description or "")
    for name, value in error.get_headers(request.environ):
        if name.casefold() != "content-type":
            answer.headers[name] = value
    return answer


def render(status: int, detail: str) -> Response:
    """A problem that its status says all about, so that `type` is "about:blank"."""
    return Response(
        orjson.dumps(
            {
                "type": "about:blank",
                "title": HTTPStatus(status).phrase,
                "status": status,
                "detail": detail,
                "instance": quote(request.script_root + request.path, errors="replace"),
            }
        ),
        status,
        mimetype=MIMETYPE,
    )
