"""Where do words stand side by side, or near each other?

A place is one number, `document << 32 | position`, so that the places of a word are one ascending
array over all documents and a neighbour is a number that differs by one.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searchsvc.engine.whoosh.matches import Docs
from searchsvc.engine.whoosh.postings import Positions

Places = NDArray[np.int64]

POSITION_BITS = 32

SIEVE = 1 << 20
"""Slots of the table that sorts out most places before the others are searched for."""


def places(positions: Positions, start: int) -> Places:
    """The places of one term, `start` being added to all documents."""
    base = (positions.docs + np.int64(start)) << POSITION_BITS
    return base.repeat(np.diff(positions.starts)) | positions.flat


def merged(parts: list[Places]) -> Places:
    """The places of several terms as those of one."""
    return parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts))


def side_by_side(words: Sequence[Places]) -> Docs:
    """The documents with a place of `words[0]`, the next place in `words[1]`, and so on."""
    starts = [word - index for index, word in enumerate(words)]
    starts.sort(key=len)
    found = starts[0]
    for other in starts[1:]:
        found = common(found, other)
    return documents(found)


def near(words: Sequence[Places], distance: int) -> Docs:
    """The documents where one place of each of `words` fits in a window.

    The window holds at most `distance` places besides one for each word.
    """
    reach = distance + len(words) - 1
    ends = np.sort(np.concatenate(words))
    for word in words:
        before = word.searchsorted(ends, side="right") - 1
        ends = ends[(before >= 0) & (ends - word.take(before, mode="clip") <= reach)]
    return documents(ends)


def common(few: Places, many: Places) -> Places:
    """The places in both of two ascending arrays."""
    if len(few) and len(few) * 8 > len(many):
        sieve = np.zeros(SIEVE, np.bool_)
        sieve[slots(few)] = True
        many = many.take(np.flatnonzero(sieve.take(slots(many))))
        few, many = (few, many) if len(few) <= len(many) else (many, few)
    if not len(many):
        return many
    at = many.searchsorted(few)
    found: Places = few[many.take(at, mode="clip") == few]
    return found


def slots(keys: Places) -> NDArray[np.int64]:
    """A slot of the sieve for each place; documents are spread so that few share one."""
    return ((keys >> POSITION_BITS) * 0x9E37 + keys) & (SIEVE - 1)


def documents(keys: Places) -> Docs:
    """The documents of ascending places, each once."""
    docs = keys >> POSITION_BITS
    return docs[np.append(True, docs[1:] != docs[:-1])] if len(docs) else docs
