"""Telephone numbers, e-mail addresses and web addresses, as people write them."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.people import without_people
from maillage.directory.standard import TELEPHONE_PATTERN

_TELEPHONE = re.compile(TELEPHONE_PATTERN, re.ASCII)
# Region of the numbering plan by the first three figures of the postal code.
_REGIONS = {
    "971": "GP",
    "972": "MQ",
    "973": "GF",
    "974": "RE",
    "975": "PM",
    "976": "YT",
    "977": "GP",
    "978": "GP",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
_CALLING_CODES = {
    "FR": "33",
    "GP": "590",
    "MQ": "596",
    "GF": "594",
    "RE": "262",
    "YT": "262",
    "PM": "508",
    "WF": "681",
    "PF": "689",
    "NC": "687",
}
# Figures of a number of the Pacific or of Saint-Pierre, which has no zero in front.
_SHORT_PLANS = {"PM": 6, "WF": 6, "NC": 6, "PF": 8}
# Numbers of the overseas departments, known by their beginning wherever they are written.
_OVERSEAS_STARTS = {
    "0590": "590",
    "0690": "590",
    "0691": "590",
    "0594": "594",
    "0694": "594",
    "0596": "596",
    "0696": "596",
    "0697": "596",
    "0262": "262",
    "0263": "262",
    "0269": "262",
    "0639": "262",
    "0692": "262",
    "0693": "262",
}
# Four-figure numbers work in France only, and the standard has no room for them: their services
# publish an ordinary number for calls from abroad.
SHORT_NUMBERS = {
    "3230": "+33969322121",  # Caf
    "3646": "+33184903646",  # Assurance maladie
    "3939": "+33173603939",  # Allô service public
    "3949": "+33177863949",  # France Travail
    "3960": "+33971103960",  # Assurance retraite
}
_SIGNS = re.compile(r"[\s.,;:|*\-–()/_'’\xa0\u202f]+")
_USUAL_TELEPHONE = re.compile(r"0[1-9](?:[ .]?\d\d){4}", re.ASCII)
_FLOAT = re.compile(r"^(\d{9,12})\.0$", re.ASCII)  # a number of a spreadsheet
_WITH_CODE = re.compile(r"(?:\+|00)?(33|590|594|596|262)0?([1-9]\d{8})", re.ASCII)
_ONE_DIGIT = re.compile(r"(\d)\1{7}$", re.ASCII)
_IN_TEXT = re.compile(
    r"(?<![\d+])(?:(?:\+|\b00)[ .]?\d{2,3}[ .\-]*(?:\(0\))?[ .\-]*|\(\+?33\)[ .]*|[0Oo] ?)"
    r"(?:0[ .]?)?[1-9](?:[ .\-/\xa0\u202f]{0,2}\d){8}(?!\d)",
    re.ASCII,
)
_SHORT_IN_TEXT = re.compile(r"(?<![\d+])(3[0269])[ .]?(\d\d)(?! ?\d)", re.ASCII)
_OTHER_NUMBER = re.compile(r"\s*(?:[|;,\n]|\bou\b|\bet\b|/(?=\s*(?:0|\+)\s*\d))\s*", re.IGNORECASE)
_FAX = re.compile(r"\b(?:fax|t[ée]l[ée]copie)\b[^\d+]{0,9}[+\d][\d .\-/()]{8,20}", re.IGNORECASE)
_EXTENSION = re.compile(r"\b(?:poste|post|ext)\b.*", re.IGNORECASE | re.DOTALL)
_SHORT_DIGITS = 5
TELEPHONE_MAX_LENGTH = 200
# Beyond this a cell is a text and no address; the patterns below would take minutes.
LONGEST_CONTACT = 4_000

_DOMAIN = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
_MAIL = re.compile(rf"[^\s@<>()\[\]\\,;:\"|]{{1,64}}@{_DOMAIN}")
MAIL_MAX_LENGTH = 254
_MAIL_SEPARATOR = re.compile(
    r"[|;,\n]|\s{1,9}(?:ou|et|/|-|–)\s{1,9}|\s?/\s?(?=[^\s/@]{1,64}@)|\s{1,9}(?=\S+@)",
    re.IGNORECASE,
)
_USUAL_MAIL = re.compile(
    r"(?!www\.)[a-zA-Z0-9][\w.+-]{0,62}[\w+]@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}", re.A
)
_MAIL_EDGES = " \t<>\"'.,;:?=«»“”"
_AT = re.compile(
    r"\s{0,5}(?:\(at\)|\[at\]|\(a\)|\[a\]|\(arobase\)|\[arobase\]|\[@\]|\(@\))\s{0,5}",
    re.IGNORECASE,
)
_COMMA_IN_DOMAIN = re.compile(r"(@[\w-]+),(?=(?:fr|com|org|net|eu|gouv\.fr)\b)", re.IGNORECASE)
_SIGN_TWICE = re.compile(r"@{2,9}")
_WEB_BEFORE = re.compile(r"(?:https?://)?www\.(?=[^@]+@)", re.IGNORECASE)
_TOP_AFTER_SPACE = re.compile(r"(@[\w-]+)\s+\.?(?=(?:fr|com|org|net|eu)$)", re.IGNORECASE)
_REMOVED = re.compile(r"\[[^\[\]]{0,200}retiré[^\[\]]{0,200}\]", re.IGNORECASE)
_MAIL_IN_TEXT = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")

_DOTS = re.compile(r"\.{2,9}")
_URL_SEPARATOR = re.compile(
    r"\||[;,\s](?:[\s;,]|(?:/|-|–|et|ou)(?=\s)){0,9}(?=https?:|www\.)"
    r"|(?:(?<=[a-z]/)|(?<=\.[a-z]{2})|(?<=\.[a-z]{3}))(?=https?://)"
    r"|(?:;\s{0,3}|,\s{1,3})(?=(?:[\w-]{1,63}\.){1,4}[a-z]{2,6}(?:[/;,\s]|$))",
    re.IGNORECASE,
)
_USUAL_URL = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,12}(?:/[\w./~%+-]*)?", re.ASCII)
_SCHEME_ALONE = re.compile(r"h?t{1,3}ps?\W*", re.IGNORECASE)
# « http:/ », « https// », « https//: », « htpps:// », « hhtp:// », « http://https:// ».
_BAD_SCHEME = re.compile(
    r"(?:https?:/{0,3}(?:www\.)?(?=https?:))?"
    r"(?:h{1,2}t{1,3}p{1,2}(s?)\s*(?:[:;]{1,2}\s*/{0,4}|\.?/{1,3}:?|\.?(?=www\.))"
    r"|ttps?:/{1,3})\s*:?(?=[^/:\s])",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(rf"{_DOMAIN}\.?")
_URL_EDGES = " \t\n\xa0<>\"'.,;«»“”"
_GLUED_HOST = re.compile(r"(?:https?://)?[^/]*[a-z][A-Z][^/]*[^\x00-\x7f]")
_ASIDE = re.compile(r"\s+\([^()]*\)$")
URL_MAX_LENGTH = 1000
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


# --- telephone ---------------------------------------------------------------------------


def read_telephone(text: str, *, code_postal: str, notes: Notes) -> str:
    """One number in E.164 as the standard wants it, or "" with a warning."""
    if not text:
        return ""
    text = _FLOAT.sub(r"\1", text[:TELEPHONE_MAX_LENGTH])
    found, how = _find_telephone(text, region_of(code_postal))
    if how == "several":
        notes.warn(
            "telephone",
            f"Un seul numéro est possible : « {found} » est gardé, le reste est laissé de côté.",
            _told(text),
            found,
        )
    elif how == "text":
        notes.repair("telephone", "Le numéro est tiré d’un texte.", _told(text), found)
    elif how == "short":
        notes.repair(
            "telephone",
            "Numéro court, remplacé par le numéro ordinaire du même service.",
            text,
            found,
        )
    elif how:
        notes.warn("telephone", f"« {text[:40]} » {how} : il est laissé de côté.", text)
    return found


@lru_cache(maxsize=8192)
def _find_telephone(text: str, region: str) -> tuple[str, str]:  # noqa: PLR0911
    """The number, or "", and how it was found: "" (as it is), "several", "text", "short", or
    in French what prevents it."""
    found = to_e164(text, region)
    if found:
        if _ONE_DIGIT.search(found):
            return "", "n’est pas un vrai numéro"
        return found, ""
    text = _FAX.sub(" ", text)
    parts = [part for part in _OTHER_NUMBER.split(_EXTENSION.sub("", text)) if part]
    for part in parts:
        found = to_e164(part, region)
        if found and not _ONE_DIGIT.search(found):
            return found, "several" if len(parts) > 1 else "text"
    candidates = [found for raw in _IN_TEXT.findall(text) if (found := to_e164(raw, region))]
    if candidates:
        return candidates[0], "several" if len(candidates) > 1 else "text"
    short = _SHORT_IN_TEXT.search(text)
    if short and (found := SHORT_NUMBERS.get(short[1] + short[2], "")):
        return found, "short"
    digits = re.sub(r"\D", "", text)
    if short or 0 < len(digits) <= _SHORT_DIGITS:
        return "", "est un numéro court, que le standard ne permet pas"
    if digits and not digits.strip("0"):
        return "", "n’est pas un vrai numéro"
    return "", "n’est pas un numéro que le standard permet"


def region_of(code_postal: str) -> str:
    """Numbering plan of a postal code: « 97400 » → « RE », mainland → « FR »."""
    return _REGIONS.get(code_postal[:3], "FR")


@lru_cache(maxsize=8192)
def to_e164(text: str, region: str) -> str:  # noqa: PLR0911
    """E.164 of one number, or "" when it is not a possible number of the standard."""
    if region == "FR" and _USUAL_TELEPHONE.fullmatch(text):
        compact = text.replace(" ", "").replace(".", "")
        return f"+{_OVERSEAS_STARTS.get(compact[:4], '33')}{compact[1:]}"
    compact = _SIGNS.sub("", text)
    if "O" in compact or "o" in compact:
        compact = compact.replace("O", "0").replace("o", "0")
    compact = compact.replace("+33+", "+", 1)
    if not re.fullmatch(r"\+?\d{6,16}", compact, re.ASCII):
        return ""
    if found := _WITH_CODE.fullmatch(compact):
        return f"+{found[1]}{found[2]}"
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    if compact.startswith("+"):
        is_french = compact.startswith(("+33", "+590", "+594", "+596", "+262"))
        return compact if not is_french and _TELEPHONE.fullmatch(compact) else ""
    if len(compact) == _SHORT_PLANS.get(region):
        return f"+{_CALLING_CODES[region]}{compact}"
    if region in _SHORT_PLANS and compact.startswith(_CALLING_CODES[region]):
        compact = f"+{compact}"
        return compact if len(compact) == 4 + _SHORT_PLANS[region] else ""
    if len(compact) == 10 and compact[0] == "0":
        # Written whole: its beginning says where it is, whatever the address.
        return f"+{_OVERSEAS_STARTS.get(compact[:4], '33')}{compact[1:]}"
    if len(compact) == 9 and compact[0] != "0":
        # A spreadsheet took the zero away; the national pipeline believes the place here.
        own = _CALLING_CODES[region] if region not in _SHORT_PLANS else "33"
        return f"+{_OVERSEAS_STARTS.get(f'0{compact[:3]}', own)}{compact}"
    return ""


# --- e-mail ------------------------------------------------------------------------------


def read_courriels(values: list[str], *, notes: Notes) -> list[str]:
    """Addresses in their order, each once; what is not an address is named and left."""
    kept: list[str] = []
    for value in values:
        if len(value) > LONGEST_CONTACT:
            notes.warn("courriels", "Texte trop long pour une adresse : laissé de côté.", value)
            continue
        for address in _read_courriel_cell(value, notes):
            if address.lower() not in {other.lower() for other in kept}:
                kept.append(address)
    return kept


def _read_courriel_cell(value: str, notes: Notes) -> list[str]:  # noqa: PLR0912
    if _USUAL_MAIL.fullmatch(value) and ".." not in value:
        return [value]
    text = value
    if "[" in text and _REMOVED.search(text):
        text = _REMOVED.sub(" ", text) if "@" in text else ""
        notes.warn("courriels", "Un courriel a été retiré par celui qui envoie le fichier.", value)
    text = _AT.sub("@", text)
    if "@" not in text:
        if text.strip(" -/.|\t"):
            notes.warn("courriels", _why_no_courriel(value), _told(value))
        return []
    if "," in text:
        text = _COMMA_IN_DOMAIN.sub(r"\1.", text)
    text = _SIGN_TWICE.sub("@", text)
    text = text.replace("\xa0", " ")
    if text.count("@") == 1 and " " in text.strip():
        text = text.replace(" @", "@")
        text = _with_joined_domain(_TOP_AFTER_SPACE.sub(r"\1.", text.strip()))
    found: list[str] = []
    for part in _MAIL_SEPARATOR.split(text):
        if not part.strip(_MAIL_EDGES + "/-"):
            continue
        address = canonical_courriel(_without_accents(part))
        if address and not part.isascii():
            notes.repair("courriels", "Une adresse n’a pas d’accent.", value, address)
        if not address and part.count("@") == 1 and (hidden := _MAIL_IN_TEXT.search(part)):
            address = canonical_courriel(_without_accents(hidden[0]))
            if address:
                notes.repair("courriels", "L’adresse est tirée d’un texte.", _told(value), address)
        if address:
            found.append(address)
        else:
            notes.warn("courriels", _why_no_courriel(part), _told(value))
    return found


def _why_no_courriel(text: str) -> str:
    shown = f"« {said[:60]} »" if (said := _told(text)) else "Le nom d’une personne"
    return f"{shown} n’est pas une adresse : laissé de côté."


def _told(text: str) -> str:
    """A cell as a remark may quote it: a person named beside the contact is not repeated."""
    return without_people("remarque", text, notes=Notes())


def _with_joined_domain(text: str) -> str:
    """« contact@latelier de mont.fr » → « contact@latelierdemont.fr », when only that is one."""
    local, _, domain = text.partition("@")
    first = domain.split(" ", maxsplit=1)[0]
    joined = domain.replace(" ", "")
    if "." in first or " " not in domain or not _HOST.fullmatch(joined) or len(joined) > 63:
        return text
    return f"{local}@{joined}"


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def canonical_courriel(text: str) -> str:
    """One address, domain in lower case, or "" when it is not one."""
    address = text.strip(_MAIL_EDGES)
    if address.lower().startswith("mailto:"):
        address = address[7:].strip()
    if len(address) > MAIL_MAX_LENGTH:
        return ""
    if ".." in address:
        local, sign, domain = address.rpartition("@")
        address = f"{local}{sign}{_DOTS.sub('.', domain)}"
    address = _WEB_BEFORE.sub("", address)
    if ".." in address or not _MAIL.fullmatch(address):
        return ""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


# --- web ---------------------------------------------------------------------------------


def read_urls(field: str, values: list[str], *, notes: Notes) -> list[str]:
    """Web addresses in their order, each once; what is not one is named and left."""
    kept: list[str] = []
    for value in values:
        if len(value) > LONGEST_CONTACT:
            notes.warn(field, "Texte trop long pour une adresse web : laissé de côté.", value)
            continue
        for part in _URL_SEPARATOR.split(value):
            text = part.strip(_URL_EDGES)
            if not text or text in {"-", "/"} or _SCHEME_ALONE.fullmatch(text):
                continue
            address = _read_url(text)
            if not address:
                notes.warn(field, _why_no_url(text), value)
            elif address not in kept:
                kept.append(address)
    return kept


@lru_cache(maxsize=8192)
def _read_url(text: str) -> str:
    if _USUAL_URL.fullmatch(text):
        return text
    address = canonical_url(_ASIDE.sub("", text) if text.endswith(")") else text)
    # Hosts may have accents (www.lucé.fr is one), but nobody registers « paciBouche-du-Rhône ».
    return "" if not text.isascii() and _GLUED_HOST.match(text) else address


def _why_no_url(text: str) -> str:
    shown = text[:60]
    if _MAIL_IN_TEXT.fullmatch(text):
        return f"« {shown} » est un courriel, non une adresse web : laissé de côté."
    if re.match(r"(?:facebook|fb|instagram|page)\b", text, re.IGNORECASE):
        return f"« {shown} » est le nom d’une page, non son adresse (https://…) : laissé de côté."
    return f"« {shown} » n’est pas une adresse web : laissé de côté."


@lru_cache(maxsize=8192)
def canonical_url(text: str) -> str:
    """http(s) address, or "". The case of the path is kept: it matters."""
    candidate = text.strip(_URL_EDGES)
    if "\\" in candidate[:10]:
        candidate = candidate.replace("\\", "/")
    if candidate.startswith("(") and candidate.endswith(")"):
        candidate = candidate[1:-1]
    if not re.match(r"https?://(?!(?:www\.)?https?:)[^/:\s]", candidate, re.IGNORECASE):
        wrong = _BAD_SCHEME.match(candidate)
        if wrong:
            secure = "s" in wrong[0].lower()
            candidate = f"http{'s' if secure else ''}://{candidate[wrong.end() :]}"
        elif _SCHEME.match(candidate) and not re.match(r"[\w.-]+:\d", candidate):
            return ""
        else:
            candidate = f"http://{candidate.removeprefix('//')}"
    scheme, _, rest = candidate.partition("://")
    host, slash, path = rest.partition("/")
    if ".." in host or "," in host:
        candidate = f"{scheme}://{_DOTS.sub('.', host.replace(',', '.'))}{slash}{path}"
    candidate = candidate.replace(" ", "%20")
    if len(candidate) > URL_MAX_LENGTH or _CONTROL.search(candidate):
        return ""
    try:
        parts = urlsplit(candidate)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ""
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    scheme, _, rest = candidate.partition("://")
    netloc = rest[: len(parts.netloc)]
    return f"{scheme.lower()}://{netloc.lower()}{rest[len(netloc) :]}"


def mails_among(values: list[str]) -> list[str]:
    """E-mail addresses written where a web address was wanted."""
    return [
        address
        for value in values
        if "@" in value and "/" not in value and (address := canonical_courriel(value))
    ]
