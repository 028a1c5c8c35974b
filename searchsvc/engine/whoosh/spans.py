"""How are the postings of many terms read at once, for a merge?

Most terms are rare: their lists are one short block each. Those of a whole range of the lexicon
are read together, number by number out of all blocks at once; longer lists are read singly.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.engine.whoosh.encode import PostingLists
from searchsvc.engine.whoosh.layout import (
    BLOCK,
    GAPS,
    POSTINGS_MAGIC,
    Bytes,
    Ints,
    Longs,
    Records,
    offset,
    starts_of,
)
from searchsvc.engine.whoosh.postings import (
    FLOAT,
    LONG,
    MOST,
    NONE,
    SHORT,
    decode,
    decode_positions,
)
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.errors import IndexDamaged

COUNT_AT = offset(BLOCK, "count")
PACKED_AT = offset(BLOCK, "packed")

WIDTHS = np.zeros(256, np.int64)
WIDTHS[[code[0] for _, code, _ in GAPS]] = [width for width, _, _ in GAPS]
"""The width of numbers behind each opcode, 0 for other bytes."""


class Blocks(NamedTuple):
    """Where the data of one block each begins, and how many postings are in it."""

    begin: Longs
    counts: Longs


def read_span(segment: Segment, field: str, span: slice | Longs) -> PostingLists:
    """The postings of the terms of `field` that `span`, or numbers, name. Raises IndexDamaged.

    Counts and positions are given as far as the field has them; else counts are all 1.
    """
    lexicon = segment.terms(field)
    flat, where = lexicon.encoded(span)
    text, places = flat.tobytes(), where.tolist()
    terms = [text[low:high] for low, high in pairwise(places)]
    infos = lexicon.infos(span)
    starts = starts_of(infos["documents"])
    lists = PostingLists(
        terms, starts, np.empty(starts[-1], np.int32), np.ones(starts[-1], np.int32)
    )
    try:
        return fill(segment, lists, infos, field in POSITIONED)
    except (IndexError, ValueError) as error:
        raise IndexDamaged("A posting list is not what was written.") from error


POSITIONED = ("title", "body", "caption")


def fill(segment: Segment, lists: PostingLists, infos: Records, positioned: bool) -> PostingLists:
    """`lists` with the postings that `infos` point to."""
    data = segment.posting_bytes()
    flat = np.frombuffer(data, np.uint8)
    documents = np.diff(lists.starts)
    at = infos["offset"].astype(np.int64) + len(POSTINGS_MAGIC)
    single = (flat[at] > 127) & (flat[at + PACKED_AT] == 0)
    single &= numbers_at(flat, at + COUNT_AT, np.full(len(at), 5)) == documents
    few = np.flatnonzero(single)
    blocks = Blocks(at[few] + BLOCK.itemsize, documents[few])
    assert lists.counts is not None
    own = spread(lists.starts[few], blocks.counts)
    weights_at = fill_docs(flat, blocks, own, lists.docs)
    values_at = fill_counts(flat, blocks, weights_at, own, lists.counts)
    others = {}
    for term in np.flatnonzero(~single).tolist():
        info = infos[term]
        place, length = int(info["offset"]), int(info["length"])
        postings = decode(data, place, length, int(documents[term]), segment.doc_count)
        low, high = int(lists.starts[term]), int(lists.starts[term + 1])
        lists.docs[low:high] = postings.docs
        if postings.weights is not None:
            lists.counts[low:high] = postings.weights
        if positioned:
            others[low] = decode_positions(data, place, length, postings).flat
    if np.any((lists.docs < 0) | (lists.docs >= segment.doc_count)):
        raise ValueError("documents that there are not")
    if not positioned:
        return lists
    first = starts_of(lists.counts)
    positions = np.empty(first[-1], np.int32)
    counts = lists.counts[own].astype(np.int64)
    places = spread(first[own], counts)
    positions[places] = read_positions(flat, blocks, values_at, counts)
    for low, found in others.items():
        positions[first[low] : first[low] + len(found)] = found
    return PostingLists(lists.terms, lists.starts, lists.docs, lists.counts, positions)


def spread(begin: Longs, counts: NDArray[np.integer], step: Longs | None = None) -> Longs:
    """`counts[i]` numbers from `begin[i]` on, `step[i]` apart (1), for each i in turn."""
    first = starts_of(counts)
    if step is None:
        return np.repeat(begin - first[:-1], counts) + np.arange(first[-1])
    own = np.arange(first[-1]) - np.repeat(first[:-1], counts)
    numbers: Longs = np.repeat(begin, counts) + np.repeat(step, counts) * own
    return numbers


def numbers_at(flat: Bytes, at: Longs, widths: Longs) -> Longs:
    """The little-endian numbers at `at`, of `widths` bytes each with the opcode before them."""
    numbers: Longs = flat[at].astype(np.int64)
    for byte in range(1, 4):
        wide = np.flatnonzero(widths > byte + 1)
        numbers[wide] |= flat[at[wide] + byte].astype(np.int64) << (8 * byte)
    return numbers


def fill_docs(flat: Bytes, blocks: Blocks, own: Longs, docs: Ints) -> Longs:
    """Put the documents of `blocks` into `docs[own]`; where their weights begin."""
    begin, counts = blocks
    widths = np.where(counts > 1, WIDTHS[flat[begin + 8]], 0)
    more = spread(begin + 9, counts - 1, widths)
    gaps = numbers_at(flat, more, np.repeat(widths, counts - 1))
    firsts = starts_of(counts)[:-1]
    found = np.empty(len(own), np.int64)
    inner = np.ones(len(own), bool)
    inner[firsts] = False
    found[inner] = gaps
    found[firsts] = first = numbers_at(flat, begin + 4, np.full(len(begin), 5))
    total = np.cumsum(found)
    docs[own] = total - np.repeat(total[firsts] - first, counts)
    after: Longs = (begin + widths * (counts - 1) + 9).astype(np.int64)
    return after


def fill_counts(flat: Bytes, blocks: Blocks, at: Longs, own: Longs, into: Ints) -> Longs:
    """Put how often terms stand into `into[own]` (all 1 before); where the values begin."""
    codes = flat[at]
    equal = np.flatnonzero(codes == FLOAT)
    bytewise = np.flatnonzero((codes == SHORT) | (codes == LONG))
    if len(equal) + len(bytewise) != np.count_nonzero(codes != NONE):
        raise ValueError("weights of another kind")
    first = starts_of(blocks.counts)[:-1]
    digits = np.ascontiguousarray(flat[at[equal][:, None] + 1 + np.arange(8)])
    often = digits.view(">f8")[:, 0]
    if not np.all((often >= 1) & (often <= MOST)):
        raise ValueError("weights that are no counts")
    chosen = own[spread(first[equal], blocks.counts[equal])]
    into[chosen] = np.repeat(often.astype(np.int32), blocks.counts[equal])
    heads = np.where(codes == LONG, 5, 2)
    counts = blocks.counts[bytewise]
    chosen = own[spread(first[bytewise], counts)]
    into[chosen] = flat[spread((at + heads)[bytewise], counts)]
    ends: Longs = at + 1
    ends[equal] += 8
    ends[bytewise] = (at + heads)[bytewise] + counts
    return ends


def read_positions(flat: Bytes, blocks: Blocks, at: Longs, counts: Longs) -> Ints:
    """The positions of the postings of `blocks`, end to end, whose records begin behind `at`."""
    first = starts_of(blocks.counts)[:-1]
    many = (counts > 3).astype(np.int64)
    head = np.where(flat[at + 1] == SHORT, 2, 5)
    widths = np.repeat(WIDTHS[flat[at + 1 + head + 4 + many[first]]], blocks.counts)
    sizes = 5 + widths * counts + many
    heads = np.where(sizes > 255, 5, 2)
    records = starts_of(sizes + heads)[:-1]
    records += np.repeat(at + 1 - records[first], blocks.counts)
    places = spread(records + heads + 5 + many, counts, widths)
    gaps = numbers_at(flat, places, np.repeat(widths, counts))
    if len(gaps):
        begin = starts_of(counts)
        sums = np.add.reduceat(gaps, begin[:-1])
        gaps[begin[1:-1]] -= sums[:-1]
        np.cumsum(gaps, out=gaps)
    return gaps.astype(np.int32)
