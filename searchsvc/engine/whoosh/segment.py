"""What does one segment of the index hold? Its mapped files, read as arrays.

Nothing is read before it is asked for, nothing is ever unpickled, and all threads share what was
read: a segment never changes after it was written.
"""

import mmap
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from searchsvc.cache import Cache
from searchsvc.engine.whoosh.columns import (
    NUMBERS,
    Labels,
    StoredFields,
    read_labels,
    read_numbers,
)
from searchsvc.engine.whoosh.inventory import SegmentInfo, read_toc
from searchsvc.engine.whoosh.layout import Bytes, Longs
from searchsvc.engine.whoosh.lexicon import Lexicon, TermFile
from searchsvc.engine.whoosh.postings import Positions, Postings, decode, decode_positions
from searchsvc.errors import IndexDamaged

CACHED = 1 << 28
"""Bytes of decoded postings that are kept where nobody says otherwise."""


class Segment:
    """One segment, mapped read-only; safe to share between threads.

    `doc_count` counts all documents, deleted ones too; `deleted` holds the numbers of those
    (ascending int32), None if there are none. Every method raises IndexDamaged if what it reads
    is not what was written.
    """

    def __init__(self, folder: Path, info: SegmentInfo, cache: Cache) -> None:
        self.name = info.name
        self.doc_count = info.documents
        self.deleted = info.deleted
        self.info = info
        self._cache = cache
        self._files = {
            name.removeprefix(info.name): mapped(folder / name, size)
            for name, (size, _) in info.files.items()
        }
        self._terms = TermFile(self._file(".trm"))
        self._postings = self._file(".pst")
        self._numbers: dict[str, NDArray[np.integer]] = {}
        self._labels: dict[str, Labels] = {}
        self._stored: StoredFields | None = None

    def frequency(self, field: str, term: str) -> int:
        """In how many documents `term` stands, deleted ones included."""
        info = self._terms.find(field, term)
        return info.documents if info else 0

    def postings(self, field: str, term: str) -> Postings | None:
        """The documents that hold `term` in `field`, None if there are none."""
        key = (self.name, field, term)
        found = self._cache.get(key)
        if isinstance(found, Postings):
            return found
        info = self._terms.find(field, term)
        if info is None:
            return None
        postings = decode(self._postings, info.offset, info.length, info.documents, self.doc_count)
        self._cache.put(key, postings)
        return postings

    def positions(self, field: str, term: str, at: Longs | None = None) -> Positions | None:
        """Where `term` stands in `field`, None if nowhere.

        `at` are the numbers (ascending) of the postings that are asked for, as indexes into
        `postings(field, term).docs`; None asks for all.
        """
        key = (self.name, field, term, "positions")
        if at is None and isinstance(found := self._cache.get(key), Positions):
            return found
        info = self._terms.find(field, term)
        postings = self.postings(field, term)
        if info is None or postings is None:
            return None
        positions = decode_positions(self._postings, info.offset, info.length, postings, at)
        if at is None:
            self._cache.put(key, positions)
        return positions

    def lengths(self, field: str) -> Bytes:
        """The length byte of each document in `field`; `layout.LENGTHS` says what it means."""
        return self._column(f"_{field}_len", "u1", 0).view(np.uint8)

    def total_length(self, field: str) -> int:
        """How many words `field` has in all documents, deleted ones included."""
        return self.info.lengths.get(field, 0)

    def terms(self, field: str) -> Lexicon:
        """The terms of `field`, sorted."""
        return self._terms.lexicon(field)

    def fields(self) -> list[str]:
        """The fields that have terms, sorted."""
        return self._terms.fields()

    def numbers(self, column: str) -> NDArray[np.integer]:
        """The column `first`, `last` (int32) or `visible` (int64): a number for each document."""
        return self._column(column, *NUMBERS[column])

    def labels(self, column: str) -> Labels:
        """The column `category_name` or `language_name`."""
        if column not in self._labels:
            self._labels[column] = read_labels(self._file(f".{column}.col"), self.doc_count)
        return self._labels[column]

    def stored(self, doc: int) -> dict[str, str]:
        """The stored fields of a document: `title`, `body` and `article`."""
        return self.stored_fields().read(doc)

    def stored_fields(self) -> StoredFields:
        """The stored fields of all documents."""
        if self._stored is None:
            self._stored = StoredFields(self._file("._stored.col"), self.doc_count)
        return self._stored

    def posting_bytes(self) -> memoryview:
        """The posting lists of all terms, as they stand in their file."""
        return self._postings

    def verify(self) -> None:
        """Read all files and compare their checksums. Raises IndexDamaged if one differs."""
        for name, (_, check) in self.info.files.items():
            if crc32(self._file(name.removeprefix(self.name))) != check:
                raise IndexDamaged(f"{name} is not what was written.")

    def release(self) -> None:
        """Give back the memory of postings and stored fields; they are read again if asked for."""
        for file in (self._postings, self._file("._stored.col")):
            if isinstance(file.obj, mmap.mmap):
                file.obj.madvise(mmap.MADV_DONTNEED)

    def _column(self, name: str, dtype: str, default: int) -> NDArray[np.integer]:
        if name not in self._numbers:
            data = self._files.get(f".{name}.col", memoryview(b""))
            self._numbers[name] = read_numbers(data, dtype, default, self.doc_count)
        return self._numbers[name]

    def _file(self, ending: str) -> memoryview:
        if ending not in self._files:
            raise IndexDamaged(f"{self.name}{ending} is missing.")
        return self._files[ending]


def open_segments(folder: Path, cache: Cache | None = None) -> list[Segment]:
    """The segments of the newest index in `folder`, in its order.

    Raises IndexMissing without an index, IndexDamaged if a file is missing or has another size
    than it was written with.
    """
    shared = Cache(CACHED) if cache is None else cache
    return [Segment(folder, info, shared) for info in read_toc(folder)]


def mapped(path: Path, size: int) -> memoryview:
    """The bytes of `path`. Raises IndexDamaged unless there are `size` of them."""
    try:
        with path.open("rb") as file:
            found = file.seek(0, 2)
            if found != size:
                raise IndexDamaged(f"{path.name} has {found} bytes, not {size}.")
            if not size:
                return memoryview(b"")
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except FileNotFoundError as error:
        raise IndexDamaged(f"{path.name} is missing.") from error
