"""How does Whoosh learn which segments make up the index?

Its table of contents pickles schema and segments, so nothing that serves reads it. Beside it this
writes `_MAIN_GENERATION.json` with the same facts and the checksum of the table itself, and beside
the files of each segment `SEGMENT.json`: that is what `inventory` reads. A test keeps them equal.
"""

import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from searchsvc.engine.whoosh.inventory import INDEX, SegmentInfo, read_segment_info
from searchsvc.engine.whoosh.summed import SummedFile


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
