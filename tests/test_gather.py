"""Do terms of texts become the posting lists that counting one by one gives?"""

import zlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.formats import Existence, Frequency, Positions

from searchsvc.engine.whoosh.deflate import deflated
from searchsvc.engine.whoosh.gather import gathered

TERMS = ["zoo", "ab", "a", "я", "b", "aa"]
TEXTS = st.lists(st.lists(st.integers(0, len(TERMS) - 1), max_size=9), min_size=1, max_size=6)


@given(TEXTS, st.integers(1, 60))
def test_parts_of_any_size_hold_each_place_of_each_term(texts, part):
    """Terms ascend over all parts, and each has its documents and places in order."""
    numbers = np.array([number for text in texts for number in text], np.int32)
    sizes = np.array([len(text) for text in texts], np.int32)
    expected = [
        (term, doc, [at for at, each in enumerate(text) if TERMS[each] == term])
        for term in sorted(TERMS)
        for doc, text in enumerate(texts)
        if TERMS.index(term) in text
    ]
    for kind in (Positions(), Frequency(), Existence()):
        parts = list(gathered(numbers, sizes, TERMS, kind, part))
        lists = [
            (term.decode(), range(low, high), each)
            for each in parts
            for term, (low, high) in zip(each.terms, pairwise(each.starts.tolist()), strict=True)
        ]
        rows = [(term, each.docs[row], row, each) for term, rows, each in lists for row in rows]
        assert [row[:2] for row in rows] == [row[:2] for row in expected]
        assert [term for term, _, _ in lists] == sorted({term for term, _, _ in expected})
        if not isinstance(kind, Existence):
            counts = [each.counts[row] for _, _, row, each in rows]
            assert counts == [len(places) for _, _, places in expected]
        if isinstance(kind, Positions):
            places = [place for each in parts for place in each.positions.tolist()]
            assert places == [place for _, _, places in expected for place in places]


@pytest.mark.parametrize("level", range(10))
def test_whatever_is_compressed_zlib_reads(level):
    """At every level, also nothing at all."""
    for data in (b"", b"news " * 500, bytes(range(256))):
        assert zlib.decompress(deflated(data, level)) == data
