"""Who is writing? One process at a time, and the lock says which."""

import fcntl
import os
import shlex
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from searchsvc.errors import IndexLocked

PAUSE = 0.05
"""Seconds between two looks at a lock that is waited for."""


@contextmanager
def locked(path: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path` for the length of a `with` block.

    The kernel frees it when its process ends, however it ends. Raises IndexLocked, naming the
    holder, if another process or thread still has it after `patience` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    latest = time.monotonic() + patience
    with path.open("a+b") as file:
        while not taken(file):
            if time.monotonic() >= latest:
                raise IndexLocked(f"The index is locked by {describe_holder(path)}.")
            time.sleep(PAUSE)
        file.truncate(0)
        file.write(
            orjson.dumps(
                {
                    "pid": os.getpid(),
                    "host": socket.gethostname(),
                    "since": datetime.now(UTC).isoformat(timespec="seconds"),
                    "command": shlex.join(sys.argv).encode(errors="replace").decode(),
                }
            )
        )
        file.flush()
        yield


def taken(file: BinaryIO) -> bool:
    """Whether the lock of `file` was free, and now is ours."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def describe_holder(path: Path) -> str:
    """Process, host, time and command of the holder of `path`, as far as it has written them."""
    try:
        holder = orjson.loads(path.read_bytes())
        return (
            f"process {holder['pid']} on {holder['host']} since {holder['since']}"
            f" ({holder['command']})"
        )
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
        return "another process"
