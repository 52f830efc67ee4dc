"""Free words for prices, audiences and programmes."""

import pytest

from maillage.directory.normalise.words import words_of


@pytest.mark.parametrize(
    ("field", "text", "values"),
    [
        ("frais_a_charge", "Tout est gratuit", ["Gratuit"]),
        ("frais_a_charge", "service public non payant", ["Gratuit"]),
        ("frais_a_charge", "gratuit pour les abonnés", ["Gratuit sous condition"]),
        ("frais_a_charge", "adhésion annuelle de 10 €", ["Gratuit sous condition", "oui"]),
        ("frais_a_charge", "accès gratuit, 2€ la copie", ["Gratuit sous condition"]),
        ("frais_a_charge", "5 euros la séance", ["Payant"]),
        ("frais_a_charge", "non gratuit", ["Payant"]),
        ("frais_a_charge", "pas gratuit : 3 EUR", ["Payant"]),
        ("publics_specifiquement_adresses", "+ de 60 ans", ["Seniors"]),
        ("publics_specifiquement_adresses", "60 ans et plus", ["Seniors"]),
        ("publics_specifiquement_adresses", "-25 ans", ["Jeunes"]),
        ("publics_specifiquement_adresses", "Hommes et femmes", []),
        ("prise_en_charge_specifique", "handicap visuel", ["Déficience visuelle"]),
        ("prise_en_charge_specifique", "handicap auditif", ["Surdité"]),
        ("prise_en_charge_specifique", "espagnol", ["Langues étrangères (autres)"]),
        ("dispositif_programmes_nationaux", "EFS", ["France Services"]),
        ("frais_a_charge", "selon les cas", None),
        ("publics_specifiquement_adresses", "12-25 ans", ["Jeunes"]),
        ("publics_specifiquement_adresses", "moins de 26 ans", ["Jeunes"]),
        ("publics_specifiquement_adresses", "3-99 ans", None),
        ("publics_specifiquement_adresses", "séniors, retraités, lycéens", ["Jeunes", "Seniors"]),
        ("publics_specifiquement_adresses", "Étudiant.e.s", ["Étudiants"]),
        ("publics_specifiquement_adresses", "PMR", ["Handicaps moteurs"]),
        ("publics_specifiquement_adresses", "Ouvert à tous publics", []),
        ("publics_specifiquement_adresses", "demandeurs d'emploi", None),
        ("prise_en_charge_specifique", "sourds et malentendants", ["Surdité"]),
        ("dispositif_programmes_nationaux", "EPN, Promeneur du Net", ["Promeneurs du net"]),
        ("dispositif_programmes_nationaux", "Conseiller numérique", ["Conseillers numériques"]),
        ("services", "gratuit", None),
    ],
)
def test_words(field: str, text: str, values: list[str] | None) -> None:
    found = words_of(field, text)
    assert (found if found is None else [value for _, value in found]) == values
