"""In which order do documents stand that are equal in all but their id?

Ids are read from the sorted lexicons of the field `id`, whose records name the document of each:
the place of an id in its lexicon ranks its document, and no stored field need be read.
"""

from functools import partial

import numpy as np

from searchsvc.cache import Cache
from searchsvc.engine.whoosh.corpus import Corpus
from searchsvc.engine.whoosh.layout import Ints
from searchsvc.engine.whoosh.matches import Docs
from searchsvc.engine.whoosh.segment import Segment

FEW = 8
"""So many documents are looked up one by one."""


def first_by_id(docs: Docs, corpus: Corpus, cache: Cache, count: int) -> list[int]:
    """The `count` of the ascending `docs` with the smallest ids, in that order."""
    if len(docs) <= FEW:
        named = sorted((id_of(doc, corpus, cache), doc) for doc in docs.tolist())
        return [doc for _, doc in named[:count]]
    found: list[tuple[str, int]] = []
    bounds = docs.searchsorted(corpus.starts).tolist()
    for number, segment in enumerate(corpus.segments):
        mine = docs[bounds[number] : bounds[number + 1]]
        if not len(mine):
            continue
        ranks = cache.made((segment.name, "ranks"), partial(id_ranks, segment))
        places = ranks.take(mine - corpus.starts[number])
        if len(mine) > count:
            chosen = np.argpartition(places, count - 1)[:count]
            mine, places = mine.take(chosen), places.take(chosen)
        ids = segment.terms("id")
        found += zip((ids[place] for place in places.tolist()), mine.tolist(), strict=True)
    return [doc for _, doc in sorted(found)[:count]]


def id_of(doc: int, corpus: Corpus, cache: Cache) -> str:
    """The id of one document."""
    segment, number = corpus.find(doc)
    ranks = cache.made((segment.name, "ranks"), partial(id_ranks, segment))
    return segment.terms("id")[int(ranks[number])]


def id_ranks(segment: Segment) -> Ints:
    """The place of each document's id among those of `segment`: int32[doc_count]."""
    ids = segment.terms("id")
    places = np.zeros(segment.doc_count, np.int32)
    places[ids.firsts()] = np.arange(len(ids), dtype=np.int32)
    shared = np.flatnonzero(ids.frequencies() > 1).tolist() if len(ids) < len(places) else []
    for place in shared:
        if postings := segment.postings("id", ids[place]):
            places[postings.docs] = place
    return places
