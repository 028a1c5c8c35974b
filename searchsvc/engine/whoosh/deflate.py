"""Who compresses what is written? ISA-L at the lowest levels, zlib at the others.

Both write the same format (RFC 1950), so zlib reads all of it; ISA-L is the faster one.
"""

import zlib

from isal import isal_zlib


def deflated(data: bytes, level: int) -> bytes:
    """`data` compressed at a `level` from 0 to 9."""
    if level <= isal_zlib.ISAL_BEST_COMPRESSION:
        return isal_zlib.compress(data, level)
    return zlib.compress(data, level)
