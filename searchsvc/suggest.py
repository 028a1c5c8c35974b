"""What could somebody be about to ask for? Words, categories and headlines that begin so.

What is offered is complete: its count is what choosing it shows, at the same moment and to all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from searchsvc import text
from searchsvc.article import UNCATEGORISED
from searchsvc.engine import Engine
from searchsvc.parse import parse
from searchsvc.query import And, Every, Facet, Node, Pattern, Word
from searchsvc.request import Request
from searchsvc.search.question import count

MOST_TYPED = 100
"""Characters; who has typed more knows what to ask for."""

MOST_TERMS = 5
MOST_CATEGORIES = 3
MOST_ARTICLES = 4

LOOKED_AT = 16
"""How many endings of the last word are tried together with the words before it, until enough
of them lead to something."""

SHORTEST = 3
"""The fewest letters by which a headline is found."""

EVERYWHERE = Request()

SYNTAX = re.compile(r'["()*~:]|(?:^|\s)-|(?:^|\s)(?:OR|AND|NOT)(?:\s|$)')
"""What makes more of a query than words."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose: `count` articles are shown then.

    `choice` is the request to make for a term or a category, the id of an article to open.
    """

    text: str
    kind: Literal["article", "category", "term"]
    count: int
    choice: Request | str


def suggest(
    engine: Engine, typed: str, now: int, within: Request = EVERYWHERE
) -> tuple[Suggestion, ...]:
    """What may be meant by somebody who has `typed` so much: terms, categories, then articles.

    Only what is visible at `now` under the filters of `within` is offered or counted; a term keeps
    them, a category stands instead of others. Nothing for more than 100 characters.
    """
    if len(typed) > MOST_TYPED or not text.words(typed):
        return ()
    base = replace(within, q="", page=1)
    found = terms(engine, typed, now, base)
    if not SYNTAX.search(typed):
        found += islice(categories(engine, typed, now, base), MOST_CATEGORIES)
        found += islice(articles(engine, typed, now, base), MOST_ARTICLES)
    return tuple(found)


def terms(engine: Engine, typed: str, now: int, base: Request) -> list[Suggestion]:
    """The query as it was typed with its last word complete, the most frequent first."""
    last = re.search(r"\S+$", typed)
    if not last or len(text.words(last[0])) != 1 or SYNTAX.search(last[0]):
        return []
    before = typed[: last.start()].lstrip()
    if before.count('"') % 2:
        return []
    languages = engine.state().languages
    found: list[Suggestion] = []
    for word in engine.complete(last[0], LOOKED_AT if before else MOST_TERMS, now):
        if len(found) == MOST_TERMS:
            break
        request = replace(base, q=before + word)
        query = parse(request.q, languages).query
        total = engine.search(replace(count(query, request, now), sort="newest")).total
        if total:
            found.append(Suggestion(request.q, "term", total, request))
    return sorted(found, key=lambda each: -each.count)


def categories(engine: Engine, typed: str, now: int, base: Request) -> Iterator[Suggestion]:
    """The categories in whose names words begin with each word that was typed, largest first."""
    search = replace(count(Every(), base, now), facets=(Facet("category"),), sort="newest")
    begun = [text.fold(word) for word in text.words(typed)]
    for each in engine.search(search).facets["category"]:
        words = text.labels(each.value)
        fits = all(any(word.startswith(start) for word in words) for start in begun)
        if fits and each.value != UNCATEGORISED:
            request = replace(base, category=(each.value,))
            yield Suggestion(each.value, "category", each.count, request)


def articles(engine: Engine, typed: str, now: int, base: Request) -> Iterator[Suggestion]:
    """The newest articles whose titles hold all words that were typed, the last one begun."""
    *whole, last = text.words(typed)
    if len(text.fold(last)) < SHORTEST:
        return
    languages = engine.state().languages
    nodes: list[Node] = [
        Word(word, ("title",), text.alternatives(word, languages)) for word in whole
    ]
    nodes.append(Pattern(f"{last}*", ("title",), f"{text.fold(last)}*"))
    counted = count(And(tuple(nodes)), base, now)
    search = replace(counted, sort="newest", limit=2 * MOST_ARTICLES)
    titles: dict[str, str] = {}
    for hit in engine.search(search).hits:
        titles.setdefault(" ".join(hit.article.title.split()), hit.article.id)
    for title, article_id in titles.items():
        yield Suggestion(title, "article", 1, article_id)
