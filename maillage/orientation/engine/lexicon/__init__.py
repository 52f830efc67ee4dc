"""Words of people → ideas (« carte grise », « ruhsat » → voiture), read from the text files here.

A file holds sections `[theme or service]`, then lines `idea: phrase, phrase`. Phrases are
compared by sound, small words left out; `*` ends the beginning of a word.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from maillage.orientation.engine.tokens import Token, plain_word, tokens_of

FOLDER = Path(__file__).parent
FILES = ("demarches.txt", "services.txt", "personnes.txt", "urgence.txt", "hors.txt")
SMALL_WORDS = frozenset(
    plain_word(word)
    for word in [
        "a",
        "à",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ma",
        "mes",
        "mon",
        "n",
        "on",
        "par",
        "pour",
        "s",
        "sa",
        "ses",
        "son",
        "sur",
        "ta",
        "ton",
        "un",
        "une",
        "votre",
        "vos",
        "notre",
        "nos",
        "leur",
        "leurs",
        "y",
        "the",
        "an",
        "of",
        "to",
        "my",
        "do",
        "da",
        "del",
        "el",
        "los",
        "las",
        "um",
        "uma",
        "o",
        "os",
        "as",
        "no",
        "na",
        "di",
        "il",
        "mi",
        "meu",
        "minha",
    ]
)
_GAP = 3  # small words allowed inside a phrase
_SHORTEST_START = 3


def lines_of(name: str, separator: str) -> list[tuple[str, str]]:
    """The lines « left separator right » of a file of this folder, comments left out."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(separator) for line in lines if line and line[0] != "#")
    return [(left, right) for left, _, right in pairs]


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea found in a text; `section` is a theme or a service; `at`: ranks of its tokens."""

    name: str
    section: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    is_start: bool

    def fits(self, token: Token) -> bool:
        if not self.is_start:
            return self.key in (token.key, token.unstuck)
        return token.plain.startswith(self.key)


@dataclass(frozen=True, slots=True)
class _Phrase:
    name: str
    section: str
    rest: tuple[_Word, ...]


class Lexicon:
    """The phrases, by their first word."""

    def __init__(self, files: Sequence[str]) -> None:
        self._whole: dict[str, list[_Phrase]] = defaultdict(list)
        self._starts: dict[str, list[_Phrase]] = defaultdict(list)
        for text in files:
            self._read(text)

    def _read(self, text: str) -> None:
        section = ""
        for line in text.splitlines():
            if line.startswith("["):
                section = line.strip("[] ")
            elif line and not line.startswith("#"):
                name, _, phrases = line.partition(":")
                for phrase in phrases.split(","):
                    self._add(name, section, phrase)

    def _add(self, name: str, section: str, phrase: str) -> None:
        words = []
        for part in phrase.split():
            if part.endswith("*"):
                words.append(_Word(plain_word(part[:-1]), is_start=True))
                continue
            found = [token for token in tokens_of(part) if token.plain not in SMALL_WORDS]
            words += [_Word(token.key, is_start=False) for token in found]
        if words:
            first, rest = words[0], tuple(words[1:])
            table = self._starts if first.is_start else self._whole
            table[first.key].append(_Phrase(name, section, rest))

    def find(self, tokens: Sequence[Token]) -> list[Idea]:
        """Every idea of the text, in the order of its words."""
        found = []
        for rank, token in enumerate(tokens):
            phrases = list(self._whole.get(token.key, ()))
            if token.unstuck:
                phrases += self._whole.get(token.unstuck, ())
            for size in range(_SHORTEST_START, len(token.plain) + 1):
                phrases += self._starts.get(token.plain[:size], ())
            for phrase in phrases:
                at = _rest_at(tokens, rank, phrase.rest)
                if at:
                    found.append(Idea(phrase.name, phrase.section, at))
        return found


def _rest_at(tokens: Sequence[Token], rank: int, rest: tuple[_Word, ...]) -> tuple[int, ...]:
    """The ranks of a phrase that begins there; empty when the text goes on otherwise."""
    at = [rank]
    for word in rest:
        spot = at[-1] + 1
        while spot < len(tokens) and not word.fits(tokens[spot]):
            if tokens[spot].plain not in SMALL_WORDS or spot - at[-1] > _GAP:
                return ()
            spot += 1
        if spot == len(tokens):
            return ()
        at.append(spot)
    return tuple(at)


@cache
def default_lexicon() -> Lexicon:
    """The lexicon of the project."""
    return Lexicon([(FOLDER / name).read_text(encoding="utf-8") for name in FILES])
