"""Which segments make up the index, how large are their files, which documents are deleted?

Whoosh's table of contents pickles schema and segments, so nothing that serves reads it. Beside it
stands `_MAIN_GENERATION.json` with the same facts and the checksum of the table itself, and beside
the files of each segment `SEGMENT.json` with their sizes and checksums; a test keeps them equal.
"""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import orjson
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from searchsvc.engine.whoosh.layout import Ints
from searchsvc.engine.whoosh.summed import SummedFile
from searchsvc.errors import IndexDamaged, IndexMissing

INDEX = "MAIN"
TABLE = re.compile(rf"_{INDEX}_(\d+)\.toc")


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """What is known of a segment before any of its files is opened.

    `deleted` holds ascending document numbers (int32), None if there are none. `lengths` is the
    exact number of words of each field that has lengths, `files` the size and CRC32 of each file.
    """

    name: str
    documents: int
    deleted: Ints | None
    lengths: dict[str, int]
    files: dict[str, tuple[int, int]]


def new_segment() -> W3Segment:
    """A segment with a name of its own and nothing in it."""
    return W3Segment(W3Codec(), INDEX, segid=secrets.token_hex(8))


def write_segment_info(folder: Path, segment: W3Segment, files: Iterable[SummedFile]) -> None:
    """Write what `read_toc` needs to know of a segment whose files are finished."""
    record = {
        "documents": segment.doc_count_all(),
        "lengths": segment._fieldlengths,
        "files": {file.name: [file.size, file.sum] for file in files},
    }
    write_checked(folder / segment.make_filename(".json"), record)


def write_toc(folder: Path, schema: Schema, segments: Sequence[W3Segment], generation: int) -> None:
    """Make `segments`, whose files stand in `folder`, the index of that number."""
    TOC(schema, list(segments), generation).write(FileStorage(str(folder)), INDEX)
    table = (folder / TOC._filename(INDEX, generation)).read_bytes()
    record = {
        "toc": [len(table), crc32(table)],
        "segments": [
            {"name": segment.segment_id(), "deleted": sorted(segment.deleted_docs())}
            for segment in segments
        ],
    }
    write_checked(folder / f"_{INDEX}_{generation}.json", record)


def read_toc(folder: Path) -> list[SegmentInfo]:
    """The segments of the newest index in `folder`.

    Raises IndexMissing without any, IndexDamaged if a file is not what was written, or if the
    table is not the one that was written with these facts.
    """
    generation = newest_generation(folder)
    record = read_checked(folder / f"_{INDEX}_{generation}.json")
    name = TOC._filename(INDEX, generation)
    table = (folder / name).read_bytes()
    try:
        if [len(table), crc32(table)] != record["toc"]:
            raise IndexDamaged(f"{name} was changed by another program, or is damaged.")
        return [read_segment_info(folder, **segment) for segment in record["segments"]]
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(f"The facts beside {name} are not what was written.") from error


def newest_generation(folder: Path) -> int:
    """The highest number of a table of contents in `folder`. Raises IndexMissing without any."""
    matches = (TABLE.fullmatch(path.name) for path in folder.glob("*.toc"))
    numbers = [int(match[1]) for match in matches if match]
    if not numbers:
        raise IndexMissing(f"There is no index in {folder}.")
    return max(numbers)


def read_segment_info(folder: Path, name: str, deleted: list[int]) -> SegmentInfo:
    """What was written of the segment `name`, with its deleted documents."""
    record = read_checked(folder / f"{name}.json")
    documents = int(record["documents"])
    gone = np.array(deleted, np.int32) if deleted else None
    if gone is not None and (gone[0] < 0 or gone[-1] >= documents or np.any(np.diff(gone) < 1)):
        raise ValueError("deleted documents that there are not")
    files = {file: (int(size), int(check)) for file, (size, check) in record["files"].items()}
    return SegmentInfo(name, documents, gone, dict(record["lengths"]), files)


def segment_info(folder: Path, segment: W3Segment) -> SegmentInfo:
    """What is known of a segment that was just written into `folder`."""
    return read_segment_info(folder, segment.segment_id(), sorted(segment.deleted_docs()))


def whoosh_segment(info: SegmentInfo) -> W3Segment:
    """The segment as Whoosh's table of contents holds it."""
    deleted = None if info.deleted is None else set(info.deleted.tolist())
    segid = info.name.removeprefix(f"{INDEX}_")
    segment = W3Segment(W3Codec(), INDEX, info.documents, segid, deleted)
    segment._fieldlengths = dict(info.lengths)
    return segment


def write_checked(path: Path, record: dict[str, Any]) -> None:
    """Write `record` as JSON, and a line with its checksum."""
    data = orjson.dumps(record)
    with path.open("xb") as file:
        file.write(b"%s\n%08x\n" % (data, crc32(data)))


def read_checked(path: Path) -> dict[str, Any]:
    """The record in `path`. Raises IndexDamaged unless it is as it was written."""
    try:
        data, _, check = path.read_bytes().partition(b"\n")
    except FileNotFoundError as error:
        raise IndexDamaged(f"{path.name} is missing.") from error
    if check != b"%08x\n" % crc32(data):
        raise IndexDamaged(f"{path.name} is not what was written.")
    record: dict[str, Any] = orjson.loads(data)
    return record
