"""What does a source hold? Files of any kind are read into records here.

    for record in read(Path("archive.jsonl.gz")):
        article = make_article(record) if isinstance(record, Record) else record

What can't be read is yielded as a Reject that says where and why; the rest of the source goes on.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from searchsvc.errors import BadSource
from searchsvc.importers.folders import files, read_text
from searchsvc.importers.make import make_article
from searchsvc.importers.records import read_csv, read_json
from searchsvc.importers.streams import LIMIT, head, is_binary
from searchsvc.record import Record, Reject

__all__ = ["digest", "make_article", "read"]

KINDS = {
    ".jsonl": "JSON",
    ".ndjson": "JSON",
    ".json": "JSON",
    ".csv": "CSV",
    ".tsv": "CSV",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
}
PACKED = (".gz", ".zst")
READABLE = "JSON Lines, CSV, text files or a folder of them can be"


def read(path: Path, source: str = "", limit: int = LIMIT) -> Iterator[Record | Reject]:
    """The records of the file or folder `path`, in order.

    `source` names it in the articles, by default the name of `path` without suffixes; `limit`
    bounds a line (bytes). Raises BadSource, at once, if `path` can't be read as a whole.
    """
    name = source or source_name(path)
    if not path.exists():
        raise BadSource(f"{path} does not exist; check the path")
    if path.is_dir():
        return read_folder(path, listed(path), name, limit)
    if not path.is_file():
        raise BadSource(f"{path} is neither a file nor a folder; {READABLE} read")
    return read_file(path, kind(path), name, limit)


def source_name(path: Path) -> str:
    """The name of `path` without the suffixes that tell its kind."""
    written = os.fsencode(path.resolve().name)
    name = written.decode("utf-8", "backslashreplace")
    for suffixes in (PACKED, KINDS):
        if Path(name).suffix.lower() in suffixes:
            name = Path(name).stem
    return name


def kind(path: Path) -> str:
    """ "JSON", "CSV" or "text". Raises BadSource if the file `path` is none of them."""
    start = head(path)
    if is_binary(start):
        raise BadSource(f"{path} is a binary file; {READABLE} read")
    plain = path.with_suffix("") if path.suffix.lower() in PACKED else path
    found = KINDS.get(plain.suffix.lower())
    if not found and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[{")):
        found = "JSON"
    if not found:
        raise BadSource(f"{path} is of a kind that is not known here; {READABLE} read")
    return found


def listed(root: Path) -> list[Path]:
    """The files of the folder `root`. Raises BadSource if there is nothing to read in it."""
    try:
        next(root.iterdir(), None)
    except OSError as error:
        raise BadSource(
            f"{root} can't be read ({error.strerror or error}); check its permissions"
        ) from error
    found = files(root)
    if not any(is_readable(path) for path in found):
        raise BadSource(f"{root} holds no file that can be read; {READABLE} read")
    return found


def is_readable(path: Path) -> bool:
    """Whether the file `path` is of a known kind."""
    try:
        return bool(kind(path))
    except BadSource:
        return False


def read_folder(
    root: Path, found: list[Path], source: str, limit: int
) -> Iterator[Record | Reject]:
    """The records of all files of a folder; the folder of a text file is its category."""
    for path in found:
        category = path.parent.relative_to(root).as_posix()
        try:
            yield from read_file(
                path, kind(path), source, limit, "" if category == "." else category
            )
        except BadSource as error:
            yield Reject(str(path), 1, str(error))


def read_file(
    path: Path, found: str, source: str, limit: int, category: str = ""
) -> Iterator[Record | Reject]:
    """The records of one file of the kind `found`."""
    match found:
        case "JSON":
            yield from read_json(path, source, limit)
        case "CSV":
            yield from read_csv(path, source, limit)
        case _:
            yield from read_text(path, source, limit, category)


def digest(path: Path) -> str:
    """16 hex digits that change when the file `path`, or any file of that folder, changes.

    Raises BadSource if it can't be read; a file of a folder that can't be counts by its name.
    """
    total = hashlib.blake2b(digest_size=8)
    try:
        if not path.is_dir():
            total.update(file_digest(path))
        else:
            for file in files(path):
                name = file.relative_to(path).as_posix().encode("utf-8", "surrogateescape")
                total.update(len(name).to_bytes(8, "big") + name)
                with suppress(OSError):  # reading it makes it a reject, and the others go on
                    total.update(file_digest(file))
    except OSError as error:
        raise BadSource(f"{path} can't be read: {error.strerror or error}") from error
    return total.hexdigest()


def file_digest(path: Path) -> bytes:
    """The BLAKE2 digest of one file's bytes. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, hashlib.blake2b).digest()
