"""What does a source yield before it is an article, and what of it can't be read?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a source, not yet read: a JSON line, or the fields that an importer found.

    `file` and `line` (from 1) say where it stands; `source` is the name that the article gets,
    and derives its id from, where the record names none.
    """

    data: bytes | dict[str, object]
    file: str
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: where it stands, why, and how it begins."""

    file: str
    line: int
    reason: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"
