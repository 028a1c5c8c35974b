"""The embedded engine: a genuine Whoosh index in a folder, read and written by arrays.

A request is answered from one snapshot of the live generation, whatever is published meanwhile;
the next request sees the new one.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from searchsvc.article import Article
from searchsvc.cache import Cache
from searchsvc.engine import Build, Prepare, Source, Update
from searchsvc.engine.whoosh.generations import Generations, advise
from searchsvc.engine.whoosh.manifest import Manifest, read_sources
from searchsvc.engine.whoosh.segment import CACHED, open_segments
from searchsvc.engine.whoosh.snapshot import Snapshot
from searchsvc.engine.whoosh.verify import verify
from searchsvc.errors import IndexDamaged, IndexMissing, IndexUnusable
from searchsvc.query import Search
from searchsvc.results import EventCount, Results, State

if TYPE_CHECKING:
    from searchsvc.engine.whoosh.writing import Writing


class WhooshEngine:
    """The engine in the index folder `root`, which need not exist yet. Safe to share by threads."""

    def __init__(self, root: Path, cached: int = CACHED) -> None:
        self.generations = Generations(root)
        self.cache = Cache(cached)
        self.opening = threading.Lock()
        self.opened: tuple[Manifest, Snapshot] | None = None

    @cached_property
    def writing(self) -> "Writing":
        """What changes the index; not even imported by the many processes that only ask."""
        from searchsvc.engine.whoosh.writing import Writing

        return Writing(self.generations)

    def live(self) -> tuple[Manifest, Snapshot]:
        """The live generation, opened again only when another one was published."""
        name = self.generations.live()
        opened = self.opened
        if opened and opened[0].generation == name:
            return opened
        with self.opening:
            if not self.opened or self.opened[0].generation != self.generations.live():
                self.opened = self.open()
            return self.opened

    def open(self) -> tuple[Manifest, Snapshot]:
        """Open the live generation; again if it is replaced and removed meanwhile."""
        while True:
            manifest = self.generations.live_manifest()
            folder = self.generations.folder(manifest.generation)
            try:
                return manifest, Snapshot(open_segments(folder, self.cache), self.cache)
            except (IndexUnusable, FileNotFoundError) as error:
                if manifest.generation == self.generations.live():
                    raise advise(error) from error

    def search(self, search: Search) -> Results:
        return self.live()[1].search(search)

    def walk(self, search: Search) -> tuple[int, Iterator[Article]]:
        return self.live()[1].walk(search)

    def get(self, article_id: str) -> Article | None:
        return self.live()[1].get(article_id)

    def articles(self) -> Iterator[Article]:
        return self.live()[1].articles()

    def similar(self, article_id: str, limit: int, now: int) -> tuple[Article, ...]:
        return self.live()[1].similar(article_id, limit, now)

    def correct(self, word: str) -> str | None:
        return self.live()[1].correct(word)

    def complete(self, prefix: str, limit: int, now: int) -> tuple[str, ...]:
        return self.live()[1].complete(prefix, limit, now)

    def events(
        self, days: tuple[str, ...], categories: frozenset[str], now: int
    ) -> tuple[EventCount, ...]:
        return self.live()[1].events(days, categories, now)

    def event_days(self, until: int, categories: frozenset[str], now: int) -> dict[str, int]:
        return self.live()[1].event_days(until, categories, now)

    def event_neighbours(self, date: str, now: int) -> tuple[str | None, str | None]:
        return self.live()[1].event_neighbours(date, now)

    def state(self) -> State:
        return describe(self.live()[0])

    def sources(self) -> tuple[str, ...] | None:
        try:
            return read_sources(self.generations.folder(self.generations.live()))
        except IndexMissing:
            return None
        except IndexDamaged:
            return ()

    def build(
        self,
        prepare: Prepare,
        sources: tuple[Source, ...] = (),
        jobs: int = 1,
        allow_shrink: bool = False,
    ) -> AbstractContextManager[Build]:
        return self.writing.build(prepare, sources, jobs, allow_shrink)

    def update(self) -> AbstractContextManager[Update]:
        return self.writing.update()

    def rollback(self) -> State:
        return describe(self.writing.rollback())

    def check(self) -> list[str]:
        problems = self.generations.doubtful_permissions()
        try:
            manifest, _ = self.open()
            try:
                self.verify(manifest)
            except IndexDamaged as error:
                problems.append(str(advise(error)))
            self.writing.journal.changes()
            if self.writing.journal.changes(manifest.journal):
                problems.append(
                    "The journal holds changes that were not published, after a crash;"
                    " the next add, delete, withdraw or reindex takes them in."
                )
        except IndexUnusable as error:
            problems.append(str(error))
        return problems

    def verify(self, manifest: Manifest) -> None:
        """Read all files of a generation. Raises IndexDamaged if they are not what was written."""
        folder = self.generations.folder(manifest.generation)
        for segment in open_segments(folder, Cache(0)):
            segment.verify()
        if verify(folder, int(time.time())).articles != manifest.articles:
            raise IndexDamaged(f"{folder} does not hold as many articles as it should.")

    def close(self) -> None:
        self.opened = None


def describe(manifest: Manifest) -> State:
    """What `manifest` says to the world."""
    return State(
        generation=manifest.generation,
        articles=manifest.articles,
        languages=manifest.languages,
        built=manifest.built,
        fingerprint=manifest.fingerprint,
        sources=tuple(source.path for source in manifest.sources),
        digests=tuple(source.digest for source in manifest.sources),
        withdrawn=manifest.hidden,
        embargoed=manifest.embargoed,
        rejects=manifest.rejects,
    )
