"""Which terms of the lexicons does a pattern, or a word with letters wrong, stand for?

Patterns are looked up in the range of terms that begin as they do. Misspelt words are compared
with all terms of their first letter at once: these stand as a matrix of code points, by length.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.engine.whoosh.cache import Cache
from searchsvc.engine.whoosh.lexicon import Lexicon
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.query import FORM_FIELDS, Fuzzy, Pattern
from searchsvc.results import Expansion

MOST_TERMS = 1_000
"""How many terms a pattern or a fuzzy word may stand for."""

Letters = NDArray[np.uint32]


class Expanded(NamedTuple):
    """An expansion as a cache holds it."""

    expansion: Expansion

    @property
    def nbytes(self) -> int:
        return 200 + 70 * len(self.expansion.terms)


def expand(leaf: Pattern | Fuzzy, segments: Sequence[Segment], cache: Cache) -> Expansion:
    """The terms that `leaf` stands for; over 1,000 of them the most frequent."""
    fields = lookup_fields(leaf.fields)
    frequency: Counter[str] = Counter()
    match leaf:
        case Pattern(_, _, pattern):
            for term, documents in fitting(pattern, fields, segments):
                frequency[term] += documents
        case Fuzzy(_, _, word, distance):
            for term, documents, _ in near(word, distance, fields, segments, cache):
                frequency[term] += documents
    if len(frequency) <= MOST_TERMS:
        return Expansion(tuple(sorted(frequency)))
    best = sorted(frequency, key=lambda term: (-frequency[term], term))[:MOST_TERMS]
    return Expansion(tuple(sorted(best)), cut=True)


def lookup_fields(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Where the terms of patterns and fuzzy words in `fields` are looked up: their forms too."""
    title, body = FORM_FIELDS
    forms = {"title": title, "body": body, "caption": body}
    extra = (forms[field] for field in fields if field in forms)
    return tuple(dict.fromkeys((*fields, *extra)))


def fitting(
    pattern: str, fields: Iterable[str], segments: Sequence[Segment]
) -> Iterator[tuple[str, int]]:
    """The terms that fit `pattern` with their document frequencies, lexicon by lexicon."""
    start, *rest = pattern.split("*")
    shape = re.compile(shortest_first(rest), re.DOTALL)
    for lexicon in lexicons(fields, segments):
        span = lexicon.prefixed(start) if rest else exactly(lexicon, start)
        if span.start == span.stop:
            continue
        found = zip(terms(lexicon, span), lexicon.frequencies(span).tolist(), strict=True)
        if rest in ([], [""]):
            yield from found
        else:
            yield from (entry for entry in found if shape.fullmatch(entry[0], len(start)))


def shortest_first(pieces: list[str]) -> str:
    """A regular expression for what follows a pattern's first star, in linear time.

    Each piece but the last is taken where it comes first, for good; the last ends the term.
    """
    if not pieces:
        return ""
    *inner, last = (re.escape(piece) for piece in pieces)
    return "".join(f"(?>.*?{piece})" for piece in inner) + f".*{last}"


def exactly(lexicon: Lexicon, term: str) -> slice:
    """The place of `term`, an empty one if it is not there."""
    start = lexicon.bisect(term)
    return slice(start, start + (start < len(lexicon) and lexicon[start] == term))


def lexicons(fields: Iterable[str], segments: Sequence[Segment]) -> Iterator[Lexicon]:
    for field in fields:
        for segment in segments:
            yield segment.terms(field)


def terms(lexicon: Lexicon, span: slice) -> list[str]:
    """The terms of `span`, cut out of their bytes at once."""
    encoded, starts = lexicon.encoded(span)
    text = np.insert(encoded, starts[1:-1], ord("\n")).tobytes().decode()
    return text.split("\n")


class Initial(NamedTuple):
    """The terms of a lexicon that share a first letter, ordered by length.

    `by_length` has for each number of letters the places of the terms in the lexicon, and a matrix
    of their code points, one column a term.
    """

    by_length: dict[int, tuple[NDArray[np.int64], Letters]]

    @property
    def nbytes(self) -> int:
        return sum(places.nbytes + rows.nbytes + 200 for places, rows in self.by_length.values())


def initial(lexicon: Lexicon, letter: str) -> Initial:
    """The terms of `lexicon` that begin with `letter`: by length, their places and letters."""
    span = lexicon.prefixed(letter)
    encoded, starts = lexicon.encoded(span)
    begins = (encoded & 0xC0) != 0x80
    points = np.frombuffer(encoded.tobytes().decode().encode("utf-32-le"), np.uint32)
    begin = np.append(0, np.cumsum(begins))[starts]
    sizes = np.diff(begin)
    by_length = {}
    for size in np.unique(sizes).tolist():
        chosen = np.flatnonzero(sizes == size)
        rows = points[begin[chosen] + np.arange(size)[:, None]]
        by_length[size] = (chosen + span.start, rows)
    return Initial(by_length)


def near(
    word: str, most: int, fields: Iterable[str], segments: Sequence[Segment], cache: Cache
) -> Iterator[tuple[str, int, int]]:
    """The terms at most `most` edits from `word` that share its first letter.

    Yields term, document frequency and distance, lexicon by lexicon.
    """
    for field in fields:
        for segment in segments:
            lexicon = segment.terms(field)
            key = (segment.name, field, "initial", word[0])
            held = cache.made(key, partial(initial, lexicon, word[0]))
            places, rows, sizes = candidates(held, word, most)
            if not len(places):
                continue
            distances = edits(word, rows, sizes, most)
            for at in np.flatnonzero(distances <= most).tolist():
                place = int(places[at])
                documents = int(lexicon.frequencies(slice(place, place + 1))[0])
                yield lexicon[place], documents, int(distances[at])


def candidates(
    held: Initial, word: str, most: int
) -> tuple[NDArray[np.int64], Letters, NDArray[np.int64]]:
    """The terms about as long as `word`: their places, letters (a column each) and lengths."""
    sizes = [
        size
        for size in range(max(1, len(word) - most), len(word) + most + 1)
        if size in held.by_length
    ]
    parts = [held.by_length[size] for size in sizes]
    counts = [len(places) for places, _ in parts]
    rows = np.zeros((len(word) + most, sum(counts)), np.uint32)
    column = 0
    for size, count, (_, letters) in zip(sizes, counts, parts, strict=True):
        rows[:size, column : column + count] = letters
        column += count
    places = np.concatenate([places for places, _ in parts]) if parts else np.zeros(0, np.int64)
    return places, rows, np.repeat(np.array(sizes, np.int64), counts)


def edits(
    word: str, rows: Letters, sizes: NDArray[np.int64], most: int
) -> NDArray[np.int8]:
    """How many edits lead from `word` to each column of `rows`; above `most`, any more.

    Optimal string alignment (insert, delete, replace, swap neighbours), computed for all columns
    at once, and only for the cells that are at most `most` beside the diagonal.
    """
    far = np.full(rows.shape[1], most + 1, np.int8)
    points = [ord(letter) for letter in word]
    zero = [np.full(rows.shape[1], min(j, most + 1), np.int8) for j in range(len(rows) + 1)]
    above: list[NDArray[np.int8]] = []
    before = zero
    for i, point in enumerate(points, start=1):
        row = [far] * (len(rows) + 1)
        if i <= most:
            row[0] = np.full(rows.shape[1], i, np.int8)
        for j in range(max(1, i - most), min(len(rows), i + most) + 1):
            cost = np.minimum(before[j], row[j - 1]) + np.int8(1)
            np.minimum(cost, before[j - 1] + (rows[j - 1] != point), out=cost)
            if i > 1 and j > 1:
                swapped = (rows[j - 2] == point) & (rows[j - 1] == points[i - 2])
                np.minimum(cost, np.where(swapped, above[j - 2] + np.int8(1), far), out=cost)
            row[j] = cost
        above, before = before, row
    return np.stack(before)[sizes, np.arange(rows.shape[1])]
