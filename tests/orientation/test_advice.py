"""Advice: every service and theme has its own, short, plain, and never asks for a secret."""

import re
from urllib.parse import urlsplit

import pytest

from maillage.directory.standard import VOCABULARIES
from maillage.orientation.advice import (
    ALERT_ADVICE,
    BY_SERVICE,
    BY_THEME,
    Advice,
    HomeStep,
    advice_for,
)
from maillage.orientation.engine.labels import THEMES
from maillage.orientation.numbers import PUBLISHED
from maillage.orientation.safety.alerts import AlertKind

EVERY = [*BY_SERVICE.items(), *BY_THEME.items()]
EACH = pytest.mark.parametrize(("code", "advice"), EVERY, ids=[code for code, _ in EVERY])


def sentences(advice: Advice) -> list[str]:
    return [str(text) for text in (*advice.prepare, *(step.text for step in advice.at_home))]


def test_each_service_and_each_theme_has_its_advice() -> None:
    assert set(BY_SERVICE) == {value.code for value in VOCABULARIES["services"]}
    assert set(BY_THEME) == set(THEMES)


@EACH
def test_an_advice_is_full_and_its_numbers_are_published(code: str, advice: Advice) -> None:
    assert advice.prepare
    assert advice.at_home
    assert set(advice.call) <= set(PUBLISHED)
    for step in advice.at_home:
        assert not step.site or urlsplit(step.site).scheme == "https"


@EACH
def test_sentences_are_short_whole_and_typeset(code: str, advice: Advice) -> None:
    for sentence in sentences(advice):
        assert len(sentence) <= 90, sentence
        assert re.fullmatch(r"[A-ZÀÉ].*\.", sentence), sentence
        assert "'" not in sentence


def test_a_password_is_typed_by_its_owner_alone() -> None:
    about = [s for _, advice in EVERY for s in sentences(advice) if "mot de passe" in s.lower()]
    about += [s for _, advice in EVERY for s in sentences(advice) if "mots de passe" in s.lower()]
    assert about
    assert all("ne les dites à personne" in s or "Ne donnez jamais" in s for s in about)


def test_the_caf_paper_gets_the_paper_the_number_and_the_site() -> None:
    advice = advice_for({"demarches"}, ("social_sante",))
    assert "Le papier ou le message" in str(advice.prepare[0])
    assert advice.call == ("caf", "assurance-maladie")
    assert "caf.fr" in [step.host for step in advice.at_home]
    assert any("Vos mots de passe" in str(text) for text in advice.prepare)


def test_a_merge_is_bounded_and_repeats_nothing() -> None:
    advice = advice_for(list(BY_SERVICE), THEMES)
    for values, most in ((advice.prepare, 6), (advice.call, 2), (advice.at_home, 3)):
        assert 0 < len(values) <= most
        assert len({str(value) for value in values}) == len(values)


def test_two_themes_share_the_room() -> None:
    advice = advice_for({"demarches"}, ("argent_impots", "social_sante"))
    assert advice.call == ("caf", "impots")


def test_work_is_a_pension_first_for_an_older_person() -> None:
    young, old = (advice_for((), ("travail_formation",), who) for who in ((), ("seniors",)))
    assert (young.call, old.call) == (
        ("france-travail", "retraite"),
        ("retraite", "france-travail"),
    )
    assert old.at_home[0].host == "info-retraite.fr"
    assert set(old.at_home) == set(young.at_home)


def test_a_service_alone_gives_its_own_numbers() -> None:
    assert advice_for({"securite"}, ()).call == ("info-escroqueries", "17cyber")


def test_nothing_said_or_unknown_gives_nothing() -> None:
    assert advice_for((), ()) == advice_for({"inconnu"}, ("inconnu",)) == Advice()


def test_a_site_is_named_as_it_is_typed() -> None:
    assert HomeStep("x", "https://www.caf.fr/allocataires").host == "caf.fr"
    assert HomeStep("x").host == ""


@pytest.mark.parametrize("kind", AlertKind)
def test_an_alert_says_what_to_do_now_in_few_words(kind: AlertKind) -> None:
    advice = ALERT_ADVICE[kind]
    assert 2 <= len(advice.steps) <= 4
    assert set(advice.numbers) <= set(PUBLISHED)
    for sentence in (advice.title, *advice.steps):
        assert len(str(sentence)) <= 100
        assert str(sentence).endswith(".")


def test_figures_said_in_alerts_are_those_of_the_numbers() -> None:
    spoken = {number.spoken for number in PUBLISHED.values()}
    for advice in ALERT_ADVICE.values():
        for sentence in (advice.title, *advice.steps):
            for figures in re.findall(r"\d[\d ]*\d", str(sentence).replace("\u00a0", " ")):
                assert figures in spoken, figures
