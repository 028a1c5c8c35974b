"""What is an engine asked for a request, and which facets are read from its answer?"""

from searchsvc import text
from searchsvc.article import UNDATED
from searchsvc.query import And, Facet, Node, Range, Search, Word
from searchsvc.request import Request
from searchsvc.results import Results
from searchsvc.search.page import Choice

FACETS = ("category", "year", "month", "day", "language", "event_year")


def question(query: Node, request: Request, now: int) -> Search:
    """The whole search for `query`: one page of it, all facets, the histogram."""
    return Search(
        query=restrict(query, request),
        filters=filters(request),
        facets=facets(request),
        histogram=True,
        sort=request.sort,
        offset=(request.page - 1) * request.per_page,
        limit=request.per_page,
        now=now,
    )


def count(query: Node, request: Request, now: int) -> Search:
    """The search that only counts what `query` finds under the filters of `request`."""
    return Search(restrict(query, request), filters(request), limit=0, now=now)


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
    chosen = selected(request)
    asked = [Facet(name) for name in ("category", "language", "year", "event_year")]
    if years := chosen["year"] - {UNDATED}:
        asked.append(Facet("month", tuple(sorted(years))))
    if months := chosen["month"]:
        asked.append(Facet("day", tuple(sorted(months))))
    return tuple(asked)


def selected(request: Request) -> dict[str, frozenset[str]]:
    """The chosen values of each facet; a chosen day opens its month, a month its year."""
    months = {*request.month, *(day[:7] for day in request.day)}
    return {
        "category": frozenset(request.category),
        "language": frozenset(request.language),
        "year": frozenset({*request.year, *(month[:4] for month in months)}),
        "month": frozenset(months),
        "day": frozenset(request.day),
        "event_year": frozenset(value for value in request.about if len(value) == 4),
    }


def choices(results: Results, request: Request) -> dict[str, tuple[Choice, ...]]:
    """All six facets with what is chosen; chosen values are listed also where none is left."""
    chosen = selected(request)
    listed = {}
    for name in FACETS:
        counts = dict.fromkeys(sorted(chosen[name]), 0)
        counts |= {each.value: each.count for each in results.facets.get(name, ())}
        found = [Choice(value, number, value in chosen[name]) for value, number in counts.items()]
        match name:
            case "category" | "language":
                found.sort(key=lambda choice: (-choice.count, choice.value))
            case "month" | "day":
                found.sort(key=lambda choice: choice.value)
            case _:
                found.sort(key=lambda choice: choice.value, reverse=True)
                found.sort(key=lambda choice: choice.value == UNDATED)
        listed[name] = tuple(found)
    return listed
