"""How does a whole archive become segments, in several processes at once?

Records go to worker processes in chunks; each worker makes articles of them and writes segments of
its own, of bounded size. Then the last article of each id in source order is kept and the others
are marked as deleted, so that the number of processes changes nothing but document numbers; and
neighbouring segments are merged until only a few are left.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from heapq import merge
from itertools import groupby
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from whoosh.codec.whoosh3 import W3Segment

from searchsvc.cache import Cache
from searchsvc.engine import Prepare
from searchsvc.engine.whoosh.builder import SegmentBuilder as SegmentBuilder
from searchsvc.engine.whoosh.inventory import read_segment_info
from searchsvc.engine.whoosh.merge import groups, open_written, remove_segment, settle
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.engine.whoosh.toc import write_toc as write_toc
from searchsvc.engine.whoosh.worker import Crew, Layout, Share, died
from searchsvc.record import Record, Reject

CHUNK = 256
"""Records that go to a worker at once."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    `segments` with their deletions, for a table of contents; `articles` counts those that are not
    deleted; `duplicates` are the ids that came more than once; `rejects` are in source order.
    """

    segments: list[W3Segment]
    articles: int
    rejects: list[Reject]
    duplicates: tuple[str, ...]


class Bulk:
    """An archive on its way into segments in `folder`.

    `prepare` makes an article of a record; with `jobs` > 1 it must be a function of a module, and
    runs in processes that are started afresh. Leaving the `with` block ends them, whatever
    happened. Every method raises what `prepare` raised, and SearchsvcError if a worker died.
    """

    def __init__(
        self, folder: Path, prepare: Prepare, jobs: int = 1, layout: Layout | None = None
    ) -> None:
        self._folder = folder
        self._jobs = jobs
        self._layout = layout or Layout()
        self._crew = Crew(folder, prepare, jobs, self._layout)
        self._chunk: list[Record] = []
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._crew.close()

    def add(self, record: Record) -> None:
        """Take the next record of the sources."""
        self._chunk.append(record)
        if len(self._chunk) >= CHUNK:
            self._send()

    def rejects(self) -> list[Reject]:
        """All records refused so far, in source order; waits for those on their way."""
        self._send()
        return [reject for _, reject in sorted(self._crew.rejects(), key=itemgetter(0))]

    def finish(self) -> Built:
        """Write what is still in memory, settle which article of each id counts, and merge."""
        rejects = self.rejects()
        shares = self._crew.finish()
        self._crew.close()
        duplicates = keep_last(self._folder, shares)
        segments = self._merged([share.segment for share in shares])
        articles = sum(segment.doc_count() for segment in segments)
        return Built(segments, articles, rejects, duplicates)

    def _merged(self, segments: list[W3Segment]) -> list[W3Segment]:
        """A few segments in place of many; those without articles are gone."""
        for segment in segments:
            if not segment.doc_count():
                remove_segment(self._folder, open_written(self._folder, segment, Cache(0)))
        parts = groups(segments)
        layout = self._layout
        act = partial(settle, self._folder, limit=layout.limit, level=layout.level)
        if self._jobs == 1 or len(parts) == len(segments):
            return list(map(act, parts))
        with ProcessPoolExecutor(self._jobs, get_context("spawn")) as pool:
            try:
                return list(pool.map(act, parts))
            except BrokenProcessPool as error:
                raise died() from error

    def _send(self) -> None:
        if self._chunk:
            self._crew.take(self._sent, self._chunk)
            self._sent += len(self._chunk)
            self._chunk = []


def build(
    records: Iterable[Record],
    prepare: Prepare,
    folder: Path,
    jobs: int = 1,
    layout: Layout | None = None,
) -> Built:
    """Write segments of all `records` into `folder`; `Bulk` says how."""
    with Bulk(folder, prepare, jobs, layout) as bulk:
        for record in records:
            bulk.add(record)
        return bulk.finish()


def keep_last(folder: Path, shares: list[Share]) -> tuple[str, ...]:
    """Mark all but the last article of each id as deleted; the ids that came more than once."""
    cache = Cache(0)
    segments = [
        Segment(folder, read_segment_info(folder, share.segment.segment_id(), []), cache)
        for share in shares
    ]
    duplicates = []
    listed = (ids_of(segment, number) for number, segment in enumerate(segments))
    for article_id, found in groupby(merge(*listed), key=itemgetter(0)):
        places = list(found)
        if len(places) == 1 and places[0][2] == 1:
            continue
        duplicates.append(article_id)
        docs = []
        for _, number, _ in places:
            postings = segments[number].postings("id", article_id)
            if postings is not None:
                docs += [(shares[number].order[doc], number, doc) for doc in postings.docs.tolist()]
        for _, number, doc in sorted(docs)[:-1]:
            shares[number].segment.delete_document(doc)
    return tuple(duplicates)


def ids_of(segment: Segment, number: int) -> Iterator[tuple[str, int, int]]:
    """Each id of `segment`, ascending, with `number` and in how many documents it stands."""
    lexicon = segment.terms("id")
    for article_id, count in zip(lexicon, lexicon.frequencies().tolist(), strict=True):
        yield article_id, number, count
