"""How is a file read line by line, plain or compressed, whatever its encoding and size?"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import charset_normalizer
import zstandard

from searchsvc.errors import BadSource

LIMIT = 64 * 2**20
"""The longest line, and the longest text file, that is read, in bytes."""

HEAD = 2**16
CUT = (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError)
"""What a compressed file raises that is cut off or damaged."""

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


class Zstandard(io.RawIOBase):
    """The content of a .zst file; unlike zstandard's own reader it raises EOFError if cut off."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw
        self.frame = zstandard.ZstdDecompressor().decompressobj()
        self.started = False
        self.ready = memoryview(b"")

    def readable(self) -> bool:
        """True: the content is only read."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes of the content, 0 at its end. Raises EOFError if the file is cut off."""
        target = memoryview(cast(bytearray, buffer))
        while not self.ready:
            packed = self.frame.unused_data if self.frame.eof else b""
            packed = packed or self.raw.read(4096)
            if not packed:
                if self.started and not self.frame.eof:
                    raise EOFError
                return 0
            if self.frame.eof:
                self.frame = zstandard.ZstdDecompressor().decompressobj()
            self.started = True
            self.ready = memoryview(self.frame.decompress(packed))
        count = min(len(target), len(self.ready))
        target[:count] = self.ready[:count]
        self.ready = self.ready[count:]
        return count

    def close(self) -> None:
        """Closes the packed file too."""
        self.raw.close()
        super().close()


def open_stream(path: Path) -> BinaryIO:
    """The bytes of the file `path`, unpacked if it is gzip or Zstandard. Raises OSError."""
    raw = path.open("rb")
    magic = raw.read(4)
    raw.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        raw.close()
        return cast(BinaryIO, gzip.open(path))
    if magic == b"\x28\xb5\x2f\xfd":
        return io.BufferedReader(Zstandard(raw), HEAD)
    return raw


def head(path: Path) -> bytes:
    """The first bytes of the file `path`, unpacked. Raises BadSource if it can't be opened."""
    try:
        with open_stream(path) as stream:
            return stream.read(4096)
    except CUT:
        return b""
    except OSError as error:
        raise BadSource(
            f"{path} can't be read ({error.strerror or error}); check its permissions"
        ) from error


def is_binary(start: bytes) -> bool:
    """Whether a file that begins with `start` is no text in any encoding read here."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return b"\0" in start or start.startswith((b"%PDF-", b"PK\x03\x04"))


class Piece(NamedTuple):
    """A line of a file: its number (from 1) and bytes, or why it can't be read from here."""

    number: int
    data: bytes
    problem: str = ""


def pieces(path: Path, limit: int) -> Iterator[Piece]:
    """The lines of the file `path`; those over `limit` bytes and a cut end as problems."""
    number = 0
    try:
        with open_stream(path) as stream:
            while line := stream.readline(limit + 1):
                number += 1
                if len(line) <= limit or line.endswith(b"\n"):
                    yield Piece(number, line)
                    continue
                size = len(line)
                while (rest := stream.readline(2**20)) and not rest.endswith(b"\n"):
                    size += len(rest)
                size += len(rest)
                yield Piece(number, line[:200], too_long(size, limit))
    except CUT:
        yield Piece(number + 1, b"", "the compressed file is cut off or damaged here; "
                    "what stands before was read")  # fmt: skip
    except OSError as error:
        yield Piece(number + 1, b"", f"the file can't be read further: {error.strerror or error}")


def too_long(size: int, limit: int) -> str:
    """The sentence about a line of `size` bytes."""
    return f"the line has {size:,} bytes, more than the {limit:,} that one article may have"


def encoding(start: bytes) -> str | None:
    """The encoding of a text that begins with `start`, None if nothing fits."""
    for mark, name in MARKS:
        if start.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(start[:HEAD]).best()
        return best.encoding if best else None
    return "utf-8"


def decode(data: bytes) -> str | None:
    """The text of a whole file: UTF-8, UTF-16 with its mark, else the best guess; None if none."""
    if is_binary(data[:4096]):
        return None
    name = encoding(data)
    if name is None:
        return None
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
