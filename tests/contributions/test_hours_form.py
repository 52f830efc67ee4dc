"""Section « Horaires »: a grid made for fingers and keys, nothing rich destroyed."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.directory.enums import Section
from maillage.directory.models import Lieu
from maillage.directory.section_queries import read_values
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def form_of(lieu: Lieu, data: QueryDict | None = None) -> SectionForm:
    values = read_values(lieu=lieu, section=Section.HORAIRES)
    return build_section_form(section=Section.HORAIRES, lieu=lieu, values=values, data=data)


def data_of(form: SectionForm) -> QueryDict:
    """What a browser sends back when nobody touched the form."""
    data = QueryDict(mutable=True)
    data["horaires-plages"] = str(form.grid.columns)  # type: ignore[attr-defined]
    for row in form.rows:  # type: ignore[attr-defined]
        for cell in row.cells:
            data[cell.start_name], data[cell.end_name] = cell.start, cell.end
        data[row.appointment_name] = row.appointment
    if form.grid.holidays_closed:  # type: ignore[attr-defined]
        data["horaires-feries"] = "1"
    data["horaires-mode"] = "texte" if form.is_text else "semaine"  # type: ignore[attr-defined]
    data["horaires"] = str(form["horaires"].value())
    data["horaires_text"] = str(form["horaires_text"].value())
    return data


def shown(form: SectionForm) -> str:
    return render_to_string(form.template_name, {"form": form})


def typed(**cells: str) -> QueryDict:
    """`lundi="9h 12h 14h 17h"`: the hours of a day, in the order of its fields."""
    data = QueryDict(mutable=True)
    data["horaires-mode"] = "semaine"
    for name, value in cells.items():
        if name not in DAYS:
            data[name] = value
            continue
        for place, text in enumerate(value.split(" ")):
            column, side = divmod(place, 2)
            ends = ("debut", "fin")
            data[f"horaires-{DAYS.index(name)}-{column}-{ends[side]}"] = text.replace("_", " ")
    return data


@pytest.mark.parametrize(
    "osm",
    [
        "",
        "Mo-Fr 9:00-12:00, 14:00-17:00; Sa 10:00-12:00",
        "Tu 14:00-17:00; PH off",
        'Mo-Fr 09:00-12:00, Mo-Fr 14:00-17:00 "sur rendez-vous"',
        'Sa unknown "Sur RDV"',
        "Mo 08:00-09:00,10:00-11:00,12:00-13:00,14:00-15:00",
        "24/7",
        "Sa[1,3] 10:00-12:00",
        "Jul-Aug Mo-Fr 09:00-12:00",
        'Mo 08:00-09:00,10:00-11:00, Mo 14:00-15:00 "sur rendez-vous"',
    ],
)
def test_a_form_sent_back_as_it_was_changes_nothing(osm: str) -> None:
    lieu = make_lieu(horaires=osm, horaires_text="Sonner après 17 h")
    data = data_of(form_of(lieu))
    form = form_of(lieu, data)
    assert form.is_valid(), form.error_items
    assert form.values() == read_values(lieu=lieu, section=Section.HORAIRES)


@pytest.mark.parametrize(
    ("cells", "osm"),
    [
        ({"lundi": "9 12", "mardi": "9h 12h"}, "Mo,Tu 09:00-12:00"),
        ({"lundi": "930 midi 14:00 17h30"}, "Mo 09:30-12:00,14:00-17:30"),
        ({"lundi": "9h-12h"}, "Mo 09:00-12:00"),
        ({"lundi": "9h-12h_et_14h-17h"}, "Mo 09:00-12:00,14:00-17:00"),
        ({"lundi": "9-10,11-12,14-15"}, "Mo 09:00-10:00,11:00-12:00,14:00-15:00"),
        ({"samedi": "20h minuit"}, "Sa 20:00-24:00"),
        ({"mardi": "14h 17h", "horaires-1-rdv": "oui"}, 'Tu 14:00-17:00 "sur rendez-vous"'),
        ({"horaires-5-rdv": "oui"}, 'Sa unknown "sur rendez-vous"'),
        (
            {"lundi": "9h 12h 14h 17h", "horaires-0-rdv": "apres-midi"},
            'Mo 09:00-12:00, Mo 14:00-17:00 "sur rendez-vous"',
        ),
        ({"lundi": "9h 12h", "horaires-feries": "1"}, "Mo 09:00-12:00; PH off"),
        ({"lundi": "14h 17h 9h 12h"}, "Mo 09:00-12:00,14:00-17:00"),
        ({"horaires-feries": "1"}, ""),
        ({}, ""),
        ({"horaires-mode": "texte", "horaires": "Sa[1] 10:00-12:00"}, "Sa[1] 10:00-12:00"),
        ({"horaires-mode": "texte", "horaires": "mardi de 14h à 17h"}, "Tu 14:00-17:00"),
    ],
)
def test_what_people_type_becomes_hours(cells: dict[str, str], osm: str) -> None:
    form = form_of(make_lieu(horaires="We 10:00-12:00"), typed(**cells))
    assert form.is_valid(), form.error_items
    assert form.values()["horaires"] == osm


@pytest.mark.parametrize(
    ("cells", "field_id", "words"),
    [
        ({"mardi": "12h 9h"}, "horaires-1-0-fin", "mardi : la fin vient avant le début."),
        ({"mardi": "9h"}, "horaires-1-0-fin", "mardi : il manque l’heure de fermeture."),
        ({"lundi": " 9h"}, "horaires-0-0-debut", "lundi : il manque l’heure d’ouverture."),
        ({"jeudi": "neuf 12h"}, "horaires-3-0-debut", "jeudi : « neuf » n’est pas une heure."),
        ({"jeudi": "9h 25h"}, "horaires-3-0-fin", "« 25h » n’existe pas"),
        ({"lundi": "9h 13h 12h 17h"}, "horaires-0-1-debut", "lundi : deux plages se chevauchent."),
        (
            {"lundi": "9h 12h", "horaires-0-rdv": "apres-midi"},
            "horaires-0-rdv",
            "lundi : écrivez les heures",
        ),
        ({"horaires-mode": "texte", "horaires": "quand on veut"}, "horaires", "lus"),
    ],
)
def test_a_mistake_is_said_at_its_place(cells: dict[str, str], field_id: str, words: str) -> None:
    form = form_of(make_lieu(), typed(**cells))
    assert not form.is_valid()
    ids = [name for name, _message in form.error_items]
    assert ids == [field_id]
    assert words in form.error_items[0][1]
    page = shown(form)
    assert f'id="{field_id}"' in page
    assert words in page
    assert 'aria-invalid="true"' in page
    for day in set(cells) & set(DAYS):
        for text in cells[day].split(" "):
            assert f'value="{text}"' in page


@pytest.mark.parametrize(
    ("button", "osm"),
    [
        ("horaires-copier-semaine", "Mo-Fr 09:00-12:00; Sa 10:00-11:00"),
        ("horaires-copier-1", "Mo,Tu 09:00-12:00; Sa 10:00-11:00"),
        ("horaires-copier-6", "Mo 09:00-12:00; Sa,Su 10:00-11:00"),
        ("horaires-plage", "Mo 09:00-12:00; Sa 10:00-11:00"),
        ("horaires-copier-0", "Mo 09:00-12:00; Sa 10:00-11:00"),
        ("horaires-copier-99", "Mo 09:00-12:00; Sa 10:00-11:00"),
    ],
)
def test_a_button_shows_the_form_again_done(button: str, osm: str) -> None:
    lieu = make_lieu(horaires="We 10:00-12:00")
    asked = form_of(lieu, typed(lundi="9h 12h", samedi="10h 11h", add_row=button))
    assert not asked.is_valid()
    assert asked.error_items == []
    assert "field__error" not in shown(asked)
    form = form_of(lieu, data_of(asked))
    assert form.is_valid()
    assert form.values()["horaires"] == osm
    assert asked.grid.columns == (3 if button == "horaires-plage" else 2)  # type: ignore[attr-defined]


def test_a_button_judges_nothing() -> None:
    form = form_of(make_lieu(), typed(lundi="12h 9h", add_row="horaires-copier-semaine"))
    assert not form.is_valid()
    page = shown(form)
    assert page.count('value="12h"') == 5
    assert "avant le début" not in page


def test_a_table_that_screen_readers_can_read() -> None:
    page = shown(form_of(make_lieu(horaires="Mo-Fr 09:00-12:00,14:00-17:30; PH off")))
    assert page.count('scope="row"') == 7
    assert "lundi, matin ou journée, ouvre à" in page
    assert 'id="horaires-0-1-fin" name="horaires-0-1-fin" value="17h30"' in page
    assert "du lundi au vendredi 9 h – 12 h et 14 h – 17 h 30" in page
    # Enter in a field saves: the first button of the form is not a copy.
    assert page.index("<button") < page.index("data-copy")
    assert 'tabindex="-1" aria-hidden="true">Enregistrer' in page


def test_rich_hours_are_said_in_words_and_kept() -> None:
    lieu = make_lieu(horaires="Sa[1,3] 10:00-12:00")
    page = shown(form_of(lieu))
    assert "premier et troisième samedi du mois 10 h – 12 h" in page
    assert '<details class="hours-text" open>' in page
    assert 'value="texte" checked' in page
    replaced = form_of(lieu, typed(mardi="9h 12h"))
    assert replaced.is_valid()
    assert replaced.values()["horaires"] == "Tu 09:00-12:00"


def test_a_form_that_holds_less_shows_less() -> None:
    lieu = make_lieu(horaires="Mo 09:00-12:00")
    form = build_section_form(
        section=Section.HORAIRES, lieu=lieu, values={"horaires_text": ""}, data=None
    )
    assert "horaires-0-0-debut" not in shown(form)
    bound = build_section_form(
        section=Section.HORAIRES,
        lieu=lieu,
        values={"horaires_text": ""},
        data=QueryDict("horaires_text=Le+matin&horaires-0-0-debut=zut"),
    )
    assert bound.is_valid()
    assert bound.values() == {"horaires_text": "Le matin"}


@pytest.mark.parametrize("junk", ["x" * 3000, "<script>alert(1)</script>", "\x00", "٩h", "9h" * 40])
def test_hostile_cells_are_text(junk: str) -> None:
    data = typed()
    data["horaires-0-0-debut"] = junk
    data["horaires-0-rdv"] = junk
    data["horaires-plages"] = junk
    form = form_of(make_lieu(), data)
    assert not form.is_valid()
    assert "<script>alert" not in shown(form)
