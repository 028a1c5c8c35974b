"""Who turns chunks of records into segments: this process, or several beside it?

Each worker gets a chunk only after it has answered for the one before, so that neither end of a
pipe ever waits for the other to read.
"""

import multiprocessing
import signal
import traceback
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Segment

from searchsvc.engine import Prepare
from searchsvc.engine.whoosh.builder import SegmentBuilder
from searchsvc.engine.whoosh.layout import BLOCK_LIMIT
from searchsvc.engine.whoosh.vocabulary import Vocabulary
from searchsvc.errors import SearchsvcError
from searchsvc.record import Record, Reject

Refused = list[tuple[int, Reject]]
"""Rejects with the numbers of their records."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How segments are written: blocks and compression as in SegmentBuilder, and when one ends.

    A segment ends with the article that reaches `documents` or `words`; a worker forgets the
    words it knows when there are more than `vocabulary`. The three bound its memory.
    """

    limit: int = BLOCK_LIMIT
    level: int = 0
    stored_level: int = 1
    documents: int = 25_000
    words: int = 8_000_000
    vocabulary: int = 400_000


@dataclass(frozen=True, slots=True)
class Share:
    """A finished segment, and the number of the record that each of its documents came from."""

    segment: W3Segment
    order: "array[int]"


class Worker:
    """What one process does."""

    def __init__(self, folder: Path, prepare: Prepare, layout: Layout) -> None:
        self._folder = folder
        self._prepare = prepare
        self._layout = layout
        self._vocabulary = Vocabulary()
        self._builder: SegmentBuilder | None = None
        self._order = array("q")
        self._shares: list[Share] = []

    def take(self, first: int, records: list[Record]) -> Refused:
        """Put in the articles of `records`, whose numbers begin at `first`; those refused."""
        refused = []
        for number, record in enumerate(records, start=first):
            article = self._prepare(record)
            if isinstance(article, Reject):
                refused.append((number, article))
                continue
            builder = self._open_builder()
            try:
                builder.add(article)
            except ValueError as error:
                refused.append((number, Reject(record.file, record.line, str(error))))
                continue
            self._order.append(number)
            if builder.documents >= self._layout.documents or builder.words >= self._layout.words:
                self._end_segment()
        return refused

    def finish(self) -> list[Share]:
        """Write the last segment; all of them."""
        self._end_segment()
        return self._shares

    def close(self) -> None:
        """Give up what is not finished."""
        if self._builder is not None:
            self._builder.discard()
            self._builder = None

    def _open_builder(self) -> SegmentBuilder:
        if self._builder is None:
            layout = self._layout
            if len(self._vocabulary) > layout.vocabulary:
                self._vocabulary = Vocabulary()
            self._builder = SegmentBuilder(
                self._folder, self._vocabulary, layout.limit, layout.level, layout.stored_level
            )
        return self._builder

    def _end_segment(self) -> None:
        if self._builder is None:
            return
        if self._builder.documents:
            self._shares.append(Share(self._builder.finish(), self._order))
        else:
            self._builder.discard()
        self._builder = None
        self._order = array("q")


class Crew:
    """One worker in this process, or `jobs` of them in processes of their own."""

    def __init__(self, folder: Path, prepare: Prepare, jobs: int, layout: Layout) -> None:
        self._own = Worker(folder, prepare, layout) if jobs == 1 else None
        self._idle: list[Connection] = []
        self._busy: list[Connection] = []
        self._refused: Refused = []
        self._processes = []
        spawn = multiprocessing.get_context("spawn")
        for _ in range(jobs if self._own is None else 0):
            ours, theirs = spawn.Pipe()
            process = spawn.Process(
                target=serve, args=(theirs, folder, prepare, layout), daemon=True
            )
            process.start()
            theirs.close()
            self._processes.append(process)
            self._idle.append(ours)

    def take(self, first: int, records: list[Record]) -> None:
        """Hand `records` to the next worker that is free."""
        if self._own is not None:
            self._refused += self._own.take(first, records)
            return
        if not self._idle:
            self._collect()
        self._send(self._idle.pop(), (first, records))

    def rejects(self) -> Refused:
        """What all workers have refused; waits until they are done with what they have."""
        while self._busy:
            self._collect()
        return self._refused

    def finish(self) -> list[Share]:
        """The segments of all workers, those with the earliest records first."""
        if self._own is not None:
            return self._own.finish()
        self.rejects()
        idle, self._idle = self._idle, []
        for connection in idle:
            self._send(connection, None)
        shares = [share for answer in self._answers() for share in answer]
        return sorted(shares, key=lambda share: share.order[0])

    def close(self) -> None:
        """End all workers; what they have not finished is lost."""
        if self._own is not None:
            self._own.close()
        for connection in self._idle + self._busy:
            connection.close()
        for process in self._processes:
            process.terminate()
            process.join()
            process.close()
        self._processes = []

    def _send(self, connection: Connection, task: object) -> None:
        self._busy.append(connection)
        try:
            connection.send(task)
        except OSError as error:
            raise died() from error

    def _collect(self) -> None:
        """Wait for at least one answer."""
        for connection in wait(self._busy):
            assert isinstance(connection, Connection)
            self._refused += receive(connection)
            self._busy.remove(connection)
            self._idle.append(connection)

    def _answers(self) -> Iterator[list[Share]]:
        while self._busy:
            for connection in wait(self._busy):
                assert isinstance(connection, Connection)
                self._busy.remove(connection)
                yield receive(connection)
                connection.close()


def receive(connection: Connection) -> Any:
    """The answer of a worker. Raises what the worker raised."""
    try:
        answer = connection.recv()
    except (EOFError, OSError) as error:
        raise died() from error
    if isinstance(answer, BaseException):
        raise answer
    return answer


def died() -> SearchsvcError:
    return SearchsvcError("A worker process died; perhaps there was not enough memory.")


def serve(connection: Connection, folder: Path, prepare: Prepare, layout: Layout) -> None:
    """Work for a crew until it has had all segments, or has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker = Worker(folder, prepare, layout)
    try:
        while (task := connection.recv()) is not None:
            connection.send(worker.take(*task))
        connection.send(worker.finish())
    except (EOFError, BrokenPipeError):
        return
    except (SearchsvcError, OSError) as error:
        connection.send(error)
    except Exception:  # noqa: BLE001 - the process that waits has to hear of it, whatever it was
        connection.send(RuntimeError(traceback.format_exc()))
