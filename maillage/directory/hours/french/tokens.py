"""Cut a plain text into tokens: hours, days, conditions, connectors, noise, unknown words."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from maillage.directory.hours.french.lexicon import (
    DAY_NAMES,
    Kind,
    match_words,
)
from maillage.directory.hours.french.word_lists import HARMLESS, SERVICES, VENUES

_FULL_DAY = re.compile("(" + "|".join(DAY_NAMES) + r")s?(?![a-z])")
_SHORT_DAY = re.compile(r"(lund?|mard?|mer|mercr?|jeud?|ven|vendr?|same?|dim)(?![a-z'])\.?")
_OSM_DAYS: Final = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_TWO_LETTERS: Final = {"lu": 0, "ma": 1, "me": 2, "je": 3, "ve": 4, "sa": 5, "di": 6, **_OSM_DAYS}
_LETTER_DAY: Final = {"l": 0, "j": 3, "v": 4, "s": 5, "d": 6}
_TWO = "(?:" + "|".join(_TWO_LETTERS) + ")"
_TWO_DAY = re.compile(
    rf"({_TWO})(?=[ .:,-]*(?:\d|(?:et|au|a) {_TWO}(?![a-z])|[-, ] ?{_TWO}(?![a-z])))\.?"
    rf"|({_TWO})(?=\.?[ :]+(?:ferme|off|closed))"
)
_ONE_DAY = re.compile(r"([ljvsd])(?=[ :]*\d{1,2} ?h| (?:au|a) [ljvsd](?![a-z']))")
_LETTER_LIST = re.compile(r"[lmjvsd](?: ?[,/.] ?[lmjvsd]){1,6}(?= ?:? ?(?:de )?\d)")
_MONDAY_TO_FRIDAY = re.compile(r"l(?: au | a | ?- ?)v(?![a-z'])")

_PHONE = re.compile(r"(?:\+ ?33 ?(?:\(0\) ?)?|0)[1-9](?:[ .\-/]?\d{2}){4}(?!\d)|3\d{3}(?![\dh:])")
_PHONE_LABEL = re.compile(
    r"(?:(?:numero|no|n) (?:de )?)?(?:tel(?:ephone)?s?|fax|portable|contact)s?\.? ?:? ?"
    r"(?=(?:\+ ?33|0[1-9])[ .\-/]?\d)"
)
_DATE = re.compile(
    r"\d{1,2}([/.])\d{1,2}\1(?:19|20)?\d{2}(?!\d|h)|\d{1,2}-\d{1,2}-(?:19|20)\d{2}(?!\d)"
    r"|(?:19|20)\d{2}(?![\dh:])"
)
_ALWAYS = re.compile(r"24 ?h?(?:eures)? ?(?:/|sur) ?24 ?h?(?![a-z0-9])")
_SEVEN = re.compile(r"7 ?j?(?:ours)? ?(?:/|sur) ?7 ?j?(?:ours)?(?![a-z0-9])")
_BOTH = re.compile(r"24 ?/ ?7(?! ?h|\d)")
_ADDRESS = re.compile(
    r"\d{1,4} ?(?:bis|ter)?,? (?:rue|avenue|av\.|boulevard|bd|place|impasse|allee|chemin"
    r"|route|quai) [^:;|()]*?\d{5} [a-z-]+"
)
# A price, a number of people or of days in the week: no hour, whatever the number.
_COUNTED = re.compile(
    r"\d+(?:[.,]\d{1,2})? ?(?:€|euros?(?![a-z]))"
    r"(?: (?:de l'|/ ?|par |la |le )(?:heure|seance|cours|page|copie|an|mois|atelier|personne)s?)?"
    r"|\d{1,2}(?: ?(?:a|-) ?\d{1,2})? (?:personnes?|participants?|places?)"
    r"(?: (?:max(?:i|imum)?|minimum))?"
    r"|[1-7] ?(?:jours?|j) (?:par|sur la|dans la) semaine"
)
_FROM_DATE = re.compile(
    r"(?:a partir du|depuis le|a compter du|des le|valables? (?:a partir du|des le|jusqu'au))"
    r" \d{1,2}(?:er)?(?: ?/ ?\d{1,2}(?: ?/ ?\d{2,4})?|"
    r" (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
    r"(?: \d{4})?)"
)
_DIGIT_ORDINAL = re.compile(r"([1-5]) ?(?:ers?|eres?|iemes?|emes?|es?|nds?|ndes?)(?![a-z0-9])")
_DIGIT_WORDS = re.compile(
    r"(?P<alternate>[1-4] [a-z]+ (?:par|/) ?(?:mois|trimestre|an)(?![a-z])"
    r"|1 ?(?!h)[a-z]+\.? ?(?:sur|/|par) ?(?:deux|2|3|4)(?!\d)"
    r"|[1-4] ?(?:x|fois)? ?(?:/|par) ?(?:mois|semaine|trimestre|an)s?(?![a-z])"
    r"|1 fois (?:sur|par))"
    r"|(?P<part>[123] (?:premieres?|dernieres?) semaines?|[12] ?(?:ere?|eme|e|nde) quinzaine"
    r"|[1-5] ?(?:ere?s?|e|emes?|nde?s?|iemes?) semaines?(?![a-z]))"
    r"|(?P<ordinal>[23] (?:premiers?|derniers?)(?![a-z]))"
)
_HOURS = re.compile(r"(\d{1,2}) ?(?:h(?:eures?|rs?|\.(?= ?(?:[-/\d]|a )))?)")
_MINUTES = re.compile(r":?([0-5]\d)(?!\d| ?: ?[0-5]\d(?!\d))(?: ?(?:mn|min|minutes))?")
_CLOCK = re.compile(
    r"(\d{1,2}) ?: ?([0-5]\d)(?::\d\d(?:\.\d+)?)?(?!\d| ?h ?\d)(?: ?h(?![a-z0-9]))?"
)
_DOTTED = re.compile(r"(\d{1,2})\.([0-5]\d)(?!\d|\.\d|/\d{4})(?: ?h(?![a-z0-9]))?")
_CUT_CLOCK = re.compile(r"(\d{1,2}) ?:(?= ?(?:[-/,;)]|a |et |$|\n)| \d)")
_HALF_PAST = re.compile(r" et demie?(?![a-z])")
_HALF_OF_DAY = re.compile(
    r" ?(pm|p\.m\.?|du soir|de l'apres[- ]midi)(?![a-z])|( ?(?:am|a\.m\.?|du matin)(?![a-z]))"
)
_NUMBER = re.compile(r"\d{1,2}(?!\d)")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[a-z][a-z-]*[a-z]|[a-z]")
_SIGNS: Final = frozenset(" ,;:.-/|()\n")
_SPACED_MINUTES: Final = frozenset((0, 5, 15, 25, 30, 35, 40, 45, 50, 55))


@dataclass(slots=True)
class Token:
    """A piece of text; `value` is minutes, a number, a weekday… according to its kind."""

    kind: Kind
    text: str
    value: int = 0
    days: tuple[int, ...] = ()
    marked: bool = field(default=True)  # for an hour: « 9h », not a bare « 9 »


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a plain text, in order; spaces are left out."""
    tokens: list[Token] = []
    at, size = 0, len(text)
    while at < size:
        char = text[at]
        if char == " ":
            at += 1
            continue
        if char.isdigit() or (char == "+" and _PHONE.match(text, at)):
            at = _digits(text, at, tokens)
        elif "a" <= char <= "z":
            at = _letters(text, at, tokens)
        else:
            end = at + 1
            if char == "-":
                while end < size and text[end] == "-":
                    end += 1
            if char in _SIGNS:
                tokens.append(Token(Kind.SIGN, "--" if end - at > 1 else char))
            elif char in "&+":
                tokens.append(Token(Kind.AND, char))
            at = end
    return tokens


def _digits(text: str, at: int, tokens: list[Token]) -> int:  # noqa: PLR0911
    for pattern in (_PHONE, _ADDRESS, _COUNTED):
        if found := pattern.match(text, at):
            tokens.append(Token(Kind.NOISE, found[0]))
            return found.end()
    if found := _BOTH.match(text, at):
        tokens.append(Token(Kind.DAYS, found[0], days=(0, 1, 2, 3, 4, 5, 6)))
        tokens.append(Token(Kind.ALWAYS, found[0]))
        return found.end()
    if found := _ALWAYS.match(text, at):
        tokens.append(Token(Kind.ALWAYS, found[0]))
        return found.end()
    if found := _SEVEN.match(text, at):
        tokens.append(Token(Kind.DAYS, found[0], days=(0, 1, 2, 3, 4, 5, 6)))
        return found.end()
    if found := _DIGIT_WORDS.match(text, at):
        kind = {"alternate": Kind.ALTERNATE, "part": Kind.PART_OF_MONTH, "ordinal": Kind.ORDINAL}[
            found.lastgroup or ""
        ]
        tokens.append(Token(kind, found[0], days=_ordinals(found[0])))
        return found.end()
    if end := _time(text, at, tokens):
        return end
    if found := _DATE.match(text, at):
        tokens.append(Token(Kind.DATE, found[0]))
        return found.end()
    if found := _DIGIT_ORDINAL.match(text, at):
        tokens.append(Token(Kind.ORDINAL, found[0], days=(int(found[1]),)))
        return found.end()
    if found := _NUMBER.match(text, at):
        tokens.append(Token(Kind.NUMBER, found[0], int(found[0]), marked=False))
        return found.end()
    found = _DIGITS.match(text, at)
    end = found.end() if found else at + 1
    tokens.append(Token(Kind.UNKNOWN, text[at:end]))
    return end


def _time(text: str, at: int, tokens: list[Token]) -> int:  # noqa: PLR0912
    """Read an hour; return where it ends, 0 when there is none."""
    found = _HOURS.match(text, at)
    minutes = 0
    if found:
        end = found.end()
        spaced = end < len(text) and text[end] == " "
        start = end + 1 if spaced else end
        if past := _HALF_PAST.match(text, end):
            minutes, end = 30, past.end()
        elif more := _MINUTES.match(text, start):
            value = int(more[1])
            twice = re.match(r" ?h(?![a-z])", text[more.end() : more.end() + 3])
            is_hour = twice is not None and (value < 25 and value != 0)
            if not is_hour and (not spaced or value in _SPACED_MINUTES):
                minutes = value
                end = more.end() + (twice.end() if twice else 0)
        elif text[start : start + 1] == "0" and not text[start + 1 : start + 2].isdigit():
            end = start + 1
    else:
        found = _CLOCK.match(text, at) or _DOTTED.match(text, at)
        if found:
            minutes = int(found[2])
        else:
            found = _CUT_CLOCK.match(text, at)
            if not found:
                return 0
        end = found.end()
    hours = int(found[1])
    if half := _HALF_OF_DAY.match(text, end):
        if half[1] and hours < 12:
            hours += 12
        end = half.end()
    value = hours * 60 + minutes
    if value > 24 * 60:
        tokens.append(Token(Kind.UNKNOWN, text[at:end]))
    else:
        tokens.append(Token(Kind.TIME, text[at:end], value))
    return end


def _letters(text: str, at: int, tokens: list[Token]) -> int:
    if found := _FULL_DAY.match(text, at):
        tokens.append(Token(Kind.DAY, found[0], days=(DAY_NAMES.index(found[1]),)))
        return found.end()
    if found := _PHONE_LABEL.match(text, at) or _FROM_DATE.match(text, at):
        tokens.append(Token(Kind.NOISE, found[0]))
        return found.end()
    if end := _short_day(text, at, tokens):
        return end
    if known := match_words(text, at):
        kind, end = known
        words = text[at:end]
        token = Token(kind, words)
        if kind is Kind.TIME:
            token.value = 1440 if words == "minuit" else 720 if words == "midi" else 750
        elif kind is Kind.DAYS:
            token.days = _days_of(words)
        elif kind is Kind.ORDINAL:
            token.days = _ordinals(words)
        tokens.append(token)
        return end
    if text[at + 1 : at + 2] == "'":
        if text[at] == "d":
            tokens.append(Token(Kind.FROM, "d'"))
        return at + 2
    found = _WORD.match(text, at)
    end = found.end() if found else at + 1
    tokens.append(_word(text[at:end]))
    return end


def _short_day(text: str, at: int, tokens: list[Token]) -> int:
    if found := _MONDAY_TO_FRIDAY.match(text, at):
        tokens += [
            Token(Kind.DAY, "l", days=(0,)), Token(Kind.TO, "au"), Token(Kind.DAY, "v", days=(4,)),
        ]  # fmt: skip
        return found.end()
    if found := _LETTER_LIST.match(text, at):
        letters = re.sub(r"[^a-z]", "", found[0])
        if letters.count("m") == 2 and "mm" in letters:
            letters = letters.replace("mm", "xy")
        known = _LETTER_DAY | {"x": 1, "y": 2}
        if any(letter not in known for letter in letters):
            tokens.append(Token(Kind.STOP, found[0]))  # one « m »: Tuesday or Wednesday?
        else:
            tokens += [Token(Kind.DAY, letter, days=(known[letter],)) for letter in letters]
        return found.end()
    if found := _SHORT_DAY.match(text, at):
        day = next(i for i, name in enumerate(DAY_NAMES) if name.startswith(found[1][:3]))
    elif found := _TWO_DAY.match(text, at):
        day = _TWO_LETTERS[found[1] or found[2]]
    elif found := _ONE_DAY.match(text, at):
        day = _LETTER_DAY[found[1]]
    else:
        return 0
    tokens.append(Token(Kind.DAY, found[0], days=(day,)))
    return found.end()


@lru_cache(maxsize=4096)
def _word(word: str) -> Token:
    if word in HARMLESS:
        return Token(Kind.NOISE, word)
    if word in SERVICES:
        return Token(Kind.SERVICE, word)
    if word in VENUES or word.rstrip("s") in VENUES:
        return Token(Kind.VENUE, word.rstrip("s"))
    day = _mistyped_day(word)
    if day is not None:
        return Token(Kind.DAY, word, days=(day,))
    return Token(Kind.UNKNOWN, word)


def _mistyped_day(word: str) -> int | None:
    """The weekday that a word with a slip means: one letter wrong, two in a long name."""
    if not 4 <= len(word) <= 10 or word in {"midi", "lund"}:
        return 0 if word == "lund" else None
    scores = sorted(
        (_distance(word.removesuffix("s"), name), i) for i, name in enumerate(DAY_NAMES)
    )
    (best, day), (second, _other) = scores[0], scores[1]
    name = DAY_NAMES[day]
    allowed = 2 if len(name) > 6 and word[0] == name[0] else 1
    return day if best <= allowed and best < second else None


def _distance(a: str, b: str) -> int:
    """Letters to add, drop, change or swap with the next one (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _days_of(words: str) -> tuple[int, ...]:
    if "week" in words or "fin" in words:
        return (5, 6)
    if words.startswith(("t", "chaque", "quotidien")) and "ouvre" not in words:
        return (0, 1, 2, 3, 4, 5, 6)
    return (0, 1, 2, 3, 4)


def _ordinals(words: str) -> tuple[int, ...]:
    """« premier » → (1,), « dernier » → (-1,), « les deux premiers » → (1, 2)."""
    count = 3 if re.search(r"trois|3", words) and not words.startswith("trois") else 1
    count = 3 if re.match(r"trois |3 ", words) else count
    count = 2 if re.search(r"deux|2(?!e)", words) and re.search(r"prem|dern", words) else count
    if "dern" in words:
        return tuple(range(-1, -count - 1, -1))
    if "prem" in words:
        return tuple(range(1, count + 1))
    for rank, begin in ((2, ("deux", "sec")), (3, ("trois",)), (4, ("quat",)), (5, ("cinq",))):
        if words.startswith(begin):
            return (rank,)
    return ()
