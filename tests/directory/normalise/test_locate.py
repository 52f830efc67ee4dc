"""Who is believed when the commune, the codes and the point disagree."""

from typing import Any

import pytest

from maillage.directory.enums import PositionPrecision
from maillage.directory.normalise import locate as module
from maillage.directory.normalise.commune import CommuneRow, CommuneTable
from maillage.directory.normalise.locate import Declared, Located, Verdict, locate
from maillage.directory.normalise.notes import Notes
from maillage.territory.contours import CommuneContours
from tests.factories.territory import square_geojson

# Four squares side by side, from west to east: Aubry, Bercy, then (a gap) Cernay, Dancé.
SQUARES = {
    "28001": (1.0, 48.0, 1.1, 48.1),
    "28002": (1.1, 48.0, 1.2, 48.1),
    "41001": (1.4, 48.0, 1.5, 48.1),
    "41002": (1.5, 48.0, 1.6, 48.1),
}
TABLE = CommuneTable(
    [
        CommuneRow("28001", "Aubry", ("28100",), 48.05, 1.05, 900),
        CommuneRow("28002", "Bercy", ("28100",), 48.05, 1.15, 100),
        CommuneRow("41001", "Cernay", ("41200",), 48.05, 1.45, 500),
        CommuneRow("41002", "Dancé", ("41210",), 48.05, 1.55, 500),
    ],
    [("41009", "Vieux-Dancé", "41002")],
)
CONTOURS = CommuneContours({code: square_geojson(*box) for code, box in SQUARES.items()})


def place(**declared: Any) -> tuple[Located, list[str]]:
    notes = Notes()
    located = locate(Declared(**declared), communes=TABLE, contours=CONTOURS, notes=notes)
    return located, [note.message for note in notes]


def test_all_agree_and_nothing_is_said() -> None:
    located, said = place(
        commune="AUBRY", code_postal="28100", code_insee="28001", latitude=48.02, longitude=1.02
    )
    assert located == Located("28001", "Aubry", "28100", 48.02, 1.02, module.EXACTE, Verdict.DEDANS)
    assert said == []


def test_precisions_are_those_of_the_directory() -> None:
    assert (module.EXACTE, module.CENTRE_COMMUNE, module.INCONNUE) == (
        PositionPrecision.EXACTE,
        PositionPrecision.CENTRE_COMMUNE,
        PositionPrecision.INCONNUE,
    )


def test_a_point_just_outside_is_kept() -> None:
    # 300 m north of the boundary: the boundaries are simplified.
    located, said = place(commune="Aubry", code_postal="28100", latitude=48.1027, longitude=1.05)
    assert (located.verdict, located.latitude) == (Verdict.BORD, 48.1027)
    assert said == []


def test_a_far_point_is_left_for_the_centre() -> None:
    located, said = place(commune="Aubry", code_postal="28100", latitude=48.05, longitude=1.55123)
    assert (located.code_insee, located.verdict) == ("28001", Verdict.ADRESSE_CRUE)
    assert (located.latitude, located.longitude) == (48.05, 1.05)
    assert located.precision == module.CENTRE_COMMUNE
    sentence = "Le point donné est à 34\xa0km d’Aubry, dans Dancé ; l’adresse est crue"
    assert said == [f"{sentence}, le point est laissé de côté."]


def test_the_centre_of_another_commune_and_the_open_country() -> None:
    _, said = place(commune="Aubry", code_postal="28100", latitude=48.05, longitude=1.55)
    assert "c’est le centre de Dancé" in said[0]
    _, said = place(commune="Aubry", code_postal="28100", latitude=43.3, longitude=5.4)
    assert "hors du territoire que le site connaît" in said[0]


def test_the_centre_of_the_commune_is_no_address() -> None:
    located, _ = place(commune="Aubry", code_postal="28100", latitude=48.05, longitude=1.05)
    assert (located.verdict, located.precision) == (Verdict.DEDANS, module.CENTRE_COMMUNE)


@pytest.mark.parametrize(
    ("latitude", "longitude", "word"),
    [(1.02, 48.02, "inversées"), (48.02, -1.02, "longitude"), (-48.02, 1.02, "latitude")],
)
def test_figures_exchanged_or_without_their_sign(
    latitude: float, longitude: float, word: str
) -> None:
    located, said = place(
        commune="Aubry", code_postal="28100", latitude=latitude, longitude=longitude
    )
    assert (located.latitude, located.longitude) == (48.02, 1.02)
    assert located.verdict is Verdict.POINT_REPARE
    assert word in said[0]


def test_a_name_with_its_postal_code_outweighs_point_and_insee_code() -> None:
    located, said = place(
        commune="Aubry", code_postal="28100", code_insee="28002", latitude=48.05, longitude=1.18
    )
    assert (located.code_insee, located.verdict) == ("28001", Verdict.ADRESSE_CRUE)
    assert "Le code INSEE 28002 est celui de Bercy" in said[0]


def test_the_point_decides_between_a_name_and_a_postal_code() -> None:
    located, said = place(commune="Aubry", code_postal="41200", latitude=48.02, longitude=1.43)
    assert (located.code_insee, located.verdict) == ("41001", Verdict.POINT_CRU)
    assert said[0] == (
        "Le point donné est dans Cernay, comme le code postal : le point est cru, pas Aubry."
    )
    located, said = place(commune="Aubry", code_postal="41200", latitude=48.02, longitude=1.02)
    assert (located.code_insee, located.code_postal) == ("28001", "28100")
    assert said == ["41200 n’est pas un code postal d’Aubry : 28100 est mis."]


def test_a_postal_code_with_one_wrong_figure_misleads_the_geocoder() -> None:
    located, said = place(commune="Cernay", code_postal="41210", latitude=48.05, longitude=1.58)
    assert (located.code_insee, located.code_postal) == ("41001", "41200")
    assert located.verdict is Verdict.ADRESSE_CRUE
    assert len(said) == 2


def test_the_point_settles_a_shared_postal_code() -> None:
    located, said = place(code_postal="28100", latitude=48.02, longitude=1.18)
    assert (located.code_insee, located.verdict) == ("28002", Verdict.POINT_CRU)
    assert said == ["La commune manquait : trouvée."]
    located, said = place(commune="Le Hameau", code_postal="28100", latitude=48.02, longitude=1.18)
    assert located.code_insee == "28002"
    assert "« Le Hameau » n’est pas une commune connue" in said[0]


def test_without_a_point_the_main_commune_is_supposed_and_said_so() -> None:
    located, said = place(code_postal="28100")
    assert (located.code_insee, located.verdict) == ("28001", Verdict.SUPPOSE)
    assert "À confirmer" in said[0]
    located, said = place(code_postal="28100", nom="Mairie de Bercy")
    assert (located.code_insee, located.verdict) == ("28002", Verdict.SANS_POINT)
    assert "le nom du lieu dit Bercy" in said[0]


def test_an_unknown_name_in_a_shared_postal_code_is_left_open() -> None:
    located, said = place(commune="Le Hameau", code_postal="28100")
    assert (located.code_insee, located.verdict) == ("", Verdict.INDECIS)
    assert said == [
        "Le code postal 28100 est celui de 2 communes (Aubry, Bercy) : on ne peut pas choisir."
    ]


def test_former_communes_are_told_and_kept() -> None:
    located, said = place(commune="VIEUX DANCE", code_postal="41210", code_insee="41009")
    assert (located.code_insee, located.commune) == ("41002", "Dancé")
    assert located.ancienne_commune == "Vieux-Dancé"
    assert said == [
        "Code d’une ancienne commune, aujourd’hui dans Dancé.",
        "Vieux-Dancé fait aujourd’hui partie de Dancé.",
    ]


def test_insee_codes_that_are_none() -> None:
    located, said = place(commune="Cernay", code_postal="41200", code_insee="41200")
    assert located.code_insee == "41001"
    assert said == ["« 41200 » est un code postal : laissé de côté."]
    _, said = place(commune="Cernay", code_postal="41200", code_insee="41999")
    assert said == ["Aucune commune n’a le code INSEE 41999 : laissé de côté."]
    located, said = place(commune="Cernay", code_postal="41001")
    assert (located.code_postal, located.code_insee) == ("41200", "41001")
    assert said[0] == "« 41001 » est le code INSEE de Cernay, pas son code postal."


def test_an_insee_code_and_its_postal_code_against_an_unknown_name() -> None:
    located, said = place(commune="Le Hameau", code_postal="28100", code_insee="28002")
    assert located.code_insee == "28002"
    assert "le code INSEE 28002 (Bercy) est cru" in said[0]


def test_outside_the_known_territory_the_row_is_kept() -> None:
    located, said = place(
        commune="MARSEILLE", code_postal="13001", code_insee="13055", latitude=43.3, longitude=5.4
    )
    assert located == Located(
        "13055", "Marseille", "13001", 43.3, 5.4, module.EXACTE, Verdict.NON_VERIFIE
    )
    assert said == []
    located, said = place(commune="Marseille", code_postal="13001", latitude=48.02, longitude=1.02)
    assert (located.latitude, located.verdict) == (None, Verdict.INDECIS)
    assert "dans Aubry, l’adresse ailleurs" in said[0]


def test_a_point_alone_gives_the_commune() -> None:
    located, said = place(latitude=48.02, longitude=1.02)
    assert (located.commune, located.code_postal) == ("Aubry", "28100")
    assert located.verdict is Verdict.POINT_CRU
    assert said


def test_without_boundaries_the_centre_judges() -> None:
    for longitude, verdict in ((1.2, Verdict.NON_VERIFIE), (1.5, Verdict.ADRESSE_CRUE)):
        located = locate(
            Declared("Aubry", "28100", latitude=48.05, longitude=longitude),
            communes=TABLE,
            contours=None,
            notes=Notes(),
        )
        assert located.verdict is verdict


def test_nothing_at_all() -> None:
    located, said = place()
    assert located == Located("", "", "", None, None, module.INCONNUE, Verdict.INDECIS)
    assert said == []
