"""The language of a text: its alphabet, else its small words; « und » for a mash of keys."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from maillage.orientation.engine.lexicon import lines_of
from maillage.orientation.engine.need import Value
from maillage.orientation.engine.reading import Reading
from maillage.orientation.engine.tokens import Token

_WORDS = dict(lines_of("langues.txt", ": "))
_SHARED = Counter(word for words in _WORDS.values() for word in set(words.split()))
_WEIGHT = {
    language: {word: 1.0 / _SHARED[word] for word in words.split()}
    for language, words in _WORDS.items()
}
# Said alone, they tell the language by themselves.
_GREETINGS = {
    "es": ("hola", "buenos", "gracias"),
    "pt": ("ola", "obrigado", "obrigada"),
    "tr": ("merhaba", "selam"),
    "en": ("hello", "hi", "please"),
    "de": ("hallo", "guten"),
    "it": ("ciao", "buongiorno"),
    "ar": ("salam", "labas", "marhaba"),
}
for _language, _greetings in _GREETINGS.items():
    _WEIGHT[_language] |= dict.fromkeys(_greetings, 1.6)
_LANGUAGES_OF: dict[str, list[tuple[str, float]]] = {}
for _language, _words in _WEIGHT.items():
    for _word, _points in _words.items():
        _LANGUAGES_OF.setdefault(_word, []).append((_language, _points))
_SIGNS = {
    "ber": "ɣɛ",
    "es": "ñ",
    "pt": "ãõ",
    "tr": "ığş",
    "de": "ßäü",
    "ro": "ățşșâ",
    "pl": "łąęśżźć",
    "sq": "ë",
    "vi": "ơưđạảấầ",
}
# Accents that French has, and others have too.
_ACCENTS = {
    "é": 0.2,
    "è": 0.5,
    "ê": 0.2,
    "à": 0.2,
    "ç": 0.2,
    "ù": 0.5,
    "œ": 0.5,
    "û": 0.5,
    "î": 0.3,
}
_ENDINGS = {
    "tr": re.compile(r"(?:iyorum|uyorum|iyor|uyor|mak|mek|ler|lar|imi|misiniz|musunuz|dim|tim)$"),
    "pt": re.compile(r"(?:cao|coes|agem|inho|nha|lho|lhar)$"),
    "es": re.compile(r"(?:cion|ciones|illo|dad|ando|iendo)$"),
    "it": re.compile(r"(?:zione|azioni|ggio|tta|lli|zzare)$"),
}
_ARABIZI = re.compile(
    r"[a-z]+[3579][a-z]+|^[379][a-z]{2,}|[a-z]{2,}[379]$"
    r"|^(?:ma)?ka[nty][a-z]{3,}ch?$|^kan[a-z]{3,}$|^ma[a-z]{3,}ch$|^khass|^bgh"
)
_ROWS = tuple(
    row[start : start + 4]
    for keys in ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
    for row in (keys, keys[::-1])
    for start in range(len(row) - 3)
)
_VOWELS = frozenset("aeiouy")
_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэёъ")
_UKRAINIAN_WORDS = frozenset(
    ["як", "що", "не", "мені", "треба", "потрібно", "де", "та", "й", "допомога", "хто", "це", "по"]
)
# Ukrainian without its own letters: these words, or an infinitive in « -ти ».
_UKRAINIAN_SURE = re.compile(
    r"^(?:шукаю|документи|недорогий|проживання|школяра|хлопця|немає|або|дуже|дякую|зараз|гроші|"
    r"французькою|українською|комп['’]ютер\w*|телефоном|тільки|лише|живемо|розмовляю|ласка|"
    r"\w{3,}(?:ити|ати|ути|ися|увати))$"
)
_BULGARIAN = frozenset(["съм", "искам", "трябва", "помощ"])
_PASHTO, _PERSIAN, _URDU = frozenset("ټډړښځڅېۍڼ"), frozenset("پچژگی"), frozenset("ٹڈڑےں")
_OTHER_ALPHABETS = {
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "ETHIOPIC": "ti",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
}


def language_of(reading: Reading) -> Value:
    """ISO 639-1; « fr » when nothing says otherwise, « und » when these are no words."""
    letters = [letter for letter in reading.text.lower() if letter.isalpha()]
    if not letters:
        return Value("und", 0.9)
    alphabets = Counter(_alphabet(letter) for letter in letters)
    alphabet, count = alphabets.most_common(1)[0]
    # A French place name inside an Arabic sentence changes nothing.
    foreign = {name: number for name, number in alphabets.items() if name != "LATIN"}
    if alphabet == "LATIN" and sum(foreign.values()) > 0.25 * len(letters):
        alphabet = max(foreign, key=lambda name: foreign[name])
        count = foreign[alphabet]
    confidence = round(min(0.99, 0.6 + 0.4 * count / len(letters)), 2)
    if alphabet == "ARABIC":
        return Value(_arabic(set(letters)), confidence)
    if alphabet == "CYRILLIC":
        return Value(_cyrillic(set(letters), reading.text.lower().split()), confidence)
    if alphabet != "LATIN":
        return Value(_OTHER_ALPHABETS.get(alphabet, "und"), confidence)
    return _latin(reading, set(letters))


@lru_cache(maxsize=2_000)
def _alphabet(letter: str) -> str:
    if letter.isascii():
        return "LATIN"
    return unicodedata.name(letter, "?").split()[0]


def _arabic(letters: set[str]) -> str:
    if letters & _PASHTO:
        return "ps"
    if letters & _URDU:
        return "ur"
    return "fa" if letters & _PERSIAN else "ar"


def _cyrillic(letters: set[str], words: list[str]) -> str:
    if letters & _UKRAINIAN:
        return "uk"
    if letters & _RUSSIAN:
        return "ru"
    if not _BULGARIAN.isdisjoint(words):
        return "bg"
    if any(_UKRAINIAN_SURE.match(word.strip(".,;:!?()")) for word in words):
        return "uk"
    return "uk" if len(_UKRAINIAN_WORDS.intersection(words)) >= 2 else "ru"


def _latin(reading: Reading, letters: set[str]) -> Value:
    plain = _written_words(reading.tokens)
    if _is_mash(plain, reading):
        return Value("und", 0.8)
    points = dict.fromkeys(_WEIGHT, 0.0)
    for word in plain:
        for language, weight in _points_of(word):
            points[language] += weight
    for language, signs in _SIGNS.items():
        points[language] += 1.0 * len(letters & set(signs))
    points["es"] += 2.0 * ("¿" in reading.text or "¡" in reading.text)
    # Who writes here most often writes French: the others must say more than a word.
    points["fr"] += 1.15 + sum(_ACCENTS.get(letter, 0.0) for letter in letters)
    (best, score), (_, second) = sorted(points.items(), key=lambda pair: -pair[1])[:2]
    return Value(best, round(max(0.4, min(0.99, 0.5 + (score - second) / (score + 1) / 2)), 2))


@lru_cache(maxsize=20_000)
def _points_of(word: str) -> tuple[tuple[str, float], ...]:
    """What one word says for each language."""
    points = list(_LANGUAGES_OF.get(word, ()))
    if len(word) > 4:
        points += [(name, 0.4) for name, ending in _ENDINGS.items() if ending.search(word)]
    if _ARABIZI.search(word) and not word.endswith(("eme", "nde")):
        points.append(("ar", 1.6))
    return tuple(points)


def _written_words(tokens: tuple[Token, ...]) -> list[str]:
    """The plain words as written (shorthand is French: it must not speak for French)."""
    seen: dict[int, str] = {}
    for token in tokens:
        seen.setdefault(token.place, token.raw.lower())
    folded = (unicodedata.normalize("NFKD", word.replace("ı", "i")) for word in seen.values())
    return ["".join(sign for sign in word if not unicodedata.combining(sign)) for word in folded]


def _is_mash(words: list[str], reading: Reading) -> bool:
    """« azertyuiop », « kjhgfd », « aaaaaa », « qsdf qsdf »: keys hit at random."""
    known = any(idea.section for idea in reading.ideas)
    letters = "".join(word for word in words if not word.isdigit())
    if not letters or known or len(words) > 6:
        return not letters
    strange = sum(len(word) for word in words if _looks_hit(word))
    return strange >= 0.6 * len(letters)


def _looks_hit(word: str) -> bool:
    if word.startswith(("mdr", "ptdr")):
        return False
    if len(word) < 4:
        return len(word) == 3 and not _VOWELS & set(word)
    if len(set(word)) <= 2 and len(word) >= 5:
        return True
    if any(row in word for row in _ROWS):
        return True
    if len(word) >= 6 and word[: len(word) // 2] == word[len(word) // 2 : 2 * (len(word) // 2)]:
        return True
    consonants = max((len(run) for run in re.split(r"[aeiouy0-9]+", word)), default=0)
    vowels = sum(1 for letter in word if letter in _VOWELS)
    return consonants >= 5 or (consonants >= 4 and vowels / len(word) < 0.25)
