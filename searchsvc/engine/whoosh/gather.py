"""How do the terms of all documents, in the order of their texts, become posting lists?

They are sorted in parts, which stay in the processor's caches and take little memory beside them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from whoosh.formats import Existence, Positions

from searchsvc.engine.whoosh.encode import PostingLists
from searchsvc.engine.whoosh.layout import Ints, Longs, starts_of

PART = 1 << 20
"""How many terms of texts are sorted at once."""


def gathered(
    numbers: Ints, sizes: Ints, terms: list[str], kind: object, part: int = PART
) -> Iterator[PostingLists]:
    """The postings of one field, for a posting format of Whoosh, in ascending parts.

    `numbers` are the terms of all documents end to end, `sizes` how many each document has, and
    `terms[number]` is the term. A part has at most `part` of `numbers`, or one term.
    """
    frequencies = np.bincount(numbers, minlength=len(terms))
    ascending = sorted(np.flatnonzero(frequencies).tolist(), key=terms.__getitem__)
    rank = np.zeros(len(terms), np.int32)
    rank[ascending] = np.arange(len(ascending))
    ranks = rank.take(numbers)
    docs = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    first = starts_of(sizes)
    for low, high in cuts(frequencies[ascending], part):
        places = np.flatnonzero((ranks >= low) & (ranks < high))
        mine = ranks.take(places) - np.int32(low)
        order = sorted_order(mine)
        mine, places = mine.take(order), places.take(order)
        holders = docs.take(places)
        begin = np.flatnonzero(changes(mine) | changes(holders))
        encoded = [terms[number].encode() for number in ascending[low:high]]
        starts = np.append(np.flatnonzero(changes(mine.take(begin))), len(begin))
        lists = PostingLists(encoded, starts, holders.take(begin))
        if not isinstance(kind, Existence):
            counts = np.diff(begin, append=len(places)).astype(np.int32)
            positions = None
            if isinstance(kind, Positions):
                positions = (places - first.take(holders)).astype(np.int32)
            lists = PostingLists(encoded, starts, lists.docs, counts, positions)
        yield lists


def cuts(sizes: Longs, most: int) -> Iterator[tuple[int, int]]:
    """Neighbours that have at most `most` together, or one that has more: from, and up to."""
    starts = starts_of(sizes)
    low = 0
    while low < len(sizes):
        room = int(np.searchsorted(starts, starts[low] + most, side="right"))
        high = max(room - 1, low + 1)
        yield low, high
        low = high


def sorted_order(ranks: Ints) -> Longs:
    """What `argsort(ranks, kind="stable")` gives, by two passes of numpy's radix sort."""
    order = np.argsort((ranks & 0xFFFF).astype(np.uint16), kind="stable")
    if ranks.max(initial=0) > 0xFFFF:
        high = (ranks >> 16).astype(np.uint16)[order]
        order = order[np.argsort(high, kind="stable")]
    return order


def changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether each of `values` differs from the one before; the first always does."""
    different = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=different[1:])
    return different
