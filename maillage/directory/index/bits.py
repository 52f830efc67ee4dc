"""Sets of rows as bits: 64 rows per word, so that a set of 15,000 places is 2 kB.

A mask is a bool array of `size` rows; its packed form is a uint64 array of `words(size)`.
Bits beyond `size` are always 0.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Packed = NDArray[np.uint64]


def words(size: int) -> int:
    """Number of 64-bit words that hold `size` bits."""
    return (size + 63) // 64


def pack(mask: Mask) -> Packed:
    """Pack bool rows, along the last axis."""
    missing = words(mask.shape[-1]) * 64 - mask.shape[-1]
    if missing:
        padding = [(0, 0)] * (mask.ndim - 1) + [(0, missing)]
        mask = np.pad(mask, padding)
    return np.packbits(mask, axis=-1, bitorder="little").view(np.uint64)


def unpack(packed: Packed, size: int) -> Mask:
    """The bool rows of a packed set, along the last axis."""
    flat = np.unpackbits(packed.view(np.uint8), axis=-1, count=size, bitorder="little")
    return flat.view(np.bool_)


def count(packed: Packed) -> NDArray[np.int64]:
    """Number of rows in each set (last axis)."""
    numbers: NDArray[np.int64] = np.bitwise_count(packed).sum(axis=-1, dtype=np.int64)
    return numbers


def has(packed: Packed, rows: NDArray[np.integer[Any]]) -> Mask:
    """Whether each of `rows` is in one packed set."""
    shifted = packed[rows >> 6] >> (rows & 63).astype(np.uint64)
    answer: Mask = (shifted & np.uint64(1)).astype(np.bool_)
    return answer
