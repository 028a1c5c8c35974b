"""Where can a reader go from nothing? To words that are known, or out of a filter."""

from searchsvc.engine import Engine
from searchsvc.parse import parse
from searchsvc.parse.write import write
from searchsvc.query import And, Node, Or, Search, Word, scores
from searchsvc.request import Request
from searchsvc.search.page import WayOut
from searchsvc.search.question import count

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
    """For each filter that is set: how many articles there would be without it.

    Where none of them alone bars the way, what there would be without all of them.
    """
    ways = [
        (name, value, request.without(name, value))
        for name in FILTERS
        for value in getattr(request, name)
    ]
    ways += [
        (name, value, request.without(name)) for name in BOUNDS if (value := getattr(request, name))
    ]
    found = tuple(
        WayOut(name, value, total, less)
        for name, value, less in ways
        if (total := engine.search(count(query, less, now)).total)
    )
    if found or len(ways) < 2:
        return found
    bare = Request(q=request.q, sort=request.sort, per_page=request.per_page)
    total = engine.search(count(query, bare, now)).total
    return (WayOut("filters", "", total, bare),) if total else ()
