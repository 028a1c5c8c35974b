"""Who is writing? One process at a time, and the lock says which."""

import fcntl
import os
import shlex
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import orjson

from searchsvc.errors import IndexLocked


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` for the length of a `with` block.

    The kernel frees it when its process ends, however it ends. Raises IndexLocked, naming the
    holder, if another process or thread has it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexLocked(f"The index is locked by {describe_holder(path)}.") from None
        file.truncate(0)
        file.write(
            orjson.dumps(
                {
                    "pid": os.getpid(),
                    "host": socket.gethostname(),
                    "since": datetime.now(UTC).isoformat(timespec="seconds"),
                    "command": shlex.join(sys.argv),
                }
            )
        )
        file.flush()
        yield


def describe_holder(path: Path) -> str:
    """Process, host, time and command of the holder of `path`, as far as it has written them."""
    try:
        holder = orjson.loads(path.read_bytes())
        return (
            f"process {holder['pid']} on {holder['host']} since {holder['since']}"
            f" ({holder['command']})"
        )
    except (OSError, orjson.JSONDecodeError, KeyError):
        return "another process"
