"""How does a new generation come to be: rebuilt from sources, changed, or rolled back to?

All three end in the same way: the files are written, the journal is taken in, the generation is
verified and published, and the one that was live is kept for `rollback`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import orjson

from searchsvc.article import Article
from searchsvc.engine import Prepare, Report, Source
from searchsvc.engine.whoosh.bulk import Built, Bulk
from searchsvc.engine.whoosh.draft import Draft
from searchsvc.engine.whoosh.generations import Generations
from searchsvc.engine.whoosh.journal import (
    Changes,
    Journal,
    Withdrawal,
    add_operation,
    delete_operation,
    withdraw_operation,
)
from searchsvc.engine.whoosh.lock import locked
from searchsvc.engine.whoosh.manifest import Manifest, write_manifest
from searchsvc.engine.whoosh.schema import fingerprint
from searchsvc.engine.whoosh.toc import read_toc, segment_info
from searchsvc.engine.whoosh.verify import verify
from searchsvc.errors import IndexMissing, IndexShrank, IndexUnusable, NotFound
from searchsvc.record import Record, Reject

LEAST = 0.9
"""The part of the live generation's articles that a rebuilt one must hold at least."""

REJECTS = "rejects.jsonl"


class Build:
    """A new generation that takes in records."""

    def __init__(self, bulk: Bulk) -> None:
        self.bulk = bulk
        self.unread: list[Reject] = []
        self.finished: Report | None = None

    def add(self, record: Record | Reject) -> None:
        if isinstance(record, Reject):
            self.unread.append(record)
        else:
            self.bulk.add(record)

    def rejects(self) -> list[Reject]:
        return self.unread + self.bulk.rejects()

    def report(self) -> Report:
        assert self.finished, "the report is written when the `with` block ends"
        return self.finished


class Update:
    """Changes that are collected for the live generation."""

    def __init__(self, live: Draft) -> None:
        self.live = live
        self.changes = Changes()
        self.operations: list[dict[str, object]] = []
        self.finished: Report | None = None

    def add(self, article: Article) -> None:
        self.operations.append(add_operation(article))
        self.changes.add(article, "")

    def delete(self, article_id: str) -> bool:
        if self.find(article_id) is None:
            return False
        self.operations.append(delete_operation(article_id))
        self.changes.delete(article_id, "")
        return True

    def withdraw(self, article_id: str, reason: str, purge: bool = False) -> None:
        if self.find(article_id) is None:
            raise NotFound(f"There is no article {article_id!r}.")
        withdrawal = Withdrawal(reason, purge)
        self.operations.append(withdraw_operation(article_id, withdrawal))
        self.changes.withdraw(article_id, withdrawal)

    def find(self, article_id: str) -> Article | None:
        """The article as it will be, so far."""
        if article_id in self.changes.added:
            return self.changes.added[article_id][0]
        return None if article_id in self.changes.deleted else self.live.get(article_id)

    def report(self) -> Report:
        assert self.finished, "the report is written when the `with` block ends"
        return self.finished


class Writing:
    """Publishes generations in one index folder, one writer at a time."""

    def __init__(self, generations: Generations) -> None:
        self.generations = generations
        self.journal = Journal(generations.root / "journal")
        self.lock = generations.root / "lock"

    @contextmanager
    def build(
        self,
        prepare: Prepare,
        sources: tuple[Source, ...] = (),
        jobs: int = 1,
        allow_shrink: bool = False,
    ) -> Iterator[Build]:
        """A rebuilt generation; `add` and `withdraw` may go on until it is published."""
        with locked(self.generations.root / "build.lock"):
            name = self.generations.begin()
            folder = self.generations.folder(name)
            try:
                with Bulk(folder, prepare, jobs) as bulk:
                    build = Build(bulk)
                    yield build
                    built = bulk.finish()
                built = replace(built, rejects=build.unread + built.rejects)
                self.write_rejects(name, built.rejects)
                with locked(self.lock):
                    build.finished = self.finish_build(name, built, sources, allow_shrink)
            except BaseException:
                self.generations.discard(name)
                raise

    def finish_build(
        self, name: str, built: Built, sources: tuple[Source, ...], allow_shrink: bool
    ) -> Report:
        """Replay the journal into a built generation and publish it."""
        self.generations.sweep(keep=name)
        folder = self.generations.folder(name)
        draft = Draft(folder, [segment_info(folder, segment) for segment in built.segments])
        changes, end = self.journal.changes(), self.journal.end()
        again = draft.apply(changes, changes.withdrawn, rebuilt=True)
        draft.write()
        live = self.live()
        manifest = self.describe(
            name,
            journal=end,
            withdrawn=changes.withdrawn,
            sources=sources,
            rejects=len(built.rejects),
            previous=live.generation if live else "",
        )
        held = live.articles if live else 0
        if manifest.articles < LEAST * held and not allow_shrink:
            raise IndexShrank(
                f"The new index would hold {manifest.articles:,} articles, the live one holds"
                f" {held:,}; nothing was changed. Use --allow-shrink if that is right, or"
                " `searchsvc add` to keep what is there and add to it."
            )
        return self.publish(manifest, built.duplicates, again, len(changes.added))

    @contextmanager
    def update(self) -> Iterator[Update]:
        """Changes to the live generation."""
        with locked(self.lock):
            live = self.generations.live_manifest()
            folder = self.generations.folder(live.generation)
            update = Update(Draft(folder, read_toc(folder)))
            yield update
            if not update.operations:
                update.finished = report(live)
                return
            self.journal.append(update.operations)
            changes, end = self.journal.changes(live.journal), self.journal.end()
            withdrawn = live.withdrawn | changes.withdrawn
            gone = {name: each for name, each in changes.withdrawn.items() if each.purge}
            previous = live.generation
            if gone:
                self.journal.purge(frozenset(gone))
                previous = self.purge_copy(live, gone)
            manifest, again = self.derive(live, changes, withdrawn, rewrite=bool(gone))
            manifest = replace(manifest, journal=end, previous=previous)
            update.finished = self.publish(manifest, (), again, 0)

    def rollback(self) -> Manifest:
        """Publish the generation before the live one, again, as a new one."""
        with locked(self.lock):
            live = self.live()
            name = live.previous if live else self.other_than_live()
            if not name:
                raise IndexMissing("There is no earlier generation to go back to.")
            target = self.generations.manifest(name)
            withdrawn = target.withdrawn | self.journal.changes().withdrawn
            manifest, again = self.derive(target, Changes(), withdrawn, rewrite=False)
            previous = live.generation if live else ""
            manifest = replace(manifest, journal=self.journal.end(), previous=previous)
            self.publish(manifest, (), again, 0)
            return manifest

    def derive(
        self,
        base: Manifest,
        changes: Changes,
        withdrawn: dict[str, Withdrawal],
        rewrite: bool,
    ) -> tuple[Manifest, list[str]]:
        """A new generation, not yet published: `base` with `changes`.

        With `rewrite` all segments that hold deleted documents are written anew without them.
        """
        name = self.generations.begin()
        folder = self.generations.folder(name)
        draft = Draft.like(self.generations.folder(base.generation), folder)
        again = draft.apply(changes, withdrawn, rebuilt=False)
        draft.merge(all_deleted=rewrite)
        draft.write()
        draft.drop_unused()
        manifest = self.describe(
            name,
            journal=base.journal,
            withdrawn=withdrawn,
            sources=base.sources,
            rejects=base.rejects,
            previous="",
        )
        return manifest, again

    def purge_copy(self, live: Manifest, gone: dict[str, Withdrawal]) -> str:
        """The name of a copy of the live generation without the texts of the articles `gone`."""
        copy, _ = self.derive(live, Changes(), live.withdrawn | gone, rewrite=True)
        write_manifest(self.generations.folder(copy.generation), copy)
        return copy.generation

    def describe(
        self,
        name: str,
        journal: int,
        withdrawn: dict[str, Withdrawal],
        sources: tuple[Source, ...],
        rejects: int,
        previous: str,
    ) -> Manifest:
        """The manifest of a generation whose files are written and have been verified."""
        facts = verify(self.generations.folder(name), int(time.time()))
        return Manifest(
            generation=name,
            fingerprint=fingerprint(),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            articles=facts.articles,
            languages=facts.languages,
            hidden=facts.withdrawn,
            embargoed=facts.embargoed,
            journal=journal,
            withdrawn=withdrawn,
            sources=sources,
            rejects=rejects,
            previous=previous,
        )

    def publish(
        self,
        manifest: Manifest,
        duplicates: tuple[str, ...],
        again: list[str],
        from_journal: int,
    ) -> Report:
        """Write the manifest, make the generation live, remove what nobody needs."""
        write_manifest(self.generations.folder(manifest.generation), manifest)
        self.generations.publish(manifest.generation, manifest.previous)
        return replace(
            report(manifest),
            duplicates=duplicates,
            still_withdrawn=tuple(again),
            from_journal=from_journal,
        )

    def other_than_live(self) -> str:
        """The newest finished generation besides a live one that can't be read, "" if none is."""
        live = self.generations.live()
        names = [name for name in self.generations.names() if self.generations.is_finished(name)]
        return max((name for name in names if name != live), default="")

    def live(self) -> Manifest | None:
        """The live manifest, None if there is none that this version could read."""
        try:
            return self.generations.live_manifest()
        except IndexUnusable:
            return None

    def write_rejects(self, name: str, rejects: list[Reject]) -> None:
        """Keep the records that could not be read beside the generation."""
        with (self.generations.folder(name) / REJECTS).open("wb") as file:
            for reject in rejects:
                file.write(orjson.dumps(reject) + b"\n")


def report(manifest: Manifest) -> Report:
    """What `manifest` says of its generation."""
    return Report(
        generation=manifest.generation,
        articles=manifest.articles,
        rejects=manifest.rejects,
        embargoed=manifest.embargoed,
    )
