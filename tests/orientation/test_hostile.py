"""Texts made to break the conversation, to slow it down, or to leave something of a person."""

import re

import pytest

from maillage.orientation.safety.secrets import SecretKind, find_secrets, without_secrets

IBAN = "FR76 3000 6000 0112 3456 7890 189"


# --- secrets ---------------------------------------------------------------------------------
@pytest.mark.parametrize("letter", ["\u0130", "\u0131", "\u017f", "\u212a"])
def test_a_letter_that_looks_like_one_of_an_iban_is_no_figure(letter: str) -> None:
    """Without case, `[A-Z]` matches these four, of which two are no figure of base 36."""
    assert re.fullmatch("[A-Z]", letter, re.IGNORECASE)
    text = f"mon papier FR76{letter}0006000011234567890189"
    assert SecretKind.IBAN not in find_secrets(text)
    assert SecretKind.IBAN in find_secrets(f"{letter} {IBAN}")


@pytest.mark.parametrize(
    "text",
    [
        "mdp " + ":" * 40_000,
        "mot de passe : " + ":a" * 20_000,
        "mdp=" * 10_000,
        "code" + " de" * 15_000,
        "identifiant" + " est" * 10_000,
        "allocataire" + " " * 40_000,
        "mdp est" + " " * 40_000,
    ],
)
def test_no_rule_reads_a_text_again_from_each_of_its_signs(text: str) -> None:
    """Each took tens of seconds when a repetition had no bound: this would not end."""
    assert without_secrets(text) == text


def test_words_between_a_name_and_its_secret_are_still_few() -> None:
    assert without_secrets("mon mot de passe pour la caf c'est Azerty12!") == (
        "mon mot de passe pour la caf c'est [mot de passe]"
    )
    assert without_secrets("allocataire n° : 1234567") == "allocataire n° : [numéro]"
