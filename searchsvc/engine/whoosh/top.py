"""Which hits stand on a page, in which order?

Each hit gets one number, larger for those further up, so that only the largest ones and those that
equal the last of them need to be looked at; ids are asked for where numbers are equal.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searchsvc.cache import Cache
from searchsvc.engine.whoosh.corpus import Corpus
from searchsvc.engine.whoosh.layout import Ints, Longs
from searchsvc.engine.whoosh.matches import Matches, Scores, scores_of
from searchsvc.engine.whoosh.ties import first_by_id
from searchsvc.query import Sort

DAY_BITS = 22
"""Enough for any day up to the year 9999."""

PRECISION = 1e6
"""Scores that are equal to so many parts of 1 are the same."""

WIDTH = 1024
"""Columns of a table of values, of which only the largest is looked at first."""


def page(
    hits: Matches, sort: Sort, offset: int, limit: int, corpus: Corpus, cache: Cache
) -> list[tuple[int, float]]:
    """The documents from `offset` to `offset + limit` with their scores."""
    end = min(offset + limit, len(hits.docs))
    if offset >= end:
        return []
    leaders, keys = leading(hits, sort, end, corpus)
    order = np.argsort(-keys, kind="stable")
    falling = -keys.take(order)
    starts = np.flatnonzero(np.append(True, falling[1:] != falling[:-1])).tolist()
    docs = leaders.docs.take(order).tolist()
    for start, stop in pairwise([*starts, len(docs)]):
        if stop - start > 1 and start < end and stop > offset:
            equal = leaders.docs.take(order[start:stop])
            docs[start : min(stop, end)] = first_by_id(equal, corpus, cache, min(stop, end) - start)
    docs = docs[offset:end]
    places = leaders.docs.searchsorted(docs)
    return list(zip(docs, scores_of(leaders).take(places).tolist(), strict=True))


def best(hits: Matches, count: int, corpus: Corpus, cache: Cache) -> Matches:
    """The first `count` hits by relevance, all if there are fewer; ascending."""
    if len(hits.docs) <= count:
        return hits
    leaders, keys = leading(hits, "relevance", count, corpus)
    bound = np.partition(keys, len(keys) - count)[len(keys) - count]
    above = leaders.docs[keys > bound]
    equal = first_by_id(leaders.docs[keys == bound], corpus, cache, count - len(above))
    chosen = np.sort(np.append(above, equal))
    return leaders.at(leaders.docs.searchsorted(chosen))


def leading(hits: Matches, sort: Sort, count: int, corpus: Corpus) -> tuple[Matches, Ints | Longs]:
    """The first `count` hits and all that equal the last of them, perhaps more; their keys."""
    if sort == "relevance":
        found = hits.at(largest(scores_of(hits), count, 1 / PRECISION))
        points = np.rint(scores_of(found) * PRECISION).astype(np.int64)
        return found, points << DAY_BITS | corpus.newest.take(found.docs)
    days = corpus.oldest if sort == "oldest" else corpus.newest
    keys = days if len(hits.docs) == len(days) else days.take(hits.docs)
    chosen = largest(keys, count, 0)
    return hits.at(chosen), keys.take(chosen)


def largest(values: Ints | Longs | Scores, count: int, slack: float) -> NDArray[np.int64]:
    """Where all values stand that are at most `slack` below the `count`-th largest.

    A few that are smaller may be among them: the largest of each column of a table bound the
    `count`-th from below, and are found far faster than it is.
    """
    if len(values) <= count:
        return np.arange(len(values))
    heads = values
    if count <= WIDTH // 2 and len(values) >= 4 * WIDTH:
        rows = len(values) // WIDTH
        heads = values[: rows * WIDTH].reshape(rows, WIDTH).max(axis=0)
    bound = np.partition(heads, len(heads) - count)[len(heads) - count]
    return np.flatnonzero(values >= bound - slack)
