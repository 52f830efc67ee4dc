"""Make a free text plain: no HTML, no accents, lower case, one kind of dash, words unglued."""

import html
import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 1200

_BREAK_TAG = re.compile(r"<\s*/?\s*(?:br|p|div|li|ul|ol|tr|h\d)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z][^<>]*>")
_DASHES = str.maketrans(
    {
        **dict.fromkeys("–—−‐‑‒―→⇒⟶_", "-"),
        **dict.fromkeys("’‘`´ʼ", "'"),
        **dict.fromkeys("•·●▪◦✓►➢*>¦", "|"),
        **dict.fromkeys("“”«»", '"'),
        **dict.fromkeys("\t\u00a0\u202f\u2009\u200a", " "),
        **dict.fromkeys("\u200b\ufeff\u00ad", ""),
        "\r": "\n",
        "œ": "oe",
        "Œ": "oe",
        "º": "e",
        "°": "e",
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
    }
)
# « 9hè16h », « 9h á 12h », « 9h � 12h »: whatever stands for « à » between two hours.
_TO_SIGN = re.compile(r"(?<=[0-9hH])\s*(?:[àáâäèéêÀÁÂÈÉ]|�|\?)\s*(?=\d)")
_ARROW = re.compile(r"[-=]+>")
_ARROW_HEAD = re.compile(r"(?:(?<=[\dhH])|(?<=di)|(?<=DI)) ?> ?(?=\w)")
_LETTER_ZERO = re.compile(r"(?<=[0-9]h)\s?oo\b|(?<=\d)o(?=[\s]?h\d?)")
# « 12h3019h », « 12:3014:00 »: minutes glued to the next hour.
_GLUED = re.compile(r"(\d{1,2}\s?[h:]\s?[0-5]\d)(?=\d{1,2}\s?[h:])")
# « du 01/07 au 31/08 »: days of two months.
_SLASHED_DATES = re.compile(
    r"\bdu (\d\d?)/(0?[1-9]|1[0-2]) au (\d\d?)/(0?[1-9]|1[0-2])(?![\d/h]| ?h)"
)
_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f]")
_SPACES = re.compile(r"[ \f\v]+")
_LINES = re.compile(r" ?\n ?(?:\n ?)*")


def plain(text: str) -> str:
    """Return the text in lower case without accents, tags or odd signs; lines are kept."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", _BREAK_TAG.sub("\n", text))
    if "Ã" in text:
        text = _mojibake(text)
    text = _ARROW_HEAD.sub("-", _ARROW.sub("-", text))
    text = _TO_SIGN.sub(" à ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.translate(_DASHES).lower()
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    text = _GLUED.sub(r"\1 ", _LETTER_ZERO.sub(_zeros, text))
    text = _SLASHED_DATES.sub(_named_months, text)
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def _named_months(found: re.Match[str]) -> str:
    first, last = (_MONTHS[int(found[group]) - 1] for group in (2, 4))
    return f"du {int(found[1])} {first} au {int(found[3])} {last}"


def _zeros(found: re.Match[str]) -> str:
    return "00" if "oo" in found[0] else "0"


def _mojibake(text: str) -> str:
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
