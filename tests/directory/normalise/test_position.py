"""Positions as partners write them."""

import pytest

from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.position import read_position


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected", "word"),
    [
        ("47.0844", "2.3964", (47.0844, 2.3964), ""),
        ("47,0844", "2,3964", (47.0844, 2.3964), ""),
        ("47.0844, 2.3964", "", (47.0844, 2.3964), ""),
        ("", "(47.0844; 2.3964)", (47.0844, 2.3964), ""),
        ("47.0844 2.3964", "47.0844 2.3964", (47.0844, 2.3964), ""),
        ("2.3964", "47.0844", (47.0844, 2.3964), "inversées"),
        ("55.45", "-20.88", (-20.88, 55.45), "inversées"),  # La Réunion
        ("-61.5", "16.2", (16.2, -61.5), "inversées"),  # Guadeloupe
        ("-20.88", "55.45", (-20.88, 55.45), ""),
        ("-12.8", "45.16", (-12.8, 45.16), ""),  # Mayotte
        ("6862035.26", "652469.02", (48.8566, 2.3522), "Lambert-93"),
        ("652 469,02", "6 862 035,26", (48.8566, 2.3522), "Lambert-93"),
        ("5940000", "261000", (None, None), "Terre"),  # Web Mercator: not guessed
        ("0", "0", (None, None), "0,0"),
        ("47.1", "", (None, None), "ensemble"),
        ("nord", "est", (None, None), "pas une position"),
        ("", "", (None, None), ""),
    ],
)
def test_positions(
    latitude: str, longitude: str, expected: tuple[float | None, float | None], word: str
) -> None:
    notes = Notes()
    found = read_position(latitude, longitude, notes=notes)
    assert found == (pytest.approx(expected, abs=2e-6) if expected[0] else expected)
    assert bool(notes) == bool(word)
    assert word in "".join(note.message for note in notes)
