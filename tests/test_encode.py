"""Do the encoders and decoders of postings, terms and columns cancel out?"""

import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchsvc.engine.whoosh.columns import read_labels, read_numbers, write_labels, write_numbers
from searchsvc.engine.whoosh.encode import PostingLists, PostingsWriter
from searchsvc.engine.whoosh.gather import sorted_order
from searchsvc.engine.whoosh.layout import starts_of
from searchsvc.engine.whoosh.lexicon import TermFile
from searchsvc.engine.whoosh.pickles import read_pickle, write_pickle
from searchsvc.engine.whoosh.postings import decode, decode_positions
from searchsvc.engine.whoosh.terms import hash_tables
from searchsvc.errors import IndexDamaged

gaps = st.lists(st.integers(1, 70_000), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), limit=st.integers(1, 9), level=st.sampled_from((0, 1)))
def test_posting_lists_come_back(tmp_path_factory, data, limit, level):
    """decode(encode(x)) == x for lists of any gaps, counts and positions."""
    lists = data.draw(st.lists(gaps, min_size=1, max_size=5))
    docs = np.concatenate([np.cumsum(x) for x in lists]).astype(np.int32)
    numbers = st.integers(1, 300) if data.draw(st.booleans()) else st.integers(1, 4)
    counts = np.array(data.draw(st.lists(numbers, min_size=len(docs), max_size=len(docs))), "i4")
    step = data.draw(st.sampled_from((1, 200, 70_000)))
    positions = np.concatenate([np.arange(count) * step for count in counts]).astype(np.int32)
    starts = starts_of(np.array([len(x) for x in lists]))
    terms = [b"t%d" % number for number in range(len(lists))]
    folder = tmp_path_factory.mktemp("lists")
    writer = PostingsWriter(folder, "x", limit, level)
    writer.write("field", PostingLists(terms, starts, docs, counts, positions))
    writer.close()
    file, table = (memoryview((folder / f"x.{x}").read_bytes()) for x in ("pst", "trm"))
    for number, term in enumerate(terms):
        info = TermFile(table).find("field", term.decode())
        span = slice(starts[number], starts[number + 1])
        found = decode(file, info.offset, info.length, info.documents, 2**31 - 1)
        assert found.docs.tolist() == docs[span].tolist()
        weights = np.ones(len(found.docs)) if found.weights is None else found.weights
        assert weights.tolist() == counts[span].tolist()
        where = decode_positions(file, info.offset, info.length, found)
        before, after = counts[: span.start].sum(), counts[: span.stop].sum()
        assert where.flat.tolist() == positions[before:after].tolist()


@given(st.lists(st.integers(-(2**31), 2**31 - 1)), st.integers(0, 3))
def test_numbers_come_back(numbers, rest):
    """A column of numbers reads back, also where defaults at its end are not written."""
    array = np.array(numbers + [5] * rest, np.int64)
    written = memoryview(write_numbers(array, ">i4", 5))
    assert read_numbers(written, ">i4", 5, len(array)).tolist() == array.tolist()


@given(st.lists(st.integers(0, 400)), st.integers(1, 400))
def test_labels_come_back(ordinals, most):
    """A column of names reads back, with few values and with more than a byte can count."""
    values = ["", *(f"name {number}" for number in range(1, most))]
    array = np.array([x % most for x in ordinals], np.int32)
    written = memoryview(write_labels(array, [value.encode() for value in values]))
    assert read_labels(written, len(array)).ordinals.tolist() == array.tolist()
    assert read_labels(written, len(array)).values == values


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**31), 2**31 - 1)))
def test_pickles_come_back(value):
    """What we write as a pickle we read back without unpickling."""
    try:
        data = write_pickle(value)
    except UnicodeEncodeError:
        return
    assert read_pickle(data) == value


@given(st.binary(max_size=40))
def test_no_bytes_make_the_pickle_reader_act(data):
    """Any other bytes than ours are refused."""
    with pytest.raises(IndexDamaged):
        read_pickle(b"\x80\x02" + data + b"c")


@given(st.lists(st.integers(0, 2**32 - 1), unique=True, max_size=300))
def test_every_term_stands_where_whoosh_looks(hashes):
    """From the slot that its hash names there is no empty slot before a term's own."""
    codes = np.array([x & 0xFFFFFF03 for x in hashes], np.int64)
    places = np.arange(1, len(codes) + 1)
    slots, sizes = hash_tables(codes, places)
    starts = starts_of(sizes)
    for code, place in zip(codes.tolist(), places.tolist(), strict=True):
        table = slots[starts[code & 255] : starts[(code & 255) + 1]]
        slot = (code >> 8) % len(table)
        while table[slot]["at"] != place:
            assert table[slot]["at"]
            slot = (slot + 1) % len(table)


@given(st.lists(st.integers(0, 2**20), max_size=200))
def test_the_radix_sort_is_a_stable_sort(numbers):
    """Two passes over halves order like one stable sort."""
    ranks = np.array(numbers, np.int32)
    assert sorted_order(ranks).tolist() == np.argsort(ranks, kind="stable").tolist()


@pytest.mark.parametrize("value", [b"", struct.pack(">i", 5), b"HSH3\x01" + bytes(4000)])
def test_other_files_are_not_term_files(value):
    """Bytes of another kind are refused as a term file."""
    with pytest.raises(IndexDamaged):
        TermFile(memoryview(value))
