"""How is a file or folder written so that a crash leaves the old or the new, never a half?"""

import os
import shutil
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of `path` in one step, synced; for one writer at a time."""
    new = path.with_name(f".{path.name}.new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of `path` survive a crash."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def link_file(path: Path, to: Path) -> None:
    """Give the file `path` a second name, or copy it where the file system has no hard links."""
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
