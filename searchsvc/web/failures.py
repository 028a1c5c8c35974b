"""How does a failure end? As a page in the hand of all others, or as a problem under /api/."""

from flask import Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from searchsvc.errors import SearchsvcError
from searchsvc.web.problems import problem
from searchsvc.web.saying import gettext, message, told

HEADINGS = {
    400: message("This can’t be read"),
    404: message("There is no such page"),
    405: message("This can’t be done here"),
    410: message("This article was withdrawn"),
    500: message("Something went wrong"),
    503: message("The archive can’t be searched at this moment"),
}
"""A status without its own has the heading of its class: 400 or 500."""

SENTENCES = {
    404: message(
        "The address may be old, or mistyped. A search may still find what you are looking for."
    ),
    405: message("The address exists, but can only be read."),
    500: message("The fault is ours, and it has been written down. Please try again later."),
    503: message("Please try again in a few minutes."),
}
"""What is said where an error's own sentence speaks to programs or operators."""


def fail(error: SearchsvcError | HTTPException) -> Answer:
    """The answer to `error`; what nobody foresaw arrives here as an InternalServerError."""
    if isinstance(error, SearchsvcError) and error.status >= 500:
        current_app.logger.error("%s", error)
    if request.path.startswith("/api/"):
        return problem(error)
    if isinstance(error, SearchsvcError):
        return error_page(error.status, sentence_of(error) if error.status < 500 else "")
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error.get_response(request.environ)
    answer = error_page(status, "")
    for name, value in error.get_headers(request.environ):
        if name.casefold() != "content-type":
            answer.headers[name] = value
    return answer


def sentence_of(error: SearchsvcError) -> str:
    """What `error` says, in the language of the interface."""
    return told(error.args[0]) if error.args else ""


def error_page(status: int, said: str) -> Response:
    """The page for `status`; `said` is a sentence for people, "" for the usual one."""
    heading = gettext(HEADINGS.get(status) or HEADINGS[status // 100 * 100])
    usual = SENTENCES.get(status)
    sentence = said or (gettext(usual) if usual else "")
    page = render_template(
        "error.html", status=status, heading=heading, sentence=sentence, holds=""
    )
    return Response(page, status, mimetype="text/html")
