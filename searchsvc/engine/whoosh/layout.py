"""Where do the bytes stand in the files of Whoosh's W3 codec, as this engine writes them?

Posting lists (`.pst`): `W3Bl`, then blocks. A block is BLOCK, whose `size` counts what follows it
and is negative in the last one, then a pickled `(ids, weights, values)`:

    ids      `(`, `J` and the first number, then the gaps, all of one width (GAPS), `t`
    weights  `N` (all 1), `G` one float64, `C`/`B` one byte each, or `(` a `G` each `t`
    values   `N` (no frequencies), `C`/`B` uint32 frequencies, or `(` a record each `t`

A record of positions is `C`/`B` around the uint32 frequency and the gaps between positions (GAPS
again) as a pickled tuple. Terms (`.trm`): TERM after the two lengths and the key of each, sorted,
then 256 hash tables of SLOT, their DIRECTORY, the names of the fields, and where each term begins.
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Records = NDArray[np.void]

POSTINGS_MAGIC = b"W3Bl"
TERMS_MAGIC = b"HSH3\x01" + bytes(8)
"""The head of a term file whose keys are hashed by CRC32."""

BLOCK = np.dtype(
    [
        ("size", ">i4"),
        ("open", "S4"),
        ("count", "<i4"),
        ("j", "S1"),
        ("last", "<i4"),
        ("g", "S1"),
        ("weight", ">f8"),
        ("k1", "S1"),
        ("packed", "u1"),
        ("k2", "S1"),
        ("shortest", "u1"),
        ("k3", "S1"),
        ("longest", "u1"),
        ("end", "S2"),
    ]
)
BLOCK_FRAME = {"open": b"\x80\x02(J", "j": b"J", "g": b"G", "k1": b"K", "k2": b"K", "k3": b"K"}
BLOCK_FRAME |= {"end": b"t."}
"""The opcodes between the numbers of a block's head."""

DATA_OPEN = b"\x80\x04(J"
DATA_CLOSE = b"\x87."

TERM = np.dtype(
    [
        ("flags", "u1"),
        ("weight", ">f4"),
        ("documents", ">u4"),
        ("shortest", "u1"),
        ("longest", "u1"),
        ("heaviest", ">f4"),
        ("first", ">u4"),
        ("last", ">u4"),
        ("offset", ">i8"),
        ("length", ">i4"),
    ]
)
SLOT = np.dtype([("hash", ">u4"), ("at", ">i8")])
DIRECTORY = np.dtype([("at", ">i8"), ("slots", ">i4")])

GAPS = ((2, b"K", "u1"), (3, b"M", "<u2"), (5, b"J", "<i4"))
"""Width, opcode and dtype of pickled numbers."""

LENGTHS: Ints = np.rint(27 * (1.033 ** np.arange(256) - 1)).astype(np.int32)
"""The field length that each byte of a lengths column stands for, by Whoosh's formula."""

BLOCK_LIMIT = 4096
"""Postings per block."""


def offset(record: np.dtype[np.void], field: str) -> int:
    """Where `field` begins in a record, in bytes."""
    assert record.fields is not None
    return record.fields[field][1]


def length_bytes(lengths: NDArray[np.integer]) -> Bytes:
    """Field lengths as the bytes that stand for them, rounded up like Whoosh does."""
    return np.minimum(np.searchsorted(LENGTHS, lengths), 255).astype(np.uint8)


def narrowest(largest: int) -> tuple[int, bytes, str]:
    """The entry of GAPS for numbers up to `largest`."""
    return GAPS[0] if largest < 1 << 8 else GAPS[1] if largest < 1 << 16 else GAPS[2]


def starts_of(counts: NDArray[np.integer]) -> Longs:
    """Where runs of `counts` begin when laid end to end, and at last where they end: int64[n+1]."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
