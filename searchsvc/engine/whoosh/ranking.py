"""How telling is a term? BM25F as Whoosh computes it, over all segments of a snapshot.

The parameters and the order of operations are those of `whoosh.scoring.BM25F`: lengths are the
quantised ones, and deleted documents go on counting until their segment is merged.
"""

from math import log

import numpy as np

from searchsvc.engine.whoosh.corpus import Corpus, Held
from searchsvc.engine.whoosh.layout import LENGTHS
from searchsvc.engine.whoosh.matches import Scores
from searchsvc.query import FORM_FIELDS, TEXT_FIELDS

B = 0.75
K1 = 1.2

SCORING = frozenset(TEXT_FIELDS + FORM_FIELDS)
"""The fields whose terms score; all others only restrict."""


class Ranking:
    """The statistics of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._norms = {field: self._norm(field) for field in SCORING}

    def _norm(self, field: str) -> Scores:
        """What a document's length adds to a term's weight, by length byte: float64[256]."""
        mean = self.corpus.total_length(field) / (self.corpus.doc_count or 1) or 1
        return K1 * ((1 - B) + B * LENGTHS.astype(np.float64) / mean)

    def score(self, field: str, held: Held, frequency: int) -> Scores:
        """The scores of documents that hold a term which stands in `frequency` documents."""
        idf = log(self.corpus.doc_count / (frequency + 1)) + 1
        norms = self._norms[field].take(self.corpus.lengths(field).take(held.docs))
        often = 1.0 if held.weights is None else held.weights.astype(np.float64)
        scores: Scores = idf * ((often * (K1 + 1)) / (often + norms))
        return scores
