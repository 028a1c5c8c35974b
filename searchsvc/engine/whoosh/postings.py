"""How do the bytes of a posting list become arrays, without unpickling them?

Every number is read from where the writer put it (`layout`); whatever is not as the writer leaves
it raises IndexDamaged.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from searchsvc.engine.whoosh.encode import strided
from searchsvc.engine.whoosh.layout import (
    BLOCK,
    DATA_OPEN,
    GAPS,
    POSTINGS_MAGIC,
    Floats,
    Ints,
    Longs,
    starts_of,
)
from searchsvc.errors import IndexDamaged

SIZE = struct.Struct(">i")
REST = struct.Struct("<4sicic8xcB")
INT = struct.Struct("<i")
FRAME = (b"\x80\x02(J", b"J", b"G", b"K")
WIDTHS = {code[0]: (width, dtype) for width, code, dtype in GAPS}
NONE, FLOAT, SHORT, LONG, TUPLE = b"NGCB("

BLOCK_HEAD = BLOCK.itemsize

LARGEST_BLOCK = 1 << 28
"""No block is longer than this, in bytes before compression."""


MOST = 1 << 24
"""No term stands more often than this in one document: float32 counts no further."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that hold a term, ascending (int32), and how often (float32; None: once)."""

    docs: Ints
    weights: Floats | None

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + (0 if self.weights is None else self.weights.nbytes) + 200


@dataclass(frozen=True, slots=True)
class Positions:
    """Where a term stands: in `docs[i]` at `flat[starts[i]:starts[i+1]]` (int32, ascending)."""

    docs: Ints
    starts: Longs
    flat: Ints

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.starts.nbytes + self.flat.nbytes + 300


class Block(NamedTuple):
    """A block: how many postings, the last document, its bytes and where its data begins there."""

    size: int
    last: int
    data: memoryview
    at: int


def damaged() -> IndexDamaged:
    return IndexDamaged("A posting list is not what was written.")


def blocks(data: memoryview, offset: int, length: int) -> Iterator[Block]:
    """The blocks of the posting list in `data[offset:offset+length]`."""
    end = offset + length
    if offset < 0 or end > len(data) or data[offset : offset + 4] != POSTINGS_MAGIC:
        raise damaged()
    at = offset + len(POSTINGS_MAGIC)
    size = 0
    while size >= 0:
        if at + BLOCK_HEAD > end:
            raise damaged()
        (size,) = SIZE.unpack_from(data, at)
        opening, count, j, last, g, k, packed = REST.unpack_from(data, at + 4)
        after = at + 4 + abs(size)
        begin = at + BLOCK_HEAD
        if (opening, j, g, k) != FRAME or not begin < after <= end or count < 1:
            raise damaged()
        if packed:
            unpacker = zlib.decompressobj()
            try:
                block = memoryview(unpacker.decompress(data[begin:after], LARGEST_BLOCK))
            except zlib.error as error:
                raise damaged() from error
            yield Block(count, last, block, 0)
        else:
            yield Block(count, last, data[:after], begin)
        at = after
    if at != end:
        raise damaged()


def decode(data: memoryview, offset: int, length: int, count: int, documents: int) -> Postings:
    """The list of `count` postings in `data[offset:offset+length]`; all documents < `documents`."""
    if not 0 < count <= documents:
        raise damaged()
    docs = np.empty(count, np.int32)
    weights: Floats | None = None
    done = previous = 0
    for block in blocks(data, offset, length):
        end = done + block.size
        if end > count:
            raise damaged()
        at = read_docs(block, docs[done:end])
        docs[done] -= previous
        previous = block.last
        if weights is None and block.data[at] != NONE:
            weights = np.ones(count, np.float32)
        if weights is not None:
            read_weights(block, at, weights[done:end])
        done = end
    docs.cumsum(out=docs)
    if done != count or docs[-1] != previous or docs[0] < 0 or docs[-1] >= documents:
        raise damaged()
    if count > 1 and not (docs[1:] > docs[:-1]).all():
        raise damaged()
    docs.flags.writeable = False
    if weights is not None:
        weights.flags.writeable = False
    return Postings(docs, weights)


def read_docs(block: Block, docs: Ints) -> int:
    """Put the first document and the gaps of `block` into `docs`; where the weights begin."""
    data, at, more = block.data, block.at + 8, block.size - 1
    try:
        if data[block.at : block.at + 4] != DATA_OPEN:
            raise damaged()
        (docs[0],) = INT.unpack_from(data, block.at + 4)
        if more:
            width, dtype = WIDTHS[data[at]]
            docs[1:] = strided(data, at, more, width, dtype)
            at += more * width
        if data[at] != ord("t"):
            raise damaged()
        data[at + 1]
    except (IndexError, KeyError, struct.error, TypeError) as error:
        raise damaged() from error
    return at + 1


def read_weights(block: Block, at: int, weights: Floats) -> int:
    """Put the weights that begin at `at` into `weights` (already 1); where they end."""
    data, count = block.data, block.size
    code = data[at]
    try:
        if code == NONE:
            return at + 1
        if code == FLOAT:
            found, end = np.ndarray((1,), ">f8", data, at + 1), at + 9
        elif code == TUPLE:
            found, end = strided(data, at + 1, count, 9, ">f8"), at + 2 + 9 * count
        elif code in (SHORT, LONG):
            at += 2 if code == SHORT else 5
            found, end = np.frombuffer(data, np.uint8, count, at), at + count
        else:
            raise damaged()
        if not (found.min() >= 1 and found.max() <= MOST):
            raise damaged()
        weights[:] = found
        return end
    except (TypeError, ValueError) as error:
        raise damaged() from error


def decode_positions(
    data: memoryview, offset: int, length: int, postings: Postings, at: Longs | None = None
) -> Positions:
    """The positions of the list that `decode` gave as `postings`.

    With `at` only those of the postings of these numbers (ascending).
    """
    chosen = np.arange(len(postings.docs)) if at is None else at
    ones = np.ones(len(postings.docs), np.int64)
    counts = ones if postings.weights is None else postings.weights.astype(np.int64)
    gaps = []
    done = 0
    for block in blocks(data, offset, length):
        end = done + block.size
        if end > len(counts):
            raise damaged()
        if at is None:
            inside = chosen[done:end] - done
        else:
            low, high = np.searchsorted(chosen, (done, end))
            inside = chosen[low:high] - done
        if len(inside):
            gaps.append(read_gaps(block, counts[done:end], inside))
        done = end
    starts = starts_of(counts[chosen])
    flat = np.concatenate([*gaps, np.zeros(0, np.int32)])
    if len(flat):
        sums = np.add.reduceat(flat, starts[:-1])
        flat[starts[1:-1]] -= sums[:-1]
        np.cumsum(flat, out=flat)
    return Positions(postings.docs[chosen], starts, flat)


def read_gaps(block: Block, counts: Longs, chosen: Longs) -> Ints:
    """The gaps between positions, end to end, of the postings `chosen` of `block`."""
    scratch = np.ones(block.size, np.float32)
    at = read_weights(block, read_docs(block, np.empty(block.size, np.int32)), scratch)
    try:
        if block.data[at] != TUPLE:
            raise damaged()
        begin = at + 1
        size = block.data[begin + 1] if block.data[begin] == SHORT else 256
        first = begin + (2 if size < 256 else 5) + 4 + (1 if counts[0] > 3 else 0)
        width, _ = WIDTHS[block.data[first]]
        many = counts > 3
        sizes = 5 + width * counts + many
        heads = np.where(sizes > 255, 5, 2)
        starts = begin + starts_of(sizes + heads)
        if starts[-1] >= len(block.data):
            raise damaged()
        of_chosen = counts[chosen]
        total = starts_of(of_chosen)
        place = np.repeat((starts[:-1] + heads + 4 + many)[chosen] - width * total[:-1], of_chosen)
        place += width * np.arange(total[-1])
        flat = np.frombuffer(block.data, np.uint8)
        if np.any(flat[place] != block.data[first]):
            raise damaged()
        gaps: Ints = flat[place + 1].astype(np.int32)
        for byte in range(1, width - 1):
            gaps |= flat[place + 1 + byte].astype(np.int32) << (8 * byte)
    except (IndexError, KeyError, ValueError) as error:
        raise damaged() from error
    return gaps
