"""Which values are kept in memory? Those used last, up to so many bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol, TypeVar, cast


class Sized(Protocol):
    """A value that knows how many bytes of memory it takes."""

    @property
    def nbytes(self) -> int: ...


Value = TypeVar("Value", bound=Sized)


class Cache:
    """Values by key, safe to share between threads; the least recently used give way.

    `capacity` is in bytes; a value larger than that is not kept. Whoever takes a value must not
    change it.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._values: OrderedDict[Hashable, Sized] = OrderedDict()
        self._lock = Lock()
        self.nbytes = 0

    def get(self, key: Hashable) -> Sized | None:
        """The value of `key`, if it is still there."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: Sized) -> None:
        """Keep `value` under `key`."""
        if value.nbytes > self._capacity:
            return
        with self._lock:
            if (old := self._values.pop(key, None)) is not None:
                self.nbytes -= old.nbytes
            self._values[key] = value
            self.nbytes += value.nbytes
            while self.nbytes > self._capacity:
                _, oldest = self._values.popitem(last=False)
                self.nbytes -= oldest.nbytes

    def made(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of `key`, made and kept if it is not there.

        Threads that miss it at the same time each make it; that is waste, never a fault.
        """
        held = self.get(key)
        if held is not None:
            return cast(Value, held)
        value = make()
        self.put(key, value)
        return value

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._values.clear()
            self.nbytes = 0
