"""What a sheet says against itself, and how much it says; kept at each write."""

from datetime import date
from typing import Any

import pytest

from maillage.directory.actions import save_lieu
from maillage.directory.assembly import Change
from maillage.directory.bulk_actions import BulkWriter
from maillage.directory.models import ExceptionalPeriod, Lieu
from maillage.directory.quality import Facts, completeness_of, contradictions_of
from maillage.directory.quality_store import refresh_quality
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory


def facts(lists: dict[str, set[str]] | None = None, **fields: Any) -> Facts:
    return Facts(lists={name: frozenset(codes) for name, codes in (lists or {}).items()}, **fields)


CHARTRES: dict[str, Any] = {"centre": (48.4438, 1.489), "postal_codes": frozenset({"28000"})}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (facts(), ()),
        (facts({"frais_a_charge": {"gratuit", "payant"}}), ("prix",)),
        (facts({"frais_a_charge": {"gratuit-sous-condition", "payant"}}), ()),
        (facts({"modalites_acces": {"rdv-en-ligne"}}), ("rendez-vous",)),
        (facts({"modalites_acces": {"rdv-en-ligne"}}, prise_rdv="https://rdv.fr"), ()),
        (facts({"modalites_acces": {"telephoner"}}), ("telephone",)),
        (facts({"modalites_acces": {"mail"}}), ("courriel",)),
        (facts({"modalites_acces": {"mail"}}, telephone="+33237000000"), ()),
        (
            facts({"modalites_acces": {"pas-de-public"}}, horaires="Mo 09:00-12:00"),
            ("sans-public",),
        ),
        (facts({"modalites_acces": {"pas-de-public"}}), ()),
        (facts(horaires="Mo-Fr 09:00-12:00", horaires_text="Fermé le lundi."), ("horaires",)),
        (facts(horaires="Tu-Fr 09:00-12:00", horaires_text="Fermé le lundi."), ()),
        (facts(horaires="illisible", horaires_text="Fermé le lundi."), ()),
        (facts(code_postal="28300", **CHARTRES), ("code-postal",)),
        (facts(code_postal="37000", **CHARTRES), ("code-postal",)),
        (facts(code_postal="28019", **CHARTRES), ()),
        (facts(code_postal="28000", latitude=47.4, longitude=0.69, **CHARTRES), ("position",)),
        (facts(code_postal="28000", latitude=48.5, longitude=1.5, **CHARTRES), ()),
        (facts(closures=[(date(2026, 1, 1), date(2026, 12, 31))]), ("fermeture",)),
        (facts(closures=[(date(2026, 8, 1), date(2026, 8, 31))]), ()),
        (facts({"publics_specifiquement_adresses": {"jeunes"}}, age_min=40), ("ages",)),
        (facts({"publics_specifiquement_adresses": {"seniors"}}, age_max=25), ("ages",)),
        (facts({"publics_specifiquement_adresses": {"jeunes", "seniors"}}, age_min=40), ()),
        (
            facts({"services": {"demarches"}, "modalites_accompagnement": {"autonomie"}}),
            ("aide",),
        ),
        (facts({"services": {"acces-internet"}, "modalites_accompagnement": {"autonomie"}}), ()),
        (facts({"modalites_accompagnement": {"atelier"}}, human_support=False), ("aide",)),
        (facts({"modalites_accompagnement": {"autonomie"}}, human_support=True), ("aide",)),
    ],
)
def test_contradictions(said: Facts, expected: tuple[str, ...]) -> None:
    assert contradictions_of(said) == expected


def test_completeness_goes_from_nothing_to_all() -> None:
    whole = facts(
        {
            "services": {"demarches"},
            "modalites_accompagnement": {"individuel"},
            "modalites_acces": {"se-presenter"},
            "frais_a_charge": {"gratuit"},
            "typologie": {"bib"},
        },
        telephone="+33237000000",
        horaires_text="le matin",
        presentation_resume="Un lieu.",
        is_exact=True,
        has_equipment=True,
    )
    assert (completeness_of(facts()), completeness_of(whole)) == (0, 100)


@pytest.mark.django_db
def test_each_write_measures_the_sheet() -> None:
    CommuneFactory(code="28085", postal_codes="28000|28008")
    period = ExceptionalPeriod(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    lieu = make_lieu(modalites={"frais_a_charge": ["gratuit", "payant"]}, periods=[period])
    assert (lieu.contradiction_codes, lieu.completeness) == (["prix", "fermeture"], 15)
    save_lieu(
        lieu=lieu,
        modalites={"frais_a_charge": ["gratuit"]},
        exceptional_periods=[],
        origin="saisie",
    )
    lieu.refresh_from_db()
    assert lieu.contradiction_codes == []
    BulkWriter(origin="import:essai").change(
        [Change(lieu.pk, {"code_postal": "28300", "telephone": "+33237000000"}, frozenset())]
    )
    lieu.refresh_from_db()
    assert (lieu.contradiction_codes, lieu.completeness) == (["code-postal"], 30)


@pytest.mark.django_db
def test_what_is_kept_for_professionals_is_not_missing() -> None:
    lieu = make_lieu(
        professional_values={"telephone": "+33237000000"},
        modalites={"modalites_acces": ["telephoner"]},
    )
    assert lieu.contradiction_codes == []


@pytest.mark.django_db
def test_all_sheets_are_measured_again_without_a_version() -> None:
    lieu = make_lieu(modalites={"frais_a_charge": ["gratuit", "payant"]})
    Lieu.objects.update(contradictions="", completeness=None)
    revision = Lieu.objects.get().revision
    refresh_quality()
    stored = Lieu.objects.get()
    assert (stored.contradictions, stored.revision) == ("prix", revision)
    assert Lieu.history.filter(id=lieu.pk).count() == 1
