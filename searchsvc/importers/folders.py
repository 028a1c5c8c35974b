"""Which articles stand in text files, alone or in a folder whose subfolders are categories?"""

import os
from collections.abc import Iterator
from pathlib import Path

from searchsvc.importers.pages import read_page
from searchsvc.importers.streams import CUT, decode, open_stream
from searchsvc.record import Record, Reject


def files(root: Path) -> list[Path]:
    """The files under the folder `root` in the order of their names, hidden ones left out.

    So are pipes, sockets and devices. A link that leads nowhere and a folder that can't be listed
    are among them, to be told as unread.
    """
    found: list[Path] = []
    unlisted: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=lambda error: told(error, unlisted)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in names if not name.startswith(".")]
    found = [path for path in found if os.path.isfile(path) or not os.path.exists(path)]
    return sorted(found + unlisted, key=lambda path: path.relative_to(root).parts)


def told(error: OSError, unlisted: list[Path]) -> None:
    """Keep the folder that `error` speaks of."""
    unlisted.append(Path(error.filename))


def read_text(path: Path, source: str, limit: int, category: str = "") -> Iterator[Record | Reject]:
    """The article of a text file: its first line is the title. A saved page gives several."""
    try:
        with open_stream(path) as stream:
            data = stream.read(limit + 1)
    except CUT:
        yield Reject(str(path), 1, "the compressed file is cut off or damaged")
        return
    except OSError as error:
        yield Reject(str(path), 1, f"the file can't be read: {error.strerror or error}")
        return
    if len(data) > limit:
        yield Reject(
            str(path), 1, f"the file has more than the {limit:,} bytes an article may have"
        )
        return
    text = decode(data)
    if text is None:
        yield Reject(str(path), 1, "the file is binary or in an unknown encoding; save it as UTF-8")
        return
    if not text.strip():
        yield Reject(str(path), 1, "the file is empty")
        return
    own: dict[str, object] = {"category": category} if category else {}
    for line, fields in read_page(text) or [one_article(text)]:
        yield Record({**own, **fields}, str(path), line, source)


def one_article(text: str) -> tuple[int, dict[str, object]]:
    """The line where a plain text begins, and its fields: the first line is the title."""
    start = text[: len(text) - len(text.lstrip())]
    title, _, body = text.strip().replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    heading = title.lstrip("#").strip() if title.startswith("#") else title.strip()
    return start.count("\n") + 1, {"title": heading, "body": body.strip("\n")}
