"""The communes that the engine knows: names of today, former names, short names."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maillage.core.text import ARTICLES
from maillage.orientation.engine.lexicon import FOLDER
from maillage.orientation.engine.tokens import plain_word, sound_of
from maillage.territory.place_typos import TypoTable

_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "s": "sur"}
_BY_EAR = {"sin": "saint", "sain": "saint", "sint": "saint", "cin": "saint", "sinte": "sainte"}
_LINKS = frozenset(
    [
        "sur",
        "sous",
        "en",
        "de",
        "du",
        "des",
        "d",
        "aux",
        "au",
        "a",
        "et",
        "les",
        "l",
        "saint",
        "sainte",
        "notre",
    ]
)
# The larger of two towns of one short name must be this much larger to be meant.
_RATIO = 1.5
# A village of that whole name is still meant, unless it is this much smaller.
_RATIO_WHOLE = 4
_SHORT_PEOPLE = 900
_SOUND_PEOPLE = 1_500


@dataclass(frozen=True, slots=True)
class Town:
    """A commune of today; `former`: names of communes that it holds now."""

    code: str
    nom: str
    population: int
    former: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A way of naming a town. `has_article`: « La Loupe »; `words`: without the articles."""

    town: Town
    glued: str
    words: tuple[str, ...]
    has_article: bool
    is_short: bool = False


def name_words(plain: Iterable[str]) -> list[str]:
    """Words of a name without its articles, « St » in full."""
    return [_ABBREVIATIONS.get(word, word) for word in plain if word not in ARTICLES]


def read_npm_towns(text: str, *, region: str) -> list[Town]:
    """The communes of a region from `communes.json` of the official division's package."""
    rows = json.loads(text)
    today = {
        row["code"]: row
        for row in rows
        if row["type"] == "commune-actuelle" and row.get("region") == region
    }
    former: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["type"] != "commune-actuelle" and row.get("chefLieu") in today:
            former[row["chefLieu"]].append(row["nom"])
    return [
        Town(
            code=code,
            nom=row["nom"],
            population=int(row.get("population") or 0),
            former=tuple(sorted(former.get(code, ()))),
            postal_codes=tuple(row.get("codesPostaux") or ()),
        )
        for code, row in sorted(today.items())
    ]


class Gazetteer:
    """The names of the towns, ready to be looked up."""

    def __init__(self, towns: Sequence[Town]) -> None:
        self.towns = tuple(towns)
        self._exact: dict[str, Name] = {}
        self._sounds: dict[str, Name] = {}
        self._postal: dict[str, Town] = {}
        self._alias: dict[str, Town] = {}
        self._stems: list[tuple[str, Town]] = []
        self.common = frozenset(
            plain_word(word)
            for word in (FOLDER / "mots_courants.txt").read_text(encoding="utf-8").split()
        )
        self._read_names()
        self._read_short_names()
        self._read_sounds()
        self._first_sounds = {sound[:2] for sound in self._sounds}
        self._read_postal_codes()
        self._read_aliases()
        self._starts = {
            glued[:size]
            for glued in (*self._exact, *self._alias, *self._sounds)
            for size in range(1, len(glued) + 1)
        }
        self.typos = TypoTable(glued for glued in self._exact if len(glued) >= 6)

    def _read_names(self) -> None:
        for town in sorted(self.towns, key=lambda town: town.population):
            for nom in (*town.former, town.nom):
                name = _name_of(town, nom)
                self._exact[name.glued] = name
        # A name of today passes before a former name of another, unless that one is a town
        # and this one a hamlet (« Contres » is Le Controis-en-Sologne more than the Cher's).
        for town in sorted(self.towns, key=lambda town: town.population):
            name = _name_of(town, town.nom)
            held = self._exact[name.glued].town
            if held.population < 4 * town.population:
                self._exact[name.glued] = name

    def _read_short_names(self) -> None:
        """« Nogent » is Nogent-le-Rotrou: the beginning of a name, when one is far larger."""
        larger: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        for name in list(self._exact.values()):
            for size in range(1, len(name.words)):
                start = name.words[:size]
                if start[-1] not in _LINKS and not (size == 1 and start[0] in self.common):
                    larger[start].append(name)
        for start, names in larger.items():
            glued = "".join(start)
            by_town = {name.town.code: name for name in names}
            best = sorted(by_town.values(), key=lambda name: -name.town.population)
            first = best[0].town.population
            second = best[1].town.population if len(best) > 1 else 0
            held = self._exact.get(glued)
            if held is not None and (
                first < _RATIO_WHOLE * max(held.town.population, 1) or held.glued != glued
            ):
                continue
            if first < _SHORT_PEOPLE or first < _RATIO * second:
                continue
            self._exact[glued] = Name(best[0].town, glued, start, best[0].has_article, True)

    def _read_sounds(self) -> None:
        for name in sorted(self._exact.values(), key=lambda name: name.town.population):
            if name.town.population >= _SOUND_PEOPLE or len(name.glued) >= 7:
                self._sounds["".join(sound_of(word) for word in name.words)] = name
                self._sounds[sound_of(name.glued)] = name

    def _read_postal_codes(self) -> None:
        people: dict[str, list[Town]] = defaultdict(list)
        for town in self.towns:
            for code in town.postal_codes:
                people[code].append(town)
        for code, towns in people.items():
            best = max(towns, key=lambda town: town.population)
            if best.population >= 0.6 * sum(town.population for town in towns):
                self._postal[code] = best

    def _read_aliases(self) -> None:
        by_name = {town.nom: town for town in self.towns}
        for line in (FOLDER / "communes_autrement.txt").read_text(encoding="utf-8").splitlines():
            nom, _, aliases = line.partition(":")
            town = by_name.get(nom)
            for alias in aliases.split(",") if town else ():
                word = plain_word(alias.strip())
                if word.endswith("*"):
                    self._stems.append((word[:-1], by_name[nom]))
                else:
                    self._alias["".join(word.split())] = by_name[nom]

    def starts(self, words: Iterable[str]) -> bool:
        """Whether some name, as written or by its sound, begins by the first of these words.

        Figures may be a postal code, and another alphabet is always looked up.
        """
        word = next(iter(name_words(words)), "")
        if not word or not word.isascii() or word[0].isdigit():
            return bool(word)
        sound = sound_of(_BY_EAR.get(word, word))
        unstuck = word[1:] if word[0] in "dl" else word
        return not self._starts.isdisjoint((word, sound, unstuck))

    def exact(self, glued: str) -> Name | None:
        return self._exact.get(glued)

    def by_sound(self, words: Sequence[str]) -> Name | None:
        """A name that sounds alike, by its words or glued."""
        written = [_BY_EAR.get(word, word) for word in words]
        return self._sounds.get("".join(map(sound_of, written)))

    def may_begin(self, *words: str) -> bool:
        """Whether the first of these words (articles aside) begins the sound of some name."""
        for word in name_words(words):
            return sound_of(_BY_EAR.get(word, word))[:2] in self._first_sounds
        return False

    def by_postal_code(self, code: str) -> Town | None:
        """The town of a postal code, when most of its people live there."""
        return self._postal.get(code)

    def by_alias(self, glued: str) -> Town | None:
        """Other alphabets, and ways of writing that no rule finds."""
        found = self._alias.get(glued)
        if found or glued.isascii():
            return found
        return next((town for stem, town in self._stems if glued.startswith(stem)), None)


def _name_of(town: Town, nom: str) -> Name:
    plain = [plain_word(word) for word in nom.replace("’", " ").replace("'", " ").split()]
    split = [part for word in plain for part in word.split("-") if part]
    words = tuple(name_words(split)) or tuple(split)
    return Name(town, "".join(words), words, has_article=split[0] in ARTICLES)
