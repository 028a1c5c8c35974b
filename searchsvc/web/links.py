"""What is the address of a thing? Of the site, of an article, of a whole search."""

from urllib.parse import quote, urlencode

from flask import request
from werkzeug.routing import BaseConverter

from searchsvc.errors import BadValue
from searchsvc.message import Message
from searchsvc.request import Request, encoded
from searchsvc.settings import Settings

SAFE = "!$&'()*+,/:;=@"
"""What stands in a path as it is (RFC 3986, as browsers show it)."""


DAY = len("1990-01-20")


class ArticleId(BaseConverter):
    """An id in a path: any characters, also slashes and several of them."""

    part_isolating = False
    regex = r"[\s\S]+"
    weight = 200

    def to_url(self, value: str) -> str:
        return quote(value, safe=SAFE, errors="replace")


def article_path(article_id: str) -> str:
    """The path of an article's page, below the root of the site."""
    return f"/article/{quote(article_id, safe=SAFE, errors='replace')}"


def day_path(day: str) -> str:
    """The path of the page of a calendar day (`01-20`), below the root of the site."""
    return f"/on-this-day/{day}"


def event_path(date: str) -> str:
    """The path of the page of one date (`1990-01-20`), below the root of the site."""
    return f"/event/{date}"


def event_table_path(date: str) -> str:
    """The address of what articles say of a date as a table."""
    return f"/event/{date}.csv"


def about_path(date: str) -> str:
    """Where to read more about a date: a day has its page, a month or a year a search."""
    return event_path(date) if len(date) == DAY else search_path(Request(about=(date,)))


def list_path(ids: tuple[str, ...], title: str = "") -> str:
    """The path of a list of the articles with these `ids`, below the root of the site."""
    pairs = [("ids", each) for each in ids] + ([("title", title)] if title else [])
    return f"/list?{urlencode(pairs, errors='replace')}"


def search_path(asked: Request) -> str:
    """The path of a page of results, below the root of the site, with its canonical query."""
    return f"/search{asked.query_string()}"


def category_path(category: str) -> str:
    """The path of the page of all articles in a category, below the root of the site."""
    return OF_CATEGORY % encoded(category)


def search_pattern(asked: Request, *names: str) -> str:
    """`search_path` with a place, `%s`, for one plain value of each of the parameters `names`."""
    return f"/search{asked.pattern(*names)}"


OF_CATEGORY = search_pattern(Request(), "category")


def site(settings: Settings) -> str:
    """The address of the site, without a slash at its end.

    It is the public one of `settings`, else the one that the request at hand was sent to. Raises
    BadValue if that one names no host.
    """
    if not settings.public_url and not request.host:
        raise BadValue(Message("The header Host names no host."))
    return (settings.public_url or request.url_root).rstrip("/")
