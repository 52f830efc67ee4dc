"""What stands around a name of commune: « à X », « j'habite X », « rue de X », the end."""

import re
from collections.abc import Sequence

from maillage.core.text import ARTICLES
from maillage.orientation.engine.place_words import PlaceWord

_BIRTH = frozenset(["ne", "nee", "nes", "nee"])
_AT = frozenset(
    [
        "a",
        "sur",
        "vers",
        "in",
        "near",
        "around",
        "at",
        "en",
        "em",
        "cerca",
        "dans",
        "chez",
        "в",
        "у",
        "у",
        "біля",
        "около",
        "під",
        "під",
        "في",
        "ب",
        "fi",
        "f",
    ]
)
NEAR = frozenset(
    [
        "pres",
        "proche",
        "autour",
        "alentours",
        "environs",
        "loin",
        "cote",
        "cotes",
        "secteur",
        "commune",
        "ville",
        "mairie",
        "ccas",
        "mediatheque",
        "bibliotheque",
        "ehpad",
        "college",
        "lycee",
        "habitant",
        "habitante",
        "habitants",
        "canton",
        "sud",
        "nord",
        "est",
        "ouest",
        "bourg",
        "services",
        "quartier",
        "agglo",
        "agglomeration",
        "cerca",
        "perto",
        "banlieue",
        "village",
        "hameau",
        "maire",
        "social",
        "asso",
        "association",
        "bassin",
        "gare",
        "direction",
        "lieu",
        "foyer",
        "resident",
        "residente",
    ]
)
_LIVE = frozenset(
    [
        "habite",
        "abite",
        "habitons",
        "vis",
        "reside",
        "residant",
        "residons",
        "suis",
        "sui",
        "sommes",
        "loge",
        "live",
        "living",
        "vivo",
        "moro",
        "habito",
        "estoy",
        "estou",
        "resido",
        "demeure",
        "demenage",
        "installe",
        "domicilie",
        "jsui",
        "jsuis",
        "chui",
        "jabite",
        "jhabite",
        "jabit",
        "abit",
        "habit",
        "jviens",
        "jss",
    ]
)
# Said of a home only: « jabite contre » is Contres, « je suis contre » is not.
_DWELL = frozenset(["habite", "abite", "jabite", "jhabite", "habit", "abit", "jabit", "habitons"])
_STREETS = frozenset(["rue", "route", "avenue", "boulevard", "chemin", "impasse", "duc"])
_KIN = frozenset(
    [
        "fille",
        "fils",
        "soeur",
        "frere",
        "mere",
        "pere",
        "cousin",
        "cousine",
        "tante",
        "oncle",
        "neveu",
        "niece",
    ]
)
# Whose name says where the office is, not where the person is.
_OFFICES = frozenset(
    [
        "caf",
        "prefecture",
        "tribunal",
        "cpam",
        "impots",
        "percepteur",
        "hopital",
        "rectorat",
        "urssaf",
    ]
)
_NAMED = frozenset(
    ["site", "plateforme", "appli", "application", "logiciel", "appele", "appelee", "nomme"]
)
_GO = frozenset(["aller", "aille", "allais", "jusqu", "monter", "descendre"])
OF = frozenset({"de", "d", "du", "des"})
_ANNOUNCES = _AT | _LIVE | NEAR | OF | {"au", "aux"}
_BREAK = re.compile(r"[.,;:!?\n()«»\"…/]|\s[-–—]\s")
# « Tours'da »: in Turkish, where one is comes after the name.
_AFTER = re.compile(r"['’](?:[dt][ae](?:y[ıi]m|y[ıi]z)?|(?:y|n)?[ae])\b", re.IGNORECASE)
_SHORT_TEXT = 6
_FEW_WORDS = 4
_COUNTED = frozenset(["deux", "trois", "les", "des", "mes", "tes", "ses", "en"])


def breaks_between(text: str, first: PlaceWord, second: PlaceWord) -> bool:
    """Whether a sign of punctuation stands between two neighbours."""
    return bool(_BREAK.search(text[first.end : second.start]))


def introduces(words: Sequence[PlaceWord], at: int) -> bool:
    """Whether the word before may announce a place, « à », « j'habite », « près de »."""
    return at > 0 and words[at - 1].plain in _ANNOUNCES


def last_of_few(words: Sequence[PlaceWord], end: int) -> bool:
    """Whether a name ends a text of a few words, and is not counted (« deux tours »)."""
    counted = len(words) > 1 and words[-2].plain in _COUNTED
    return end == len(words) and 2 <= len(words) <= _FEW_WORDS and not counted


class Surroundings:
    """The words around `words[start:end]` in a text."""

    def __init__(self, text: str, words: Sequence[PlaceWord], start: int, end: int) -> None:
        self._words, self._start, self._end = words, start, end
        self._before = [word.plain for word in words[max(0, start - 5) : start]]
        self._is_upper = words[start].raw[:1].isupper() and not text.isupper()
        self._is_first, self._is_last = start == 0, end == len(words)
        self._after_break = self._breaks(text, start - 1, start)
        self._opens = start < 2 or self._breaks(text, start - 2, start - 1)
        self._is_said_after = bool(_AFTER.match(text, words[end - 1].end))
        self._ends_clause = self._is_last or self._breaks(text, end - 1, end)

    @property
    def is_home(self) -> bool:
        """Whether the word before says that somebody lives there."""
        return bool(self._before) and self._before[-1] in _DWELL and not self._after_break

    def _breaks(self, text: str, first: int, second: int) -> bool:
        return first >= 0 and breaks_between(text, self._words[first], self._words[second])

    def evidence(self, *, is_common: bool, has_article: bool) -> float:
        """2 and more for « à X », less than 0 for « rue de X ».

        `is_common`: the name is also a word; `has_article`: it begins with le, la, les.
        """
        introduced = self._introduced(has_article=has_article)
        if introduced < 0:
            return introduced
        return introduced + self._standing(is_common=is_common, has_article=has_article)

    def _introduced(self, *, has_article: bool) -> float:
        """By the words before."""
        if not self._before or self._after_break:
            return 0.0
        last, earlier = self._before[-1], self._before[:-1]
        whose = earlier[-1] if earlier and last in OF else ""
        if whose in _STREETS | _KIN | _OFFICES or last in _NAMED:
            return -3.0
        evidence = 1.0 if set(earlier[-3:]) & _LIVE else 0.0
        if (last in _AT and (last != "en" or self._is_upper)) or (
            last in {"au", "aux"} and has_article
        ):
            if earlier and earlier[-1] in _BIRTH:
                return -2.0
            evidence += 2.0 + (1.0 if self._opens and self._ends_clause else 0.0)
            return evidence - (1.0 if set(earlier[-2:]) & _GO else 0.0)
        if last in _LIVE:
            evidence += 4.0
        elif last in NEAR or whose in NEAR:
            evidence += 2.0
        elif last in OF:
            evidence += 0.5
        return evidence

    def _standing(self, *, is_common: bool, has_article: bool) -> float:
        """By its place in the text and its capital."""
        evidence = 2.0 if self._is_said_after else 0.0
        has_article = has_article and self._words[self._start].plain in ARTICLES
        opens_clause = self._after_break or (self._is_first and not self._is_last)
        if opens_clause and self._ends_clause:
            # « …, la loupe »: alone at the very end, it is said for the place.
            alone = has_article and self._is_last
            evidence += (2.5 if alone else 0.5) if is_common else 1.5
        elif self._ends_clause:
            evidence += 0.5 if is_common else 1.0
        elif self._is_first and self._words[self._end].plain not in OF:
            evidence += 0.5
        if self._is_upper and not (self._is_first and is_common):
            evidence += 0.5 if self._is_first else 1.0
        if len(self._words) <= _SHORT_TEXT and not is_common:
            evidence += 0.5
        elif len(self._words) <= _SHORT_TEXT and has_article and (self._is_first or self._is_last):
            # « ordinateur le blanc »
            evidence += 2.0
        return evidence
