"""What is on a page of results? Plain values, which every edge only renders."""

from dataclasses import dataclass

from markupsafe import Markup

from searchsvc.article import Article
from searchsvc.parse import Note
from searchsvc.query import Node
from searchsvc.request import Request
from searchsvc.results import Bar


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet with the number of articles that choosing it shows."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class PageHit:
    """A hit as it is shown: with a marked passage, and the words it lacks."""

    article: Article
    score: float
    snippet: Markup
    title: Markup
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class More:
    """Articles that hold most of the words, where few hold all."""

    total: int
    hits: tuple[PageHit, ...]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter that could go where nothing was found, and how many articles would be found then.

    `name` is that of a field of `Request`, "q" for a restriction that was typed; "filters" stands
    for all of them at once.
    """

    name: str
    value: str
    total: int
    request: Request


@dataclass(frozen=True, slots=True)
class Page:
    """The whole answer to a request; `took` is in seconds, `match` says whether all words did."""

    request: Request
    query: Node
    read_as: str
    notes: tuple[Note, ...]
    match: str
    total: int
    pages: int
    hits: tuple[PageHit, ...]
    facets: dict[str, tuple[Choice, ...]]
    histogram: tuple[Bar, ...]
    more: More | None
    suggestion: str | None
    ways_out: tuple[WayOut, ...]
    took: float
    generation: str
