"""What does every engine do? The seam between the archive and the machine that searches it.

An engine works on plain values: it never sees a user's string, a request or a page number.
Writing is a `with` block: a clean end publishes what was written as a new generation, an
exception leaves the old one as it was.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from searchsvc.article import Article
from searchsvc.query import Search
from searchsvc.record import Record, Reject
from searchsvc.results import EventCount, Results, State

Prepare = Callable[[Record], Article | Reject]
"""A module-level function: workers import it by name."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a generation was built from: a path and a digest of what stood there."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a finished build or update did.

    `articles` counts all that the new generation holds. `duplicates` are the ids that came more
    than once (the last one counts), `still_withdrawn` the withdrawn ids that a source or an
    add brought again, in vain.
    """

    generation: str
    articles: int
    rejects: int = 0
    duplicates: tuple[str, ...] = ()
    still_withdrawn: tuple[str, ...] = ()
    embargoed: int = 0
    from_journal: int = 0


class Build(Protocol):
    """A new generation in the making."""

    def add(self, record: Record | Reject) -> None:
        """Hand a record to `prepare` and keep the article; a later one of the same id wins.

        What an importer could not read is only written down.
        """

    def rejects(self) -> list[Reject]:
        """All that could not be read so far; waits for the records still on their way."""

    def report(self) -> Report:
        """What was done; only after the `with` block has ended."""


class Update(Protocol):
    """Changes to the live generation, published together."""

    def add(self, article: Article) -> None:
        """Keep `article`, in place of the one with the same id.

        What was withdrawn under its id or an alias stays withdrawn. ValueError for a date that is
        none; then nothing of the block is published.
        """

    def delete(self, article_id: str) -> bool:
        """Remove an article; whether there was one. A withdrawn one stays as it is."""

    def withdraw(self, article_id: str, reason: str, purge: bool = False) -> None:
        """Hide an article for ever, through every rebuild and rollback, and say why.

        With `purge` its text leaves the index, the journal and the kept generations. Raises
        NotFound if there is no such article.
        """

    def report(self) -> Report:
        """What was done; only after the `with` block has ended."""


class Engine(Protocol):
    """An archive that can be searched and written."""

    def search(self, search: Search) -> Results:
        """The articles that `search` asks for, with exact total and counts."""

    def walk(self, search: Search) -> tuple[int, Iterator[Article]]:
        """How many articles `search` finds, and those it asks for, read one after another.

        All as they stand at this moment, also if a new generation is published meanwhile. Facets
        and histogram are not counted.
        """

    def get(self, article_id: str) -> Article | None:
        """The article of this id, or the only one that has it as an alias; also a hidden one."""

    def articles(self) -> Iterator[Article]:
        """All articles that are held, also hidden ones, in no particular order."""

    def similar(self, article_id: str, limit: int, now: int) -> tuple[Article, ...]:
        """The articles visible at `now` that share most of the telling terms of this one."""

    def correct(self, word: str) -> str | None:
        """The word of the archive's texts nearest to `word`, if that one is not in it."""

    def complete(self, prefix: str, limit: int, now: int) -> tuple[str, ...]:
        """Up to `limit` words of texts visible at `now` that begin with `prefix`, best first.

        As texts spell them, in lower case; one of those that have the same term.
        """

    def events(
        self, days: tuple[str, ...], categories: frozenset[str], now: int
    ) -> tuple[EventCount, ...]:
        """What the articles visible at `now` say of the calendar `days` (`01-20`), by day and year.

        With `categories` only those of them. `XXXX-01-20` comes last of its day.
        """

    def event_days(self, until: int, categories: frozenset[str], now: int) -> dict[str, int]:
        """How many visible articles speak of each calendar day, in years up to `until`.

        Days that there is nothing of are left out; an article counts for each year it names.
        """

    def event_neighbours(self, date: str, now: int) -> tuple[str | None, str | None]:
        """The nearest dates before and after `date` that articles visible at `now` name."""

    def state(self) -> State:
        """What is served at this moment."""

    def sources(self) -> tuple[str, ...] | None:
        """What the live generation was built from, () if that can't be read; None without one.

        Also of an index of another version.
        """

    def build(
        self,
        prepare: Prepare,
        sources: tuple[Source, ...] = (),
        jobs: int = 1,
        allow_shrink: bool = False,
    ) -> AbstractContextManager[Build]:
        """A whole new generation; the journal is replayed into it before it is published.

        Raises IndexLocked if somebody else writes, IndexShrank if it would hold less than nine
        tenths of the live one's articles.
        """

    def update(self) -> AbstractContextManager[Update]:
        """Changes to the live generation. Raises IndexLocked, IndexMissing."""

    def rollback(self) -> State:
        """Serve the generation before the live one; what was withdrawn stays withdrawn."""

    def check(self) -> list[str]:
        """What is wrong with the index, a sentence each; empty if it is sound."""

    def close(self) -> None:
        """Let go of all files and threads."""
