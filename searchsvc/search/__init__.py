"""What does a reader get for a request? Read it, ask the engine, mark what was found, help on."""

import time
from dataclasses import replace

from markupsafe import Markup

from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.highlight import Found, highlight, snippet, sought
from searchsvc.message import Message
from searchsvc.parse import Note, parse
from searchsvc.parse.write import write
from searchsvc.query import Leaf, Node
from searchsvc.request import Request
from searchsvc.results import Expansion, Results
from searchsvc.search.onward import find_ways_out, suggest
from searchsvc.search.page import Choice, More, Page, PageHit, WayOut
from searchsvc.search.question import choices, question, restrict
from searchsvc.search.relax import hold_most, lack_few, missing

__all__ = ["Choice", "More", "Page", "PageHit", "WayOut", "search"]

FEW = 10
"""Under so many hits, articles that hold most of the words are offered besides."""


def search(engine: Engine, request: Request, now: int) -> Page:
    """The page of results that `request` asks for, as visible at `now` (seconds since 1970).

    Raises BadQuery if the query is refused, NotFound for a page behind the last.
    """
    began = time.perf_counter()
    state = engine.state()
    parsed = parse(request.q, state.languages)
    query, match = parsed.query, "all"
    results = engine.search(question(query, request, now))
    if not results.total and (most := hold_most(engine, query, now)):
        query, match = most, "most"
        results = engine.search(question(query, request, now))
    pages = max(1, -(-results.total // request.per_page))
    if request.page > pages:
        raise NotFound(
            Message(
                "There is no page %(page)s; the last one is page %(last)s.",
                page=request.page,
                last=pages,
            )
        )
    few = match == "all" and results.total < FEW and request.page == 1
    lost = match == "most" or not results.total
    return Page(
        request=request,
        query=query,
        read_as=write(parsed.query),
        notes=parsed.notes + cut(results.expanded),
        match=match,
        total=results.total,
        pages=-(-results.total // request.per_page),
        hits=shown(results, query, parsed.query if match == "most" else None),
        facets=choices(results, request),
        histogram=results.histogram,
        more=find_more(engine, query, request, now) if few else None,
        suggestion=suggest(engine, parsed.query, state.languages, now) if lost else None,
        ways_out=() if results.total else find_ways_out(engine, parsed.query, request, now),
        took=time.perf_counter() - began,
        generation=state.generation,
    )


def find_more(engine: Engine, query: Node, request: Request, now: int) -> More | None:
    """Articles under the same filters that hold most of the words, but not all."""
    asked = replace(question(query, request, now), facets=(), histogram=False, offset=0, limit=FEW)
    for relaxed in lack_few(query):
        results = engine.search(replace(asked, query=restrict(relaxed, request)))
        if results.total:
            return More(results.total, shown(results, relaxed, query))
    return None


def shown(results: Results, query: Node, asked: Node | None) -> tuple[PageHit, ...]:
    """The hits with marked titles and passages; with `asked`, also which of its words they lack."""
    found = sought(query, results.expanded)
    return tuple(
        PageHit(
            article=hit.article,
            score=hit.score,
            snippet=passage(hit.article, found),
            title=highlight(hit.article.title, hit.article.language, found["title"]),
            missing=missing(hit.article, asked, results.expanded) if asked else (),
        )
        for hit in results.hits
    )


def passage(article: Article, found: dict[str, Found]) -> Markup:
    """The best passage of the body, or of the caption where the body is empty."""
    if article.body or not article.image:
        return snippet(article.body, article.language, found["body"])
    return snippet(article.image.caption, article.language, found["caption"])


def cut(expanded: dict[Leaf, Expansion]) -> tuple[Note, ...]:
    """A note for each pattern that stood for more terms than were searched."""
    return tuple(
        Note(
            "expansion",
            Message(
                "“%(words)s” fits more than %(most)s words;"
                " only the most frequent ones were searched.",
                words=write(leaf),
                most=len(each.terms),
            ),
        )
        for leaf, each in expanded.items()
        if each.cut
    )
