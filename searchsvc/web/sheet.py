"""What does a page of results say, and where does it lead? All its words and links, from a Page."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from searchsvc.message import Message
from searchsvc.query import TEXT_FIELDS, And, Every, Node, Or, Sort, Word
from searchsvc.request import DEEPEST, Request
from searchsvc.search import Page, WayOut
from searchsvc.web.chart import Chart, chart
from searchsvc.web.export import exports
from searchsvc.web.facets import Facets, narrowing
from searchsvc.web.helping import OTHERWISE, Example, shown
from searchsvc.web.items import Item, Link, items
from searchsvc.web.links import search_path, search_pattern
from searchsvc.web.saying import gettext, message, ngettext, number, told
from searchsvc.web.words import FILTERS, articles, number_words, value_words

SORTS: tuple[tuple[Sort, str], ...] = (
    ("relevance", message("Best match")),
    ("newest", message("Newest first")),
    ("oldest", message("Oldest first")),
)
SEVERAL = ("category", "tag", "author", "language", "about")
AROUND = 2
"""Numbers of pages to either side of the present one."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address of the same search without it."""

    name: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of an empty result, with the number of articles that it leads to."""

    label: str
    href: str
    total: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of results as its template prints it."""

    title: str
    headline: str
    explained: str
    q: str
    read_as: str
    notes: tuple[str, ...]
    suggestion: Link | None
    chips: tuple[Chip, ...]
    clear: str | None
    facets: Facets
    chart: Chart | None
    span: str
    total: int
    sorts: tuple[Link, ...]
    items: tuple[Item, ...]
    more_label: str
    more: tuple[Item, ...]
    ways: tuple[Way, ...]
    otherwise: tuple[Example, ...]
    pages: tuple[Link, ...]
    before: str | None
    after: str | None
    feed: str
    exports: tuple[Link, ...]
    data: str
    canonical: str
    indexed: bool


def sheet(page: Page, notes: tuple[Message, ...] = ()) -> Sheet:
    """Everything that the page of results for `page` prints; `notes` tell what was left out."""
    request = page.request
    chips = tuple(chips_of(request))
    said = headline(page, bool(chips))
    first = (request.page - 1) * request.per_page + 1
    last = min(page.pages, max(DEEPEST // request.per_page, 1))
    path_to = paths(request)
    more = page.more
    return Sheet(
        title=title(page, chips),
        headline=said,
        explained=explained(page),
        q=request.q,
        read_as=page.read_as,
        notes=tuple(map(told, (*notes, *(note.text for note in page.notes)))),
        suggestion=suggestion(page),
        chips=chips,
        clear=search_path(cleared(request)) if len(chips) > 1 else None,
        facets=narrowing(page),
        chart=chart(page.histogram, request),
        span=span(first, len(page.hits)),
        total=page.total,
        sorts=tuple(sorts(request)),
        items=items(page.hits, request, first),
        more_label=gettext("%(articles)s without a word or two", articles=articles(more.total))
        if more
        else "",
        more=items(more.hits, request) if more else (),
        ways=tuple(
            Way(way_words(way), search_path(way.request), way.total) for way in page.ways_out
        ),
        otherwise=() if page.hits else shown(OTHERWISE),
        pages=tuple(numbered(request, last)) if last > 1 else (),
        before=path_to(request.page - 1) if request.page > 1 else None,
        after=path_to(request.page + 1) if request.page < last else None,
        exports=exports(request, page.total),
        feed=f"/search.atom{replace(request, page=1).query_string()}",
        data=f"/api/v1/search{request.query_string()}",
        canonical=search_path(request),
        indexed=request == Request() and not notes,
    )


def title(page: Page, chips: tuple[Chip, ...]) -> str:
    """What was asked for, the filters too, how many articles there are, and which page this is."""
    request = page.request
    asked = ", ".join(filter(None, (request.q, *(chip.label for chip in chips))))
    said = (asked or gettext("All articles"), articles(page.total))
    if request.page == 1:
        return ": ".join(said)
    here = gettext("Page %(number)s", number=number(request.page))
    return f"{': '.join(said)} ({here})"


def headline(page: Page, filtered: bool) -> str:
    """The number of articles, and what they hold."""
    total, words = page.total, plain_words(page.query)
    if not total:
        return nothing(words, filtered)
    if page.match == "most":
        return most_of(page.query, total)
    match words:
        case 0 if isinstance(page.query, Every) and not filtered:
            return articles(total)
        case 0:
            return ngettext("%(count)s article found", "%(count)s articles found", total)
        case 1:
            return ngettext(
                "%(count)s article holds this word", "%(count)s articles hold this word", total
            )
        case 2:
            return ngettext(
                "%(count)s article holds both words", "%(count)s articles hold both words", total
            )
        case _:
            return ngettext(
                "%(count)s article holds all %(words)s words",
                "%(count)s articles hold all %(words)s words",
                total,
                words=number_words(words),
            )


def nothing(words: int, filtered: bool) -> str:
    """That there is no article, for a query of so many plain words."""
    match min(words, 2), filtered:
        case 0, False:
            return gettext("No article was found")
        case 0, True:
            return gettext("No article was found under these filters")
        case 1, False:
            return gettext("No article holds this word")
        case 1, True:
            return gettext("No article holds this word under these filters")
        case _, False:
            return gettext("No article holds these words")
        case _:
            return gettext("No article holds these words under these filters")


def most_of(query: Node, total: int) -> str:
    """How many of the words of a relaxed query so many articles hold."""
    nodes = query.nodes if isinstance(query, And) else (query,)
    words = next((node for node in nodes if isinstance(node, Or)), Or(()))
    return ngettext(
        "%(count)s article holds %(least)s of the %(words)s words",
        "%(count)s articles hold %(least)s of the %(words)s words",
        total,
        least=number_words(words.least),
        words=number_words(len(words.nodes)),
    )


def plain_words(query: Node) -> int:
    """How many words a query has that is nothing but words; 0 if it is anything else."""
    nodes = query.nodes if isinstance(query, And) else (query,)
    plain = all(isinstance(node, Word) and node.fields == TEXT_FIELDS for node in nodes)
    return len(nodes) if plain else 0


def explained(page: Page) -> str:
    """What has to be said where not all words were found together."""
    if page.match != "most" or not page.total:
        return ""
    return gettext("No article holds all of the words. What each lacks stands below it.")


def suggestion(page: Page) -> Link | None:
    """The query with its spelling mended."""
    if not page.suggestion:
        return None
    mended = replace(page.request, q=page.suggestion, page=1)
    return Link(page.suggestion, search_path(mended))


def span(first: int, count: int) -> str:
    """The places of a page's hits in the whole list."""
    return f"{number(first)}–{number(first + count - 1)}" if count > 1 else number(first)


def way_words(way: WayOut) -> str:
    """What is taken away on a way out."""
    if way.name == "q":
        return gettext("Without %(value)s", value=way.value)
    if way.name not in FILTERS:
        return gettext("Without any filter")
    return gettext(
        "Without the filter %(name)s: %(value)s",
        name=gettext(FILTERS[way.name]),
        value=value_words(way.name, way.value),
    )


def chips_of(request: Request) -> list[Chip]:
    """The filters that are set; of the periods those that take effect."""
    chosen = [(name, value) for name in SEVERAL for value in getattr(request, name)]
    for period in sorted(request.periods()):
        name = {7: "month", 10: "day"}.get(len(period), "year")
        chosen.append(("year" if period == "undated" else name, period))
    bounds = (("start", request.start), ("end", request.end))
    chosen += [(name, value) for name, value in bounds if value]
    return [
        Chip(
            gettext(FILTERS[name]),
            value_words(name, value),
            search_path(
                request.without(name) if name in ("start", "end") else request.without(name, value)
            ),
        )
        for name, value in chosen
    ]


def cleared(request: Request) -> Request:
    """The same words without any filter."""
    return Request(q=request.q, sort=request.sort, per_page=request.per_page)


def sorts(request: Request) -> list[Link]:
    """The orders that there are; without words the newest articles match best."""
    offered = SORTS if request.q else SORTS[1:]
    here = request.sort if request.q or request.sort != "relevance" else "newest"
    return [
        Link(gettext(label), search_path(replace(request, sort=sort, page=1)), sort == here)
        for sort, label in offered
    ]


def paths(request: Request) -> Callable[[int], str]:
    """What gives the path of each page of a result by its number."""
    first, pattern = search_path(replace(request, page=1)), search_pattern(request, "page")
    return lambda place: pattern % place if place > 1 else first


def numbered(request: Request, last: int) -> list[Link]:
    """The first page, the last, and those around the present one; a gap is a Link to nowhere."""
    path_to = paths(request)
    near = range(request.page - AROUND, request.page + AROUND + 1)
    links: list[Link] = []
    before = 0
    for place in sorted({1, last, *(each for each in near if 1 <= each <= last)}):
        if place > before + 1:
            links.append(Link("…", None))
        here = place == request.page
        links.append(Link(number(place), path_to(place), here))
        before = place
    return links
