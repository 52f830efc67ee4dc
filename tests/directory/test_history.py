"""The history says all that changed, parts included, by whom and from which source."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from maillage.accounts.models import User
from maillage.directory.actions import save_lieu
from maillage.directory.assembly import Change
from maillage.directory.bulk_actions import BulkWriter
from maillage.directory.history_queries import versions_of
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Passage
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db


def test_a_change_of_a_part_is_in_the_history() -> None:
    author = User.objects.create_user("autrice@exemple.fr")
    lieu = make_lieu(equipments=["tablette"])
    save_lieu(
        lieu=lieu,
        modalites=None,
        equipments=[Equipment(kind="tablette", count=4, use="pret")],
        exceptional_periods=[
            ExceptionalPeriod(first_day=date(2026, 8, 1), last_day=date(2026, 8, 15))
        ],
        passages=[Passage(kind="permanence", label="Mairie d’Épernon", horaires="Th 14:00-17:00")],
        origin="saisie",
        by=author,
    )
    after, before = versions_of(row=lieu)
    assert (before.kind, before.by, before.origin, before.changes) == ("création", "", "test", ())
    assert (after.kind, after.by, after.origin) == ("modification", "autrice@exemple.fr", "saisie")
    said = {change.label: (change.before, change.after) for change in after.changes}
    assert said == {
        "équipement": ("Tablettes", "Tablettes : 4, prêté"),
        "période exceptionnelle": ("", "du 1er août 2026 au 15 août 2026 : fermé"),
        "antenne, permanence ou halte": (
            "",
            "Permanence : Mairie d’Épernon, jeudi 14 h – 17 h",
        ),
    }


def test_a_field_and_a_list_are_said_in_words() -> None:
    lieu = make_lieu(modalites={"services": ["demarches"]})
    lieu.nom, lieu.is_anonymous = "Médiathèque", True
    save_lieu(lieu=lieu, modalites={"services": ["loisirs"]}, origin="saisie")
    after, before = versions_of(row=lieu)
    assert before.kind == "création"
    said = {change.label: change.after for change in after.changes}
    assert said.keys() == {"nom", "accueil anonyme", "Services"}
    assert said["nom"] == "Médiathèque"
    assert said["accueil anonyme"] == "oui"
    assert [version.at for version in versions_of(row=lieu, limit=1)] == [after.at]


def test_codes_hours_and_prices_are_said_in_words() -> None:
    lieu = make_lieu(horaires="Mo-Fr 09:00-12:00", telephone="+33237000000")
    lieu.horaires = "Tu 14:00-17:00"
    lieu.telephone = ""
    lieu.professional_values = {"telephone": "+33237123456"}
    lieu.printing_price_bw_cents = 20
    lieu.position_precision = "rue"
    lieu.courriels = "a@exemple.fr|b@exemple.fr"
    save_lieu(lieu=lieu, modalites=None, origin="saisie:appel")
    version = versions_of(row=lieu)[0]
    said = {change.label: change.after for change in version.changes}
    assert said == {
        "horaires": "mardi 14 h – 17 h",
        "téléphone": "",
        "téléphone (réservé aux professionnels)": "02\u00a037\u00a012\u00a034\u00a056",
        "page en noir et blanc (centimes)": "0,20 €",
        "précision de la position": "Rue",
        "courriels": "a@exemple.fr, b@exemple.fr",
    }
    assert version.origin_words == "Par téléphone"


def test_an_import_keeps_the_parts_in_its_version() -> None:
    lieu = make_lieu(equipments=["scanner"])
    writer = BulkWriter(origin="import:essai")
    writer.change([Change(lieu.pk, {"nom": "Autre nom"}, frozenset())])
    after, before = versions_of(row=lieu)
    assert after.origin == "import:essai"
    assert [change.label for change in after.changes] == ["nom"]
    version = Lieu.history.first()
    assert version is not None
    assert version.parts == {
        "equipments": [{"kind": "scanner", "count": None, "use": "sur_place", "detail": ""}]
    }
    assert before.kind == "création"


def test_a_version_of_before_parts_were_kept_says_nothing_of_them() -> None:
    lieu = make_lieu(equipments=["scanner"])
    Lieu.history.update(parts=None)
    save_lieu(lieu=lieu, modalites=None, equipments=[], origin="saisie")
    assert versions_of(row=lieu)[0].changes == ()


def test_a_deletion_is_not_said_a_creation() -> None:
    lieu = make_lieu()
    identifier = lieu.pk
    lieu.delete()
    kinds = Lieu.history.filter(id=identifier).values_list("history_type", flat=True)
    assert list(kinds) == ["-", "+"]


def test_versions_cost_the_same_however_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lieu = make_lieu(modalites={"services": ["demarches"]})
    for name in ("A", "B", "C"):
        lieu.nom = name
        save_lieu(lieu=lieu, modalites=None, origin="saisie")
    with django_assert_num_queries(2):
        assert len(versions_of(row=lieu)) == 4
