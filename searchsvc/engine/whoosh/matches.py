"""How are sets of documents united, intersected and taken from each other, with their scores?

All arrays of documents ascend and hold each document once; none is ever changed in place. Where
two ways lead to the same set, the sizes decide: a sorted search for a few documents among many,
a map of all documents of the segment for sets of similar size.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.int64]
"""Document numbers of one segment. They are 64 bits wide since numpy indexes with those fastest."""

Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]

SEARCH = 8
"""A set this many times smaller than another is searched for in it."""

SPARSE = 24
"""Sets that together are this many times smaller than the segment are sorted, not mapped."""


class Matches(NamedTuple):
    """Documents and their scores; None where all are 0."""

    docs: Docs
    scores: Scores | None = None

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + (0 if self.scores is None else self.scores.nbytes)

    def at(self, places: NDArray[np.int64]) -> "Matches":
        """The matches at `places` in the arrays."""
        scores = None if self.scores is None else self.scores.take(places)
        return Matches(self.docs.take(places), scores)


NONE = Matches(np.zeros(0, np.int64))


def unite(parts: Sequence[Matches], doc_count: int, least: int = 1) -> Matches:
    """The documents in at least `least` of `parts`, the scores of those parts added."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < least:
        return NONE
    if len(parts) == 1:
        return parts[0]
    docs = np.concatenate([part.docs for part in parts])
    scored = any(part.scores is not None for part in parts)
    scores = np.concatenate([scores_of(part) for part in parts]) if scored else None
    if len(docs) * SPARSE < doc_count:
        return unite_sorted(docs, scores, least)
    if least == 1:
        mask = mask_of(docs, doc_count)
    else:
        mask = np.bincount(docs, minlength=doc_count) >= least
    found = np.flatnonzero(mask)
    if scores is None:
        return Matches(found)
    added = np.bincount(docs, scores, doc_count).astype(np.float64, copy=False)
    return Matches(found, added.take(found))


def unite_sorted(docs: Docs, scores: Scores | None, least: int) -> Matches:
    """The documents that stand at least `least` times in `docs`, their `scores` added."""
    order = docs.argsort(kind="stable")
    docs = docs.take(order)
    starts = np.flatnonzero(np.append(True, docs[1:] != docs[:-1]))
    sums = None if scores is None else np.add.reduceat(scores.take(order), starts)
    united = Matches(docs.take(starts), sums)
    if least == 1:
        return united
    return united.at(np.flatnonzero(np.diff(starts, append=len(docs)) >= least))


def intersect(one: Matches, other: Matches, doc_count: int) -> Matches:
    """The documents in both, their scores added."""
    small, large = (one, other) if len(one.docs) <= len(other.docs) else (other, one)
    if not len(small.docs) or (len(large.docs) == doc_count and large.scores is None):
        return small
    if len(small.docs) * SEARCH < len(large.docs):
        at = large.docs.searchsorted(small.docs)
        in_small = np.flatnonzero(large.docs.take(at, mode="clip") == small.docs)
        in_large = at.take(in_small)
    else:
        in_large = np.flatnonzero(mask_of(small.docs, doc_count).take(large.docs))
        common = mask_of(large.docs.take(in_large), doc_count)
        in_small = np.flatnonzero(common.take(small.docs))
    found = small.at(in_small)
    if large.scores is None:
        return found
    added = large.scores.take(in_large)
    return Matches(found.docs, added if found.scores is None else added + found.scores)


def subtract(one: Matches, other: NDArray[np.integer], doc_count: int) -> Matches:
    """The documents of `one` that are not in `other`, with the scores of `one`."""
    if not len(one.docs) or not len(other):
        return one
    return one.at(np.flatnonzero(~mask_of(other, doc_count).take(one.docs)))


def mask_of(docs: NDArray[np.integer], doc_count: int) -> Mask:
    """For each document of a segment, whether it is in `docs`."""
    mask = np.zeros(doc_count, np.bool_)
    mask[docs] = True
    return mask


def scores_of(matches: Matches) -> Scores:
    """The scores of `matches`, also where all are 0."""
    return np.zeros(len(matches.docs)) if matches.scores is None else matches.scores
