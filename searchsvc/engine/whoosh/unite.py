"""How do the posting lists of several segments become those of one?"""

from collections.abc import Iterator, Sequence

import numpy as np

from searchsvc.engine.whoosh.encode import PostingLists
from searchsvc.engine.whoosh.gather import sorted_order
from searchsvc.engine.whoosh.layout import Ints, starts_of
from searchsvc.engine.whoosh.lexicon import Lexicon
from searchsvc.engine.whoosh.spans import spread


def ranges(lexicons: Sequence[Lexicon], postings: int) -> Iterator[list[slice]]:
    """Parts of the alphabet in turn: for each lexicon the slice of terms that belong there.

    A part holds about so many postings altogether, and at least one term.
    """
    totals = [starts_of(lexicon.frequencies()) for lexicon in lexicons]
    begin = [0] * len(lexicons)
    share = max(postings // max(len(lexicons), 1), 1)
    while any(low < len(lexicon) for low, lexicon in zip(begin, lexicons, strict=True)):
        last = None
        for low, lexicon, total in zip(begin, lexicons, totals, strict=True):
            room = int(np.searchsorted(total, total[low] + share, side="right")) - 1
            if low < len(lexicon) and max(room, low + 1) < len(lexicon):
                term = lexicon[max(room, low + 1) - 1]
                last = term if last is None else min(last, term)
        ends = [len(lexicon) if last is None else lexicon.bisect(last) for lexicon in lexicons]
        if last is not None:
            ends = [
                end + (end < len(lexicon) and lexicon[end] == last)
                for end, lexicon in zip(ends, lexicons, strict=True)
            ]
        yield [slice(low, end) for low, end in zip(begin, ends, strict=True)]
        begin = ends


def renumbered(lists: PostingLists, numbers: Ints) -> PostingLists:
    """`lists` with `numbers[doc]` for each document; those that become -1 drop out."""
    docs = numbers[lists.docs]
    kept = docs >= 0
    if kept.all():
        return PostingLists(lists.terms, lists.starts, docs, lists.counts, lists.positions)
    sizes = np.add.reduceat(kept, lists.starts[:-1], dtype=np.int64)
    terms = [term for term, size in zip(lists.terms, sizes.tolist(), strict=True) if size]
    counts, positions = lists.counts, lists.positions
    if positions is not None and counts is not None:
        positions = positions[np.repeat(kept, counts)]
    counts = None if counts is None else counts[kept]
    return PostingLists(terms, starts_of(sizes[sizes > 0]), docs[kept], counts, positions)


def united(parts: Sequence[PostingLists]) -> PostingLists:
    """One list for each term of `parts`; documents ascend from part to part."""
    parts = [part for part in parts if part.terms]
    if len(parts) <= 1:
        return parts[0] if parts else PostingLists([], np.zeros(1, np.int64), np.zeros(0, np.int32))
    terms = sorted({term for part in parts for term in part.terms})
    rank = {term: number for number, term in enumerate(terms)}
    ranks = np.concatenate(
        [
            np.repeat(
                np.fromiter(map(rank.__getitem__, part.terms), np.int32, len(part.terms)),
                np.diff(part.starts),
            )
            for part in parts
        ]
    )
    order = sorted_order(ranks)
    starts = starts_of(np.bincount(ranks, minlength=len(terms)))
    docs = np.concatenate([part.docs for part in parts])[order]
    if any(part.counts is None for part in parts):
        return PostingLists(terms, starts, docs)
    before = np.concatenate([part.counts for part in parts if part.counts is not None])
    counts = before[order]
    if any(part.positions is None for part in parts):
        return PostingLists(terms, starts, docs, counts)
    positions = np.concatenate([part.positions for part in parts if part.positions is not None])
    return PostingLists(
        terms, starts, docs, counts, positions[spread(starts_of(before)[order], counts)]
    )
