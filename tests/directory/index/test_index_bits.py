"""Sets of rows as bits."""

import numpy as np
import pytest

from maillage.directory.index import bits


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000])
def test_pack_and_unpack_are_inverse(size: int) -> None:
    mask = np.random.default_rng(size).random((3, size)) < 0.4
    packed = bits.pack(mask)
    assert packed.shape == (3, bits.words(size))
    assert (bits.unpack(packed, size) == mask).all()
    assert bits.count(packed).tolist() == mask.sum(axis=1).tolist()


def test_has_tells_each_row() -> None:
    mask = np.zeros(200, dtype=np.bool_)
    mask[[0, 63, 64, 199]] = True
    rows = np.array([0, 1, 63, 64, 65, 199])
    assert bits.has(bits.pack(mask), rows).tolist() == [True, False, True, True, False, True]
