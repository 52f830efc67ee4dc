"""Text made clean and harmless: Unicode, spaces, HTML, unseen characters, twice-encoded text.

Every function gives back its own output unchanged, so that writers and readers agree.
"""

import html
import re
import unicodedata

# C0 and C1 controls but tab and line feed, soft hyphen, zero-width and text-direction
# characters, lone halves of UTF-16 pairs, non-characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_BREAK_TAG = re.compile(
    r"<(?:br|hr)\s*/?>|</?(?:p|div|li|ul|ol|tr|h[1-6]|blockquote)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_TAG = re.compile(
    r"<!--.{0,1000}?-->|</?[a-zA-Z][a-zA-Z0-9:-]*(?:[\s/][^<>]*)?>|<[!?][^<>]*>", re.DOTALL
)
_TAG_START = re.compile(r"(?<!<)<++(?=[a-zA-Z/!?])")
_WIDE = "\t\u2000-\u200a\u205f\u3000"  # blanks always replaced; no-break spaces stay
_BLANKS = re.compile(f"[ \n\xa0\u202f{_WIDE}]{{2,}}|[\n{_WIDE}]")
_LINE_BLANKS = re.compile(f"[ {_WIDE}]{{2,}}|[{_WIDE}]")
_MANY_LINE_ENDS = re.compile("\n{3,}")
# « Ã  la »: the no-break space that ended « à » was taken for a blank.
_HALF_MOJIBAKE = re.compile("Ã {1,2}(?=[a-z])")
_MOJIBAKE_RUN = re.compile(
    "(?:[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    "|â[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2})+"
)
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# Nobody writes so many tags within tags: an attack on the time of the machine.
MAX_LAYERS = 20
# Text that needs none of the work below: the great majority.
_PLAIN = re.compile(
    r"[!-%'-;=?-~À-ÖØ-öø-ÿœŒŸ«»’°€–](?:[ !-%'-;=?-~À-ÖØ-öø-ÿœŒŸ«»’°€–]*"
    r"[!-%'-;=?-~À-ÖØ-öø-ÿœŒŸ«»’°€–])?"
)


def clean_line(text: str) -> str:
    """One line: NFC, no HTML, no unseen character, single spaces, none at the ends."""
    if _PLAIN.fullmatch(text) and "  " not in text:
        return text
    harmless = _harmless(text)
    return _BLANKS.sub(" ", harmless).strip(" \xa0\u202f")


def clean_block(text: str) -> str:
    """Several lines: as `clean_line`, but line ends stay (at most one empty line in a row)."""
    if _PLAIN.fullmatch(text) and "  " not in text:
        return text
    harmless = _LINE_BLANKS.sub(" ", _harmless(text))
    # Not a regular expression: its time grows with the square of a run of no-break spaces.
    lines = "\n".join(line.strip(" \xa0\u202f") for line in harmless.split("\n"))
    return _MANY_LINE_ENDS.sub("\n\n", lines).strip(" \n\xa0\u202f")


def has_markup(text: str) -> bool:
    """Tell whether HTML tags stand in the text."""
    return "<" in text and bool(_TAG.search(text) or _TAG_START.search(text))


def _harmless(text: str) -> str:
    """NFC, LF line ends, no tag, no entity, no unseen character; stable."""
    result = _LINE_ENDS.sub("\n", text)
    result = _UNSEEN.sub("", result)
    if not unicodedata.is_normalized("NFC", result):
        result = unicodedata.normalize("NFC", result)
    # Removing one layer may reveal another (« &lt;b&gt; », « <scr<b>ipt> »): until nothing moves.
    layers = 0
    while "<" in result or "&" in result:
        layers += 1
        if layers > MAX_LAYERS:
            result = result.replace("<", "").replace("&", "")
            break
        before = result
        result = _ENTITY.sub(_unescape, result)
        result = _BREAK_TAG.sub("\n", result)
        result = _TAG.sub("", result)
        if result == before:
            result = _TAG_START.sub("", result)
            if result == before:
                break
        result = _UNSEEN.sub("", _LINE_ENDS.sub("\n", result))
    if not unicodedata.is_normalized("NFC", result):
        return _harmless(unicodedata.normalize("NFC", result))
    return result


def _unescape(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def repair_mojibake(text: str) -> str:
    """« MÃ©diathÃ¨que » → « Médiathèque »: UTF-8 once read as Windows text; else unchanged."""
    if "Ã " in text:
        text = _HALF_MOJIBAKE.sub("à ", text)
    while _MOJIBAKE.search(text):
        repaired = _decoded_again(text)
        if repaired == text:
            break
        text = repaired
    return text


def _decoded_again(text: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    # A part alone was encoded twice: « l’Ã©cole de l’Été ».
    return _MOJIBAKE_RUN.sub(lambda found: _decoded_part(found[0]), text)


def _decoded_part(text: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def tidy_line(text: str) -> str:
    """`clean_line` and the repair of twice-encoded text, until nothing moves."""
    while (tidied := clean_line(repair_mojibake(text))) != text:
        text = tidied
    return text


def tidy_block(text: str) -> str:
    """`clean_block` and the repair of twice-encoded text, until nothing moves."""
    while (tidied := clean_block(repair_mojibake(text))) != text:
        text = tidied
    return text


def word_list(text: str) -> list[str]:
    """Words of a table written as prose: one place to read them, short lines."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """The same, to look words up."""
    return frozenset(text.split())
