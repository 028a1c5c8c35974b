"""What was added, deleted and withdrawn by hand? A file that only grows, and outlives rebuilds.

One JSON object a line, synced before it counts: `at` (ISO timestamp, UTC), `op` and, for `add`, the
article; for `delete`, the id; for `withdraw`, id, reason, purge and aliases. A line that a crash
has cut was never acknowledged and is dropped by the next writer.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

from searchsvc.article import Article, from_record, to_record
from searchsvc.engine.whoosh.files import replace_file, sync_folder
from searchsvc.errors import IndexDamaged

KINDS = dict.fromkeys(("at", "op", "id", "reason"), str) | {
    "article": dict,
    "purge": bool,
    "aliases": list,
}
"""What each field of an entry is."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an article was taken back, and whether its text must go too.

    `aliases` are its former ids: the same article may come again under one of them.
    """

    reason: str
    purge: bool = False
    aliases: tuple[str, ...] = ()

    def covers(self, name: str, article: Article) -> bool:
        """Whether `article` is the one that was withdrawn as `name`."""
        return article.id in (name, *self.aliases) or name in article.aliases


@dataclass(slots=True)
class Changes:
    """What a stretch of the journal comes to: the last word on each id, and when it was said."""

    added: dict[str, tuple[Article, str]] = field(default_factory=dict)
    deleted: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, Withdrawal] = field(default_factory=dict)

    def add(self, article: Article, at: str) -> None:
        self.deleted.pop(article.id, None)
        self.added[article.id] = (article, at)

    def delete(self, article_id: str, at: str) -> None:
        self.added.pop(article_id, None)
        self.deleted[article_id] = at

    def withdraw(self, article_id: str, withdrawal: Withdrawal) -> None:
        before = self.withdrawn.get(article_id, Withdrawal(""))
        aliases = tuple(dict.fromkeys((*before.aliases, *withdrawal.aliases)))
        purge = withdrawal.purge or before.purge
        self.withdrawn[article_id] = Withdrawal(withdrawal.reason, purge, aliases)

    def __bool__(self) -> bool:
        return bool(self.added or self.deleted or self.withdrawn)


class Journal:
    """The journal in a file. A place in it is a number of bytes: all before it was taken in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self, after: int = 0) -> Iterator[bytes]:
        """The whole lines behind the place `after`. Raises IndexDamaged if no line begins there."""
        if not self.path.exists() and not after:
            return
        with self.path.open("rb") if self.path.exists() else BytesIO() as file:
            file.seek(max(after - 1, 0))
            if after and file.read(1) != b"\n":
                raise IndexDamaged(
                    f"{self.path} is not the journal that the live generation was made with;"
                    " restore it from a backup, or run `searchsvc reindex`, which takes in what"
                    " it holds."
                )
            for line in file:
                if line.endswith(b"\n"):
                    yield line

    def changes(self, after: int = 0) -> Changes:
        """What the entries behind the place `after` come to. IndexDamaged for a broken one."""
        changes = Changes()
        for number, line in enumerate(self.lines(after), start=1):
            try:
                take(orjson.loads(line), changes)
            except (ValueError, KeyError, TypeError) as error:
                raise self.broken(number, after) from error
        return changes

    def broken(self, number: int, after: int = 0) -> IndexDamaged:
        """What to do about the line `number` behind the place `after`."""
        return IndexDamaged(
            f"Line {number} behind byte {after} of {self.path} can't be read; restore the"
            " journal from a backup, or delete that line, which gives the change up, and"
            " run `searchsvc reindex`."
        )

    def end(self) -> int:
        """The place behind the last whole entry."""
        if not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            at = file.seek(0, os.SEEK_END)
            while at:
                step = min(at, 1 << 16)
                at -= step
                file.seek(at)
                if (found := file.read(step).rfind(b"\n")) >= 0:
                    return at + found + 1
        return 0

    def append(self, operations: Iterable[dict[str, Any]]) -> int:
        """Write `operations` down, synced; the place behind them.

        A line that a crash has cut gives way.
        """
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        data = b"".join(orjson.dumps({"at": at, **operation}) + b"\n" for operation in operations)
        end = self.end()
        with self.path.open("ab") as file:
            file.truncate(end)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.path.parent)
        return end + len(data)

    def purge(self, withdrawn: Mapping[str, Withdrawal]) -> None:
        """Take the texts of articles out of all entries; each entry keeps its place and length.

        Raises IndexDamaged for a broken entry, which may hold such a text.
        """
        if not withdrawn:
            return
        before, after = list(self.lines()), []
        for number, line in enumerate(before, start=1):
            try:
                after.append(purged(line, withdrawn))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise self.broken(number) from error
        if after != before:
            replace_file(self.path, b"".join(after))


def take(entry: dict[str, Any], changes: Changes) -> None:
    """Bring one entry into `changes`. Raises ValueError, KeyError or TypeError for a broken one."""
    for name, kind in KINDS.items():
        if name in entry and not isinstance(entry[name], kind):
            raise TypeError(f"{name} is {entry[name]!r}")
    match entry["op"]:
        case "add":
            changes.add(from_record(entry["article"]), entry["at"])
        case "delete":
            changes.delete(entry["id"], entry["at"])
        case "withdraw":
            aliases = tuple(map(str, entry.get("aliases", ())))
            changes.withdraw(entry["id"], Withdrawal(entry["reason"], entry["purge"], aliases))


def purged(line: bytes, withdrawn: Mapping[str, Withdrawal]) -> bytes:
    """`line`, or as many bytes without the text if it adds one of the articles."""
    entry = orjson.loads(line)
    if "article" not in entry:
        return line
    article = from_record(entry["article"])
    if not any(withdrawal.covers(name, article) for name, withdrawal in withdrawn.items()):
        return line
    return orjson.dumps({"at": entry["at"], "op": "purged"}).ljust(len(line) - 1) + b"\n"


def add_operation(article: Article) -> dict[str, Any]:
    return {"op": "add", "article": to_record(article)}


def delete_operation(article_id: str) -> dict[str, Any]:
    return {"op": "delete", "id": article_id}


def withdraw_operation(article_id: str, withdrawal: Withdrawal) -> dict[str, Any]:
    return {"op": "withdraw", "id": article_id, **asdict(withdrawal)}
