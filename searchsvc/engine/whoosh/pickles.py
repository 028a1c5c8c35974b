"""Which pickles do we write, and how are they read back without ever running one?

Whoosh keeps stored fields and the names of a term file as pickled dicts. Ours use five opcodes
only: `}(` and `u` around a dict, `X` for text, `J` for an int32, `.` at the end. Python's pickle
reads them like any other; `read_pickle` knows nothing else, so that no file can make it act.
"""

from collections.abc import Mapping
from struct import Struct
from typing import TypeAlias

from searchsvc.errors import IndexDamaged

Plain: TypeAlias = "str | int | Mapping[str, Plain]"

START = b"\x80\x02"
NUMBER = Struct("<i")
DEEPEST = 3


def write_pickle(value: Plain) -> bytes:
    """`value` as a pickle of protocol 2; raises UnicodeEncodeError for a lone surrogate."""
    return START + encode(value) + b"."


def encode(value: Plain) -> bytes:
    """`value` as opcodes."""
    if isinstance(value, str):
        text = value.encode()
        return b"X" + NUMBER.pack(len(text)) + text
    if isinstance(value, int):
        return b"J" + NUMBER.pack(value)
    return b"}(" + b"".join(encode(part) for item in value.items() for part in item) + b"u"


def read_pickle(data: bytes) -> dict[str, Plain]:
    """The dict that `write_pickle` wrote as `data`. Raises IndexDamaged for any other bytes."""
    value, end = read_first_pickle(data)
    if end != len(data):
        raise IndexDamaged("A record of the index is not what was written.")
    return value


def read_first_pickle(data: bytes) -> tuple[dict[str, Plain], int]:
    """The dict whose pickle `data` begins with, and where that ends."""
    try:
        value, end = decode(data, len(START), 0)
    except (IndexError, ValueError) as error:
        raise IndexDamaged("A record of the index is not what was written.") from error
    if not (data.startswith(START) and isinstance(value, dict) and data[end : end + 1] == b"."):
        raise IndexDamaged("A record of the index is not what was written.")
    return value, end + 1


def decode(data: bytes, at: int, depth: int) -> tuple[Plain, int]:
    """The value whose opcodes begin at `at`, and where they end."""
    code = data[at]
    if code == 0x58:
        size = int.from_bytes(data[at + 1 : at + 5], "little")
        end = at + 5 + size
        if end > len(data):
            raise ValueError("text beyond the end")
        return data[at + 5 : end].decode(), end
    if code == 0x4A:
        return int.from_bytes(data[at + 1 : at + 5], "little", signed=True), at + 5
    if code != 0x7D or data[at + 1] != 0x28 or depth > DEEPEST:
        raise ValueError("unknown opcode")
    found: dict[str, Plain] = {}
    at += 2
    while data[at] != 0x75:
        key, at = decode(data, at, depth + 1)
        value, at = decode(data, at, depth + 1)
        if not isinstance(key, str):
            raise ValueError("a key that is not text")
        found[key] = value
    return found, at + 1
