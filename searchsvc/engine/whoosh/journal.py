"""What was added, deleted and withdrawn by hand? A file that only grows, and outlives rebuilds.

One JSON object a line, synced before it counts: `at` (ISO timestamp, UTC), `op` and, for `add`, the
article; for `delete`, the id; for `withdraw`, id, reason and purge. A line that a crash has cut was
never acknowledged and is dropped by the next writer.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from searchsvc.article import Article, from_record, to_record
from searchsvc.engine.whoosh.files import replace_file, sync_folder
from searchsvc.errors import IndexDamaged


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an article was taken back, and whether its text must go too."""

    reason: str
    purge: bool = False


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
        before = self.withdrawn.get(article_id)
        purge = withdrawal.purge or bool(before and before.purge)
        self.withdrawn[article_id] = Withdrawal(withdrawal.reason, purge)

    def __bool__(self) -> bool:
        return bool(self.added or self.deleted or self.withdrawn)


class Journal:
    """The journal in a file. A place in it is a number of bytes: all before it was taken in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """The entries behind the place `after`. Raises IndexDamaged for a broken one."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(after)
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield orjson.loads(line)
                except orjson.JSONDecodeError:
                    raise IndexDamaged(
                        f"Line {number} behind byte {after} of {self.path} can't be read; restore"
                        " the journal from a backup, or delete that line to give the change up."
                    ) from None

    def changes(self, after: int = 0) -> Changes:
        """What the entries behind the place `after` come to."""
        changes = Changes()
        for entry in self.entries(after):
            match entry["op"]:
                case "add":
                    changes.add(from_record(entry["article"]), entry["at"])
                case "delete":
                    changes.delete(entry["id"], entry["at"])
                case "withdraw":
                    changes.withdraw(entry["id"], Withdrawal(entry["reason"], entry["purge"]))
        return changes

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

    def append(self, operations: Iterable[dict[str, Any]]) -> None:
        """Write `operations` down, synced. A line that a crash has cut gives way."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        lines = [orjson.dumps({"at": at, **operation}) + b"\n" for operation in operations]
        end = self.end()
        with self.path.open("ab") as file:
            file.truncate(end)
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.path.parent)

    def purge(self, article_ids: frozenset[str]) -> None:
        """Take the texts of articles out of all entries; each entry keeps its place and length."""
        lines = []
        for entry in self.entries():
            line = orjson.dumps(entry)
            if entry["op"] == "add" and entry["article"]["id"] in article_ids:
                size = len(line)
                line = orjson.dumps({"at": entry["at"], "op": "purged"}).ljust(size)
            lines.append(line + b"\n")
        if lines:
            replace_file(self.path, b"".join(lines))


def add_operation(article: Article) -> dict[str, Any]:
    return {"op": "add", "article": to_record(article)}


def delete_operation(article_id: str) -> dict[str, Any]:
    return {"op": "delete", "id": article_id}


def withdraw_operation(article_id: str, withdrawal: Withdrawal) -> dict[str, Any]:
    operation = {"op": "withdraw", "id": article_id}
    return operation | {"reason": withdrawal.reason, "purge": withdrawal.purge}
