"""Does the archive hold what its history says, whatever was done to it in whatever order?

A plain dict is told the same as a real index; after every step the two hold the same articles.
"""

import re
from contextlib import ExitStack
from dataclasses import replace

import pytest
from conftest import bytes_under, fast_folder, held, rebuild, withdraw
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from searchsvc.article import Article
from searchsvc.engine.opening import open_engine
from searchsvc.errors import IndexMissing

IDS = st.sampled_from("abcde")
STAMPS = st.sampled_from((None, "2001-01-01", "2999-01-01"))
"""When an article was updated: not known, before or after anything that a test does by hand."""

Archive = dict[str, Article]


class History(RuleBasedStateMachine):
    """A newsroom that adds, deletes, takes back, rebuilds and rolls back."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.root = self.stack.enter_context(fast_folder())
        self.engine = open_engine("whoosh", self.root / "index")
        self.source: Archive = {}
        self.live: Archive = {}
        self.before: Archive | None = None
        self.journal: dict[str, Article | None] = {}
        self.withdrawn: dict[str, tuple[str, bool]] = {}
        self.number = 0

    def teardown(self) -> None:
        self.engine.close()
        self.stack.close()

    def article(self, name: str, updated: str | None) -> Article:
        """A version of an article that no other one equals."""
        self.number += 1
        return Article(name, f"title {self.number}", f"word{self.number}x {name}", updated=updated)

    def hide(self, archive: Archive) -> Archive:
        """`archive` with all that was ever withdrawn hidden."""
        hidden = dict(archive)
        for name, (reason, purged) in self.withdrawn.items():
            article = hidden.get(name, Article(name, ""))
            kept = Article(name, "") if purged else article
            hidden[name] = replace(kept, status="withdrawn", note=reason)
        return hidden

    def publish(self, archive: Archive, keep: bool = True) -> None:
        """Tell the dicts that `archive` is live now."""
        self.before = self.live if keep else None
        self.live = self.hide(archive)

    def rebuilt(self) -> Archive:
        """What a rebuild makes of the source and the journal."""
        archive = dict(self.source)
        for name, change in self.journal.items():
            there = self.source.get(name)
            at = (change and change.updated) or "2020-01-01"
            if there and there.updated and there.updated > at:
                continue
            if change:
                archive[name] = change
            else:
                archive.pop(name, None)
        return archive

    @initialize(names=st.sets(IDS))
    def begin(self, names: set[str]) -> None:
        self.source = {name: self.article(name, None) for name in sorted(names)}
        rebuild(self.engine, self.source.values())
        self.publish(self.source, keep=False)

    @rule(name=IDS, updated=STAMPS)
    def edit_source(self, name: str, updated: str | None) -> None:
        self.source[name] = self.article(name, updated)

    @rule(name=IDS)
    def drop_from_source(self, name: str) -> None:
        self.source.pop(name, None)

    @rule()
    def reindex(self) -> None:
        rebuild(self.engine, self.source.values(), allow_shrink=True)
        self.publish(self.rebuilt())

    @rule(names=st.lists(IDS, min_size=1, max_size=2), updated=STAMPS)
    def add(self, names: list[str], updated: str | None) -> None:
        articles = [self.article(name, updated) for name in names]
        with self.engine.update() as update:
            for article in articles:
                update.add(article)
        kept = {each.id: each for each in articles if each.id not in self.withdrawn}
        refused = [each.id for each in articles if each.id in self.withdrawn]
        assert list(update.report().still_withdrawn) == refused
        self.journal |= kept
        if kept:
            self.publish(self.live | kept)

    @rule(name=IDS)
    def delete(self, name: str) -> None:
        with self.engine.update() as update:
            found = update.delete(name)
        assert found == (name in self.live and name not in self.withdrawn)
        if found:
            self.journal[name] = None
            self.publish({key: value for key, value in self.live.items() if key != name})

    @precondition(lambda self: self.live)
    @rule(data=st.data(), purge=st.booleans())
    def withdraw(self, data: st.DataObject, purge: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.live)))
        self.number += 1
        reason = f"reason {self.number}"
        withdraw(self.engine, name, reason, purge)
        self.withdrawn[name] = reason, purge or self.withdrawn.get(name, ("", False))[1]
        if self.withdrawn[name][1] and self.journal.get(name):
            self.journal.pop(name)
        self.publish(self.live)

    @rule()
    def roll_back(self) -> None:
        try:
            self.engine.rollback()
        except IndexMissing:
            assert self.before is None
        else:
            assert self.before is not None
            self.publish(self.before)

    @rule()
    def reopen(self) -> None:
        self.engine.close()
        self.engine = open_engine("whoosh", self.root / "index")

    @rule()
    def fail(self) -> None:
        with pytest.raises(RuntimeError):
            self.fail_half_way()

    def fail_half_way(self) -> None:
        with self.engine.update() as update:
            update.add(self.article("a", None))
            raise RuntimeError

    @invariant()
    def holds_what_the_dict_holds(self) -> None:
        assert held(self.engine) == self.live
        assert self.engine.state().articles == len(self.live)
        assert self.engine.check() == []
        there = bytes_under(self.root)
        for name, (_, purged) in self.withdrawn.items():
            if purged:
                assert not re.search(b"word[0-9]+x %s" % name.encode(), there)


History.TestCase.settings = settings(
    max_examples=settings().max_examples // 2, stateful_step_count=12
)
TestHistory = History.TestCase
