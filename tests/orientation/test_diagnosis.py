"""The diagnosis: plain questions, a profile in words, no mark, nothing that hurts."""

import itertools
import re

import pytest

from maillage.directory.standard import VOCABULARIES
from maillage.orientation.diagnosis import QUESTIONS, Profile, Question, profile_of

EACH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
HURTFUL = re.compile(
    r"niveau|score|note|point|faible|nul|débutant|illettr|illectron|incapable|exclu|handicapé|"
    r"échec|test|%|\d",
    re.IGNORECASE,
)


def codes(field: str) -> set[str]:
    return {value.code for value in VOCABULARIES[field]}


def words_of(profile: Profile) -> str:
    return " ".join(str(text) for text in (profile.title, *profile.words, *profile.helps))


def test_there_are_ten_questions_with_their_own_key() -> None:
    assert len(QUESTIONS) == 10
    assert len({question.key for question in QUESTIONS}) == 10


@EACH
def test_a_question_is_short_and_asks(question: Question) -> None:
    assert str(question.label).endswith("\u00a0?")
    assert len(str(question.label)) <= 70
    assert 2 <= len(question.answers) <= 6
    labels = [str(answer.label) for answer in question.answers]
    assert len({answer.code for answer in question.answers}) == len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[a-z]+", answer.code) for answer in question.answers)


@EACH
def test_effects_speak_of_codes_of_the_standard(question: Question) -> None:
    for answer in question.answers:
        assert answer.effect.services <= codes("services")
        assert answer.effect.ways <= codes("modalites_accompagnement")
        assert answer.effect.care <= codes("prise_en_charge_specifique")


@EACH
def test_no_word_judges(question: Question) -> None:
    for answer in question.answers:
        profile = profile_of({question.key: answer.code})
        assert not HURTFUL.search(f"{answer.label} {words_of(profile)}")


def test_every_pair_of_answers_gives_a_profile() -> None:
    for one, other in itertools.combinations(QUESTIONS, 2):
        for first, second in itertools.product(one.answers, other.answers):
            profile = profile_of({one.key: first.code, other.key: second.code})
            assert str(profile.title)
            assert len(profile.helps) <= 5
            assert len(set(profile.helps)) == len(profile.helps)
            assert profile.answered == 2


def test_nothing_answered_says_nothing() -> None:
    profile = profile_of({})
    assert (profile.words, profile.helps, profile.services) == ((), (), frozenset())
    assert profile.answered == 0
    assert profile_of({"appareil": "inconnu", "autre": "x"}) == profile


def test_somebody_who_must_be_replaced_gets_a_mandate_place() -> None:
    profile = profile_of({"but": "papiers", "formulaire": "bloque", "souhait": "place"})
    assert profile.wants_mandat
    assert "Aidants Connect" in str(profile.helps[0])
    assert profile.services == {"demarches"}
    assert profile.ways == {"individuel"}


def test_what_presses_comes_first() -> None:
    profile = profile_of({"but": "papiers", "souhait": "apprendre", "date": "jours"})
    assert profile.is_urgent
    assert "délai" in str(profile.helps[0])
    assert "presse" in str(profile.title)


def test_the_wish_decides_how_to_be_helped() -> None:
    answers = {"formulaire": "bloque", "entourage": "non"}
    assert profile_of(answers).ways == {"individuel"}
    assert profile_of({**answers, "souhait": "apprendre"}).ways == {"atelier"}
    assert profile_of({"gene": "mains", "souhait": "apprendre"}).ways == {"atelier", "distance"}


def test_reading_seeing_hearing_are_needs_for_the_places() -> None:
    assert profile_of({"gene": "lire"}).care == {"illettrisme"}
    assert profile_of({"gene": "voir"}).care == {"deficience-visuelle"}
    assert profile_of({"gene": "entendre"}).care == {"surdite"}


def test_a_language_is_kept_when_it_is_named() -> None:
    assert profile_of({"langue": "anglais"}).language == "en"
    assert profile_of({"langue": "autre"}).care == {"autres-langues"}
    assert profile_of({"langue": "francais"}).care == frozenset()
