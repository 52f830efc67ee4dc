"""The score of a sheet, its parts, what to mend first, and data·inclusion's score beside."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pendulum
import pytest
from data_inclusion.schema.v1 import Service, score_qualite

from maillage.directory.enums import Section
from maillage.directory.exchange.writers.data_inclusion import service_of
from maillage.directory.quality import ASPECTS, Facts
from maillage.directory.score import (
    PART_WORDS,
    WEIGHTS,
    PartCode,
    ScoreFacts,
    data_inclusion_score,
    score_of,
)
from maillage.directory.standard import FIELD_NAMES, SEPARATOR, VOCABULARIES

TODAY = date(2026, 6, 15)
FULL = Facts(
    telephone="+33237000001",
    courriels="accueil@exemple.fr",
    horaires="Mo-Fr 09:00-12:00",
    latitude=48.4438,
    longitude=1.489,
    is_exact=True,
    has_equipment=True,
    presentation_resume="Un lieu pour apprendre.",
    lists={
        "services": frozenset({"demarches"}),
        "modalites_accompagnement": frozenset({"individuel"}),
        "modalites_acces": frozenset({"se-presenter"}),
        "frais_a_charge": frozenset({"gratuit"}),
        "typologie": frozenset({"bib"}),
    },
)


def sheet(facts: Facts = FULL, **fields: Any) -> ScoreFacts:
    return ScoreFacts(facts, TODAY, **{"confirmed_on": TODAY, **fields})


def part(code: PartCode, facts: Facts = FULL, **fields: Any) -> int:
    return score_of(sheet(facts, **fields)).parts[code]


def test_the_weights_make_a_hundred_and_have_words() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(PartCode) == set(PART_WORDS)


def test_a_full_sheet_and_an_empty_one() -> None:
    full = score_of(sheet())
    assert full.total == 100
    assert full.missing == ()
    empty = score_of(ScoreFacts(Facts(), TODAY))
    assert empty.total == 0
    assert set(empty.parts.values()) == {0}


@pytest.mark.parametrize(
    ("confirmed_days", "dated_days", "expected"),
    [
        (0, None, 100),
        (180, None, 100),
        (455, None, 50),
        (730, None, 0),
        (2000, 0, 70),
        (None, 180, 70),
        (None, 455, 35),
        (None, 900, 0),
        (None, None, 0),
        (-10, None, 100),
        (455, 0, 70),
    ],
)
def test_freshness(confirmed_days: int | None, dated_days: int | None, expected: int) -> None:
    def day(days: int | None) -> date | None:
        return None if days is None else TODAY - timedelta(days=days)

    found = part(PartCode.FRAICHEUR, confirmed_on=day(confirmed_days), date_maj=day(dated_days))
    assert found == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 100),
        ({"is_exact": False}, 40),
        ({"latitude": None}, 0),
        ({"centre": (43.0, 1.0), "postal_codes": frozenset({"28000"})}, 0),
        (
            {
                "centre": (48.44, 1.49),
                "postal_codes": frozenset({"28000"}),
                "code_postal": "45000",
            },
            60,
        ),
    ],
)
def test_position(change: dict[str, Any], expected: int) -> None:
    assert part(PartCode.POSITION, replace(FULL, **change)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 100),
        ({"courriels": ""}, 80),
        ({"telephone": ""}, 60),
        ({"telephone": "", "courriels": "", "site_web": "https://a.fr"}, 20),
        ({"telephone": "", "courriels": ""}, 0),
        ({"telephone": "", "lists": {"modalites_acces": frozenset({"telephoner"})}}, 40),
    ],
)
def test_contact(change: dict[str, Any], expected: int) -> None:
    assert part(PartCode.CONTACT, replace(FULL, **change)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 100),
        ({"horaires": "", "horaires_text": "le matin"}, 50),
        ({"horaires": ""}, 0),
        ({"horaires_text": "Fermé le lundi"}, 50),
    ],
)
def test_hours(change: dict[str, Any], expected: int) -> None:
    assert part(PartCode.HORAIRES, replace(FULL, **change)) == expected


def test_hours_do_not_count_where_nobody_comes() -> None:
    lists = dict(FULL.lists) | {"modalites_acces": frozenset({"pas-de-public"})}
    score = score_of(sheet(replace(FULL, horaires="", lists=lists)))
    assert PartCode.HORAIRES not in score.parts
    assert all(gain.section is not Section.HORAIRES for gain in score.missing)


def test_what_to_mend_first_gives_the_points_that_it_says() -> None:
    poor = sheet(replace(FULL, horaires="", has_equipment=False), confirmed_on=None, date_maj=TODAY)
    score = score_of(poor)
    assert [gain.words for gain in score.missing] == [
        "Ajoutez les horaires",
        "Relisez la fiche, puis confirmez-la ou corrigez-la",
        "Ajoutez le matériel que les visiteurs utilisent",
    ]
    assert [gain.points for gain in score.missing] == pytest.approx([19.5, 9.0, 1.5])
    assert sum(gain.points for gain in score.missing) == pytest.approx(100 - score.total)
    mended = score_of(replace(poor, facts=replace(poor.facts, horaires=FULL.horaires)))
    assert mended.total - score.total == pytest.approx(19.5, abs=1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"horaires": "", "horaires_text": "le matin"}, "Écrivez les horaires jour par jour"),
        ({"horaires_text": "Fermé le lundi"}, "Accordez les horaires"),
        ({"centre": (43.0, 1.0)}, "Vérifiez la position"),
        ({"courriels": ""}, "Complétez les contacts"),
        ({"telephone": "", "courriels": ""}, "Ajoutez un téléphone"),
        ({"is_exact": False}, "Précisez l’adresse"),
    ],
)
def test_each_fault_of_a_part_has_its_order(change: dict[str, Any], words: str) -> None:
    (gain,) = score_of(sheet(replace(FULL, **change))).missing
    assert gain.words.startswith(words)
    assert gain.points > 0


def test_the_gains_never_promise_more_than_a_hundred() -> None:
    score = score_of(ScoreFacts(Facts(), TODAY))
    assert sum(gain.points for gain in score.missing) == pytest.approx(100)
    assert len(score.missing) == len(ASPECTS) + 1  # the confirmation


# --- data·inclusion ----------------------------------------------------------------------
SERVICE_ROW = {
    "id": "lieu-1",
    "pivot": "00000000000000",
    "nom": "Médiathèque du Lac",
    "commune": "Chartres",
    "code_postal": "28000",
    "code_insee": "28085",
    "adresse": "3 rue du Port",
    "services": "Aide aux démarches administratives",
}
ROWS: dict[str, dict[str, str]] = {
    "bare": {},
    "no address": {"adresse": "Adresse non communiquée"},
    "remote only": {"modalites_accompagnement": "À distance", "adresse": "Adresse non communiquée"},
    "telephone asked and missing": {"modalites_acces": "Téléphoner"},
    "telephone": {"modalites_acces": "Téléphoner|Se présenter", "telephone": "+33237000001"},
    "mail asked and missing": {"modalites_acces": "Contacter par mail"},
    "mail": {"modalites_acces": "Contacter par mail", "courriels": "accueil@exemple.fr"},
    "prescription": {"modalites_acces": "Envoyer un mail avec une fiche de prescription"},
    "booking without address": {"modalites_acces": "Prendre un RDV en ligne"},
    "booking": {
        "modalites_acces": "Prendre un RDV en ligne",
        "prise_rdv": "https://rdv.exemple.fr/a",
    },
    "no public": {"modalites_acces": "Ce lieu n'accueille pas de public"},
    "paying": {"frais_a_charge": "Payant"},
    "free": {"frais_a_charge": "Gratuit|Gratuit sous condition"},
    "people": {"publics_specifiquement_adresses": "Jeunes|Seniors"},
    "short text": {"presentation_resume": "x" * 60},
    "good text": {"presentation_resume": "court", "presentation_detail": "x" * 200},
    "long text": {"presentation_detail": "x" * 2000},
    "tiny text": {"presentation_resume": "abc"},
    "many services": {
        "services": SEPARATOR.join(entry.value for entry in VOCABULARIES["services"])
    },
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("days", [0, 179, 181, 400, 731, 3000])
def test_ours_is_data_inclusion_s_own_score(
    name: str, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = dict.fromkeys(FIELD_NAMES, "") | SERVICE_ROW | ROWS[name]
    row["date_maj"] = (TODAY - timedelta(days=days)).isoformat()
    service = service_of(row, today=TODAY)
    assert service is not None
    now = pendulum.datetime(TODAY.year, TODAY.month, TODAY.day)
    monkeypatch.setattr(score_qualite.pendulum, "now", lambda: now)
    theirs, _criteria = score_qualite.score(Service.model_validate(service))
    assert data_inclusion_score(_facts_of(row)) == theirs


def test_no_service_no_score() -> None:
    assert data_inclusion_score(ScoreFacts(Facts(), TODAY)) is None


def _facts_of(row: dict[str, str]) -> ScoreFacts:
    lists = {
        name: frozenset(
            entry.code for entry in entries if entry.value in row[name].split(SEPARATOR)
        )
        for name, entries in VOCABULARIES.items()
    }
    facts = Facts(
        telephone=row["telephone"],
        courriels=row["courriels"],
        prise_rdv=row["prise_rdv"],
        presentation_resume=row["presentation_resume"],
        lists=lists,
    )
    return ScoreFacts(
        facts,
        TODAY,
        date_maj=date.fromisoformat(row["date_maj"]),
        adresse=row["adresse"],
        presentation_detail=row["presentation_detail"],
    )
