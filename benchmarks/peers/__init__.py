"""What is the work that each engine is measured at? One module an engine, with the same two names.

`build(archive, folder, jobs)` indexes a file of JSON Lines (id, title, body, category, date,
language) into an empty folder. `Searcher(folder)` opens it; its `prepare(entry)` reads an entry of
the query mix and returns the search to be timed, which gives an Answer, or None where the engine
has no such search. What a search does: the exact total, the ten best articles with what is stored
of them and a marked passage of each body, and how many matches there are by category and by year.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

Entry = dict[str, Any]

TITLE_WEIGHT = 2.0
"""What a word in the title counts, against 1 in the body, where that can be set."""

PASSAGE = 240
"""Characters of a marked passage."""


class Hit(NamedTuple):
    """One of the ten best."""

    id: str
    title: str
    date: str
    category: str
    passage: str


class Answer(NamedTuple):
    """What a search gives; `years` is also the histogram of those that have no other."""

    total: int
    hits: list[Hit]
    categories: dict[str, int]
    years: dict[int, int]


Ask = Callable[[], Answer]


def read(archive: Path) -> Iterator[Entry]:
    """The articles of a file."""
    with archive.open("rb") as lines:
        yield from map(orjson.loads, lines)
