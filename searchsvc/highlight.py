"""Which passage of a text shows best why it was found, and what in it is marked?

Marks are set on the same words that the index was built from, so what matched is what is marked.
Everything is escaped first; the only markup that comes out is `<mark>`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, starmap, takewhile
from typing import NamedTuple

from markupsafe import Markup, escape

from searchsvc import text
from searchsvc.query import (
    TEXT_FIELDS,
    Fuzzy,
    Leaf,
    Node,
    Pattern,
    Phrase,
    Word,
    leaves,
    scores,
)
from searchsvc.results import Expansion

LENGTH = 240
"""How many characters of a text a snippet shows at most."""

REACH = 50_000
"""How many characters from the first match on the best passage is looked for."""

SLACK = 40
"""How far the ends of a passage are moved so that no word is cut; longer words are."""

ELLIPSIS = "…"

BREAKS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
"""Line breaks and controls, each of which becomes one space, so that offsets stay."""

OPEN, CLOSE = "\0\1"
"""What stands for a mark until the line, which has no controls, is escaped."""

BEGIN = re.compile(r"(?<=\s)\S")
LAST_SPACE = re.compile(r".*\s", re.DOTALL)
"""Where a word begins, and what ends with the last space."""


class Place(NamedTuple):
    """Where a text holds what was looked for (code points, `end` exclusive), and as which term."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search looks for in a text: the terms, and the expanded terms and forms."""

    terms: frozenset[str]
    forms: frozenset[str]


def sought(query: Node, expanded: dict[Leaf, Expansion]) -> dict[str, Found]:
    """What `query` looks for, by text field; patterns stand for what they were `expanded` to."""
    terms: dict[str, set[str]] = {field: set() for field in TEXT_FIELDS}
    forms: dict[str, set[str]] = {field: set() for field in TEXT_FIELDS}
    for leaf in filter(scores, leaves(query)):
        for field in leaf.fields:
            match leaf:
                case Word():
                    terms[field].update(leaf.terms)
                case Phrase():
                    terms[field].update(chain.from_iterable(leaf.words))
                case Pattern() | Fuzzy() if leaf in expanded:
                    forms[field].update(expanded[leaf].terms)
    return {field: Found(frozenset(terms[field]), frozenset(forms[field])) for field in TEXT_FIELDS}


def find(written: str, language: str, found: Found) -> list[tuple[int, int]]:
    """Where `written` holds what was looked for (code points, end exclusive), in order."""
    return [(start, end) for start, end, _ in places(written, language, found)]


def places(written: str, language: str, found: Found) -> Iterator[Place]:
    """As `find`, with the terms, one after another."""
    if found.terms or found.forms:
        yield from starmap(Place, text.places(written, language, found.terms, found.forms))


def mark(written: str, places: Iterable[tuple[int, int]]) -> Markup:
    """`written` on one line as HTML with `places` marked; places that overlap get one mark."""
    return Markup(marked(written, places))  # noqa: S704


def marked(written: str, places: Iterable[tuple[int, int]]) -> str:
    """The HTML of `mark`."""
    line = written if written.isprintable() else BREAKS.sub(" ", written)
    pieces: list[str] = []
    at = 0
    for start, end in sorted(places):
        if start < at:
            pieces[-2] += line[at:end]
        else:
            pieces += (line[at:start], OPEN, line[start:end], CLOSE)
        at = max(at, end)
    shown = str(escape("".join(pieces) + line[at:]))
    return shown.replace(OPEN, "<mark>").replace(CLOSE, "</mark>")


def highlight(written: str, language: str, found: Found) -> Markup:
    """The whole of `written` on one line, marked."""
    return mark(written, find(written, language, found))


def snippet(written: str, language: str, found: Found, length: int = LENGTH) -> Markup:
    """The passage of `written` that holds most of what was looked for, on one line, marked.

    Different terms count before repeated ones, earlier passages before later ones; without any
    match it is the beginning. Of a very long text only REACH characters are compared.
    """
    held = within_reach(places(written, language, found))
    start, end = window(written, best(held, length), length)
    inside = [(low - start, high - start) for low, high, _ in held if start <= low and high <= end]
    before = ELLIPSIS + " " if start > 0 else ""
    after = " " + ELLIPSIS if end < len(written) else ""
    shown = marked(written[start:end], inside)
    return Markup(before + shown + after)  # noqa: S704


def within_reach(places: Iterator[Place]) -> list[Place]:
    """Those of `places` that end at most REACH characters after the first begins."""
    first = next(places, None)
    if first is None:
        return []
    return [first, *takewhile(lambda place: place.end <= first.start + REACH, places)]


def best(places: list[Place], length: int) -> int:
    """Where the first match of the best passage of `length` characters begins; 0 without one."""
    if len(places) < 2:
        return places[0].start if places else 0
    most, best_at, after = (0, 0), 0, 0
    terms: dict[str, int] = {}
    for first, (start, _, term) in enumerate(places):
        while after < len(places) and places[after].end <= start + length * 3 // 4:
            held = places[after].term
            terms[held] = terms.get(held, 0) + 1
            after += 1
        if (len(terms), after - first) > most:
            most, best_at = (len(terms), after - first), start
        after = max(after, first + 1)
        if terms.get(term, 0) > 1:
            terms[term] -= 1
        else:
            terms.pop(term, None)
    return best_at


def window(written: str, match: int, length: int) -> tuple[int, int]:
    """The ends of a passage of at most `length` characters that shows what stands at `match`.

    No word is cut unless it is very long; a passage at the end is as long as others.
    """
    if len(written) <= length:
        return 0, len(written)
    start = min(max(0, match - length // 4), len(written) - length)
    if start and (begin := BEGIN.search(written, start, min(match, start + SLACK) + 1)):
        start = begin.start()
    elif start and match <= start + SLACK:
        start = match
    while 0 < start < match and not separable(written, start):
        start += 1
    end = min(start + length, len(written))
    if end < len(written):
        tail = max(start, end - SLACK) + 1
        last = LAST_SPACE.match(written, tail, end + 1)
        end = last.end() - 1 if last else end
    while start < end < len(written) and not separable(written, end):
        end -= 1
    return start, end


def separable(written: str, at: int) -> bool:
    """Whether the character at `at` does not belong to the one before, as accents do."""
    return unicodedata.category(written[at])[0] != "M"
