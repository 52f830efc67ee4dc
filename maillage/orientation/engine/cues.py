"""What rules find surer than a trained model: ages, moments, price, ways of being helped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maillage.orientation.engine import labels
from maillage.orientation.engine.lexicon import lines_of
from maillage.orientation.engine.need import Value
from maillage.orientation.engine.reading import Reading
from maillage.orientation.engine.tokens import plain_word

_DAY_OF = {word: day for day, words in lines_of("jours.txt", ": ") for word in words.split()}

# A deadline or a story, not a wish: « avant vendredi », « samedi dernier », « depuis lundi ».
_NOT_A_WISH_BEFORE = re.compile(
    r"(?:avant|avan|d ici|pour|jusqu a|jusque|depuis|depui|depuit|dpui|hier|apres|before|until|"
    r"since|"
    r"antes|antes del|hasta|ate|до|перед|marche du|c est|cest|cé|limite|finit|fini|expire|termine|"
    r"car|bus|audience|tribunal|ferme|coupe|coupent|coupure|passe|"
    r"rendez vous|match|dernier|fin|jour)"
    r"(?: (?:le|la|l|ce|au|du|el|a|minuit|dernier|plus|tard|tous|les|est))* $"
)
_NOT_A_WISH_AFTER = re.compile(
    r"^ (?:dernier|passe|derniere|prochain dernier|j ai (?:recu|paye|donne|clique|eu)|on m a|"
    r"il m a|"
    r"ils m ont|c est (?:la|le) (?:fin|date)|dernier delai|au plus tard|c est jour)"
)
_MOMENTS = tuple(
    (moment, re.compile(f"(?<= )(?:{form})(?= )"))
    for moment, form in lines_of("moments.txt", " | ")
)
_WAYS = tuple(
    (way, re.compile(f"(?<= )(?:{form})(?= )")) for way, form in lines_of("facons.txt", " | ")
)
# « plutôt qu'en groupe », « pas en visio ».
_REFUSED = re.compile(
    r" (?:pas|plutot que?|ni|jamais|aime pas|deteste)(?: (?:de|d|en|un|les|l|des|par))* $"
)
_WISHES = ("libre", "dispo", "repos", "uniquement", "viendr", "plutot")
_WISH_AFTER = re.compile(r" (?:de preference|si possible|ou rien|ou jamais|seulement|uniquement)")
_NEAR_WISH = 6
_TODAY = re.compile(
    r"(?<= )(?:ouvert(?:e|s)? (?:aujourd hui|la)|aujourd hui (?:c est )?(?:ouvert|possible)|"
    r"(?:peux|peut|pourrais) (?:je )?(?:venir|passer) aujourd hui|disponible (?:aujourd hui|"
    r"la))(?= )"
)
_STORY = re.compile(r" (?:jusqu a|jusque|jusqu|jusk a|depuis|depui) (?:maintenant|la)? ?$")
_PAST_BEFORE = re.compile(
    r" (?:hier|avant hier|j ai recu|recu|depuis|ce|chaque|tous les|lundi|mardi|mercredi|jeudi|"
    r"vendredi|du matin)"
    r"(?: (?:au|le))? $"
)
_PRICES = tuple(
    (price, re.compile(f"(?<= )(?:{form})(?= )")) for price, form in lines_of("prix.txt", " | ")
)
_NOT_FREE = re.compile(
    r" (?:essai|pas|n est plus|site|soi disant|iphone|faux|logiciel|cadeau|etait|offre|"
    r"logiciels) (?:\w+ )?$"
)

_AGE = re.compile(
    r"(?<= )(\d{1,3}) ?(?:ans?|anees?|annees|anos|piges|balais|berges|years?|yo|yasinda|yasindayim|"
    r"год\w*|лет|років|рок\w*|"
    r"سنه|عام|3am)(?: (?:et demi|passes))?(?= )"
)
_TENS = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "octante": 80, "huitante": 80, "nonante": 90, "cent": 100, "deux": 2, "trois": 3, "quatre": 4,
    "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "un": 1, "une": 1, "et": 0,
}  # fmt: skip
_AGE_IN_WORDS = re.compile(
    rf"(?<= )((?:(?:{'|'.join(_TENS)}) )+)(?:ans|an|piges|balais|berges)(?= )"
)
# Years that are no age: « depuis 20 ans », « il y a 30 ans », « pendant trente ans ».
_NOT_AN_AGE_BEFORE = re.compile(
    r" (?:depuis|depui|pendant|pendan|il y a|y a|ya|durant|apres|dans|for|hace|desde|en|tous les|"
    r"fait|encore|carte|contrat|plus de|moins de|bientot|passe|sur|bail de|marie depuis|"
    r"commence a|debute a|embauche a|partie? a) $"
)
_NOT_AN_AGE_AFTER = re.compile(
    r"^ (?:de (?:mariage|boite|metier|carriere|cotisation|travail|maison|vie|service|chomage|"
    r"boulot|"
    r"chantier|vignes|fidelite|boutique|retard|bons|usine|silence|credit|tele)|que |qu |apres|"
    r"plus tard|ago)"
)
_BARE_NOW = frozenset({"maintenant", "now", "ahora", "agora", "simdi", "сейчас", "зараз", "الان"})
_FEW_WORDS = 9


@dataclass(frozen=True, slots=True)
class Sentence:
    """The plain words joined by spaces, one before and one after; `starts`: of each token."""

    text: str
    starts: tuple[int, ...]

    def ranks(self, match: re.Match[str]) -> tuple[int, ...]:
        """The tokens that a match covers."""
        return tuple(
            rank for rank, start in enumerate(self.starts) if match.start() <= start < match.end()
        )


def sentence_of(reading: Reading) -> Sentence:
    starts, at = [], 1
    for token in reading.tokens:
        starts.append(at)
        at += len(token.plain) + 1
    return Sentence(" " + "".join(token.plain + " " for token in reading.tokens), tuple(starts))


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years, and the ranks of the tokens that say it."""

    years: int
    ranks: tuple[int, ...]


def ages_of(sentence: Sentence) -> Iterator[Age]:
    """The ages said, in figures or in words; not how long something has lasted."""
    for pattern in (_AGE, _AGE_IN_WORDS):
        for match in pattern.finditer(sentence.text):
            before, after = sentence.text[: match.start()], sentence.text[match.end() :]
            if _NOT_AN_AGE_BEFORE.search(before) or _NOT_AN_AGE_AFTER.search(after):
                continue
            said = match.group(1)
            years = int(said) if said.strip().isdigit() else _number(_last_number(said.split()))
            if 0 < years <= 110:
                yield Age(years, sentence.ranks(match))


def _last_number(words: list[str]) -> list[str]:
    """« vingt et un » is one number, « huit et dix » are two."""
    for rank in range(len(words) - 2, -1, -1):
        if words[rank] == "et" and words[rank + 1] not in {"un", "une", "onze"}:
            return words[rank + 1 :]
    return words


def _number(words: list[str]) -> int:
    total = 0
    for word in words:
        value = _TENS[word]
        if word == "vingt" and total == 4:
            total = 80
        else:
            total += value
    return total


def publics_by_age(reading: Reading, sentence: Sentence) -> dict[str, tuple[int, ...]]:
    """Public → the ranks of the words that say the age."""
    found: dict[str, tuple[int, ...]] = {}
    students = any(idea.name == "etudiant" for idea in reading.ideas)
    for age in ages_of(sentence):
        if age.years >= 60:
            found[labels.SENIORS] = age.ranks
        elif 11 <= age.years <= 25:
            if not students:
                found[labels.JEUNES] = age.ranks
        elif age.years < 11:
            found[labels.FAMILLES] = age.ranks
    return found


def ways_of(sentence: Sentence) -> dict[str, tuple[int, ...]]:
    """Way of being helped → the ranks of the words that ask for it."""
    found: dict[str, tuple[int, ...]] = {}
    for way, form in _WAYS:
        if way in found:
            continue
        for match in form.finditer(sentence.text):
            if not _REFUSED.search(sentence.text[: match.start()]):
                found[way] = sentence.ranks(match)
                break
    return found


def is_wished(sentence: Sentence, moment: Value) -> bool:
    """« libre le jeudi », « le matin de préférence »: surely a wish, whatever the rest."""
    words = " ".join(plain_word(word) for word in moment.words)
    at = sentence.text.rfind(f" {words} ")
    if at < 0:
        return False
    before, after = sentence.text[:at].split()[-_NEAR_WISH:], sentence.text[at + len(words) + 1 :]
    return any(word.startswith(_WISHES) for word in before) or bool(_WISH_AFTER.match(after))


def moment_of(reading: Reading, sentence: Sentence) -> Value | None:
    """When help is wanted; a part of the day passes before « maintenant », a day comes last."""
    day = _day_of(reading, sentence)
    for moment, pattern in _MOMENTS:
        for match in pattern.finditer(sentence.text):
            before = sentence.text[: match.start()]
            if _STORY.search(before) or (moment != "maintenant" and _PAST_BEFORE.search(before)):
                continue
            words = reading.words_at(sentence.ranks(match))
            if moment == "maintenant":
                if match.group() in _BARE_NOW and not _is_asked_now(reading, sentence, match):
                    continue
                return day or Value(moment, 0.8, words)
            if day is not None and moment in {"matin", "apres-midi", "soir", "midi"}:
                return day
            return Value(moment, 0.85, words)
    today = _TODAY.search(sentence.text)
    if day is None and today:
        return Value("maintenant", 0.7, reading.words_at(sentence.ranks(today)))
    return day


def _is_asked_now(reading: Reading, sentence: Sentence, match: re.Match[str]) -> bool:
    """« maintenant » tells a story more often than it asks, but at the end or in a few words."""
    ranks = sentence.ranks(match)
    if len(reading.tokens) <= _FEW_WORDS or ranks[-1] == len(reading.tokens) - 1:
        return True
    if sentence.text[: match.start()].endswith((" la ", " des ", " venir ", " passer ")):
        return True
    return reading.text[reading.tokens[ranks[-1]].end :].lstrip()[:1] in {"?", "!", "."}


def _day_of(reading: Reading, sentence: Sentence) -> Value | None:
    for rank, token in enumerate(reading.tokens):
        day = _DAY_OF.get(token.plain)
        if day is None:
            continue
        before = sentence.text[: sentence.starts[rank]]
        after = sentence.text[sentence.starts[rank] + len(token.plain) :]
        near = before.split()[-_NEAR_WISH:]
        is_free = any(word.startswith(_WISHES) for word in near)
        if (_NOT_A_WISH_BEFORE.search(before) and not is_free) or _NOT_A_WISH_AFTER.search(after):
            continue
        return Value(day, 0.8, reading.words_at((rank,)))
    return None


def frais_of(reading: Reading, sentence: Sentence) -> Value | None:
    """The price asked for; « pas cher » says nothing of it."""
    for value, pattern in _PRICES:
        for match in pattern.finditer(sentence.text):
            if value == labels.GRATUIT and _NOT_FREE.search(sentence.text[: match.start()]):
                continue
            return Value(value, 0.9, reading.words_at(sentence.ranks(match)))
    return None
