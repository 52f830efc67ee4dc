"""The forms of the seven sections: generous in, exact out, nothing changed when nothing is."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from maillage.contributions.forms.sections import SectionForm, build_section_form
from maillage.directory.enums import Section
from maillage.directory.models import ExceptionalPeriod, Lieu, Passage
from maillage.directory.section_queries import read_values
from maillage.directory.sections import PROFESSIONAL
from tests.factories.directory import make_lieu
from tests.factories.sheets import typed
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db


def _post(lieu: Lieu, section: Section, **changes: str | list[str]) -> SectionForm:
    """The form of a section as a browser sends it, with some fields typed anew."""
    values = read_values(lieu=lieu, section=section)
    sent = typed(build_section_form(section=section, lieu=lieu, values=values))
    for name, value in changes.items():
        sent[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    data = QueryDict(urlencode(sent, doseq=True))
    return build_section_form(section=section, lieu=lieu, values=values, data=data)


def _full_lieu() -> Lieu:
    CommuneFactory(code="28085", nom="Chartres", postal_codes="28000")
    lieu = make_lieu(
        telephone="+33237000000",
        courriels="a.b@exemple.fr|accueil@exemple.fr",
        site_web="https://exemple.fr|http://www.exemple.fr/epn",
        horaires="Mo-Fr 09:00-12:00",
        horaires_text="Le premier samedi",
        presentation_detail="Une page.\n\nDeux pages.",
        pivot="130025265",
        autres_formations_labels="Point info, famille|Un autre",
        printing_possible=True,
        wifi_free=False,
        printing_price_bw_cents=20,
        age_min=0,
        professional_values={"access_note": "Sonner deux fois"},
        modalites={"services": ["demarches", "outils"], "typologie": ["bib", "rfs"]},
        equipments=["imprimante", "scanner"],
        periods=[ExceptionalPeriod(first_day="2026-12-24", last_day="2026-12-26", reason="Noël")],
    )
    Passage.objects.create(
        lieu=lieu, kind="permanence", label="Mairie", commune_id="28085", horaires="Tu 09:00-12:00"
    )
    return lieu


# The week grid has its own tests.
@pytest.mark.parametrize("section", [one for one in Section if one != Section.HORAIRES])
def test_a_form_that_nobody_touches_changes_nothing(section: Section) -> None:
    lieu = _full_lieu()
    form = _post(lieu, section)
    assert form.is_valid(), form.errors
    assert form.values() == read_values(lieu=lieu, section=section)


@pytest.mark.parametrize("section", Section)
def test_an_empty_sheet_has_its_seven_forms(section: Section) -> None:
    lieu = make_lieu()
    form = _post(lieu, section)
    assert form.is_valid(), form.errors
    assert form.values() == read_values(lieu=lieu, section=section)
    html = render_to_string(form.template_name, {"form": form})
    assert "<form" not in html
    assert form.error_items == []


@pytest.mark.parametrize(
    ("section", "name", "typed", "stored"),
    [
        ("contacts", "telephone", "02 37 11 22 33", "+33237112233"),
        ("contacts", "telephone", "02.37.11.22.33", "+33237112233"),
        ("contacts", "telephone", "+33 (0)2 37 11 22 33", "+33237112233"),
        (
            "contacts",
            "courriels",
            "a.b@exemple.fr\r\nC.D@EXEMPLE.fr",
            "a.b@exemple.fr|C.D@exemple.fr",
        ),
        ("contacts", "site_web", "www.exemple.fr", "http://www.exemple.fr"),
        ("contacts", "adresse", "  12   rue\x00 <b>Haute</b> ", "12 rue Haute"),
        ("materiel", "printing_price_bw_cents", "0,20", 20),
        ("materiel", "printing_price_bw_cents", "20 centimes", 20),
        ("materiel", "printing_price_bw_cents", "1 €", 100),
        ("materiel", "printing_price_bw_cents", "gratuit", 0),
        ("materiel", "wifi_max_minutes", "120 minutes", 120),
        ("materiel", "printing_possible", "oui", True),
        ("materiel", "printing_possible", "non", False),
        ("venir", "prise_rdv", "www.exemple.fr/rdv", "http://www.exemple.fr/rdv"),
        ("presentation", "pivot", "732 829 320 00074", "73282932000074"),
        ("presentation", "pivot", "w281000123", "W281000123"),
        ("presentation", "autres_formations_labels", "Un, deux\nTrois", "Un, deux|Trois"),
        ("services", "services", ["securite", "demarches"], ["demarches", "securite"]),
        ("presentation", "typologie", ["rfs", "", "bib"], ["bib", "rfs"]),
        (
            "materiel",
            "wifi_horaires",
            "lundi au vendredi de 9h à 12h et de 14h à 17h30",
            "Mo-Fr 09:00-12:00,14:00-17:30",
        ),
    ],
)
def test_what_people_write_becomes_what_the_standard_wants(
    section: str, name: str, typed: Any, stored: Any
) -> None:
    CommuneFactory(code="28085", nom="Chartres", postal_codes="28000")
    form = _post(make_lieu(), Section(section), **{name: typed})
    assert form.is_valid(), form.errors
    assert form.values()[name] == stored


@pytest.mark.parametrize(
    ("section", "name", "typed", "words"),
    [
        ("contacts", "nom", " ", "Écrivez le nom"),
        ("contacts", "adresse", "", "Écrivez l’adresse"),
        ("contacts", "code_postal", "2832", "cinq chiffres"),
        ("contacts", "telephone", "3949", "numéro complet"),
        ("contacts", "courriels", "accueil@", "adresse électronique complète"),
        ("contacts", "site_web", "javascript:alert(1)", "adresse web"),
        ("contacts", "commune", "Épernon", "est celui de Chartres"),
        ("contacts", "position", "ici", "latitude"),
        ("contacts", "position", "43.6, 1.44", "km de Chartres"),
        ("contacts", "nom", "é" * 256, "255 au plus"),
        ("contacts", "nom", "x" * 1_000_000, "beaucoup trop long"),
        ("presentation", "presentation_resume", "a" * 281, "280 au plus"),
        ("presentation", "pivot", "73282932000075", "erreur de frappe"),
        ("presentation", "pivot", "732829320", "SIREN"),
        ("presentation", "pivot", "bonjour", "14 chiffres"),
        ("presentation", "typologie", ["nulle-part"], "pas dans la liste"),
        ("materiel", "printing_price_bw_cents", "cher", "entre 0 et 100"),
        ("materiel", "printing_free_pages", "beaucoup", "nombre entier"),
        ("materiel", "printing_possible", "peut-être", "trois réponses"),
        ("materiel", "wifi_horaires", "souvent", ""),
        ("services", "age_max", "900", "entre 0 et 120"),
    ],
)
def test_what_would_break_the_standard_is_refused_in_plain_words(
    section: str, name: str, typed: Any, words: str
) -> None:
    CommuneFactory(
        code="28085", nom="Chartres", postal_codes="28000", latitude=48.44, longitude=1.48
    )
    form = _post(make_lieu(), Section(section), **{name: typed})
    assert not form.is_valid()
    assert words in form.errors[name][0]
    assert words in form.error_items[0][1]


def test_ages_come_in_order() -> None:
    form = _post(make_lieu(), Section.SERVICES, age_min="30", age_max="20")
    assert not form.is_valid()
    assert "age_max" in form.errors


def test_another_commune_brings_its_code_and_its_centre() -> None:
    CommuneFactory(
        code="28168", nom="Gallardon", postal_codes="28320", latitude=48.52, longitude=1.69
    )
    form = _post(make_lieu(), Section.CONTACTS, commune="GALLARDON", code_postal="28320")
    assert form.is_valid(), form.errors
    values = form.values()
    assert (values["commune"], values["code_insee"]) == ("Gallardon", "28168")
    assert (values["latitude"], values["longitude"]) == (48.52, 1.69)
    assert values["position_precision"] == "centre_commune"


def test_another_street_is_no_longer_an_exact_position() -> None:
    form = _post(make_lieu(), Section.CONTACTS, adresse="3 rue Neuve")
    assert form.is_valid(), form.errors
    assert form.values()["position_precision"] == "rue"


def test_a_typed_position_is_exact() -> None:
    form = _post(make_lieu(), Section.CONTACTS, position="48,45 1,49")
    assert form.is_valid(), form.errors
    values = form.values()
    assert (values["latitude"], values["longitude"]) == (48.45, 1.49)
    assert values["position_precision"] == "exacte"


def test_a_field_may_be_kept_for_professionals() -> None:
    form = _post(
        make_lieu(), Section.VENIR, access_note="Sonner", **{"professionnel-access_note": "1"}
    )
    assert form.is_valid(), form.errors
    assert form.values()["access_note"] == "Sonner"
    assert form.values()[PROFESSIONAL] == ["access_note"]


def test_an_empty_field_is_not_kept_for_professionals() -> None:
    form = _post(make_lieu(), Section.VENIR, **{"professionnel-access_note": "1"})
    assert form.is_valid(), form.errors
    assert form.values()[PROFESSIONAL] == []


def test_a_form_holds_only_the_fields_of_its_values() -> None:
    lieu = make_lieu(professional_note="Ligne directe")
    values = read_values(lieu=lieu, section=Section.PRESENTATION)
    for name in ("professional_note", PROFESSIONAL):
        del values[name]
    data = QueryDict("presentation_resume=Bonjour&professional_note=Volé&pivot=")
    form = build_section_form(section=Section.PRESENTATION, lieu=lieu, values=values, data=data)
    assert form.is_valid(), form.errors
    assert "professional_note" not in form.values()
    assert "Ligne directe" not in render_to_string(form.template_name, {"form": form})


# --- rows ---------------------------------------------------------------------------------
def test_rows_are_added_changed_and_removed() -> None:
    form = _post(
        make_lieu(equipments=["imprimante", "scanner"]),
        Section.MATERIEL,
        equipments__0__remove="1",
        equipments__1__count="2",
        equipments__2__kind="tablette",
        equipments__2__use="pret",
    )
    assert form.is_valid(), form.errors
    assert form.values()["equipments"] == [
        {"kind": "scanner", "count": 2, "use": "sur_place", "detail": ""},
        {"kind": "tablette", "count": None, "use": "pret", "detail": ""},
    ]


def test_one_more_row_is_asked_without_judging() -> None:
    form = _post(make_lieu(), Section.MATERIEL, add_row="equipments", wifi_max_minutes="long")
    assert not form.is_valid()
    assert form.is_asking_row
    assert form.error_items == []
    assert len(form.parts[0].rows) == 3


def test_a_row_without_its_kind_is_refused_at_its_place() -> None:
    form = _post(make_lieu(), Section.MATERIEL, equipments__1__count="2")
    assert not form.is_valid()
    assert form.error_items[0][0] == "equipments-1-kind"


def test_another_place_is_found_by_its_commune_and_its_sheet() -> None:
    CommuneFactory(code="28140", nom="Épernon", search_text="epernon")
    host = make_lieu()
    form = _post(
        make_lieu(),
        Section.VENIR,
        passages__0__kind="permanence",
        passages__0__label="Mairie",
        passages__0__commune_id="Épernon",
        passages__0__host_id=f"https://exemple.fr/lieux/{host.slug}/",
        passages__0__horaires="mardi de 9h à 12h",
    )
    assert form.is_valid(), form.errors
    assert form.values()["passages"] == [
        {
            "kind": "permanence",
            "label": "Mairie",
            "commune_id": "28140",
            "host_id": host.pk,
            "horaires": "Tu 09:00-12:00",
            "note": "",
        }
    ]


def test_an_unknown_commune_or_sheet_is_refused() -> None:
    form = _post(
        make_lieu(),
        Section.VENIR,
        passages__0__kind="halte",
        passages__0__label="Place",
        passages__0__commune_id="Nulle Part",
        passages__0__host_id="aucune-fiche",
    )
    assert not form.is_valid()
    assert [field_id for field_id, _ in form.error_items] == [
        "passages-0-commune_id",
        "passages-0-host_id",
    ]


def test_a_period_ends_after_it_begins() -> None:
    form = _post(
        make_lieu(),
        Section.FERMETURES,
        exceptional_periods__0__first_day="2026-08-02",
        exceptional_periods__0__last_day="2026-08-01",
    )
    assert not form.is_valid()
    assert form.error_items[0][0] == "exceptional_periods-0-last_day"
