"""Which terms does a segment hold, in how many documents, and where are their postings?

Both ways into a term file stay in the file, mapped: its hash tables find one term, its sorted
index finds ranges of them.
"""

import struct
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, overload
from zlib import crc32

import numpy as np

from searchsvc.engine.whoosh.layout import (
    DIRECTORY,
    SLOT,
    TERM,
    TERMS_MAGIC,
    Bytes,
    Ints,
    Longs,
    Records,
    offset,
    starts_of,
)
from searchsvc.engine.whoosh.pickles import read_first_pickle
from searchsvc.errors import IndexDamaged

INFO = struct.Struct(">BfIBBfIIqi")
ENTRY = struct.Struct(">Iq")
SIZES = struct.Struct(">ii")
FIELD = struct.Struct(">H")
TAIL = struct.Struct(">i")

HEAD = SIZES.size + FIELD.size
"""Bytes of a term's record before the term itself."""


class TermInfo(NamedTuple):
    """What the term file says of a term.

    `documents` counts them, deleted ones too; `weight` is how often the term stands in all of
    them; `offset` and `length` say where its blocks are.
    """

    documents: int
    weight: float
    offset: int
    length: int


class TermFile:
    """The terms of all fields in the bytes of a `.trm` file."""

    def __init__(self, data: memoryview) -> None:
        try:
            if data[: len(TERMS_MAGIC)] != TERMS_MAGIC:
                raise ValueError("not a term file")
            (size,) = TAIL.unpack_from(data, len(data) - TAIL.size)
            tail = len(data) - TAIL.size - size
            head = tail - 256 * DIRECTORY.itemsize
            directory = np.frombuffer(data, DIRECTORY, 256, head)
            extras, end = read_first_pickle(bytes(data[tail : tail + size]))
            fields, kind, count = (extras[x] for x in ("fieldmap", "indextype", "indexlen"))
            if not isinstance(fields, dict) or kind not in ("i", "q"):
                raise ValueError("unknown kind of term file")
            dtype = np.dtype(">i4" if kind == "i" else ">i8")
            if end + int(str(count)) * dtype.itemsize != size:
                raise ValueError("terms are missing")
            self._places = np.frombuffer(data, dtype, offset=tail + end, count=int(str(count)))
        except (KeyError, struct.error, ValueError) as error:
            raise IndexDamaged("A term file is not what was written.") from error
        slots = directory["slots"].astype(np.int64)
        tables = starts_of(slots) * SLOT.itemsize + int(directory["at"][0])
        if (
            np.any(slots < 0)
            or np.any(tables[:-1] != directory["at"])
            or tables[-1] != head
            or slots.sum() != 2 * len(self._places)
        ):
            raise IndexDamaged("A term file is not what was written.")
        self._data = data
        self._end = int(tables[0])
        self._tables = list(zip(tables.tolist(), slots.tolist(), strict=False))
        self._fields = {name: int(str(number)) for name, number in fields.items()}
        self._lexicons: dict[str, Lexicon] = {}

    def fields(self) -> list[str]:
        """The fields that have terms, sorted."""
        return sorted(self._fields)

    def find(self, field: str, term: str) -> TermInfo | None:
        """What is known of `term` in `field`, None if it is not there."""
        if field not in self._fields:
            return None
        key = FIELD.pack(self._fields[field]) + term.encode(errors="replace")
        code = crc32(key)
        sizes = len(key), TERM.itemsize
        table, slots = self._tables[code & 255]
        slot = (code >> 8) % slots if slots else 0
        for _ in range(slots):
            found, place = ENTRY.unpack_from(self._data, table + slot * SLOT.itemsize)
            if not place:
                return None
            after = place + SIZES.size + len(key)
            if found == code and self._data[place:after] == SIZES.pack(*sizes) + key:
                return self._info(after)
            slot = slot + 1 if slot + 1 < slots else 0
        return None

    def lexicon(self, field: str) -> "Lexicon":
        """All terms of `field`."""
        if field not in self._lexicons:
            number = self._fields.get(field, len(self._fields))
            low = bisect_left(self._places, number, key=self._field_at)
            high = bisect_left(self._places, number + 1, key=self._field_at)
            places = self._places[low : high + 1].astype(np.int64)
            if high == len(self._places):
                places = np.append(places, self._end)
            self._lexicons[field] = Lexicon(self._data, places)
        return self._lexicons[field]

    def _field_at(self, place: int) -> int:
        try:
            number: int = FIELD.unpack_from(self._data, int(place) + SIZES.size)[0]
        except struct.error as error:
            raise IndexDamaged("A term file is not what was written.") from error
        return number

    def _info(self, at: int) -> TermInfo:
        try:
            _, weight, documents, _, _, _, _, _, offset, length = INFO.unpack_from(self._data, at)
        except struct.error as error:
            raise IndexDamaged("A term file is not what was written.") from error
        return TermInfo(documents, weight, offset, length)


class Lexicon(Sequence[str]):
    """The terms of a field in the order of their code points.

    `places` are where their records begin (int64), and where the last one ends.
    """

    def __init__(self, data: memoryview, places: Longs) -> None:
        self._data = data
        self._places = places
        self._ends = places[1:] - TERM.itemsize
        starts = places[:-1] + HEAD
        if len(places) and (
            np.any(starts > self._ends) or places[0] < len(TERMS_MAGIC) or places[-1] > len(data)
        ):
            raise IndexDamaged("A term file is not what was written.")

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        try:
            if isinstance(index, slice):
                flat, starts = self.encoded(index)
                text = flat.tobytes()
                return [text[begin:end].decode() for begin, end in pairwise(starts.tolist())]
            return self._key(range(len(self))[index]).decode()
        except UnicodeDecodeError as error:
            raise IndexDamaged("A term is not what was written.") from error

    def _key(self, index: int) -> bytes:
        """The term of that number in UTF-8, which sorts as its code points do."""
        return bytes(self._data[self._places.item(index) + HEAD : self._ends.item(index)])

    def bisect(self, term: str) -> int:
        """The number of the first term that is not smaller than `term`."""
        wanted = term.encode(errors="replace")
        return bisect_left(range(len(self)), wanted, key=self._key)

    def prefixed(self, prefix: str) -> slice:
        """The numbers of the terms that begin with `prefix`."""
        wanted = prefix.encode(errors="replace")
        begin = low = self.bisect(prefix)
        step = 1
        while low + step < len(self) and self._key(low + step).startswith(wanted):
            low += step
            step *= 2
        high = min(low + step, len(self))
        behind = bisect_left(
            range(low, high), True, key=lambda index: not self._key(index).startswith(wanted)
        )
        return slice(begin, low + behind)

    def of_size(self, size: int) -> Longs:
        """The numbers of the terms that take `size` bytes in UTF-8."""
        return np.flatnonzero(self._ends - self._places[:-1] == size + HEAD)

    def frequencies(self, span: slice = slice(None)) -> Ints:
        """In how many documents each term of `span` stands, deleted ones included: int32."""
        return self._numbers("documents", span)

    def firsts(self, span: slice = slice(None)) -> Ints:
        """The first document of each term of `span`: int32."""
        return self._numbers("first", span)

    def _numbers(self, name: str, span: slice) -> Ints:
        """A field of four bytes of the records of `span`, read out of the numbers at all bytes."""
        everywhere = np.ndarray((len(self._data) - 3,), ">i4", self._data, 0, (1,))
        numbers: Ints = everywhere[self._ends[span] + offset(TERM, name)].astype(np.int32)
        return numbers

    def infos(self, span: slice | Longs) -> Records:
        """The TERM records of `span`."""
        records = np.frombuffer(self._data, np.uint8)
        at = self._ends[span][:, None] + np.arange(TERM.itemsize)
        found: Records = records[at].view(TERM)[:, 0]
        return found

    def encoded(self, span: slice | Longs = slice(None)) -> tuple[Bytes, Longs]:
        """The terms of `span` in UTF-8, end to end, and where each begins: int64[terms+1]."""
        begin = self._places[:-1][span] + HEAD
        sizes = self._ends[span] - begin
        starts = starts_of(sizes)
        at = np.repeat(begin - starts[:-1], sizes) + np.arange(starts[-1])
        return np.frombuffer(self._data, np.uint8)[at], starts
