"""What becomes of an archive through rebuilds, changes, withdrawals, failures and rollbacks?"""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import orjson
import pytest
from conftest import add, as_given, broken, bytes_under, held, rebuild, records_of, withdraw

from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.engine.whoosh.manifest import NAME, read_manifest
from searchsvc.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexShrank,
    NotFound,
)
from searchsvc.record import Record, Reject
from searchsvc.reindex import prepare

A, B, C = (Article(name, f"Title {name}", f"Body of {name}") for name in "abc")
A2 = Article("a", "Another title", "Second thoughts")


def generations(index: Path) -> list[Path]:
    """The generations that stand in the index folder."""
    return sorted((index / "generations").iterdir())


def live(index: Path) -> Path:
    """The folder of the live generation."""
    return index / "generations" / (index / "CURRENT").read_text().strip()


def listing(index: Path) -> set[str]:
    """All files under the index folder but the locks, which stay."""
    files = (path for path in index.rglob("*") if path.is_file())
    return {str(path.relative_to(index)) for path in files if not path.name.endswith("lock")}


# Rebuilding


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_last_of_several_articles_with_one_id_counts(empty, jobs):
    """The last duplicate in source order wins, however many processes read, and is reported."""
    first = [Article(f"n{number}", "old") for number in range(600)]
    last = [Article(f"n{number}", f"new {number}") for number in range(0, 600, 7)]
    report = rebuild(empty, first + last, jobs=jobs)
    assert sorted(report.duplicates) == sorted(article.id for article in last)
    assert report.articles == 600
    assert held(empty) == {each.id: each for each in (*first, *last)}


def test_what_could_not_be_read_is_kept_with_the_generation(empty, index):
    """Every reject, of an importer or of `prepare`, stands in rejects.jsonl with its reason."""
    unread = Reject("file.txt", 7, "binary")
    bad = Record(b'{"id": "x", "title": "T", "date": "someday"}', "file.jsonl", 3, "wire")
    with empty.build(partial(prepare)) as build:
        build.add(unread)
        for record in (bad, *records_of([A])):
            build.add(record)
        assert [reject.line for reject in build.rejects()] == [7, 3]
    assert build.report().rejects == empty.state().rejects == 2
    lines = (live(index) / "rejects.jsonl").read_bytes().splitlines()
    first, second = map(orjson.loads, lines)
    assert first["reason"] == "binary"
    assert (second["file"], second["line"]) == ("file.jsonl", 3)
    assert "someday" in second["reason"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_that_fails_leaves_everything_as_it_was(empty, index, jobs):
    """An exception inside the `with` block leaves the old generation and no litter."""
    rebuild(empty, [A])
    before = listing(index)
    with pytest.raises(RuntimeError):
        rebuild(empty, broken(Article(str(number), "x") for number in range(700)), jobs=jobs)
    assert listing(index) == before
    assert held(empty) == {"a": A}


def test_a_first_build_that_fails_leaves_no_index(empty, index):
    """Without a generation of before there is still none."""
    with pytest.raises(RuntimeError), empty.build(as_given):
        raise RuntimeError
    assert listing(index) == set()
    with pytest.raises(IndexMissing, match="searchsvc reindex"):
        empty.state()


def test_an_archive_that_shrank_is_not_published(empty, index):
    """A rebuild of less than nine tenths is refused with both counts, unless it is allowed."""
    articles = [Article(str(number), "x") for number in range(10)]
    rebuild(empty, articles)
    before = listing(index)
    with pytest.raises(IndexShrank, match=r"(?s)8 articles.*10.*searchsvc add"):
        rebuild(empty, articles[:8])
    assert listing(index) == before
    assert rebuild(empty, articles[:9]).articles == 9
    assert rebuild(empty, articles[:1], allow_shrink=True).articles == 1


# Changing


def fail_half_way(engine: Engine) -> None:
    """Change something, and fail."""
    with engine.update() as update:
        update.add(B)
        update.withdraw("a", "wrong")
        raise RuntimeError


def test_a_change_that_fails_leaves_everything_as_it_was(empty, index):
    """An exception inside the `with` block publishes nothing and writes nothing down."""
    rebuild(empty, [A])
    before = listing(index)
    with pytest.raises(RuntimeError):
        fail_half_way(empty)
    assert listing(index) == before
    assert held(empty) == {"a": A}


@pytest.mark.parametrize(
    "bad",
    [
        Article("bad", "T", date="someday"),
        Article("bad", "lone \ud800 surrogate"),
        Article("bad", "T", updated="someday"),
    ],
    ids=["date", "surrogate", "updated"],
)
def test_an_article_that_cannot_be_kept_spoils_nothing(empty, index, bad):
    """What can't be written is refused before it is written down, and the next change works."""
    rebuild(empty, [A])
    before = listing(index)
    with pytest.raises((TypeError, ValueError)):
        add(empty, bad)
    assert listing(index) == before
    add(empty, B)
    assert rebuild(empty, [A]).articles == 2


def test_changes_of_one_block_see_each_other(empty):
    """Within a block the last word on an id counts."""
    rebuild(empty, [A])
    with empty.update() as update:
        update.add(B)
        assert update.delete("b")
        assert not update.delete("b")
        update.add(B)
        update.withdraw("b", "wrong")
        assert update.delete("a")
        update.add(A2)
        with pytest.raises(NotFound, match="nothing"):
            update.withdraw("nothing", "wrong")
    assert held(empty)["a"] == A2
    assert held(empty)["b"].status == "withdrawn"
    assert update.report().articles == 2


def test_a_block_without_changes_publishes_nothing(empty):
    """The generation stays, and the report speaks of it."""
    rebuild(empty, [A])
    with empty.update() as update:
        assert not update.delete("nothing")
    assert update.report().generation == empty.state().generation


def test_a_change_needs_an_index(empty):
    """There must be an index before it can be changed or rolled back."""
    with pytest.raises(IndexMissing):
        add(empty, A)
    with pytest.raises(IndexMissing):
        empty.rollback()


def test_a_change_shares_the_segment_files(empty, index):
    """Segment files are linked into the next generation, not copied."""
    rebuild(empty, [A])
    files = {path.name: path.stat().st_ino for path in live(index).glob("MAIN_*")}
    add(empty, B)
    now = {path.name: path.stat().st_ino for path in live(index).glob("MAIN_*")}
    assert files.items() <= now.items()


def test_many_changes_keep_the_segments_few(empty, index):
    """Small segments are written together, so that a busy day does not slow the searches."""
    rebuild(empty, [A])
    for number in range(20):
        add(empty, Article(f"n{number}", "x"))
    assert len(list(live(index).glob("*.trm"))) <= 9
    assert len(held(empty)) == 21


# The journal


def test_changes_by_hand_outlive_a_rebuild(empty):
    """What was added stays, what was deleted stays away, and the report counts the former."""
    rebuild(empty, [A, B])
    add(empty, A2, C)
    with empty.update() as update:
        assert update.delete("b")
    report = rebuild(empty, [A, B])
    assert held(empty) == {"a": A2, "c": C}
    assert report.from_journal == 2


@pytest.mark.parametrize(
    ("by_hand", "in_source", "wins"),
    [
        (None, None, "hand"),
        (None, "2001-01-01", "hand"),
        (None, "2999-01-01", "source"),
        ("2010-01-01", "2010-01-01", "hand"),
        ("2010-01-01", "2010-01-02", "source"),
        ("2010-01-01T10:00:00+04:00", "2010-01-01T05:59:00Z", "hand"),
        ("2010-01-01T10:00:00+04:00", "2010-01-01T06:01:00Z", "source"),
        ("2999-01-01", None, "hand"),
    ],
)
def test_a_newer_version_of_a_source_wins(empty, by_hand, in_source, wins):
    """A change by hand gives way to a source that brings a later `updated`."""
    rebuild(empty, [B])
    hand = Article("a", "by hand", updated=by_hand)
    source = Article("a", "in source", updated=in_source)
    add(empty, hand)
    rebuild(empty, [source, B])
    assert held(empty)["a"] == (hand if wins == "hand" else source)


@pytest.mark.parametrize(("updated", "back"), [(None, False), ("2999-01-01", True)])
def test_a_newer_version_of_a_source_undoes_a_deletion(empty, updated, back):
    """A deleted article comes back only in a version that is newer than the deletion."""
    rebuild(empty, [A, B])
    with empty.update() as update:
        update.delete("a")
    rebuild(empty, [Article("a", "again", updated=updated), B], allow_shrink=True)
    assert ("a" in held(empty)) is back


def test_changes_made_during_a_rebuild_are_in_its_generation(empty, index):
    """Adding, deleting and withdrawing go on while a rebuild is under way."""
    rebuild(empty, [A, B])
    other = open_engine("whoosh", index)
    with empty.build(as_given, allow_shrink=True) as build:
        add(other, C)
        with other.update() as update:
            update.delete("b")
        withdraw(other, "a", "wrong", purge=True)
        for record in records_of([A, B]):
            build.add(record)
    assert set(held(empty)) == {"a", "c"}
    assert held(empty)["a"] == Article("a", "", status="withdrawn", note="wrong")
    assert build.report().still_withdrawn == ("a",)
    assert A.body.encode() not in bytes_under(index)
    assert set(held(other)) == {"a", "c"}


def test_a_torn_last_line_is_dropped(empty, index):
    """A line that a crash has cut was never acknowledged."""
    rebuild(empty, [A])
    add(empty, B)
    with (index / "journal").open("ab") as file:
        file.write(b'{"at": "2026-01-01T00:00:00+00:00", "op": "delete", "i')
    assert empty.check() == []
    add(empty, C)
    assert rebuild(empty, [A]).from_journal == 2
    assert all(map(orjson.loads, (index / "journal").read_bytes().splitlines()))


@pytest.mark.parametrize("line", [b"{]\n", b"[]\n", b'{"op": "add"}\n', b"\xff\xfe\n", b'"x"\n'])
def test_a_broken_line_is_told(empty, index, line):
    """A broken entry stops every writer with a sentence, and searching goes on."""
    rebuild(empty, [A])
    (index / "journal").write_bytes(line)
    for write in (partial(add, empty, B), partial(rebuild, empty, [A]), empty.rollback):
        with pytest.raises((IndexDamaged, IndexMissing)) as raised:
            write()
    assert "journal" in " ".join(empty.check())
    assert held(empty) == {"a": A}
    assert raised.value.exit_code == 4


def test_an_old_broken_line_stops_only_a_purge(empty, index):
    """What the live generation has taken in is not read again, but for a text that must go."""
    rebuild(empty, [A])
    add(empty, B)
    line = (index / "journal").read_bytes()
    (index / "journal").write_bytes(b"[" + line[1:])
    add(empty, C)
    assert set(held(empty)) == {"a", "b", "c"}
    with pytest.raises(IndexDamaged, match=r"Line 1 .* of .*journal can't be read"):
        withdraw(empty, "a", "wrong", purge=True)


@pytest.mark.parametrize("fields", [{"id": 5}, {"reason": 7}, {"purge": "no"}])
def test_an_entry_of_wrong_types_is_a_broken_line(empty, index, fields):
    """It is told like any line that can't be read."""
    rebuild(empty, [A])
    entry = {"at": "2026-01-01", "op": "withdraw", "id": "a", "reason": "r", "purge": False}
    (index / "journal").write_bytes(orjson.dumps(entry | fields) + b"\n")
    with pytest.raises(IndexDamaged, match=r"Line 1 .* can't be read"):
        rebuild(empty, [A])


@pytest.mark.parametrize("name", ["articles", "journal", "previous", "built"])
def test_a_manifest_of_wrong_types_is_damaged(empty, index, name):
    """It is told before a number is missed or a name is followed."""
    rebuild(empty, [A])
    path = live(index) / NAME
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | {name: ["x"]}))
    with pytest.raises(IndexDamaged, match=f"{name} is"):
        add(empty, B)


def test_another_journal_is_noticed(empty, index):
    """A journal that was cut or exchanged is not written on; a rebuild takes in what it holds."""
    rebuild(empty, [A])
    add(empty, B)
    add(empty, C)
    first, _ = (index / "journal").read_bytes().splitlines(keepends=True)
    (index / "journal").write_bytes(first)
    with pytest.raises(IndexDamaged, match="searchsvc reindex"):
        add(empty, A2)
    assert "not the journal" in " ".join(empty.check())
    rebuild(empty, [A], allow_shrink=True)
    assert set(held(empty)) == {"a", "b"}
    assert empty.check() == []


# Withdrawing


def test_a_withdrawn_article_never_comes_back(empty):
    """Neither a rebuild, an addition, a rollback nor its absence in the sources undoes it."""
    rebuild(empty, [A, B])
    withdraw(empty, "a", "A court said so.")
    assert held(empty)["a"].note == "A court said so."
    assert rebuild(empty, [A2, B]).still_withdrawn == ("a",)
    assert held(empty)["a"].status == "withdrawn"
    assert add(empty, A).still_withdrawn == ("a",)
    assert held(empty)["a"].status == "withdrawn"
    with empty.update() as update:
        assert not update.delete("a")
    assert empty.rollback().withdrawn == 1
    assert held(empty)["a"].status == "withdrawn"
    assert rebuild(empty, [B], allow_shrink=True).still_withdrawn == ()
    assert held(empty)["a"] == Article("a", "", status="withdrawn", note="A court said so.")


def test_a_rollback_behind_a_withdrawal_keeps_it(empty):
    """The generation before the withdrawal comes back without the article."""
    rebuild(empty, [A, B])
    withdraw(empty, "a", "wrong")
    empty.rollback()
    assert held(empty)["a"].status == "withdrawn"
    assert held(empty)["b"] == B


def test_a_withdrawn_article_does_not_return_under_another_id(empty):
    """An article that has a withdrawn id as an alias is the withdrawn article."""
    rebuild(empty, [A, B])
    withdraw(empty, "a", "wrong")
    renamed = Article("new", "Title a", "Body of a", aliases=("a",))
    assert add(empty, renamed).still_withdrawn == ("new",)
    assert "new" not in held(empty)
    rebuild(empty, [renamed, B])
    assert held(empty)["new"].status == "withdrawn"
    assert empty.get("a").note == "wrong"


@pytest.mark.parametrize("purge", [False, True])
def test_a_withdrawn_article_does_not_return_under_a_former_id(empty, index, purge):
    """Neither added nor rebuilt: its former addresses stay gone, and so does its text."""
    known = Article("k1", "Secret case", "A Firstlawsuit", aliases=("former",))
    again = Article("former", "Secret case", "A Secondlawsuit")
    rebuild(empty, [known, B])
    withdraw(empty, "k1", "court", purge=purge)
    assert add(empty, again).still_withdrawn == ("former",)
    assert "former" not in held(empty)
    for _ in range(2):
        assert rebuild(empty, [again, B]).still_withdrawn == ("k1",)
        found = held(empty)
        assert found["former"].status == found["k1"].status == "withdrawn"
        assert (found["former"].body == "") == purge
    assert add(empty, again).still_withdrawn == ("former",)
    assert purge != any(word in bytes_under(index) for word in (b"irstlawsuit", b"econdlawsuit"))


def test_another_article_with_the_same_former_id_stays(empty):
    """Two articles of one headline and day may share a former id; only one was withdrawn."""
    one, other = (Article(name, "News in brief", name, aliases=("shared",)) for name in "xy")
    rebuild(empty, [one, other])
    add(empty, other)
    withdraw(empty, "x", "court", purge=True)
    assert add(empty, other).still_withdrawn == ()
    rebuild(empty, [B], allow_shrink=True)
    assert held(empty)["y"] == other


def test_the_last_reason_counts_and_a_purge_is_for_ever(empty, index):
    """Withdrawing again changes the reason; a text that had to go does not come back."""
    rebuild(empty, [A, B])
    withdraw(empty, "a", "first")
    assert held(empty)["a"].body == A.body
    withdraw(empty, "a", "second", purge=True)
    withdraw(empty, "a", "third")
    for _ in range(2):
        assert held(empty)["a"] == Article("a", "", status="withdrawn", note="third")
        rebuild(empty, [A, B])
    assert A.body.encode() not in bytes_under(index)


def test_a_purge_leaves_no_byte_of_the_text(empty, index):
    """No file under the index folder holds any version of the text, whatever stood there before."""
    secret = Article("s", "Secretheadline", "Unspeakablebody words", tags=("Hiddentag",))
    rebuild(empty, [A, B, secret])
    add(empty, Article("s", "Secondheadline", "Unspeakablecorrection"))
    add(empty, C)
    litter = index / "generations" / "00000099"
    litter.mkdir()
    for path in live(index).glob("MAIN_*"):
        os.link(path, litter / path.name)
    assert b"Unspeakablebody" in bytes_under(index)
    withdraw(empty, "s", "wrong", purge=True)
    words = (b"ecretheadline", b"nspeakable", b"iddentag", b"econdheadline")

    def assert_gone() -> None:
        there = bytes_under(index)
        assert [word for word in words if word in there] == []
        assert set(held(empty)) == {"a", "b", "c", "s"}
        assert empty.check() == []

    assert_gone()
    assert not litter.exists()
    add(empty, secret)
    assert_gone()
    rebuild(empty, [A, B, secret, secret])
    assert_gone()
    empty.rollback()
    assert_gone()


def test_a_purge_keeps_the_way_back(empty):
    """After a purge the generation before can still be served, without the text."""
    rebuild(empty, [A, B])
    add(empty, C)
    withdraw(empty, "a", "wrong", purge=True)
    empty.rollback()
    assert held(empty)["c"] == C
    assert held(empty)["a"].body == ""


# Rolling back


def test_a_rollback_serves_the_generation_before(empty):
    """Twice is where one began; what is added later goes on from there."""
    rebuild(empty, [A])
    with pytest.raises(IndexMissing, match="no earlier generation"):
        empty.rollback()
    rebuild(empty, [A2, B])
    assert empty.rollback().articles == 1
    assert held(empty) == {"a": A}
    add(empty, C)
    assert held(empty) == {"a": A, "c": C}
    empty.rollback()
    assert held(empty) == {"a": A}


def test_only_the_generation_before_is_kept(empty, index):
    """Older generations are removed."""
    for article in (A, A2, A, A2):
        rebuild(empty, [article])
    add(empty, B)
    assert len(generations(index)) == 2


# Damage


def damages():
    """Each kind of file of a generation, and what may happen to it."""
    for name in ("*.trm", "*.pst", "*._stored.col", "*.toc", "_MAIN_*.json", "MAIN_*.json"):
        for how in ("missing", "empty", "cut"):
            yield name, how
    for how in ("missing", "empty", "cut", "nonsense"):
        yield NAME, how


@pytest.mark.parametrize("way_out", ["rollback", "reindex"])
@pytest.mark.parametrize(("name", "how"), [*damages()])
def test_a_damaged_generation_is_told_and_left(empty, index, name, how, way_out):
    """A damaged file is IndexDamaged with advice, and both ways of the advice work."""
    rebuild(empty, [A])
    rebuild(empty, [A, B])
    for path in live(index).glob(name):
        data = path.read_bytes()
        path.unlink()
        if how != "missing":
            new = {"empty": b"", "cut": data[: len(data) // 2], "nonsense": b"[1]"}[how]
            path.write_bytes(new)
    damaged = open_engine("whoosh", index)
    for ask in (lambda: held(damaged), partial(add, damaged, C)):
        with pytest.raises(IndexDamaged, match=r"searchsvc rollback.*searchsvc reindex"):
            ask()
    assert any("searchsvc rollback" in problem for problem in damaged.check())
    if way_out == "rollback":
        damaged.rollback()
        assert held(damaged) == {"a": A}
    else:
        rebuild(damaged, [A, B])
        assert held(damaged) == {"a": A, "b": B}
    assert damaged.check() == []
    add(damaged, C)
    assert "c" in held(damaged)


@pytest.mark.parametrize("pointer", [b"", b"00000099\n", b"\xff\xfe", None])
def test_a_damaged_pointer_is_told_and_mended(empty, index, pointer):
    """Without a readable CURRENT nothing is served; a rollback serves the newest generation."""
    rebuild(empty, [A])
    rebuild(empty, [A, B])
    (index / "CURRENT").unlink()
    if pointer is not None:
        (index / "CURRENT").write_bytes(pointer)
    with pytest.raises((IndexDamaged, IndexMissing), match="searchsvc re"):
        held(empty)
    assert empty.check()
    empty.rollback()
    assert held(empty) == {"a": A, "b": B}


def test_changed_bytes_are_found_by_a_check(empty, index):
    """A check reads everything and compares it with what was written."""
    rebuild(empty, [A])
    path = next(live(index).glob("*._stored.col"))
    data = bytearray(path.read_bytes())
    data[5] ^= 1
    path.write_bytes(data)
    (problem,) = empty.check()
    assert path.name in problem
    assert "searchsvc reindex" in problem


def test_open_permissions_are_found_by_a_check(empty, index):
    """An index folder that others may write to is not to be trusted."""
    rebuild(empty, [A])
    index.chmod(0o777)
    (problem,) = empty.check()
    assert "chmod o-w" in problem


def test_an_index_of_another_version_is_renewed_by_a_rebuild(empty, index):
    """Another fingerprint is IndexOutdated, and `reindex` is the way on."""
    rebuild(empty, [A])
    add(empty, B)
    for folder in generations(index):
        fields = orjson.loads((folder / NAME).read_bytes())
        (folder / NAME).write_bytes(orjson.dumps(fields | {"fingerprint": "0", "new": 1}))
    old = open_engine("whoosh", index)
    for ask in (old.state, partial(add, old, C), old.rollback):
        with pytest.raises(IndexOutdated, match="searchsvc reindex"):
            ask()
    assert "another version" in " ".join(old.check())
    rebuild(old, [A])
    assert held(old) == {"a": A, "b": B}
    assert read_manifest(live(index)).previous == ""


# The lock

HOLD = """
import sys
from pathlib import Path
from searchsvc.engine.opening import open_engine
from conftest import as_given
engine = open_engine("whoosh", Path(sys.argv[1]))
with (engine.update() if sys.argv[2] == "update" else engine.build(as_given)):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("writer", ["update", "build"])
def test_one_writes_at_a_time_and_the_lock_names_him(empty, index, writer):
    """A second writer is told who is writing; the lock ends with its holder, however he ends."""
    rebuild(empty, [A])
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index), writer],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )
    with process:
        assert process.stdout.readline() == b"ready\n"
        with pytest.raises(IndexLocked, match=f"process {process.pid} on .* since 20"):
            add(empty, B) if writer == "update" else rebuild(empty, [A])
        assert held(empty) == {"a": A}
        process.send_signal(signal.SIGKILL)
        process.wait()
        add(empty, B)
        rebuild(empty, [A])
    assert set(held(empty)) == {"a", "b"}
    assert len(generations(index)) == 2
