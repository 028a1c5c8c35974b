"""How does a new generation come to be: rebuilt from sources, changed, or rolled back to?

All three end in the same way: the files are written, the journal is taken in, the generation is
verified and published, and the one that was live is kept for `rollback`.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from searchsvc.engine import Prepare, Report, Source
from searchsvc.engine.whoosh.bulk import Built, Bulk
from searchsvc.engine.whoosh.collecting import Build, Update
from searchsvc.engine.whoosh.draft import Draft
from searchsvc.engine.whoosh.generations import Generations, advise
from searchsvc.engine.whoosh.inventory import read_toc
from searchsvc.engine.whoosh.journal import Changes, Journal, Withdrawal
from searchsvc.engine.whoosh.lock import locked
from searchsvc.engine.whoosh.manifest import Manifest, write_manifest
from searchsvc.engine.whoosh.schema import fingerprint
from searchsvc.engine.whoosh.toc import segment_info
from searchsvc.engine.whoosh.verify import verify
from searchsvc.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexShrank,
    IndexUnusable,
)
from searchsvc.record import Reject

LEAST = 0.9
"""The part of the live generation's articles that a rebuilt one must hold at least."""

PATIENCE = 300.0
"""Seconds that a rebuild waits, at its beginning and its end, for an update to be published."""

REJECTS = "rejects.jsonl"


class Writing:
    """Publishes generations in one index folder, one writer at a time.

    Whoever publishes holds `lock`; a rebuild also holds `building`, from its beginning, and `lock`
    only at both ends. `building` is taken by those who hold `lock`, so nobody meets it by chance.
    """

    def __init__(self, generations: Generations) -> None:
        self.generations = generations
        self.journal = Journal(generations.root / "journal")
        self.lock = generations.root / "lock"
        self.building = generations.root / "build.lock"

    @contextmanager
    def build(
        self,
        prepare: Prepare,
        sources: tuple[Source, ...] = (),
        jobs: int = 1,
        allow_shrink: bool = False,
    ) -> Iterator[Build]:
        """A rebuilt generation; updates may go on until it is published."""
        with ExitStack() as stack:
            with locked(self.lock, PATIENCE):
                stack.enter_context(locked(self.building))
                self.generations.sweep()
                name = stack.enter_context(self.generations.making())
            with Bulk(self.generations.folder(name), prepare, jobs) as bulk:
                build = Build(bulk)
                yield build
                built = bulk.finish()
            built = replace(built, rejects=build.unread + built.rejects)
            with locked(self.lock, PATIENCE):
                build.finished = self.finish_build(name, built, sources, allow_shrink)

    def finish_build(
        self, name: str, built: Built, sources: tuple[Source, ...], allow_shrink: bool
    ) -> Report:
        """Replay the journal into a built generation and publish it."""
        folder = self.generations.folder(name)
        write_rejects(folder, built.rejects)
        draft = Draft(folder, [segment_info(folder, segment) for segment in built.segments])
        live = self.live()
        changes, end = self.journal.changes(), self.journal.end()
        withdrawn = merged(live.withdrawn if live else {}, changes.withdrawn)
        again = draft.apply(changes, withdrawn, rebuilt=True)
        draft.purge(withdrawn)
        draft.write()
        manifest = describe(
            folder, journal=end, withdrawn=withdrawn, sources=sources, rejects=len(built.rejects)
        )
        held = live.articles if live else 0
        if manifest.articles < LEAST * held and not allow_shrink:
            raise IndexShrank(
                f"The new index would hold {manifest.articles:,} articles, the live one holds"
                f" {held:,}; nothing was changed. Use --allow-shrink if that is right, or"
                " `searchsvc add` to keep what is there and add to it."
            )
        self.publish(manifest, live)
        return replace(
            report(manifest),
            duplicates=built.duplicates,
            still_withdrawn=tuple(again),
            from_journal=len(changes.added),
        )

    @contextmanager
    def update(self) -> Iterator[Update]:
        """Changes to the live generation."""
        with self.alone():
            live = self.generations.live_manifest()
            draft = self.open(live.generation)
            update = Update(draft, self.journal.changes(live.journal), live.withdrawn)
            yield update
            changes = update.changes
            if not changes:
                update.finished = replace(report(live), still_withdrawn=tuple(update.again))
                return
            withdrawn = merged(live.withdrawn, changes.withdrawn)
            with self.derive(live, changes, withdrawn, changes.withdrawn) as manifest:
                end = self.journal.append(update.operations)
                manifest = replace(manifest, journal=end)
                self.publish(manifest, live)
            update.finished = replace(report(manifest), still_withdrawn=tuple(update.again))

    def rollback(self) -> Manifest:
        """Publish the generation before the live one, again, as a new one."""
        with self.alone():
            live = self.live()
            name = live.previous if live else self.generations.newest_but_live()
            if not name:
                raise IndexMissing("There is no earlier generation to go back to.")
            try:
                target = self.generations.manifest(name)
            except FileNotFoundError as error:
                raise IndexMissing(f"Generation {name} is gone.") from error
            withdrawn = merged(target.withdrawn, self.journal.changes().withdrawn)
            with self.derive(target, Changes(), withdrawn, withdrawn) as manifest:
                manifest = replace(manifest, journal=self.journal.end())
                self.publish(manifest, live)
            return manifest

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock, and remove what crashes have left, unless a rebuild is going on."""
        with locked(self.lock):
            with suppress(IndexLocked), locked(self.building):
                self.generations.sweep()
            yield

    def open(self, name: str) -> Draft:
        """The segments of the generation `name`, to look things up."""
        folder = self.generations.folder(name)
        try:
            return Draft(folder, read_toc(folder))
        except (IndexDamaged, IndexMissing) as error:
            raise advise(error) from error

    @contextmanager
    def derive(
        self,
        base: Manifest,
        changes: Changes,
        withdrawn: dict[str, Withdrawal],
        news: dict[str, Withdrawal],
    ) -> Iterator[Manifest]:
        """A new generation, to be published in the `with` block: `base` with `changes`.

        `news` are those of the `withdrawn` that `base` may still show.
        """
        with self.generations.making() as name:
            folder = self.generations.folder(name)
            draft = Draft.like(self.generations.folder(base.generation), folder)
            draft.apply(changes, news, rebuilt=False)
            draft.purge(news)
            draft.merge()
            draft.write()
            yield describe(
                folder,
                journal=base.journal,
                withdrawn=withdrawn,
                sources=base.sources,
                rejects=base.rejects,
            )

    def publish(self, manifest: Manifest, live: Manifest | None) -> None:
        """Make a finished generation live, keep the one before it, remove what nobody needs.

        The texts that have to go leave the journal, and the generation that is kept.
        """
        done = to_purge(live.withdrawn) if live else []
        names = [name for name in to_purge(manifest.withdrawn) if name not in done]
        gone = {name: manifest.withdrawn[name] for name in names}
        self.journal.purge(gone)
        if live and gone:
            withdrawn = merged(live.withdrawn, gone)
            with self.derive(live, Changes(), withdrawn, gone) as copy:
                write_manifest(self.generations.folder(copy.generation), copy)
                self.replace_live(manifest, copy.generation)
        else:
            self.replace_live(manifest, live.generation if live else "")

    def replace_live(self, manifest: Manifest, previous: str) -> None:
        """Write the manifest and swap."""
        folder = self.generations.folder(manifest.generation)
        write_manifest(folder, replace(manifest, previous=previous))
        self.generations.publish(manifest.generation, previous)

    def live(self) -> Manifest | None:
        """The live manifest, None if there is none that this version could read."""
        try:
            return self.generations.live_manifest()
        except IndexUnusable:
            return None


def describe(
    folder: Path,
    journal: int,
    withdrawn: dict[str, Withdrawal],
    sources: tuple[Source, ...],
    rejects: int,
) -> Manifest:
    """The manifest of a generation whose files are written. Raises IndexDamaged if they are not."""
    facts = verify(folder, int(time.time()))
    return Manifest(
        generation=folder.name,
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
        previous="",
    )


def merged(before: dict[str, Withdrawal], after: dict[str, Withdrawal]) -> dict[str, Withdrawal]:
    """All withdrawals, each with its last reason; a text that had to go has to go for ever."""
    changes = Changes(withdrawn=dict(before))
    for name, withdrawal in after.items():
        changes.withdraw(name, withdrawal)
    return changes.withdrawn


def to_purge(withdrawn: dict[str, Withdrawal]) -> list[str]:
    """The ids of the articles whose text has to go."""
    return [name for name, withdrawal in withdrawn.items() if withdrawal.purge]


def write_rejects(folder: Path, rejects: list[Reject]) -> None:
    """Keep the records that could not be read beside the generation."""
    with (folder / REJECTS).open("wb") as file:
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
