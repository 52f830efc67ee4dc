"""What the engine gives: a need, each part with its confidence and the words that led to it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Value:
    """A value understood. Confidence from 0 to 1; words as the person wrote them."""

    value: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no. Confidence from 0 to 1 that the answer is yes, whatever the answer."""

    is_true: bool
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommuneFound:
    """A commune: `value` its name today (INSEE), `code` its INSEE code."""

    value: str
    code: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A need said in one's own words, in values of the standard.

    `besoins`: the nine services; `themes`: the eleven of La Coop, only beside « Aide aux
    démarches administratives »; `moment`: maintenant, matin, midi, apres-midi, soir, a day in
    French, week-end; `langue`: ISO 639-1, « und » for no language. Empty or None: the person
    says nothing of it. `mandat`: somebody must act in the person's place; found by rules, it
    is no part of the recorded conventions, nor of `as_dict`.
    """

    besoins: tuple[Value, ...] = ()
    themes: tuple[Value, ...] = ()
    publics: tuple[Value, ...] = ()
    prise_en_charge: tuple[Value, ...] = ()
    modalites: tuple[Value, ...] = ()
    frais: Value | None = None
    moment: Value | None = None
    commune: CommuneFound | None = None
    urgence: Flag = Flag(False, 0.0)
    hors_sujet: Flag = Flag(False, 0.0)
    langue: Value = Value("fr", 0.5)
    mandat: Flag = Flag(False, 0.0)

    def as_dict(self) -> dict[str, Any]:
        """The values alone, under the names of the recorded conventions, ready for JSON."""
        return {
            "besoins": [value.value for value in self.besoins],
            "themes": [value.value for value in self.themes],
            "publics": [value.value for value in self.publics],
            "prise_en_charge": [value.value for value in self.prise_en_charge],
            "modalites": [value.value for value in self.modalites],
            "frais": self.frais.value if self.frais else None,
            "moment": self.moment.value if self.moment else None,
            "commune": self.commune.value if self.commune else None,
            "urgence": self.urgence.is_true,
            "hors_sujet": self.hors_sujet.is_true,
            "langue": self.langue.value,
        }
