"""Where can a reader go from nothing? To words that are known, or out of a filter."""

from collections.abc import Iterator
from dataclasses import replace

from searchsvc.engine import Engine
from searchsvc.parse import parse
from searchsvc.parse.write import write
from searchsvc.query import (
    And,
    Every,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Search,
    Word,
    scores,
)
from searchsvc.request import Request
from searchsvc.search.page import WayOut
from searchsvc.search.question import count
from searchsvc.search.relax import hold_most

MOST_CORRECTED = 10
"""Words of a query that are looked up; a longer query is hardly a slip of the pen."""

FILTERS = ("category", "tag", "author", "language", "year", "month", "day", "about")
BOUNDS = ("start", "end")


def suggest(engine: Engine, query: Node, languages: tuple[str, ...], now: int) -> str | None:
    """`query` with words that the archive knows in place of those it does not.

    None if that finds nothing either.
    """
    better = {word: engine.correct(word.text) for word in written_words(query)[:MOST_CORRECTED]}
    corrected = replaced(query, {word: known for word, known in better.items() if known})
    if corrected == query:
        return None
    written = write(corrected)
    again = parse(written, languages).query
    return written if engine.search(Search(again, limit=0, now=now)).total else None


def written_words(node: Node) -> list[Word]:
    """The words of `node` that are looked for in texts."""
    match node:
        case And(nodes) | Or(nodes):
            return [word for each in nodes for word in written_words(each)]
        case Word() if scores(node):
            return [node]
        case _:
            return []


def replaced(node: Node, better: dict[Word, str]) -> Node:
    """`node` with the words of `better` written as there; to be written, not to be searched."""
    match node:
        case And(nodes):
            return And(tuple(replaced(each, better) for each in nodes))
        case Or(nodes, least):
            return Or(tuple(replaced(each, better) for each in nodes), least)
        case Word() if node in better:
            return Word(better[node], node.fields, ())
        case _:
            return node


def find_ways_out(engine: Engine, query: Node, request: Request, now: int) -> tuple[WayOut, ...]:
    """For each filter that is set or typed: how many articles there would be without it.

    Where none of them alone bars the way, what there would be without all of them.
    """
    ways = [
        (name, value, query, request.without(name, value))
        for name in FILTERS
        for value in getattr(request, name)
    ]
    ways += [
        (name, value, query, request.without(name))
        for name in BOUNDS
        if (value := getattr(request, name))
    ]
    ways += [
        ("q", write(part), rest, replace(request, q=write(rest), page=1))
        for part, rest in restrictions(query)
    ]
    found = tuple(
        WayOut(name, value, total, less)
        for name, value, rest, less in ways
        if (total := total_of(engine, rest, less, now))
    )
    if found or len(ways) < 2:
        return found
    words = joined([each for each in parts_of(query) if not restricts(each)])
    bare = Request(q=write(words), sort=request.sort, per_page=request.per_page)
    total = total_of(engine, words, bare, now)
    return (WayOut("filters", "", total, bare),) if total else ()


def total_of(engine: Engine, query: Node, request: Request, now: int) -> int:
    """How many articles hold all of `query`, or most of it if none does, under the filters."""
    total = engine.search(count(query, request, now)).total
    if not total and (most := hold_most(engine, query, now)):
        total = engine.search(count(most, request, now)).total
    return total


def restrictions(query: Node) -> Iterator[tuple[Node, Node]]:
    """Each restriction that was typed beside something else, and what is left without it."""
    parts = parts_of(query)
    for part in parts if len(parts) > 1 else ():
        if restricts(part):
            yield part, joined([each for each in parts if each is not part])


def joined(parts: list[Node]) -> Node:
    """What matches all of `parts`."""
    if len(parts) > 1:
        return And(tuple(parts))
    return parts[0] if parts else Every()


def parts_of(query: Node) -> tuple[Node, ...]:
    """What all has to match."""
    return query.nodes if isinstance(query, And) else (query,)


def restricts(node: Node) -> bool:
    """Whether `node` narrows a search without looking into texts."""
    match node:
        case Range() | Not():
            return True
        case Word() | Pattern() | Fuzzy() | Phrase():
            return not scores(node)
        case Or(nodes):
            return all(map(restricts, nodes))
        case _:
            return False
