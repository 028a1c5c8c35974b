"""What does a reader get for a request? Read it, ask the engine, mark what was found, help on."""

import time
from dataclasses import dataclass, replace

from markupsafe import Markup

from searchsvc import text
from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.highlight import Found, snippet, sought
from searchsvc.parse import Note, parse
from searchsvc.parse.write import write
from searchsvc.query import (
    And,
    Facet,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Search,
    Word,
    leaves,
    scores,
)
from searchsvc.request import Request
from searchsvc.results import Bar, Expansion, Hit, Results

FEW = 10
"""Under so many hits, articles that hold most of the words are offered besides."""


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
    """A filter that could go where nothing was found, and how many articles would be found then."""

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


def search(engine: Engine, request: Request, now: int) -> Page:
    """The page of results that `request` asks for, as visible at `now` (seconds since 1970).

    Raises BadQuery if the query is refused, NotFound for a page behind the last.
    """
    began = time.perf_counter()
    state = engine.state()
    parsed = parse(request.q, state.languages)
    query, match = parsed.query, "all"
    if not engine.search(Search(query, limit=0, now=now)).total:
        if relaxed := hold_most(engine, query, now):
            query, match = relaxed, "most"
    asked = Search(
        query=restrict(query, request),
        filters=filters(request),
        facets=facets(request),
        histogram=True,
        sort=request.sort,
        offset=(request.page - 1) * request.per_page,
        limit=request.per_page,
        now=now,
    )
    results = engine.search(asked)
    pages = -(-results.total // request.per_page)
    if request.page > max(pages, 1):
        raise NotFound(f"There is no page {request.page}; the last one is page {max(pages, 1)}.")
    few = match == "all" and results.total < FEW and request.page == 1
    return Page(
        request=request,
        query=query,
        read_as=write(parsed.query),
        notes=parsed.notes + cut(results.expanded),
        match=match,
        total=results.total,
        pages=pages,
        hits=shown(results, query, parsed.query if match == "most" else None),
        facets=choices(results, request),
        histogram=results.histogram,
        more=find_more(engine, parsed.query, asked, now) if few else None,
        suggestion=suggest(engine, parsed.query, now) if not results.total or match == "most" else None,
        ways_out=find_ways_out(engine, query, request, now) if not results.total else (),
        took=time.perf_counter() - began,
        generation=state.generation,
    )


def restrict(query: Node, request: Request) -> Node:
    """`query` within the bounds, tags and authors of `request`, which are no facets."""
    nodes: list[Node] = [query]
    if request.start or request.end:
        nodes.append(Range("date", request.start or None, request.end or None))
    for field in ("tag", "author"):
        if values := getattr(request, field):
            terms = tuple(" ".join(map(text.fold, text.words(value))) for value in values)
            nodes.append(Word("", (field,), terms))
    return And(tuple(nodes)) if len(nodes) > 1 else query


def filters(request: Request) -> dict[str, frozenset[str]]:
    """The filters of `request` that facets show."""
    chosen = {
        "category": frozenset(request.category),
        "language": frozenset(request.language),
        "date": request.periods(),
        "event": frozenset(request.about),
    }
    return {name: values for name, values in chosen.items() if values}


def facets(request: Request) -> tuple[Facet, ...]:
    """The counts that a page shows; months of chosen years, days of chosen months."""
    years = {each[:4] for each in (*request.year, *request.month, *request.day)}
    months = {each[:7] for each in (*request.month, *request.day)}
    asked = [Facet(name) for name in ("category", "language", "year", "event_year")]
    if years - {"unda"}:
        asked.append(Facet("month", tuple(sorted(years - {"unda"}))))
    if months:
        asked.append(Facet("day", tuple(sorted(months))))
    return tuple(asked)


def choices(results: Results, request: Request) -> dict[str, tuple[Choice, ...]]:
    """All six facets with what is chosen; chosen values are listed also where none is left."""
    listed = {}
    for name in ("category", "year", "month", "day", "language", "event_year"):
        chosen = request.about if name == "event_year" else getattr(request, name)
        counts = {each.value: each.count for each in results.facets.get(name, ())}
        values = [*counts, *(value for value in chosen if value not in counts)]
        listed[name] = tuple(
            Choice(value, counts.get(value, 0), value in chosen) for value in values
        )
    return listed


def shown(results: Results, query: Node, asked: Node | None) -> tuple[PageHit, ...]:
    """The hits with marked titles and passages; with `asked`, also which of its words they lack."""
    found = sought(query, results.expanded)
    return tuple(
        PageHit(
            article=hit.article,
            score=hit.score,
            snippet=passage(hit.article, found),
            title=mark_all(hit.article.title, hit.article.language, found),
            missing=missing(hit, asked, results.expanded) if asked else (),
        )
        for hit in results.hits
    )


def mark_all(written: str, language: str, found: Found) -> Markup:
    """The whole of `written`, marked."""
    return snippet(written, language, found, len(written) + 1)


def passage(article: Article, found: Found) -> Markup:
    """The best passage of the body, or of the caption where the body is empty."""
    written = article.body or (article.image.caption if article.image else "")
    return snippet(written, article.language, found)


def words_of(query: Node) -> tuple[Node, ...]:
    """The parts of `query` of which most may do: its words, not its restrictions."""
    nodes = query.nodes if isinstance(query, And) else (query,)
    return tuple(node for node in nodes if any(map(scores, leaves(node))))


def at_least(query: Node, least: int) -> Node:
    """`query` with all its restrictions, but only `least` of its words."""
    words = words_of(query)
    rest = tuple(node for node in query.nodes if node not in words) if words != (query,) else ()
    return And((Or(words, least), *rest)) if rest else Or(words, least)


def hold_most(engine: Engine, query: Node, now: int) -> Node | None:
    """`query` with as many of its words as some article holds; None if no article holds any."""
    low, high = 0, len(words_of(query)) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if engine.search(Search(at_least(query, middle), limit=0, now=now)).total:
            low = middle
        else:
            high = middle - 1
    if low < 1 or not engine.search(Search(at_least(query, low), limit=0, now=now)).total:
        return None
    return at_least(query, low)


def find_more(engine: Engine, query: Node, asked: Search, now: int) -> More | None:
    """Articles under the same filters that hold most of the words, but not all."""
    words = words_of(query)
    for least in range(len(words) - 1, max(len(words) - 3, 0), -1):
        relaxed = And((at_least(query, least), Not(And(words))))
        node = asked.query
        if isinstance(node, And) and query in node.nodes and node is not query:
            others = tuple(each for each in node.nodes if each is not query)
            relaxed = And((relaxed, *others))
        results = engine.search(
            replace(asked, query=relaxed, facets=(), histogram=False, offset=0, limit=FEW)
        )
        if results.total:
            return More(results.total, shown(results, relaxed, query))
    return None


def missing(hit: Hit, query: Node, expanded: dict[Leaf, Expansion]) -> tuple[str, ...]:
    """The words of `query` that an article does not hold, as they were typed."""
    article = hit.article
    caption = article.image.caption if article.image else ""
    fields = {"title": article.title, "body": article.body, "caption": caption}
    held = {
        name: [
            {token.term, *text.forms(written[token.start : token.end], article.language)}
            for token in text.tokens(written, article.language)
        ]
        for name, written in fields.items()
    }
    return tuple(
        write(word)
        for word in words_of(query)
        if not any(holds(leaf, held, expanded) for leaf in leaves(word) if scores(leaf))
    )


def holds(leaf: Leaf, held: dict[str, list[set[str]]], expanded: dict[Leaf, Expansion]) -> bool:
    """Whether an article whose words are `held` has what `leaf` looks for."""
    tokens = [token for field in leaf.fields for token in held.get(field, ())]
    match leaf:
        case Phrase(_, _, words):
            return all(any(not token.isdisjoint(each) for token in tokens) for each in words)
        case Word(_, _, terms):
            wanted = frozenset(terms)
        case _:
            wanted = frozenset(expanded[leaf].terms) if leaf in expanded else frozenset()
    return any(not token.isdisjoint(wanted) for token in tokens)


def cut(expanded: dict[Leaf, Expansion]) -> tuple[Note, ...]:
    """A note for each pattern that stood for more terms than were searched."""
    return tuple(
        Note(
            "expansion",
            f"“{write(leaf)}” fits more than {len(each.terms):,} words;"
            " only the most frequent ones were searched.",
        )
        for leaf, each in expanded.items()
        if each.cut
    )


def suggest(engine: Engine, query: Node, now: int) -> str | None:
    """`query` with words that the archive knows in place of those it does not."""
    corrected = correct(engine, query)
    if corrected == query:
        return None
    written = write(corrected)
    again = parse(written, engine.state().languages).query
    return written if engine.search(Search(again, limit=0, now=now)).total else None


def correct(engine: Engine, node: Node) -> Node:
    """`node` with each unknown word replaced by the nearest known one."""
    match node:
        case And(nodes):
            return And(tuple(correct(engine, each) for each in nodes))
        case Or(nodes, least):
            return Or(tuple(correct(engine, each) for each in nodes), least)
        case Word(written, fields, _) if scores(node):
            better = engine.correct(written)
            return Word(better, fields, (better,)) if better else node
        case _:
            return node


def find_ways_out(
    engine: Engine, query: Node, request: Request, now: int
) -> tuple[WayOut, ...]:
    """For each filter that is set: how many articles there would be without it."""
    ways = []
    for name in ("category", "tag", "author", "language", "year", "month", "day", "about"):
        for value in getattr(request, name):
            ways.append((name, value, request.without(name, value)))
    for name in ("start", "end"):
        if value := getattr(request, name):
            ways.append((name, value, request.without(name)))
    counted = (
        WayOut(
            name,
            value,
            engine.search(
                Search(restrict(query, less), filters(less), limit=0, now=now)
            ).total,
            less,
        )
        for name, value, less in ways
    )
    return tuple(way for way in counted if way.total)


