"""Does the archive survive a writer that is killed at any moment?

A process beside the tests does one thing to a copy of an index and kills itself before the n-th
call that changes the disk. SEARCHSVC_CRASHES is the number of moments tried for each of them.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import add, bytes_under, fast_folder, held, rebuild, withdraw

from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine

MOMENTS = int(os.environ.get("SEARCHSVC_CRASHES", "5"))

A, B, C, D = (Article(name, f"Title {name}", f"Text of {name}") for name in "abcd")
SOURCE = [A, B]
REPLACED = Article("b", "Replaced", "Text of another kind")


def delete(engine: Engine) -> None:
    """Delete B."""
    with engine.update() as update:
        update.delete("b")


ACTIONS: dict[str, Callable[[Engine], object]] = {
    "add": lambda engine: add(engine, REPLACED, D),
    "delete": delete,
    "withdraw": lambda engine: withdraw(engine, "c", "wrong"),
    "purge": lambda engine: withdraw(engine, "c", "wrong", purge=True),
    "reindex": lambda engine: rebuild(engine, [A, REPLACED, D]),
    "rollback": lambda engine: engine.rollback(),
}

CHANGING = ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")


def changes_disk(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an audit event is one that changes the disk."""
    if event == "open":
        return bool(int(arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR))
    return event in CHANGING


def die_at(moment: int) -> list[int]:
    """Kill this process at the `moment`-th change; the count of changes so far."""
    count = [0]

    def step() -> None:
        count[0] += 1
        if count[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    sync = os.fsync

    def fsync(handle: int) -> None:
        step()
        sync(handle)

    os.fsync = fsync
    sys.addaudithook(lambda event, args: step() if changes_disk(event, args) else None)
    return count


def serve() -> None:
    """For each line `ACTION MOMENT INDEX`: do it in a child; say how many changes there were."""
    for line in sys.stdin:
        action, moment, index = line.rstrip("\n").split(" ", 2)
        child = os.fork()
        if not child:
            engine = open_engine("whoosh", Path(index))
            count = die_at(int(moment))
            ACTIONS[action](engine)
            sys.stdout.write(f"{count[0]}\n")
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            sys.stdout.write(f"{-os.WTERMSIG(status)}\n")
            sys.stdout.flush()


Act = Callable[[str, int, Path], int]


@pytest.fixture(scope="module")
def act() -> Iterator[Act]:
    """Does an action until a moment; the number of changes, or minus the signal that ended it."""
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    with subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
    ) as process:

        def call(action: str, moment: int, index: Path) -> int:
            process.stdin.write(f"{action} {moment} {index}\n")
            return int(process.stdout.readline())

        yield call
        process.stdin.close()


@pytest.fixture(scope="module")
def before() -> Iterator[Path]:
    """An index with a generation before the live one and something in the journal."""
    with fast_folder() as folder:
        engine = open_engine("whoosh", folder / "before")
        rebuild(engine, SOURCE)
        add(engine, C)
        yield folder / "before"


@pytest.mark.crash
@pytest.mark.parametrize("action", ACTIONS)
def test_a_killed_writer_leaves_the_old_or_the_new(act, before, action):
    """Whenever it dies: the index serves one of the two, and the next command works."""
    folder = before.parent / action
    old = held(open_engine("whoosh", before))
    shutil.copytree(before, folder)
    changes = act(action, -1, folder)
    new = held(open_engine("whoosh", folder))
    assert old != new
    assert changes > 10
    for number in range(min(MOMENTS, changes)):
        moment = 1 + number * changes // min(MOMENTS, changes)
        index = before.parent / f"{action} killed at {moment}"
        shutil.copytree(before, index)
        assert act(action, moment, index) == -signal.SIGKILL
        survives(index, old, new)
        shutil.rmtree(index)


def survives(index: Path, old: dict[str, Article], new: dict[str, Article]) -> None:
    """The index at `index` is the old or the new one, and can be written on."""
    engine = open_engine("whoosh", index)
    there = held(engine)
    assert there in (old, new)
    assert all("the next add" in problem for problem in engine.check())
    later = Article("z", "Later")
    add(engine, later)
    after = held(engine)
    assert after.pop("z") == later
    assert after in ((old, new) if there == old else (new,))
    assert engine.check() == []
    assert len(list((index / "generations").iterdir())) == 2
    assert {path.name for path in index.iterdir()} <= {
        *("CURRENT", "generations", "journal", "lock", "build.lock"),
        *(".CURRENT.new", ".journal.new"),
    }
    if "c" in after and after["c"].title == "":
        assert b"Text of c" not in bytes_under(index)
    engine.rollback()
    rebuild(engine, SOURCE, allow_shrink=True)
    assert held(engine)["z"] == later
    assert engine.check() == []


if __name__ == "__main__":
    serve()
