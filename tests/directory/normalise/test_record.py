"""Whole rows: version 1, version 0, vocabularies, refusals with every reason."""

import pytest

from maillage.directory.normalise.notes import Level, Notes
from maillage.directory.normalise.record import Record, Version, check_required, read_record
from maillage.directory.standard import FIELD_NAMES

BASE = {
    "id": "a",
    "pivot": "43493312300029",
    "nom": "Lieu",
    "commune": "Tours",
    "code_postal": "37000",
    "adresse": "1 rue Neuve",
    "date_maj": "2026-01-01",
}


def read(version: Version = Version.V1, **fields: str) -> tuple[Record, Notes]:
    notes = Notes()
    return read_record({**BASE, **fields}, version=version, notes=notes), notes


def test_every_reason_of_a_refusal() -> None:
    record, notes = read(id="", nom=" ", code_postal="37", date_maj="demain", adresse="<br>")
    check_required(record, notes=notes)
    refused = {note.field for note in notes if note.level is Level.REJET}
    assert refused == {"id", "nom", "code_postal", "date_maj", "adresse"}


def test_name_too_long_is_refused_and_complement_is_cut() -> None:
    record, notes = read(nom="a" * 256, complement_adresse="b" * 301)
    check_required(record, notes=notes)
    assert [note.field for note in notes if note.level is Level.REJET] == ["nom"]
    assert len(str(record.values["complement_adresse"])) == 300


def test_columns_that_the_file_has_not_are_not_touched() -> None:
    record, _ = read()
    assert set(record.values) == set(BASE)
    assert record.lists == {}


def test_unknown_values_are_named_and_the_rest_is_kept() -> None:
    record, notes = read(services="Aide aux démarches administratives|Couture|Jardin")
    assert record.lists["services"] == ("Aide aux démarches administratives",)
    assert [(n.level, n.before) for n in notes] == [
        (Level.AVERTISSEMENT, "Couture"),
        (Level.AVERTISSEMENT, "Jardin"),
    ]


def test_values_written_otherwise_are_recognised() -> None:
    record, notes = read(
        modalites_acces="Ce lieu n’accueille pas de public;telephoner",
        typologie="tiers_lieux|Bibliothèque ou médiathèque",
        formations_labels="Étapes numériques(La Poste)|France Services",
        services="Prendre en main un ordinateur",
    )
    assert record.lists["modalites_acces"] == ("Téléphoner", "Ce lieu n'accueille pas de public")
    assert record.lists["typologie"] == ("BIB", "TIERS_LIEUX")
    assert record.lists["formations_labels"] == ("Étapes numériques (La Poste)",)
    assert record.lists["dispositif_programmes_nationaux"] == ("France Services",)
    assert record.lists["services"] == ("Maîtrise des outils numériques du quotidien",)
    assert {note.level for note in notes} == {Level.REPARE}


def test_etapes_numeriques_comes_back_from_the_free_labels() -> None:
    record, notes = read(
        formations_labels="ORDI 3.0", autres_formations_labels="Étapes numériques (La Poste)|Label"
    )
    assert record.lists["formations_labels"] == ("Étapes numériques (La Poste)", "ORDI 3.0")
    assert record.values["autres_formations_labels"] == "Label"
    assert notes == []


def test_long_resume_goes_whole_into_the_detail() -> None:
    resume = "mot " * 100
    record, notes = read(presentation_resume=resume, presentation_detail="Détail.")
    short = str(record.values["presentation_resume"])
    assert len(short) <= 280
    assert short.endswith("mot…")
    assert record.values["presentation_detail"] == f"{resume.strip()}\n\nDétail."
    assert [note.level for note in notes] == [Level.REPARE]


def test_hours_that_do_not_parse_are_kept_in_words() -> None:
    record, notes = read(horaires="du lundi au vendredi, 9h-12h " + "x" * 600)
    assert record.values["horaires"] == ""
    assert str(record.values["horaires_text"]).startswith("du lundi au vendredi, 9h-12h")
    assert len(str(record.values["horaires_text"])) == 500
    assert notes[0].level is Level.AVERTISSEMENT


def test_html_everywhere() -> None:
    evil = "<script>alert(1)</script>x"
    fields = dict.fromkeys(("nom", "adresse", "presentation_detail", "source"), evil)
    record, notes = read(**fields, site_web=evil, courriels=evil, horaires=evil)
    assert all("<" not in str(value) for value in record.values.values())
    assert record.values["nom"] == "Alert(1)x"
    assert {note.field for note in notes} >= {"nom", "site_web", "courriels", "horaires"}


def test_addresses_keep_their_ampersands_and_lose_what_is_unseen() -> None:
    record, _ = read(
        site_web="https://x.fr/?a=1&copy=2&amp;b=3\x00", prise_rdv="https://y.fr/&\x07"
    )
    assert record.values["site_web"] == "https://x.fr/?a=1&copy=2&b=3"
    assert record.values["prise_rdv"] == "https://y.fr/&"


def test_version_0_whole() -> None:
    record, notes = read(
        Version.V0,
        services="Prendre en main un ordinateur;Créer avec le numérique;"
        "S'équiper en matériel informatique;Accompagner les démarches de santé;"
        "Soutenir la parentalité et l'éducation avec le numérique",
        courriel="contact@x.fr",
        accessibilite="https://acceslibre.beta.gouv.fr/app/x/",
        publics_accueillis="Seniors (+ 65 ans);Adultes;Jeunes (16-26 ans);Uniquement femmes;"
        "Familles/enfants;Public langues étrangères;Surdité;Déficience visuelle;"
        "Handicaps psychiques : troubles psychiatriques donnant lieu à des atteintes "
        "comportementales;Personnes en situation d'illettrisme",
        conditions_acces="Gratuit sous condition : la gratuité dépend de critères;"
        "Adhésion : l'accès nécessite une adhésion;Accepte le Pass numérique : oui",
        labels_nationaux="France Services;CNFS;APTIC;Fabriques de Territoire;Point numérique CAF",
        labels_autres="SudLabs;Mes Papiers (Métropole de Lyon)",
        modalites_accompagnement="Seul : j'ai accès à du matériel et une connexion;"
        "A ma place : une personne habilitée fait les démarches à ma place;"
        "Dans un atelier : j'apprends collectivement à utiliser le numérique",
        typologie="CCAS;ASSO",
    )
    assert notes == []
    assert record.lists == {
        "services": (
            "Aide aux démarches administratives",
            "Maîtrise des outils numériques du quotidien",
            "Parentalité et éducation avec le numérique",
            "Loisirs et créations numériques",
            "Acquisition de matériel informatique à prix solidaire",
        ),
        "publics_specifiquement_adresses": (
            "Jeunes",
            "Familles et/ou enfants",
            "Seniors",
            "Femmes",
        ),
        "prise_en_charge_specifique": (
            "Surdité",
            "Handicaps mentaux",
            "Illettrisme",
            "Langues étrangères (autres)",
            "Déficience visuelle",
        ),
        "frais_a_charge": ("Gratuit sous condition",),
        "dispositif_programmes_nationaux": (
            "Conseillers numériques",
            "France Services",
            "Point d'accès numérique CAF",
        ),
        "formations_labels": ("Fabriques de Territoire", "Mes Papiers (Métropole de Lyon)"),
        "modalites_accompagnement": (
            "En autonomie",
            "Accompagnement individuel",
            "Dans un atelier collectif",
        ),
        "typologie": ("ASSO", "CCAS", "RFS"),
    }
    assert record.values["autres_formations_labels"] == (
        "SudLabs|Pass numérique|APTIC (Pass numérique)"
    )
    assert record.flags == {"membership_required": True, "mandat_practice": True}
    assert record.values["courriels"] == "contact@x.fr"
    assert record.values["fiche_acces_libre"] == "https://acceslibre.beta.gouv.fr/app/x/"


def test_the_fifteen_old_services_all_go_somewhere() -> None:
    old = (
        "Devenir autonome dans les démarches administratives",
        "Réaliser des démarches administratives avec un accompagnement",
        "Prendre en main un smartphone ou une tablette",
        "Prendre en main un ordinateur",
        "Utiliser le numérique au quotidien",
        "Approfondir ma culture numérique",
        "Favoriser mon insertion professionnelle",
        "Accéder à une connexion internet",
        "Accéder à du matériel",
        "S'équiper en matériel informatique",
        "Créer et développer mon entreprise",
        "Créer avec le numérique",
        "Accompagner les démarches de santé",
        "Promouvoir la citoyenneté numérique",
        "Soutenir la parentalité et l'éducation avec le numérique",
    )
    record, notes = read(Version.V0, services=";".join(old))
    assert notes == []
    assert len(record.lists["services"]) == 8


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("attack", ["; ", "@", "<b", "www.", "|"])
def test_a_cell_of_150_000_characters_ends_and_is_not_kept_whole(
    version: Version, attack: str
) -> None:
    cell = (attack * 150_000)[:150_000]
    record, notes = read(version, **dict.fromkeys(FIELD_NAMES, cell))
    assert notes
    assert all(len(str(value)) <= 100_000 for value in record.values.values())
