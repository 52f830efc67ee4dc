"""Secrets: found when typed, replaced before anything leaves, and never seen where none is."""

import pytest

from maillage.orientation.safety.secrets import (
    PLACEHOLDERS,
    SecretKind,
    find_secrets,
    without_secrets,
)

# Numbers made for tests: 4970… satisfies Luhn, the IBAN is the example of ISO 13616 for France,
# social security numbers are of nobody (key computed).
SECRETS = [
    (SecretKind.MOT_DE_PASSE, "mon mot de passe est Xyz123"),
    (SecretKind.MOT_DE_PASSE, "mdp caf : soleil45"),
    (SecretKind.MOT_DE_PASSE, "mon mot de passe ameli c'est Bonjour!2"),
    (SecretKind.MOT_DE_PASSE, "code 4821"),
    (SecretKind.MOT_DE_PASSE, "le code de ma carte est 0915"),
    (SecretKind.MOT_DE_PASSE, "il veut le code reçu 558921"),
    (SecretKind.MOT_DE_PASSE, "my password is Sunny2024"),
    (SecretKind.MOT_DE_PASSE, "mi contraseña es Perro77"),
    (SecretKind.CARTE, "ma carte 4970 1012 3456 7893 a été débitée"),
    (SecretKind.CARTE, "4970101234567893"),
    (SecretKind.IBAN, "voici mon rib FR14 2004 1010 0505 0001 3M02 606"),
    (SecretKind.IBAN, "FR1420041010050500013M02606"),
    (SecretKind.SECU, "numéro de sécu 1 85 02 28 085 123 51"),
    (SecretKind.SECU, "2850228085123"),
    (SecretKind.SECU, "je suis née là 2 85 02 2A 085 123"),
    (SecretKind.DOSSIER, "mon numéro allocataire 1234567"),
    (SecretKind.DOSSIER, "identifiant 1234567A pole emploi"),
    (SecretKind.DOSSIER, "numéro fiscal 3012345678901"),
    (SecretKind.DOSSIER, "numéro étranger 9912345678"),
    (SecretKind.DOSSIER, "AGDREF : 9912345678"),
    (SecretKind.TELEPHONE, "rappelez moi au 06 12 34 56 78"),
    (SecretKind.TELEPHONE, "+33 6 12 34 56 78"),
    (SecretKind.TELEPHONE, "0237000000 merci"),
    (SecretKind.COURRIEL, "ecrivez à jeanne.exemple@example.org"),
    (SecretKind.SANTE, "j'ai un cancer et je ne peux pas sortir"),
    (SecretKind.SANTE, "mon mari est diabétique"),
    (SecretKind.SANTE, "elle a le VIH"),
    (SecretKind.SANTE, "je suis en dépression depuis mars"),
]
NO_SECRETS = [
    "j'habite 28400 Nogent-le-Rotrou",
    "je suis né en 1985",
    "j'ai 73 ans et 3 enfants",
    "on m'a pris 2400 euros",
    "200€ par mois",
    "formulaire 2042",
    "cerfa 15646",
    "cerfa n° 15646*01",
    "12 rue de la Paix",
    "code postal 28000",
    "je passe le code de la route",
    "mot de passe oublié",
    "j'ai perdu mon mot de passe ameli",
    "mon mot de passe est bloqué depuis hier",
    "mot de passe caf, comment le changer",
    "mot de passe oublié 28000 chartres",
    "mot de passe 28000 chartres",
    "le code ne marche pas",
    "je suis sourd",
    "ma mère est malvoyante",
    "dossier MDPH pour mon fils",
    "j'ai une RQTH, handicap reconnu à 80 %",
    "article 1242 du code civil",
    "j'ai rendez-vous le 12/11/2026 à 14h30",
    "le 3919 c'est quoi",
    "j'appelle le 0 892 ?",
    "identifiant perdu",
    "j'ai un numéro fiscal mais pas de code",
    "atelier sur le diabète le 15 mars",
    "une aide pour les 2 derniers mois de 2025",
    "photos en 4000 x 3000",
    "ma box est tombée en panne, erreur 404",
]


@pytest.mark.parametrize(("kind", "text"), SECRETS)
def test_a_secret_is_found_and_replaced(kind: SecretKind, text: str) -> None:
    assert find_secrets(text) == {kind}
    cleaned = without_secrets(text)
    assert PLACEHOLDERS[kind] in cleaned
    assert find_secrets(cleaned) == frozenset()


@pytest.mark.parametrize("text", NO_SECRETS)
def test_what_helps_to_understand_is_left_alone(text: str) -> None:
    assert find_secrets(text) == frozenset()
    assert without_secrets(text) == text


def test_the_rest_of_the_text_is_kept_as_it_is() -> None:
    text = "J’habite Dreux, tél. 06 12 34 56 78, mot de passe : Abcd12 !"
    expected = "J’habite Dreux, tél. [téléphone], mot de passe : [mot de passe] !"
    assert without_secrets(text) == expected


def test_figures_that_fail_their_check_are_not_cards_nor_social_numbers() -> None:
    assert SecretKind.CARTE not in find_secrets("4970 1012 3456 7894")
    assert find_secrets("1 85 02 28 085 123 52") == frozenset()


def test_each_kind_has_its_word() -> None:
    assert set(PLACEHOLDERS) == set(SecretKind)
    assert {kind for kind, _ in SECRETS} == set(SecretKind)


@pytest.mark.parametrize("text", ["x" * 100_000, "0" * 50_000, "code " * 10_000, "a@" * 20_000])
def test_a_text_made_to_hurt_is_read_at_once(text: str) -> None:
    # A form that starts again at each letter would take minutes here.
    assert find_secrets(text) == frozenset()
