"""Which records stand in a file of JSON or of comma-separated values?"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson

from searchsvc.errors import BadSource
from searchsvc.importers.make import field_of
from searchsvc.importers.streams import CUT, HEAD, encoding, open_stream, pieces, too_long
from searchsvc.record import Record, Reject


def read_json(path: Path, source: str, limit: int) -> Iterator[Record | Reject]:
    """The lines of a JSON Lines file as unread records; the members of a file that is one array.

    The records of an array have their place in it (from 1) as line. Raises BadSource for an array
    of more than `limit` bytes and for UTF-16.
    """
    first = b""
    for piece in pieces(path, limit):
        line = piece.data.strip().removeprefix(codecs.BOM_UTF8)
        if piece.number == 1 and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise BadSource(f"{path} is UTF-16, but JSON must be UTF-8; convert it with iconv")
        if piece.problem:
            yield Reject(str(path), piece.number, piece.problem, opening(piece.data))
            continue
        if not first and line:
            first = line
            if is_open(line):
                yield from read_array(path, source, limit)
                return
        if line:
            yield Record(line, str(path), piece.number, source)


def is_open(line: bytes) -> bool:
    """Whether the first line of a file begins one JSON value that goes on below."""
    if line.startswith(b"["):
        return True
    return line == b"{"


def read_array(path: Path, source: str, limit: int) -> Iterator[Record | Reject]:
    """The members of a file that is one JSON value."""
    try:
        with open_stream(path) as stream:
            data = stream.read(limit + 1).removeprefix(codecs.BOM_UTF8)
    except CUT:
        yield Reject(str(path), 1, "the compressed file is cut off, so its JSON array has no end")
        return
    if len(data) > limit:
        raise BadSource(
            f"{path} is one JSON array of more than {limit:,} bytes; "
            "write one article a line, for instance with: jq -c '.[]'"
        )
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        yield Reject(str(path), 1, f"the file is not JSON: {error}", opening(data))
        return
    members = value if isinstance(value, list) else [value]
    for number, member in enumerate(members, start=1):
        if isinstance(member, dict):
            yield Record(member, str(path), number, source)
        else:
            text = opening(orjson.dumps(member))
            yield Reject(str(path), number, "the record is not a JSON object", text)


def read_csv(path: Path, source: str, limit: int) -> Iterator[Record | Reject]:
    """The rows of a CSV file; its first row names the fields.

    Raises BadSource if the encoding can't be told, or no field has a name that is known.
    """
    try:
        with open_stream(path) as stream:
            start = stream.read(16 * HEAD)
    except CUT:
        start = b""
    name = encoding(start)
    if name is None:
        raise BadSource(f"{path} is in an unknown encoding; save it as UTF-8")
    csv.field_size_limit(limit)  # the csv module knows only one limit for the whole process
    with closing(Lines(path, name, limit)) as lines:
        yield from read_rows(path, source, lines)


def read_rows(path: Path, source: str, lines: "Lines") -> Iterator[Record | Reject]:
    """The rows that `lines` hold, the first of them the names of the fields."""
    header = next(lines, "")
    if lines.rejects:
        raise BadSource(f"{path} can't be read: {lines.rejects[0].reason}")
    if not header.strip():
        return
    mark = max(",;\t", key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=mark))]
    if not any(field_of(name)[0] for name in names):
        raise BadSource(
            f"the first row of {path} names no field of an article; "
            "it must hold names such as title, body, category, date"
        )
    rows = csv.reader(lines, delimiter=mark, strict=True)
    while True:
        line = lines.number + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Reject(str(path), line, f"the row is not CSV: {error}", lines.last[:100].strip())
            continue
        yield from lines.rejects
        lines.rejects.clear()
        if row is None:
            return
        text = mark.join(row)
        if not text.strip(mark + " "):
            continue
        if any(row[len(names) :]):
            reason = f"the row has {len(row)} cells, the first row has {len(names)}"
            yield Reject(str(path), line, reason, text[:100])
        elif re.search("[\udc80-\udcff]", text):
            reason = "the row has bytes that are not in the encoding of the file"
            yield Reject(str(path), line, reason, ascii(text)[1:101])
        else:
            cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
            yield Record(dict(cells), str(path), line, source)


class Lines:
    """The decoded lines of a CSV file, and what of it could not be read (`rejects`)."""

    def __init__(self, path: Path, name: str, limit: int) -> None:
        self.path = path
        self.limit = limit
        errors = "strict" if name == "utf-16" else "surrogateescape"
        self.stream = io.TextIOWrapper(open_stream(path), name, errors, newline="")
        self.number = 0
        self.last = ""
        self.rejects: list[Reject] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.stream.closed:
            raise StopIteration
        try:
            line = self.stream.readline(self.limit)
            while len(line) == self.limit and not line.endswith(("\n", "\r")):
                size, start = len(line), line[:100]
                while (rest := self.stream.readline(2**20)) and not rest.endswith(("\n", "\r")):
                    size += len(rest)
                self.number += 1
                reason = too_long(size + len(rest), self.limit)
                self.rejects.append(Reject(str(self.path), self.number, reason, start))
                line = self.stream.readline(self.limit)
        except UnicodeDecodeError:
            return self.end("the file is not in the encoding that its beginning has")
        except (*CUT, OSError):
            return self.end("the file is cut off or damaged here; what stands before was read")
        if not line:
            self.close()
            raise StopIteration
        self.number += 1
        self.last = line
        return line

    def end(self, reason: str) -> str:
        """Stops with `reason` as a reject of the line after the last one."""
        self.rejects.append(Reject(str(self.path), self.number + 1, reason))
        self.close()
        raise StopIteration

    def close(self) -> None:
        """Closes the file."""
        self.stream.close()


def opening(data: bytes) -> str:
    """How `data` begins, as text to show."""
    return data[:100].decode("utf-8", "replace")
