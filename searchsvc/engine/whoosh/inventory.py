"""Which segments make up the index, how large are their files, which documents are deleted?

Read from the records that `toc` writes beside Whoosh's own files, each with its checksum.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import orjson

from searchsvc.engine.whoosh.layout import Ints
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


def read_toc(folder: Path) -> list[SegmentInfo]:
    """The segments of the newest index in `folder`.

    Raises IndexMissing without any, IndexDamaged if a file is not what was written, or if the
    table is not the one that was written with these facts.
    """
    generation = newest_generation(folder)
    record = read_checked(folder / f"_{INDEX}_{generation}.json")
    name = f"_{INDEX}_{generation}.toc"
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
