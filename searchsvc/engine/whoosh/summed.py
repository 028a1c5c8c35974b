"""How many bytes went into a file, and what is their checksum?"""

from pathlib import Path
from typing import TypeAlias
from zlib import crc32

Data: TypeAlias = bytes | bytearray | memoryview


class SummedFile:
    """A new file that is written from its beginning to its end.

    `size` counts the bytes, `sum` is their CRC32. Raises FileExistsError if there is one already.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.size = 0
        self.sum = 0
        self._file = path.open("xb")

    def write(self, data: Data) -> None:
        self.size += len(data)
        self.sum = crc32(data, self.sum)
        self._file.write(data)

    def close(self) -> None:
        self._file.close()
