"""How do several segments become one, without analysing their articles again?

Ranges of the alphabet are read from all segments, sorted and written, one after the other, so that
memory holds one range at a time. Deleted documents drop out; stored fields and columns are copied.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.formats import Existence, Positions

from searchsvc.cache import Cache
from searchsvc.engine.whoosh.columns import (
    LABELS,
    NUMBERS,
    StoredWriter,
    write_labels,
    write_numbers,
)
from searchsvc.engine.whoosh.encode import PostingLists, PostingsWriter
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.inventory import read_segment_info
from searchsvc.engine.whoosh.layout import BLOCK_LIMIT, Bytes, Ints, starts_of
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.engine.whoosh.spans import read_span
from searchsvc.engine.whoosh.summed import SummedFile
from searchsvc.engine.whoosh.toc import new_segment, write_segment_info
from searchsvc.engine.whoosh.unite import ranges, renumbered, united

FEW = 3
"""How many segments a build leaves: each costs a query that is not in memory yet, and while one is
merged its files stand twice on the disk."""

LARGEST = 1_000_000
"""An update never merges beyond so many documents."""

AT_ONCE = 1 << 20
"""Postings that are in memory at a time where nobody says otherwise."""


def merge(
    folder: Path,
    segments: Sequence[Segment],
    limit: int = BLOCK_LIMIT,
    level: int = 0,
    at_once: int = AT_ONCE,
) -> W3Segment:
    """Write one segment with all articles of `segments` that are not deleted into `folder`.

    Articles keep their order; about `at_once` postings are in memory at a time. Raises ValueError
    if there is no article.
    """
    return Merge(folder, segments, limit, level, at_once).write()


def worth_merging(sizes: Sequence[int], most: int) -> list[int]:
    """Which of segments of so many documents should become one; empty if there are few enough.

    The smallest, and with them the next ones as long as each is no larger than those before it
    together: an article is copied again only when its segment doubles.
    """
    if len(sizes) <= most:
        return []
    ascending = sorted(range(len(sizes)), key=lambda number: (sizes[number], number))
    chosen = ascending[:2]
    total = sum(sizes[number] for number in chosen)
    for number in ascending[2:]:
        if sizes[number] > total or total + sizes[number] > LARGEST:
            break
        chosen.append(number)
        total += sizes[number]
    return sorted(chosen) if total <= LARGEST else []


def groups(segments: Sequence[W3Segment], few: int = FEW) -> list[list[W3Segment]]:
    """Neighbours that together hold about the same part of all articles, in at most `few` groups.

    Segments stay alone where there are no more than `few`; one without articles is in no group.
    """
    living = [segment for segment in segments if segment.doc_count()]
    if len(living) <= few:
        return [[segment] for segment in living]
    total = sum(segment.doc_count() for segment in living)
    before = accumulate((segment.doc_count() for segment in living), initial=0)
    found: list[list[W3Segment]] = [[] for _ in range(few)]
    for segment, start in zip(living, before, strict=False):
        found[start * few // total].append(segment)
    return [group for group in found if group]


def settle(
    folder: Path, segments: Sequence[W3Segment], limit: int = BLOCK_LIMIT, level: int = 0
) -> W3Segment:
    """One segment in `folder` in place of `segments`, whose files are removed.

    A single one is written anew only if more than half of it is deleted.
    """
    if len(segments) == 1 and segments[0].deleted_count() <= segments[0].doc_count():
        return segments[0]
    cache = Cache(0)
    parts = [open_written(folder, segment, cache) for segment in segments]
    merged = merge(folder, parts, limit, level)
    for part in parts:
        remove_segment(folder, part)
    return merged


def open_written(folder: Path, segment: W3Segment, cache: Cache) -> Segment:
    """The segment that was just written, with its deletions."""
    deleted = sorted(segment.deleted_docs())
    return Segment(folder, read_segment_info(folder, segment.segment_id(), deleted), cache)


def remove_segment(folder: Path, segment: Segment) -> None:
    """Remove the files of `segment`; what is mapped stays readable."""
    for name in (*segment.info.files, f"{segment.name}.json"):
        (folder / name).unlink()


class Merge:
    """One segment in the making out of others."""

    def __init__(
        self, folder: Path, segments: Sequence[Segment], limit: int, level: int, at_once: int
    ) -> None:
        self._folder = folder
        self._segments = segments
        self._result = new_segment()
        self._files: list[SummedFile] = []
        self._kept = [kept_documents(segment) for segment in segments]
        bases = starts_of(np.array([len(kept) for kept in self._kept]))
        self._documents = int(bases[-1])
        self._numbers = [
            new_numbers(segment, kept, int(base))
            for segment, kept, base in zip(segments, self._kept, bases, strict=False)
        ]
        self._limit = limit
        self._level = level
        self._at_once = at_once

    def write(self) -> W3Segment:
        """Write all files."""
        if not self._documents:
            raise ValueError("a segment holds at least one article")
        self._write_stored()
        self._write_columns()
        name = self._result.segment_id()
        writer = PostingsWriter(self._folder, name, self._limit, self._level)
        totals: dict[str, int] = {}
        for field, kind in sorted(schema().items()):
            if not kind.indexed:
                continue
            lengths = self._lengths(field) if kind.scorable else None
            for lists in self._lists(field, kind.format):
                writer.write(field, lists, lengths)
                if lengths is not None and lists.counts is not None:
                    totals[field] = totals.get(field, 0) + int(lists.counts.sum(dtype=np.int64))
            if field in totals and lengths is not None:
                self._write(f"._{field}_len.col", write_numbers(lengths, "u1", 0))
        self._files += writer.close()
        self._result.set_doc_count(self._documents)
        self._result._fieldlengths = totals
        write_segment_info(self._folder, self._result, self._files)
        return self._result

    def _lists(self, field: str, kind: object) -> Iterator[PostingLists]:
        """The postings of `field` in all segments, in ascending parts."""
        for spans in ranges([segment.terms(field) for segment in self._segments], self._at_once):
            parts = [
                renumbered(read_span(segment, field, span), numbers)
                for segment, numbers, span in zip(self._segments, self._numbers, spans, strict=True)
                if span.start < span.stop
            ]
            lists = united(parts)
            if not lists.terms:
                continue
            if isinstance(kind, Existence):
                yield PostingLists(lists.terms, lists.starts, lists.docs)
            elif isinstance(kind, Positions):
                yield lists
            else:
                yield PostingLists(lists.terms, lists.starts, lists.docs, lists.counts)
            for segment in self._segments:
                segment.release()

    def _lengths(self, field: str) -> Bytes:
        """The length bytes of all documents."""
        pairs = zip(self._segments, self._kept, strict=True)
        return np.concatenate([segment.lengths(field)[kept] for segment, kept in pairs])

    def _write_stored(self) -> None:
        writer = StoredWriter(self._file("._stored.col"), 0)
        for segment, kept in zip(self._segments, self._kept, strict=True):
            stored = segment.stored_fields()
            for doc in kept.tolist():
                writer.add_packed(stored.packed(doc))
            segment.release()
        writer.finish()

    def _write_columns(self) -> None:
        pairs = list(zip(self._segments, self._kept, strict=True))
        for name, (dtype, default) in NUMBERS.items():
            numbers = np.concatenate([segment.numbers(name)[kept] for segment, kept in pairs])
            self._write(f".{name}.col", write_numbers(numbers, dtype, default))
        for name in LABELS:
            values = {"": 0}
            parts = []
            for segment, kept in pairs:
                ordinals, names = segment.labels(name)
                used = np.unique(ordinals[kept]).tolist()
                again = np.zeros(len(names), np.int32)
                for number in used:
                    again[number] = values.setdefault(names[number], len(values))
                parts.append(again[ordinals[kept]])
            column = write_labels(np.concatenate(parts), [value.encode() for value in values])
            self._write(f".{name}.col", column)

    def _file(self, ending: str) -> SummedFile:
        file = SummedFile(self._folder / self._result.make_filename(ending))
        self._files.append(file)
        return file

    def _write(self, ending: str, data: bytes) -> None:
        file = self._file(ending)
        file.write(data)
        file.close()


def kept_documents(segment: Segment) -> Ints:
    """The documents of `segment` that are not deleted, ascending."""
    alive = np.ones(segment.doc_count, bool)
    if segment.deleted is not None:
        alive[segment.deleted] = False
    return np.flatnonzero(alive).astype(np.int32)


def new_numbers(segment: Segment, kept: Ints, base: int) -> Ints:
    """The number that each document of `segment` gets, from `base` on, -1 if it is deleted."""
    numbers = np.full(segment.doc_count, -1, np.int32)
    numbers[kept] = np.arange(base, base + len(kept))
    return numbers
