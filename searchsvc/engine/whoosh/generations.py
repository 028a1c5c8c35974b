"""Which generation of the index is live, and how does the next one take its place?

    index/
      CURRENT             the name of the live generation; replaced in one step
      generations/NAME/   a whole Whoosh index with its manifest and rejects; never changed
      journal             what was added, deleted and withdrawn by hand
      lock, build.lock    who is publishing, who is rebuilding

Files are synced before their folder, the folder before the pointer, so that a crash at any moment
leaves the last good generation live.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchsvc.engine.whoosh.files import replace_file, sync_file, sync_folder
from searchsvc.engine.whoosh.manifest import NAME, Manifest, read_manifest
from searchsvc.errors import IndexDamaged, IndexMissing, IndexUnusable


class Generations:
    """The generations in one index folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer = root / "CURRENT"

    def folder(self, name: str) -> Path:
        """Where the generation `name` stands."""
        return self.root / "generations" / name

    def live(self) -> str:
        """The name of the live generation. Raises IndexMissing if nothing was ever published."""
        try:
            name = read_line(self.pointer).decode("ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            name = ""
        except UnicodeDecodeError as error:
            raise advise(f"{self.pointer} can't be read.") from error
        if not name:
            raise IndexMissing(
                f"There is no index in {self.root} yet; build one with `searchsvc reindex SOURCE`."
            )
        return name

    def manifest(self, name: str) -> Manifest:
        """The description of a generation. Raises IndexDamaged or IndexOutdated."""
        return read_manifest(self.folder(name))

    def live_manifest(self) -> Manifest:
        """The description of the live generation; another look if it is swapped meanwhile."""
        while True:
            name = self.live()
            try:
                return self.manifest(name)
            except FileNotFoundError:
                if name == self.live():
                    raise advise(f"{self.folder(name) / NAME} is missing.") from None

    @contextmanager
    def making(self) -> Iterator[str]:
        """A new name, with an empty folder that goes away if the `with` block fails.

        A finished generation stays: it may be live already, and if not, the next one removes it.
        """
        name = self.begin()
        try:
            yield name
        except BaseException:
            if not self.is_finished(name):
                self.discard(name)
            raise

    def begin(self) -> str:
        """A new name, above all others, with an empty folder."""
        number = max((int(name) for name in self.names() if name.isdigit()), default=0)
        while True:
            number += 1
            try:
                self.folder(f"{number:08}").mkdir(parents=True)
            except FileExistsError:
                continue
            return f"{number:08}"

    def names(self) -> Iterator[str]:
        """All generations that stand in the folder, finished or not."""
        folder = self.root / "generations"
        return (path.name for path in folder.iterdir()) if folder.exists() else iter(())

    def publish(self, name: str, previous: str) -> None:
        """Make the finished generation `name` the live one, and keep only `previous` besides.

        A file that has a second name stands in a generation that was published, and synced, before.
        """
        for each in filter(None, (name, previous)):
            for path in self.folder(each).iterdir():
                if path.stat().st_nlink == 1:
                    sync_file(path)
            sync_folder(self.folder(each))
        sync_folder(self.folder(name).parent)
        replace_file(self.pointer, f"{name}\n".encode("ascii"))
        for other in list(self.names()):
            if other not in (name, previous) and self.is_finished(other):
                self.discard(other)

    def newest_but_live(self) -> str:
        """The newest finished generation besides a live one that can't be read, "" without any."""
        try:
            live = self.live()
        except IndexUnusable:
            live = ""
        names = (name for name in self.names() if name != live and self.is_finished(name))
        return max(names, default="")

    def is_finished(self, name: str) -> bool:
        """Whether a generation was written to its end, published or not."""
        return (self.folder(name) / NAME).exists()

    def sweep(self) -> None:
        """Remove what crashes have left unfinished; only for one who holds both locks."""
        for name in list(self.names()):
            if not self.is_finished(name):
                self.discard(name)

    def discard(self, name: str) -> None:
        """Remove a generation that nobody needs."""
        shutil.rmtree(self.folder(name), ignore_errors=True)

    def doubtful_permissions(self) -> list[str]:
        """A sentence for each place that others than its owner may write to."""
        places = [self.root, self.pointer, self.root / "journal", self.root / "generations"]
        return [
            f"{place} may be written by others; take that away with `chmod o-w {place}`."
            for place in places
            if place.exists() and place.stat().st_mode & 0o002
        ]


def read_line(path: Path) -> bytes:
    """The first bytes of a small file, in a third of the time of `read_bytes`: all requests ask."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, 4096)
    finally:
        os.close(file)


def advise(problem: object) -> IndexDamaged:
    """What is wrong with the live generation, and what to do about it."""
    return IndexDamaged(f"{problem} Run `searchsvc rollback` or `searchsvc reindex`.")
