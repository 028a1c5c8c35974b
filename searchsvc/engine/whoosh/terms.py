"""How is a term file written, so that Whoosh finds one term by its hash and ranges in order?

`layout` says where the bytes stand; `lexicon` reads them.
"""

from struct import Struct
from zlib import crc32

import numpy as np

from searchsvc.engine.whoosh.layout import (
    DIRECTORY,
    SLOT,
    TERM,
    TERMS_MAGIC,
    Longs,
    Records,
    starts_of,
)
from searchsvc.engine.whoosh.pickles import Plain, write_pickle
from searchsvc.engine.whoosh.summed import SummedFile

SIZES = Struct(">ii")
FIELD = Struct(">H")
TAIL = Struct(">i")


class TermWriter:
    """Writes a term file: fields in the order of their names, terms ascending."""

    def __init__(self, file: SummedFile) -> None:
        self._file = file
        self._file.write(TERMS_MAGIC)
        self._fields: dict[str, int] = {}
        self._places: list[Longs] = []
        self._hashes: list[Longs] = []

    def write(self, field: str, terms: list[bytes], infos: Records) -> None:
        """Add terms of `field`, all greater than those before, with a TERM record each."""
        number = FIELD.pack(self._fields.setdefault(field, len(self._fields)))
        keys = [number + term for term in terms]
        records = infos.view(f"V{TERM.itemsize}").tolist()
        sizes = np.fromiter(map(len, keys), np.int64, len(keys)) + SIZES.size + TERM.itemsize
        self._places.append(starts_of(sizes)[:-1] + self._file.size)
        self._hashes.append(np.fromiter(map(crc32, keys), np.int64, len(keys)))
        heads = (SIZES.pack(len(key), TERM.itemsize) for key in keys)
        rows = zip(heads, keys, records, strict=True)
        self._file.write(b"".join(part for row in rows for part in row))

    def close(self) -> SummedFile:
        """Write what readers look terms up by; the file."""
        places = np.concatenate([*self._places, np.zeros(0, np.int64)])
        hashes = np.concatenate([*self._hashes, np.zeros(0, np.int64)])
        tables, sizes = hash_tables(hashes, places)
        directory = np.zeros(256, DIRECTORY)
        directory["at"] = self._file.size + starts_of(sizes)[:-1] * SLOT.itemsize
        directory["slots"] = sizes
        kind = "q" if self._file.size >= 1 << 31 else "i"
        extras: dict[str, Plain] = {
            "fieldmap": self._fields,
            "indextype": kind,
            "indexlen": len(places),
        }
        names = write_pickle(extras)
        index = places.astype(f">{'i8' if kind == 'q' else 'i4'}").tobytes()
        for part in (tables.tobytes(), directory.tobytes(), names, index):
            self._file.write(part)
        self._file.write(TAIL.pack(len(names) + len(index)))
        self._file.close()
        return self._file


def hash_tables(hashes: Longs, places: Longs) -> tuple[Records, Longs]:
    """The 256 tables of twice as many slots as terms: SLOT records, and the slots of each.

    A term stands in the first free slot from the one that its hash names, around the end.
    """
    table = hashes & 255
    sizes = 2 * np.bincount(table, minlength=256)
    starts = starts_of(sizes)
    home = (hashes >> 8) % sizes[table]
    order = np.argsort(table * (int(home.max(initial=0)) + 1) + home, kind="stable")
    table, home = table[order], home[order]
    rank = np.arange(len(order))
    apart = 2 * starts[table]
    slot = np.maximum.accumulate(apart + home - rank) + rank - apart
    slots = np.zeros(int(starts[-1]), SLOT)
    inside = slot < sizes[table]
    where = (starts[table] + slot)[inside]
    slots["hash"][where] = hashes[order[inside]]
    slots["at"][where] = places[order[inside]]
    for term in order[~inside].tolist():
        free = int(starts[hashes[term] & 255])
        while slots["at"][free]:
            free += 1
        slots[free] = hashes[term], places[term]
    return slots, sizes
