"""Section « Fermetures »: typed dates, usual closures in one press, plain refusals."""

from collections.abc import Iterator
from datetime import date
from unittest.mock import patch

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.directory.enums import Section
from maillage.directory.hours.closures import suggest_closures
from maillage.directory.models import ExceptionalPeriod, Lieu
from maillage.directory.section_queries import read_values
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db

NAME = "exceptional_periods"
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with patch("django.utils.timezone.localdate", return_value=TODAY):
        yield


def period(first: str, last: str, horaires: str = "", reason: str = "") -> ExceptionalPeriod:
    return ExceptionalPeriod(
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last),
        horaires=horaires,
        reason=reason,
    )


def form_of(lieu: Lieu, data: QueryDict | None = None) -> SectionForm:
    values = read_values(lieu=lieu, section=Section.FERMETURES)
    return build_section_form(section=Section.FERMETURES, lieu=lieu, values=values, data=data)


def typed(*rows: tuple[str, str, str, str], **others: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for number, row in enumerate(rows):
        for key, value in zip(("first_day", "last_day", "horaires", "reason"), row, strict=True):
            data[f"{NAME}-{number}-{key}"] = value
    for key, value in others.items():
        data[key] = value
    return data


def sent_back(form: SectionForm) -> QueryDict:
    data = QueryDict(mutable=True)
    for row in form.parts[0].rows:
        for item in row.items:
            data[item.name] = item.value
    return data


def shown(form: SectionForm) -> str:
    return render_to_string(form.template_name, {"form": form})


def saved(form: SectionForm) -> list[dict[str, str]]:
    assert form.is_valid(), form.error_items
    found: list[dict[str, str]] = form.values()[NAME]
    return found


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-12-25", "2026-12-26", ("2026-12-25", "2026-12-26")),
        ("25/12/2026", "", ("2026-12-25", "2026-12-25")),
        ("25/12/26", "1/1/2027", ("2026-12-25", "2027-01-01")),
        ("25.12.2026", "26-12-2026", ("2026-12-25", "2026-12-26")),
        ("25 décembre 2026", "1er janvier 2027", ("2026-12-25", "2027-01-01")),
    ],
)
def test_days_are_typed_in_many_ways(first: str, last: str, days: tuple[str, str]) -> None:
    rows = saved(form_of(make_lieu(), typed((first, last, "", "Noël"))))
    assert rows == [{"first_day": days[0], "last_day": days[1], "horaires": "", "reason": "Noël"}]


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("", ""),
        ("9h-12h et 14h-17h", "09:00-12:00,14:00-17:00"),
        ("lundi de 9h à 12h", "Mo 09:00-12:00"),
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00"),
    ],
)
def test_other_hours_are_typed_simply(text: str, osm: str) -> None:
    lieu = make_lieu()
    form = form_of(lieu, typed(("2026-12-24", "2026-12-24", text, "")))
    assert saved(form)[0]["horaires"] == osm
    kept = make_lieu(periods=[period("2026-12-24", "2026-12-24", osm)])
    again = form_of(kept)
    assert saved(form_of(kept, sent_back(again)))[0]["horaires"] == osm


@pytest.mark.parametrize(
    ("rows", "key", "words"),
    [
        ([("2026-12-26", "2026-12-25", "", "")], "0-last_day", "vient avant le premier"),
        ([("", "2026-12-25", "", "")], "0-first_day", "Écrivez le premier jour"),
        ([("31/02/2026", "", "", "")], "0-first_day", "n’est pas une date"),
        ([("bientôt", "", "", "")], "0-first_day", "n’est pas une date"),
        ([("25/12/0026", "", "", "")], "0-first_day", "n’est pas une date"),
        ([("2026-12-25", "", "12h-9h", "")], "0-horaires", "la fin vient avant le début"),
        ([("2026-12-25", "", "un peu", "")], "0-horaires", "n’est pas compris"),
        ([("2026-12-25", "", "", "x" * 201)], "0-reason", "200 au plus"),
        (
            [("2026-12-20", "2026-12-26", "", ""), ("2026-12-24", "2026-12-31", "", "")],
            "1-first_day",
            "Deux périodes se chevauchent : du 20 au 26 décembre, et du 24 au 31 décembre",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    rows: list[tuple[str, str, str, str]], key: str, words: str
) -> None:
    form = form_of(make_lieu(), typed(*rows))
    assert not form.is_valid()
    assert [name for name, _message in form.error_items] == [f"{NAME}-{key}"]
    assert words in form.error_items[0][1]
    page = shown(form)
    assert words in page
    for value in (text for row in rows for text in row if text):
        assert f'value="{value}"' in page, "nothing that was typed is lost"
    if rows[0][0] == "bientôt":
        assert f'name="{NAME}-0-first_day" type="text"' in page


def test_a_form_sent_back_as_it_was_changes_nothing() -> None:
    lieu = make_lieu(
        periods=[
            period("2024-08-01", "2024-08-15", reason="Été"),
            period("2026-08-01", "2026-08-15", reason="Été"),
            period("2026-12-24", "2026-12-31", "09:00-12:00", "Noël"),
            period("2026-12-26", "2026-12-28", reason="Ménage"),
        ]
    )
    form = form_of(lieu)
    page = shown(form)
    assert "2024-08-01" not in page, "forgotten after a year"
    assert page.index("2026-12-24") < page.index("Périodes passées") < page.index("2026-08-01")
    assert 'value="9h-12h"' in page
    before = read_values(lieu=lieu, section=Section.FERMETURES)
    assert saved(form_of(lieu, sent_back(form))) == before[NAME]


def test_a_period_is_removed_and_another_put_in_order() -> None:
    lieu = make_lieu(
        periods=[period("2026-12-24", "2026-12-31"), period("2027-02-01", "2027-02-02")]
    )
    data = sent_back(form_of(lieu))
    data[f"{NAME}-0-remove"] = "1"
    data[f"{NAME}-2-first_day"] = "01/12/2026"
    assert [row["first_day"] for row in saved(form_of(lieu, data))] == ["2026-12-01", "2027-02-01"]


def test_one_press_adds_a_usual_closure() -> None:
    lieu = make_lieu(horaires="Mo-Fr 09:00-12:00")
    page = shown(form_of(lieu))
    button = f"{NAME}|2026-12-24|2027-01-01|Fêtes de fin d’année"
    assert f'value="{button}"' in page
    assert "Fêtes de fin d’année (du 24 décembre au 1er janvier)" in page
    asked = form_of(lieu, typed(("", "", "", ""), add_row=button))
    assert not asked.is_valid()
    assert asked.error_items == []
    rows = saved(form_of(lieu, sent_back(asked)))
    assert rows == [
        {
            "first_day": "2026-12-24",
            "last_day": "2027-01-01",
            "horaires": "",
            "reason": "Fêtes de fin d’année",
        }
    ]
    # Beside what was typed already, nothing is lost.
    full = typed(("2026-12-05", "", "", "Inventaire"), add_row=button)
    rows = saved(form_of(lieu, sent_back(form_of(lieu, full))))
    assert [row["reason"] for row in rows] == ["Inventaire", "Fêtes de fin d’année"]


def test_a_row_more() -> None:
    asked = form_of(make_lieu(), typed(("2026-12-05", "", "", "x"), add_row=NAME))
    assert not asked.is_valid()
    assert len(asked.parts[0].rows) == 2
    assert 'value="2026-12-05"' in shown(asked)


@pytest.mark.parametrize(
    "button", [f"{NAME}|zut|2026-12-01|x", f"{NAME}|2026-12-01", "autre|2026-12-01|2026-12-01|x"]
)
def test_a_forged_button_adds_nothing(button: str) -> None:
    assert saved(form_of(make_lieu(), typed(("", "", "", ""), add_row=button))) == []


def test_suggestions_are_those_to_come() -> None:
    found = suggest_closures(today=date(2027, 3, 20), departement="28", said=[])
    words = [(str(item.first), item.reason) for item in found]
    assert ("2027-03-29", "Lundi de Pâques") in words
    assert ("2027-05-06", "Ascension") in words
    assert ("2027-05-07", "Pont : Ascension") in words
    assert ("2027-05-01", "Fête du Travail") in words
    assert found == sorted(found)
    covered = [(date(2027, 5, 5), date(2027, 5, 9))]
    rest = suggest_closures(today=date(2027, 3, 20), departement="28", said=covered)
    assert not any("Ascension" in item.reason for item in rest)
    quiet = suggest_closures(
        today=date(2027, 3, 20), departement="28", said=[], with_holidays=False
    )
    assert "Lundi de Pâques" not in [item.reason for item in quiet]


def test_hours_that_speak_of_holidays_need_no_suggestion_of_them() -> None:
    page = shown(form_of(make_lieu(horaires="Mo-Fr 09:00-12:00; PH off")))
    assert "Noël (" not in page
    assert "Fêtes de fin d’année" in page
