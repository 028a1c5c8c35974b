"""How do sorted posting lists become the blocks of Whoosh's W3 codec?

Numbers of a whole field are turned into opcodes at once; a block is then cut out of them and
joined. `layout` says where the bytes stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from searchsvc.engine.whoosh.deflate import deflated
from searchsvc.engine.whoosh.layout import (
    BLOCK,
    BLOCK_FRAME,
    BLOCK_LIMIT,
    DATA_CLOSE,
    DATA_OPEN,
    GAPS,
    POSTINGS_MAGIC,
    TERM,
    Bytes,
    Ints,
    Longs,
    Records,
    narrowest,
    starts_of,
)
from searchsvc.engine.whoosh.summed import SummedFile
from searchsvc.engine.whoosh.terms import TermWriter

PIECE = 1 << 18
"""Postings that are encoded at once, which bounds memory."""

SMALLEST_PACKED = 128
"""Blocks of fewer bytes are never compressed."""

COUNTS_LEVEL = 1
"""Counts without positions are always compressed: each costs four bytes, which hardly differ."""

CLOSE_RECORD = np.frombuffer(b"?\x85\x86\x87t", np.uint8)
"""The opcode that makes a tuple of so many numbers; from four on they stand behind a `(`."""

COUNT = Struct("<i")
WEIGHT = Struct(">d")


@dataclass(frozen=True, slots=True)
class PostingLists:
    """The postings of some terms of one field.

    `terms` are UTF-8, strictly ascending; the postings of the i-th are those from `starts[i]` to
    `starts[i+1]`. `docs` ascend within a term. `counts` is how often the term stands in each
    document, None in a field that doesn't count; `positions` says where (ascending, for each
    posting in turn as many as it counts), None in a field without positions.
    """

    terms: list[bytes]
    starts: Longs
    docs: Ints
    counts: Ints | None = None
    positions: Ints | None = None

    def pieces(self, postings: int) -> "Iterator[PostingLists]":
        """The same lists in turn, in parts of at most so many postings or one term."""
        begin = 0
        while begin < len(self.terms):
            room = int(np.searchsorted(self.starts, self.starts[begin] + postings, side="right"))
            end = max(room - 1, begin + 1)
            low, high = int(self.starts[begin]), int(self.starts[end])
            counts = None if self.counts is None else self.counts[low:high]
            positions = None
            if self.positions is not None and counts is not None and self.counts is not None:
                before = int(self.counts[:low].sum(dtype=np.int64))
                positions = self.positions[before : before + int(counts.sum(dtype=np.int64))]
            yield PostingLists(
                self.terms[begin:end],
                self.starts[begin : end + 1] - low,
                self.docs[low:high],
                counts,
                positions,
            )
            begin = end


class PostingsWriter:
    """Writes the files `NAME.pst` and `NAME.trm`.

    Fields come in the order of their names. `limit` is the number of postings in a block, `level`
    zlib's (0: not compressed).
    """

    def __init__(self, folder: Path, name: str, limit: int = BLOCK_LIMIT, level: int = 0) -> None:
        self._limit = limit
        self._level = level
        self._postings = SummedFile(folder / f"{name}.pst")
        self._terms = TermWriter(SummedFile(folder / f"{name}.trm"))

    def write(self, field: str, lists: PostingLists, lengths: Bytes | None = None) -> None:
        """Add terms of `field`, all greater than those before.

        `lengths` has the length byte of every document, None where the field keeps no lengths.
        """
        level = self._level
        if lists.counts is not None and lists.positions is None:
            level = max(level, COUNTS_LEVEL)
        for piece in lists.pieces(PIECE):
            self._terms.write(field, piece.terms, self._write_blocks(piece, lengths, level))

    def close(self) -> tuple[SummedFile, SummedFile]:
        """Write what readers look terms up by; both files."""
        self._postings.close()
        return self._postings, self._terms.close()

    def _write_blocks(self, lists: PostingLists, lengths: Bytes | None, level: int) -> Records:
        """Append the blocks of `lists` to the postings file; the TERM records."""
        starts, docs, counts = lists.starts, lists.docs, lists.counts
        blocks = -(-np.diff(starts) // self._limit)
        first_block = starts_of(blocks)
        last = np.zeros(first_block[-1], bool)
        last[first_block[1:] - 1] = True
        term = np.repeat(np.arange(len(blocks)), blocks)
        begin = starts[term] + (np.arange(len(term)) - first_block[term]) * self._limit
        end = np.minimum(begin + self._limit, starts[term + 1])

        heads = np.zeros(len(begin), BLOCK)
        for name, opcode in BLOCK_FRAME.items():
            heads[name] = opcode
        heads["count"] = end - begin
        heads["last"] = docs[end - 1]
        infos = np.zeros(len(blocks), TERM)
        infos["documents"] = np.diff(starts)
        infos["first"] = docs[starts[:-1]]
        infos["last"] = docs[starts[1:] - 1]
        heads["weight"] = 1 if counts is None else np.maximum.reduceat(counts, begin)
        infos["heaviest"] = np.maximum.reduceat(heads["weight"], first_block[:-1])
        infos["weight"] = (
            infos["documents"]
            if counts is None
            else np.add.reduceat(counts, starts[:-1], dtype=np.int64)
        )
        if lengths is not None:
            of_posting = lengths[docs]
            heads["shortest"] = np.minimum.reduceat(of_posting, begin)
            heads["longest"] = np.maximum.reduceat(of_posting, begin)
            infos["shortest"] = np.minimum.reduceat(heads["shortest"], first_block[:-1])
            infos["longest"] = np.maximum.reduceat(heads["longest"], first_block[:-1])

        data = list(block_data(lists, begin, end))
        if level:
            for number, block in enumerate(data):
                if len(block) >= SMALLEST_PACKED:
                    data[number] = deflated(block, level)
                    heads["packed"][number] = level
        sizes = np.fromiter(map(len, data), np.int64, len(data)) + BLOCK.itemsize
        heads["size"] = (sizes - 4) * np.where(last, -1, 1)
        sizes[first_block[:-1]] += len(POSTINGS_MAGIC)
        offsets = starts_of(sizes) + self._postings.size
        infos["offset"] = offsets[first_block[:-1]]
        infos["length"] = offsets[first_block[1:]] - infos["offset"]
        opening = np.full(len(data), b"", "S4")
        opening[first_block[:-1]] = POSTINGS_MAGIC
        packed = heads.view(f"V{BLOCK.itemsize}").tolist()
        rows = zip(opening.tolist(), packed, data, strict=True)
        self._postings.write(b"".join(part for row in rows for part in row))
        return infos


def block_data(lists: PostingLists, begin: Longs, end: Longs) -> Iterator[bytes]:
    """The pickled `(ids, weights, values)` of the blocks from `begin` to `end` of the postings."""
    docs, counts = lists.docs, lists.counts
    gaps = np.diff(docs, prepend=np.int32(0))
    gaps[begin] = 0
    ids = {width: coded(gaps, width, code, dtype) for width, code, dtype in GAPS[:2]}
    largest = np.maximum.reduceat(gaps, begin)
    widths = np.where(largest < 1 << 8, 2, np.where(largest < 1 << 16, 3, 5)).tolist()
    if 5 in widths:
        ids[5] = coded(gaps, *GAPS[2])
    firsts = docs[begin].astype("<i4").view("V4").tolist()
    spans = list(zip(begin.tolist(), end.tolist(), widths, firsts, strict=True))
    if counts is None:
        for low, high, width, first in spans:
            gap = ids[width][(low + 1) * width : high * width]
            yield b"".join((DATA_OPEN, first, gap, b"tNN", DATA_CLOSE))
        return
    lightest = np.minimum.reduceat(counts, begin).tolist()
    heaviest = np.maximum.reduceat(counts, begin).tolist()
    if lists.positions is None:
        records = memoryview(counts.astype(">u4").tobytes())
        places = list(range(0, 4 * len(counts) + 1, 4))
    else:
        flat, where = position_records(counts, lists.positions)
        records, places = memoryview(flat.data), where.tolist()
    small = np.minimum(counts, 255).astype(np.uint8).tobytes()
    for (low, high, width, first), least, most in zip(spans, lightest, heaviest, strict=True):
        if least == most:
            weights = b"tN" if most == 1 else b"tG" + WEIGHT.pack(most)
        elif most < 256:
            weights = b"t" + binary(small[low:high])
        else:
            weights = b"t(" + b"".join(b"G" + WEIGHT.pack(x) for x in counts[low:high]) + b"t"
        values = records[places[low] : places[high]]
        value = binary(values) if lists.positions is None else b"".join((b"(", values, b"t"))
        gap = ids[width][(low + 1) * width : high * width]
        yield b"".join((DATA_OPEN, first, gap, weights, value, DATA_CLOSE))


def coded(numbers: Ints, width: int, code: bytes, dtype: str) -> memoryview:
    """`numbers` as pickled numbers of `width` bytes each, opcode first."""
    flat = np.full(len(numbers) * width, code[0], np.uint8)
    strided(flat, 0, len(numbers), width, dtype)[:] = numbers.astype(dtype)
    return memoryview(flat.data)


def strided(
    flat: Bytes | memoryview, at: int, count: int, width: int, dtype: str
) -> NDArray[np.number]:
    """The `count` numbers behind the opcodes that stand every `width` bytes from `at` on."""
    return np.ndarray((count,), dtype, flat, at + 1, (width,))


def binary(data: bytes | memoryview) -> bytes:
    """`data` as the opcode of a bytes object."""
    if len(data) < 256:
        return b"".join((b"C", bytes((len(data),)), data))
    return b"".join((b"B", COUNT.pack(len(data)), data))


def position_records(counts: Ints, positions: Ints) -> tuple[Bytes, Longs]:
    """Each posting's positions as an opcode of bytes, end to end: uint8, and int64[postings+1]."""
    first = starts_of(counts)
    gaps = np.diff(positions, prepend=np.int32(0))
    gaps[first[:-1]] = positions[first[:-1]]
    width, code, _ = narrowest(int(gaps.max(initial=0)))
    many = counts > 3
    sizes = 5 + width * counts.astype(np.int64) + many
    long = sizes > 255
    starts = starts_of(sizes + np.where(long, 5, 2))
    flat = np.empty(int(starts[-1]), np.uint8)
    at = starts[:-1]
    flat[at] = 0x43
    flat[at + 1] = sizes & 255
    if long.any():
        begin, size = at[long], sizes[long]
        flat[begin] = 0x42
        for byte in range(4):
            flat[begin + 1 + byte] = (size >> (8 * byte)) & 255
    at = starts[1:] - sizes
    for byte in range(4):
        flat[at + byte] = (counts >> (24 - 8 * byte)) & 255
    flat[at[many] + 4] = 0x28
    flat[starts[1:] - 1] = CLOSE_RECORD[np.minimum(counts, 4)]
    place = np.repeat(at + 4 + many - width * first[:-1], counts)
    place += width * np.arange(len(positions))
    flat[place] = code[0]
    for byte in range(width - 1):
        flat[place + 1 + byte] = (gaps >> (8 * byte)) & 255
    return flat, starts
