"""Which terms of the lexicons does a pattern, or a word with letters wrong, stand for?

Patterns are looked up in the range of terms that begin as they do. A misspelt word is compared with
all terms of its first letter and about its length at once: a matrix of code points, a column each.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.cache import Cache
from searchsvc.engine.whoosh.layout import starts_of
from searchsvc.engine.whoosh.lexicon import Lexicon
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.query import FORM_FIELDS, Fuzzy, Pattern
from searchsvc.results import Expansion

MOST_TERMS = 1_000
"""How many terms a pattern or a fuzzy word may stand for."""

FEW = 50
"""So many terms are read one by one."""

Letters = NDArray[np.uint32]


class Expanded(NamedTuple):
    """An expansion, and in which segments each (field, term) of it stands, by their numbers."""

    expansion: Expansion
    where: dict[tuple[str, str], list[int]]

    @property
    def nbytes(self) -> int:
        return 200 + 70 * len(self.expansion.terms) + 250 * len(self.where)


class Found(NamedTuple):
    """A term of one lexicon: in how many documents it stands, how many edits away it is."""

    field: str
    segment: int
    term: str
    documents: int
    distance: int = 0


def expand(leaf: Pattern | Fuzzy, segments: Sequence[Segment], cache: Cache) -> Expanded:
    """The terms that `leaf` stands for; over 1,000 of them the most frequent."""
    fields = lookup_fields(leaf.fields)
    match leaf:
        case Pattern(_, _, pattern):
            found = list(fitting(pattern, fields, segments))
        case Fuzzy(_, _, word, distance):
            found = list(near(word, distance, fields, segments, cache))
    frequency: Counter[str] = Counter()
    for entry in found:
        frequency[entry.term] += entry.documents
    best = set(frequency)
    if cut := len(frequency) > MOST_TERMS:
        best = set(sorted(frequency, key=lambda term: (-frequency[term], term))[:MOST_TERMS])
    where: dict[tuple[str, str], list[int]] = {}
    for entry in found:
        if entry.term in best:
            where.setdefault((entry.field, entry.term), []).append(entry.segment)
    return Expanded(Expansion(tuple(sorted(best)), cut), where)


def lookup_fields(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Where the terms of patterns and fuzzy words in `fields` are looked up: their forms too."""
    title, body = FORM_FIELDS
    forms = {"title": title, "body": body, "caption": body}
    extra = (forms[field] for field in fields if field in forms)
    return tuple(dict.fromkeys((*fields, *extra)))


def fitting(pattern: str, fields: Iterable[str], segments: Sequence[Segment]) -> Iterator[Found]:
    """The terms that fit `pattern`."""
    start, *rest = pattern.split("*")
    shape = re.compile(shortest_first(rest), re.DOTALL)
    for field in fields:
        for number, segment in enumerate(segments):
            lexicon = segment.terms(field)
            span = lexicon.prefixed(start) if rest else exactly(lexicon, start)
            if span.start == span.stop:
                continue
            for term, documents in zip(
                terms(lexicon, span), lexicon.frequencies(span).tolist(), strict=True
            ):
                if shape.fullmatch(term, len(start)):
                    yield Found(field, number, term, documents)


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


def terms(lexicon: Lexicon, span: slice) -> list[str]:
    """The terms of `span`; many are cut out of their bytes at once."""
    if span.stop - span.start < FEW:
        return [lexicon[number] for number in range(span.start, span.stop)]
    encoded, starts = lexicon.encoded(span)
    text = np.insert(encoded, starts[1:-1], ord("\n")).tobytes().decode()
    return text.split("\n")


class Initial(NamedTuple):
    """The terms of a lexicon that share a first letter, as code points end to end.

    The i-th of them is `points[begin[i]:begin[i] + sizes[i]]`, and the lexicon's term `start + i`.
    """

    start: int
    points: Letters
    begin: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        return 300 + self.points.nbytes + self.begin.nbytes + self.sizes.nbytes


def initial(lexicon: Lexicon, letter: str) -> Initial:
    """The terms of `lexicon` that begin with `letter`."""
    span = lexicon.prefixed(letter)
    encoded, starts = lexicon.encoded(span)
    points = np.frombuffer(encoded.tobytes().decode().encode("utf-32-le"), np.uint32)
    begin = np.append(0, np.cumsum((encoded & 0xC0) != 0x80))[starts]
    return Initial(span.start, points, begin[:-1], np.diff(begin))


def near(
    word: str, most: int, fields: Iterable[str], segments: Sequence[Segment], cache: Cache
) -> Iterator[Found]:
    """The terms at most `most` edits from `word` that share its first letter."""
    owners: list[tuple[str, int, Lexicon]] = []
    columns: list[tuple[NDArray[np.int64], Letters]] = []
    for field in fields:
        for number, segment in enumerate(segments):
            lexicon = segment.terms(field)
            key = (segment.name, field, "initial", word[0])
            held = cache.made(key, partial(initial, lexicon, word[0]))
            for size in range(max(1, len(word) - most), len(word) + most + 1):
                chosen = np.flatnonzero(held.sizes == size)
                if len(chosen):
                    owners.append((field, number, lexicon))
                    letters = held.points[held.begin[chosen] + np.arange(size)[:, None]]
                    columns.append((chosen + held.start, letters))
    if not columns:
        return
    starts = starts_of(np.array([len(places) for places, _ in columns]))
    rows = np.zeros((len(word) + most, int(starts[-1])), np.uint32)
    for start, (places, letters) in zip(starts.tolist(), columns, strict=False):
        rows[: len(letters), start : start + len(places)] = letters
    sizes = np.repeat([len(letters) for _, letters in columns], np.diff(starts))
    distances = edits(word, rows, sizes, most)
    for column in np.flatnonzero(distances <= most).tolist():
        owner = int(starts.searchsorted(column, side="right")) - 1
        field, number, lexicon = owners[owner]
        place = int(columns[owner][0][column - starts[owner]])
        documents = int(lexicon.frequencies(slice(place, place + 1))[0])
        yield Found(field, number, lexicon[place], documents, int(distances[column]))


def edits(word: str, rows: Letters, sizes: NDArray[np.int64], most: int) -> NDArray[np.int8]:
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
