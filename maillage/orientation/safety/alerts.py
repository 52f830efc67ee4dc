"""Dangers and urgencies said by a text: which public number must come before any place.

Found by written rules (alertes.txt), which are readable and tested one by one, and by a trained
part beside them (learned.py), which hears what no rule says; either is enough. The text is read
as the engine reads it, so spelling by ear, SMS and several alphabets are withstood in part;
figures are in docs/reference/numeros-publics.md.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from maillage.orientation.engine.cues import Sentence, sentence_of
from maillage.orientation.engine.model import Model
from maillage.orientation.engine.reading import Reading, read
from maillage.orientation.engine.tokens import key_of
from maillage.orientation.engine.urgency import urgency_cues
from maillage.orientation.safety.learned import heard_kinds

_FILE = Path(__file__).parent / "alertes.txt"
_CALM = "calme"
_MOST_WORDS = 8  # shown for one alert
_LONGEST = 5_000  # letters read: beyond, a text is no longer a need
_SHORTEST_SOUND = 4
_HEARD_OTHERWISE = frozenset({"collegue", "collegues"})  # not « collège »
_NAME = re.compile(r"[A-Z]{3,}")
_GAP = re.compile(r"<(\d+)>")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي"})


class AlertKind(StrEnum):
    """What cannot wait, the most serious first."""

    DANGER = "danger"
    DETRESSE = "detresse"
    VIOLENCES = "violences"
    MINEUR = "mineur"
    ENFANCE = "enfance"
    FRAUDE = "fraude"
    DROITS = "droits"
    ECHEANCE = "echeance"


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert and the words of the text that led to it, as they were written."""

    kind: AlertKind
    words: tuple[str, ...] = ()


ALERT_LETTERS: dict[AlertKind, str] = dict(zip(AlertKind, "kqzwhxyj", strict=True))
"""Neutral letters for addresses: a history of pages must not say « violences »."""


# What the engine's own forms of urgency (engine/lexicon/urgence_formes.txt) say, surest first.
_KIND_OF_CUE = (
    ("échéance", AlertKind.ECHEANCE),
    ("droit coupé", AlertKind.DROITS),
    ("argent", AlertKind.FRAUDE),
    ("fraude", AlertKind.FRAUDE),
)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The forms of one kind. `sure`: said of somebody; `subject`: not raised in a calm text;
    `never`: one of them and the kind is not raised."""

    sure: tuple[re.Pattern[str], ...]
    subject: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]


def find_alerts(
    text: str, *, is_urgent: bool = False, model: Model | None = None
) -> tuple[Alert, ...]:
    """The alerts of a text, the most serious first, each once.

    A question in general, a workshop to prepare or an attempt that failed raises nothing.
    `is_urgent`: the engine found the need urgent; then its own cues of urgency are enough to
    say which of fraud, rights or deadline it is, when no rule here did. `model`: the trained
    part (learned.train_alerts); without it, the rules alone.
    """
    reading = read(text[:_LONGEST])
    sentence = sentence_of(reading)
    heard = _as_heard(reading)
    said = (sentence,) if heard.text == sentence.text else (sentence, heard)
    rules, calm = _rules()
    is_calm = calm.search(sentence.text) is not None
    found: dict[AlertKind, tuple[str, ...]] = {}
    for kind in AlertKind:
        ranks = _first(rules[kind], said, is_calm=is_calm)
        if ranks:
            found[kind] = reading.words_at(ranks)[:_MOST_WORDS]
    if model is not None:
        learned = heard_kinds(model, reading, sentence, is_urgent=is_urgent)
        found = {AlertKind(kind): words for kind, words in learned.items()} | found
    if is_urgent and not found:
        found.update(_from_engine(reading, sentence))
    return tuple(Alert(kind, found[kind]) for kind in AlertKind if kind in found)


def _first(rules: _Rules, said: tuple[Sentence, ...], *, is_calm: bool) -> tuple[int, ...]:
    """The ranks of the words of the first form found; empty when the kind is not raised."""
    if any(form.search(sentence.text) for form in rules.never for sentence in said):
        return ()
    forms = rules.sure if is_calm else (*rules.sure, *rules.subject)
    for form in forms:
        for sentence in said:
            match = form.search(sentence.text)
            if match:
                return sentence.ranks(match)
    return ()


def _as_heard(reading: Reading) -> Sentence:
    """The text with words spelt by ear replaced by the words of the rules that sound the same."""
    sounds = _sounds()
    words = [
        sounds.get(token.key) or sounds.get(token.unstuck) or _bare(token.plain)
        for token in reading.tokens
    ]
    tokens = tuple(
        token if token.plain in _HEARD_OTHERWISE or not word else replace(token, plain=word)
        for token, word in zip(reading.tokens, words, strict=True)
    )
    return sentence_of(replace(reading, tokens=tokens))


def _bare(word: str) -> str:
    """An Arabic word without « and » stuck before it; empty for another word."""
    return word[1:] if word.startswith("و") and len(word) > _SHORTEST_SOUND else ""


def _from_engine(reading: Reading, sentence: Sentence) -> dict[AlertKind, tuple[str, ...]]:
    cues = urgency_cues(sentence)
    kinds = {kind: cues[cue] for cue, kind in _KIND_OF_CUE if cue in cues}
    first = next((kind for kind in AlertKind if kind in kinds), None)
    return {first: reading.words_at(kinds[first])[:_MOST_WORDS]} if first else {}


@cache
def _sounds() -> dict[str, str]:
    """Sound → word of the rules, for words long enough to be told by their sound."""
    words = re.findall(r"[a-z]{5,}", " ".join(_lines()))
    return {key_of(word): word for word in words if len(key_of(word)) >= _SHORTEST_SOUND}


@cache
def _rules() -> tuple[dict[AlertKind, _Rules], re.Pattern[str]]:
    names: dict[str, str] = {}
    forms: dict[str, list[re.Pattern[str]]] = {}
    for line in _lines():
        if " = " in line:
            name, _, words = line.partition(" = ")
            names[name] = _written_out(words, names)
        else:
            kind, _, form = line.partition(" | ")
            forms.setdefault(kind.strip(), []).append(_compiled(_written_out(form, names)))
    rules = {
        kind: _Rules(
            tuple(forms.get(kind.value, ())),
            tuple(forms.get(f"{kind.value} ~", ())),
            tuple(forms.get(f"{kind.value} !", ())),
        )
        for kind in AlertKind
    }
    (calm,) = forms[_CALM]
    return rules, calm


def _lines() -> list[str]:
    lines = _folded(_FILE.read_text(encoding="utf-8")).splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _folded(text: str) -> str:
    """Letters as the engine's tokens have them; capitals stay, they are names of words."""
    letters = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _written_out(form: str, names: dict[str, str]) -> str:
    whole = _NAME.sub(lambda name: f"(?:{names[name.group()]})", form)
    return _GAP.sub(r"(?:\\w+ ){0,\1}", whole)


def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(f"(?<= )(?:{form})(?= )")
