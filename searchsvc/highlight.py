"""Which passage of a text shows best why it was found, and what in it is marked?

Marks are set on the same tokens that the index was built from, so what matched is what is marked.
Everything is escaped first; the only markup that comes out is `<mark>`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from searchsvc import text
from searchsvc.query import Fuzzy, Leaf, Node, Pattern, Phrase, Word, leaves, scores
from searchsvc.results import Expansion

LENGTH = 240
"""About how many characters a snippet has."""

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search looked for in texts: the terms, and the expanded terms and forms."""

    terms: frozenset[str]
    forms: frozenset[str]


def sought(query: Node, expanded: dict[Leaf, Expansion]) -> Found:
    """What `query` looks for in the text fields; patterns stand for what they were `expanded` to."""
    terms: set[str] = set()
    forms: set[str] = set()
    for leaf in leaves(query):
        if not scores(leaf):
            continue
        match leaf:
            case Word():
                terms.update(leaf.terms)
            case Phrase():
                terms.update(term for alternatives in leaf.words for term in alternatives)
            case Pattern() | Fuzzy() if leaf in expanded:
                forms.update(expanded[leaf].terms)
    return Found(frozenset(terms), frozenset(forms))


def find(written: str, language: str, found: Found) -> list[tuple[int, int]]:
    """Where `written` holds what was looked for (code points, end exclusive), in order."""
    places = []
    for token in text.tokens(written, language):
        if token.term in found.terms or (
            found.forms
            and (
                token.term in found.forms
                or not found.forms.isdisjoint(
                    text.forms(written[token.start : token.end], language)
                )
            )
        ):
            places.append((token.start, token.end))
    return places


def mark(written: str, places: Iterable[tuple[int, int]]) -> Markup:
    """`written` as HTML with `places` marked."""
    pieces: list[Markup] = []
    at = 0
    for start, end in places:
        if start < at:
            continue
        pieces += (escape(written[at:start]), MARK.format(written[start:end]))
        at = end
    return Markup("").join((*pieces, escape(written[at:])))


MARK = Markup("<mark>{}</mark>")


def snippet(written: str, language: str, found: Found, length: int = LENGTH) -> Markup:
    """The passage of `written` that holds most of what was looked for, marked.

    Different terms count before repeated ones, earlier passages before later ones; without any
    match it is the beginning.
    """
    places = find(written, language, found)
    start = best_start(written, places, length)
    start, end = at_words(written, start, start + length)
    inside = [
        (max(low, start) - start, min(high, end) - start)
        for low, high in places
        if low >= start and high <= end
    ]
    before = ELLIPSIS + " " if start > 0 else ""
    after = " " + ELLIPSIS if end < len(written) else ""
    passage = mark(" ".join(written[start:end].split("\n")), inside)
    return escape(before) + passage + escape(after)


def best_start(written: str, places: list[tuple[int, int]], length: int) -> int:
    """Where the best passage of about `length` characters begins."""
    if not places or places[-1][1] <= length:
        return 0
    words = [written[start:end].casefold() for start, end in places]
    best, best_at, last = (0, 0), places[0][0], 0
    for first, (start, _) in enumerate(places):
        while last < len(places) and places[last][1] <= start + length * 3 // 4:
            last += 1
        held = (len(set(words[first:last])), last - first)
        if held > best:
            best, best_at = held, start
    return max(0, best_at - length // 4)


def at_words(written: str, start: int, end: int) -> tuple[int, int]:
    """`start` and `end` moved so that no word is cut; a passage at the end is as long as others."""
    if end >= len(written):
        start, end = max(0, len(written) - (end - start)), len(written)
    if start > 0:
        space = written.find(" ", start, start + 40)
        start = space + 1 if space >= 0 else start
    if end < len(written):
        space = written.rfind(" ", max(start, end - 40), end)
        end = space if space >= 0 else end
    return start, end
