"""How do values of all documents stand in a column file, written and read as arrays?

The bytes are those of Whoosh's NumericColumn, RefBytesColumn and of its stored fields: a column
of compressed bytes in which each value is a pickled dict. Each reader takes the bytes of a whole
file and raises IndexDamaged if they can't be what its writer wrote.
"""

import zlib
from array import array
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchsvc.engine.whoosh.deflate import deflated
from searchsvc.engine.whoosh.layout import Ints, Longs, starts_of
from searchsvc.engine.whoosh.pickles import read_pickle, write_pickle
from searchsvc.engine.whoosh.schema import UNDATED_DAY
from searchsvc.engine.whoosh.summed import SummedFile
from searchsvc.errors import IndexDamaged

NUMBERS = {"first": (">i4", UNDATED_DAY), "last": (">i4", UNDATED_DAY), "visible": (">i8", 0)}
"""The schema's columns of numbers: how they are written, and their default."""

LABELS = ("category_name", "language_name")
"""The schema's columns of names."""

OFFSETS_FROM = 2**15
"""A stored column of more values than this also holds where each begins."""

MOST_LABELS = 2**16
"""Whoosh's column refers to no more different values than these; further ones become empty."""

LARGEST_STORED = 2**28
"""The stored fields of one article are never longer than this, in bytes before compression."""


class Labels(NamedTuple):
    """A column of names: `values[ordinals[doc]]`; the first value is the empty one."""

    ordinals: Ints
    values: list[str]


def write_numbers(numbers: NDArray[np.integer], dtype: str, default: int) -> bytes:
    """`numbers` as big-endian `dtype`, without the defaults at the end."""
    others = np.flatnonzero(numbers != default)
    return numbers[: others[-1] + 1 if len(others) else 0].astype(dtype).tobytes()


def read_numbers(data: memoryview, dtype: str, default: int, count: int) -> NDArray[np.integer]:
    """The `count` numbers that `write_numbers` wrote, in the machine's byte order."""
    written = np.dtype(dtype)
    if len(data) > count * written.itemsize or len(data) % written.itemsize:
        raise IndexDamaged("A column of numbers has not the length that belongs to it.")
    numbers = np.full(count, default, written.newbyteorder("="))
    numbers[: len(data) // written.itemsize] = np.frombuffer(data, written)
    numbers.flags.writeable = False
    return numbers


def write_labels(ordinals: NDArray[np.integer], values: list[bytes]) -> bytes:
    """A column of names, `values[0]` empty, the others in the order of their first use."""
    kept = np.where(ordinals < MOST_LABELS, ordinals, 0)
    values = values[:MOST_LABELS]
    wide = len(values) > 256
    names = b"".join(varint(len(value)) + value for value in values)
    refs = kept.astype(">u2" if wide else "u1").tobytes()
    return b"".join((refs, varint(len(values)), names, b"H" if wide else b"B"))


def read_labels(data: memoryview, count: int) -> Labels:
    """The column that `write_labels` wrote for `count` documents."""
    dtype = {b"H": ">u2", b"B": "u1"}.get(bytes(data[-1:]))
    try:
        if dtype is None:
            raise ValueError("unknown width")
        ordinals = np.frombuffer(data, dtype, count).astype(np.int32)
        number, at = read_varint(data, count * np.dtype(dtype).itemsize)
        values: list[str] = []
        while len(values) < number:
            size, at = read_varint(data, at)
            values.append(bytes(data[at : at + size]).decode())
            at += size
        if at != len(data) - 1 or ordinals.max(initial=0) >= max(number, 1):
            raise ValueError("values are missing")
    except (IndexError, ValueError) as error:
        raise IndexDamaged("A column of names is not what was written.") from error
    ordinals.flags.writeable = False
    return Labels(ordinals, values)


def varint(number: int) -> bytes:
    """`number`, seven bits a byte from the lowest on; the last byte alone is below 128."""
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*written, number))


def read_varint(data: memoryview, at: int) -> tuple[int, int]:
    """The number that `varint` wrote at `at`, and where it ends."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 or shift > 63:
            return number, at


class StoredWriter:
    """Writes the stored fields of document after document into `file`.

    `level` is zlib's; Whoosh reads any.
    """

    def __init__(self, file: SummedFile, level: int) -> None:
        self._file = file
        self._level = level
        self._sizes = array("q")

    def add(self, fields: dict[str, str]) -> None:
        """Append the fields of the next document. Raises UnicodeEncodeError, writing nothing."""
        self.add_packed(deflated(write_pickle(fields), self._level))

    def add_packed(self, data: bytes | memoryview) -> None:
        """Append fields that were compressed before."""
        self._file.write(data)
        self._sizes.append(len(data))

    def finish(self) -> None:
        """Write how long each value is, and close the file."""
        sizes = np.array(self._sizes, np.int64)
        kind = typecode(sizes)
        self._file.write(sizes.astype(TYPES[kind]).tobytes())
        if len(sizes) > OFFSETS_FROM:
            starts = starts_of(sizes)[:-1]
            self._file.write(starts.astype(TYPES[typecode(starts)]).tobytes())
            self._file.write(f"{kind}{typecode(starts)}X".encode())
        else:
            self._file.write(kind.encode())
        self._file.close()


TYPES = {"B": ">u1", "H": ">u2", "i": ">i4", "I": ">u4"}


def typecode(numbers: Longs) -> str:
    """The narrowest type that Whoosh's growing arrays would have for `numbers`."""
    largest = int(numbers.max(initial=0))
    if largest >= 2**32:
        raise OverflowError("Whoosh holds at most 4 GB of stored fields in a segment")
    return "B" if largest < 2**8 else "H" if largest < 2**16 else "i" if largest < 2**31 else "I"


class StoredFields:
    """The stored fields of `count` documents in the bytes of a file."""

    def __init__(self, data: memoryview, count: int) -> None:
        with_offsets = count > OFFSETS_FROM
        kinds = bytes(data[-3:]).decode("latin-1") if with_offsets else chr(data[-1])
        end = len(data) - len(kinds)
        try:
            if with_offsets:
                end -= count * np.dtype(TYPES[kinds[1]]).itemsize
            end -= count * np.dtype(TYPES[kinds[0]]).itemsize
            sizes = np.frombuffer(data, TYPES[kinds[0]], count, end)
        except (KeyError, ValueError) as error:
            raise IndexDamaged("The stored fields are not what was written.") from error
        self._data = data
        self._starts = starts_of(sizes)
        if self._starts[-1] != end:
            raise IndexDamaged("The stored fields are not what was written.")

    def packed(self, doc: int) -> memoryview:
        """The fields of `doc` as they stand in the file."""
        return self._data[int(self._starts[doc]) : int(self._starts[doc + 1])]

    def read(self, doc: int) -> dict[str, str]:
        """The fields of `doc`."""
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(self.packed(doc), LARGEST_STORED)
        except zlib.error as error:
            raise IndexDamaged(f"The stored fields of document {doc} can't be read.") from error
        fields = read_pickle(data)
        if not unpacker.eof or not all(isinstance(value, str) for value in fields.values()):
            raise IndexDamaged(f"The stored fields of document {doc} can't be read.")
        return {name: value for name, value in fields.items() if isinstance(value, str)}
