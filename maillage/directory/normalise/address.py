"""The address of a place: the street, its complement, and what hides at its end.

What the national pipeline cleans is cleaned (« 0 Rue », `"`, `²`, line ends, « null », « 51530
MOUSSY » at the end); what it refuses though a person would find the place (« Mairie », « Le
Bourg ») is kept.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from maillage.core.text import normalize
from maillage.directory.normalise.codes import read_code_insee, read_code_postal
from maillage.directory.normalise.commune import (
    CommuneRow,
    CommuneTable,
    name_key,
    repair_box_drawing,
)
from maillage.directory.normalise.locate import Declared, locate
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.position import read_position
from maillage.directory.normalise.street import ANY_KIND, KIND, NUMBER, write_street
from maillage.directory.normalise.text import clean_block, repair_mojibake

MAX_LENGTH = 500
"""Longer than any address: what follows is not read."""

_I = re.IGNORECASE
# Nothing to clean, split or write out: the great majority of the addresses.
_PLAIN = re.compile(
    r"(?:[1-9]\d{0,3}(?: (?:bis|ter))? )?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Rr]oute|"
    r"[Cc]hemin|[Aa]llée|[Ii]mpasse)"
    r"(?: (?:\d{1,2}|(?:19|20)\d\d|(?!(?:[Ss]te?s?|[Dd]r|[Gg]al|[Mm]al|[Cc]dt|[Pp]dt|[Pp]r|[Pp]rof|"
    r"[Cc]ol|[Ll]t|CS|BP|TSA|null)\b)[A-Za-zÀ-ÖØ-öø-ÿ][a-zA-ZÀ-ÖØ-öø-ÿ'’]*"
    r"(?:-[A-Za-zÀ-ÖØ-öø-ÿ][a-zA-ZÀ-ÖØ-öø-ÿ'’]*)*)){1,8}"
)
_INLINE = re.compile(r"étage|bât|bat |bureau|porte|appt|hall|escalier|chez|rez", _I)
_NOTHING = re.compile(
    r"(?:n\.?/?[acr]\.?|nc|neant|néant|inconnue?|aucune?|sans(?: adresse)?|x+|non (?:renseignée?|"
    r"communiquée?|connue?|précisée?|disponible|applicable)|adresse(?: non (?:communiquée|"
    r"renseignée))?|à (?:compléter|définir|préciser)|idem|voir (?:ci-dessus|site))",
    _I,
)
_NULL = re.compile(r"\b(?:null|undefined)\b", _I)
_FORBIDDEN = re.compile('["²“”\u00a4`]')
_ZERO = re.compile(r"^(?:0+\s+(?=0))*0+(?:(?:\s*,)?\s+(?=[^\W\d])|(?=[1-9]\d{0,3}\b))")
_NUMERO = re.compile(r"^(?:nan\s+)?(?:n[°º]\s?(?=\d))?", _I)
_NUMBER_COMMA = re.compile(rf"^({NUMBER})\s*,\s*(?=(?:(?:bis|ter|quater)\b)?[^\W\d])", _I)
_KIND_COMMA = re.compile(rf"^((?:{NUMBER}\s+)?{KIND})\s*,\s*(?=[^\W\d])", _I)
_NUMBER_DASH = re.compile(r"\b(\d{1,4})\s+-\s+(\d{1,4})\b(?=\s*,?\s+[^\W\d])")
_INNER_COMMA = re.compile(rf"(?<![^\s,;])(?<!\blot )(?<!\bn° )({NUMBER})\s*,\s*(?={KIND}\s)", _I)
_GLUED = re.compile(r"^(\d{1,4})(bis|ter|quater)\b", _I)
_GLUED_KIND = re.compile(rf"^(\d{{1,4}})(?={KIND}\s)", _I)
_GLUED_BEFORE = re.compile(rf"(?<=[^\W\d_]{{3}})(?=\d{{1,4}},?\s{KIND}\s)", _I)
_GLUED_BLOCK = re.compile(r"(?<=[A-Z]{3})(?<!COM)(?<!SAB)(?<!DE)(?<!CRO)(?<! )(?=BAT\.? [A-Z0-9]$)")
_TRAIL = " \t\n.,;:/-–—|"
_EDGES = _TRAIL + "«»\xa0Â"  # « Â »: half of a no-break space that was read wrong
_COUNTRY = frozenset({"france", "fra", "fr", "nouvelle caledonie"})
_REGIONS = frozenset(
    normalize(name)
    for name in [
        "Auvergne-Rhône-Alpes",
        "Bourgogne-Franche-Comté",
        "Bretagne",
        "Centre",
        "Centre-Val de Loire",
        "Corse",
        "Grand Est",
        "Hauts-de-France",
        "Île-de-France",
        "Normandie",
        "Nouvelle-Aquitaine",
        "Occitanie",
        "Pays de la Loire",
        "Provence-Alpes-Côte d’Azur",
        "Guadeloupe",
        "Martinique",
        "Guyane",
        "La Réunion",
        "Mayotte",
    ]
)
_ZIP = r"(?:0[1-9]|[1-8]\d|9[0-578])[ ]?\d{3}"
# A postal code that follows something and is followed by a name, or by nothing.
_TAIL = re.compile(
    rf"(?:^|(?<!\bBP)(?<!\bCS)(?<!\bB\.P\.)(?<!TSA)(?<!\b[DNMA])[\s,;(–-])\s*(?:F-?)?({_ZIP})"
    rf"(?!\d)(?!\s*,?\s*(?:bis\b|ter\b|{ANY_KIND}\s))[\s,;–-]*(?=[^\W\d]|$|\()",
    _I,
)
_CITY_FIRST = re.compile(
    rf"(?:[,;\n]|\s[–-]\s)\s*(?!{ANY_KIND}\s)([^\W\d][^,;\n\d]{{1,50}}?)"
    rf"(?<!\bBP)(?<!\bCS)(?<!B\.P\.)(?<!TSA)\s+({_ZIP})\s*$",
    _I,
)
_CEDEX = re.compile(r"\bc[ée]dex\b(?:\s*\d{1,2})?", _I)
_BOX = re.compile(r"^(?:BP|B\.P\.|CS|TSA|boîte postale)\s*n?°?\s*\d", _I)
_SPLIT = re.compile(r"\s*[\n;|]\s*|\s*,\s*|\s+[-–—]+\s+|\s+[-–—]+(?=,|\n|$)")
_STREET = re.compile(rf"(?:{NUMBER},?\s+)?{KIND}(?:\s|$)", _I)
_NUMBERED = re.compile(rf"{NUMBER},?\s+{ANY_KIND}\s", _I)
_INSIDE = re.compile(rf"(?<=[^\W\d])[ ,]+(?={NUMBER},?\s+{KIND}\s)", _I)
_QUARTER = re.compile(
    rf"(?:(?!espace|forum){ANY_KIND}\s|(?:{NUMBER},?\s+)?(?:le |au )?bourg\b)", _I
)
_KIND_ONLY = re.compile(
    rf"(?:{NUMBER}\s*)?(?!grande?|zone|domaine|espace|forum|parc|villa){ANY_KIND}", _I
)
_ROAD = re.compile(r"\b(?:[ACDMNR]|R[DNTPM]|VC)\s?\d")
_COMPLEMENT = re.compile(
    r"[ ,]+((?:au )?(?:\d{1,2}\s?(?:er|e|è|ème|eme|nd)|premier|deuxième|second|dernier) étage\b.*"
    r"|(?:au )?(?:rez[- ]de[- ]chauss[ée]e|RDC)\b.*"
    r"|b[âa]t(?:\.|iment)?\s?[A-Z0-9]{1,3}\b.*|(?:appt?|appartement|porte|bureau)\.?\s?n?°?\s?\d+.*"
    r"|(?:esc\.?|escalier|hall)\s[A-Z0-9]{1,2}\b.*)$",
    _I,
)
_PARENTHESES = re.compile(r"\s*\(([^()]{3,})\)\s*$")
_CARE_OF = re.compile(
    r"(?:(?:^|(?<=[\s,;-]))c\s?/\s?o|(?:^|(?<=[,;\n])\s*|(?<=\s[-–])\s)chez)\s+([^,;\n\d]+?)\s*(?=$|[,;\n\d]|\s[-–]\s)",
    _I,
)
_PERSON = re.compile(r"^(?:m\.?|mme|mr|mlle|monsieur|madame|mesdames|dr)\s|^[A-Z]\.\s?[A-Z]", _I)


_PERSON_NOTE = "Le nom d’une personne est retiré de l’adresse."


@dataclass(frozen=True, slots=True)
class Address:
    """`code_postal` and `commune` only when the text held them (five figures; as written)."""

    adresse: str = ""
    complement_adresse: str = ""
    code_postal: str = ""
    commune: str = ""


def read_adresse(text: str, *, notes: Notes, commune: str = "") -> Address:
    """The parts of an address. `commune`: the one that the row declares, taken off the end.

    `adresse` is "" when nothing in it helps to find the place. It is no refusal: reject the row
    only when `locate` gives no commune either.
    """
    if _PLAIN.fullmatch(text) and not text.isupper() and not _INLINE.search(text):
        return Address(text)
    if len(text) > MAX_LENGTH:
        notes.warn("adresse", f"Seuls les {MAX_LENGTH} premiers caractères sont lus.", text)
        text = text[:MAX_LENGTH]
    cleaned = _cleaned(text, notes)
    body, code_postal, found, local = _without_tail(cleaned, notes, commune)
    adresse, complements = _parts(body, notes)
    if local and local.casefold() not in {part.casefold() for part in complements}:
        complements.append(local)
    if _is_nothing(adresse):
        complements = [part for part in complements if not _is_nothing(part)]
        adresse = complements.pop(0) if complements else ""
        if not adresse and text.strip() and not found:
            notes.warn("adresse", f"« {text.strip()[:60]} » ne dit aucune rue.", text.strip())
    written = write_street(adresse)
    complement = ", ".join(write_street(part) for part in dict.fromkeys(complements))
    before = " ".join(text.split())
    if any(note.message == _PERSON_NOTE for note in notes):
        before = ""  # the report repeats nothing of a person
    if code_postal or found:
        message = "Le code postal et la commune sont sortis de l’adresse."
        notes.repair("adresse", message, before, written)
    elif complement:
        notes.repair("adresse", "Le complément est séparé.", before, written)
    elif written and written != " ".join(text.split()):
        notes.repair("adresse", "Écriture de l’adresse reprise.", before, written)
    return Address(written, complement, code_postal, found)


def read_complement(text: str) -> str:
    """The second line of an address, as the file gives it: clean and in readable case."""
    cleaned = _cleaned(text[:MAX_LENGTH], Notes()).replace("\n", ", ").strip(_TRAIL)
    return "" if _is_nothing(cleaned) else write_street(" ".join(cleaned.split()))


def _cleaned(text: str, notes: Notes) -> str:
    """Without what no address holds; line ends stay."""
    raw = text.replace("\\n", "\n").replace("\t", "\n").replace("\\", "\n")
    repaired = repair_box_drawing(repair_mojibake(raw))
    if repaired != raw:
        notes.repair("adresse", "Accents abîmés, rétablis.", text, repaired)
    plain = _FORBIDDEN.sub("", _NULL.sub(" ", clean_block(repaired)))
    plain = "\n".join(" ".join(line.split()) for line in plain.split("\n"))
    return _ZERO.sub("", _NUMERO.sub("", plain.strip(_EDGES)))


# --- the end of the address -----------------------------------------------------------------
def _without_tail(text: str, notes: Notes, declared: str) -> tuple[str, str, str, str]:
    """(address, postal code, commune, local name): « …, 51130, Vertus, Blancs-Coteaux »."""
    text, is_official = _without_country(text)
    tails = [
        found
        for found in _TAIL.finditer(text)
        if found.start(1) > 0 or not re.match(r"\d", text[found.end() :])
    ]
    city_first = _CITY_FIRST.search(text)
    if tails and not (city_first and len(tails) == 1):
        tail = tails[0]
        if len(tails) > 1 and text[tails[0].end() : tails[1].start()].strip(_TRAIL):
            notes.warn("adresse", "Deux adresses : la première est gardée.", text)
        after = text[tail.end() : tails[1].start() if len(tails) > 1 else None]
        commune, local = _city(after, is_official)
        code = tail[1].replace(" ", "")
        body = text[: tail.start()].strip(_TRAIL)
        return body if after.strip() else _without_last(body, declared), code, commune, local
    if city_first:
        body, city = text[: city_first.start()].strip(_TRAIL), city_first[1].strip()
        return body, city_first[2].replace(" ", ""), city, ""
    if is_official and "," in text:
        parts = [part.strip() for part in text.split(",")]
        return ", ".join(parts[:-1]), "", parts[-1], ""
    if declared:
        head, separator, last = _rpartition(text)
        if separator and head and name_key(last) == name_key(declared):
            return head.strip(_TRAIL), "", last.strip(), ""
    return text, "", "", ""


def _without_last(text: str, commune: str) -> str:
    """« 3 allée du Parc Blois » (then its postal code) → without the declared commune."""
    words = text.split(" ")
    kept = len(words) - len(commune.split())
    is_last = commune and kept > 2 and name_key(" ".join(words[kept:])) == name_key(commune)
    return " ".join(words[:kept]) if is_last and len(words[kept - 1]) > 3 else text


def _rpartition(text: str) -> tuple[str, str, str]:
    """The last piece after a comma, a line end or a spaced dash."""
    found = list(re.finditer(r"\s*[,\n]\s*|\s+[-–]\s+", text))
    if not found:
        return text, "", ""
    return text[: found[-1].start()], found[-1][0], text[found[-1].end() :]


def _without_country(text: str) -> tuple[str, bool]:
    """« …, Épernay, Marne, Grand Est, FRA » → « …, Épernay »; whether anything was taken off."""
    parts = [part for part in text.split(",") if part.strip()]
    kept = list(parts)
    has_region = False
    if len(kept) > 1 and normalize(kept[-1]) in _COUNTRY:
        kept.pop()
    if len(kept) > 1 and normalize(kept[-1]) in _REGIONS:
        kept.pop()
        has_region = True
        if len(kept) > 2:
            kept.pop()  # the department
    return (",".join(kept), has_region) if len(kept) < len(parts) else (text, False)


def _city(text: str, is_official: bool) -> tuple[str, str]:
    """(commune, local name) of what follows a postal code."""
    line = text.strip(_TRAIL).split("\n")[0]
    parts = [
        part
        for raw in line.split(",")
        if (part := _CEDEX.sub("", raw).strip(_TRAIL + "()"))
        and normalize(part) not in _COUNTRY
        and any(map(str.isalpha, part))
    ]
    if len(parts) > 1 and (is_official or normalize(parts[-1]) not in _REGIONS):
        return (parts[-1], parts[0]) if is_official else (parts[0], "")
    commune = re.split(r"\s+[-–]\s+|\s*\(", parts[0])[0] if parts else ""
    return commune.strip(_TRAIL), ""


# --- street and complement ------------------------------------------------------------------
def _parts(text: str, notes: Notes) -> tuple[str, list[str]]:
    """(street, complements) of an address without its tail."""
    text = _GLUED_BLOCK.sub(", ", _GLUED_BEFORE.sub(", ", text))
    complements: list[str] = []
    if found := _CARE_OF.search(text):
        if _PERSON.match(found[1]):
            notes.repair("adresse", _PERSON_NOTE)
        else:
            complements.append(f"chez {found[1].strip()}")
        text = f"{text[: found.start()]}, {text[found.end() :]}"
    text = _INNER_COMMA.sub(r"\1 ", _NUMBER_DASH.sub(r"\1-\2", text.strip(_TRAIL)))
    text = "\n".join(_with_number(line) for line in text.split("\n"))
    if found := _PARENTHESES.search(text):
        complements.append(found[1].strip())
        text = text[: found.start()]
    pieces = [piece for raw in _SPLIT.split(text) if (piece := raw.strip(_TRAIL))]
    street, others = _street_of(pieces)
    if found := _COMPLEMENT.search(street):
        others.append(found[1].strip())
        street = street[: found.start()].strip(_TRAIL)
    return street, others + complements


def _with_number(line: str) -> str:
    """« 12, rue X », « 29, bis rue X », « 17Bis rue X » → « 12 rue X », « 29 bis rue X »…"""
    for piece_start in (0, *(found.end() for found in _SPLIT.finditer(line))):
        head, piece = line[:piece_start], line[piece_start:]
        written = _GLUED.sub(r"\1 \2", _NUMBER_COMMA.sub(r"\1 ", piece))
        written = _GLUED_KIND.sub(r"\1 ", _NUMBER_COMMA.sub(r"\1 ", written))
        written = _KIND_COMMA.sub(r"\1 ", written)
        if written != piece:
            return head + written
    return line


def _street_of(pieces: list[str]) -> tuple[str, list[str]]:
    """The piece that is the street, the others; a post-office box stays with its street."""
    pieces = [part for piece in pieces for part in _opened(piece)]
    streets = [rank for rank, piece in enumerate(pieces) if _STREET.match(piece)]
    numbered = [rank for rank, piece in enumerate(pieces) if _NUMBERED.match(piece)]
    if not pieces:
        return "", []
    quarters = [rank for rank, piece in enumerate(pieces) if _QUARTER.match(piece)]
    if not (numbered or streets or quarters):
        return ", ".join(pieces), []
    chosen = (numbered or streets or quarters)[0]
    street = pieces[chosen]
    others = pieces[:chosen] + pieces[chosen + 1 :]
    boxes = [piece for piece in others if _BOX.match(piece)]
    others = [piece for piece in others if not _BOX.match(piece)]
    return " - ".join([street, *boxes]), others


def _opened(piece: str) -> list[str]:
    """« Espace Gâtines 11 route Faverolles » → its two parts: a number opens the street."""
    found = None if _STREET.match(piece) else _INSIDE.search(piece)
    return [piece[: found.start()].strip(_TRAIL), piece[found.end() :]] if found else [piece]


def _is_nothing(text: str) -> bool:
    """No letter, a kind of street alone, or words that say that it is unknown."""
    if sum(map(str.isalpha, text)) < 2:
        return not _ROAD.search(text)
    return bool(_NOTHING.fullmatch(text) or _KIND_ONLY.fullmatch(text))


# --- the filter of `manage.py normalise address` --------------------------------------------
_PACKAGE = Path("node_modules") / "@etalab" / "decoupage-administratif" / "data" / "communes.json"


@cache
def french_communes() -> CommuneTable:
    """Every commune of France, from the npm package, without centres; empty without it."""
    path = Path(__file__).parents[3] / _PACKAGE
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return CommuneTable([])
    return CommuneTable(
        (
            CommuneRow(row["code"], row["nom"], tuple(row.get("codesPostaux", ())), None, None)
            for row in rows
            if row["type"] == "commune-actuelle"
        ),
        (
            (row["code"], row["nom"], row["chefLieu"])
            for row in rows
            if row["type"] in {"commune-deleguee", "commune-associee"}
        ),
    )


def filter_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """One line of JSON in, one out, without a database.

    `{"id", "adresse", "code_postal"?, "commune"?, "code_insee"?, …}` gives the fields and
    `notes`; the recorded shape `{"args": [row, config]}` gives `{"out": …}`, or `{"error",
    "message"}` for a row that the national pipeline would refuse.
    """
    answer: dict[str, Any] = {"id": line["id"]} if "id" in line else {}
    args = line.get("args")
    notes = Notes()
    if isinstance(args, list) and len(args) > 1:
        row, config = args[0], args[1]
        fields = {name: _cell(row, config.get(name)) for name in _FIELDS}
        table = _table_of(args[2]) if len(args) > 2 else None
        return answer | _recorded(_read_fields(fields, table, notes))
    fields = {name: _text(line.get(name)) for name in _FIELDS}
    read = _read_fields(fields, None, notes)
    shown = [
        {"champ": note.field, "niveau": note.level.value, "message": note.message} for note in notes
    ]
    return answer | read | {"notes": shown}


_FIELDS = (
    "adresse",
    "complement_adresse",
    "code_postal",
    "commune",
    "code_insee",
    "latitude",
    "longitude",
)


def _read_fields(
    fields: Mapping[str, str], table: CommuneTable | None, notes: Notes
) -> dict[str, Any]:
    read = read_adresse(fields["adresse"], notes=notes, commune=fields["commune"])
    own = read_complement(fields["complement_adresse"])
    complement = ", ".join(dict.fromkeys(part for part in (own, read.complement_adresse) if part))
    code_postal = fields["code_postal"]
    if code_postal:
        code_postal = read_code_postal(code_postal, notes=notes)
    latitude, longitude = read_position(fields["latitude"], fields["longitude"], notes=notes)
    located = locate(
        Declared(
            commune=repair_box_drawing(repair_mojibake(fields["commune"])) or read.commune,
            code_postal=code_postal or read.code_postal,
            code_insee=read_code_insee(fields["code_insee"], notes=notes),
            latitude=latitude,
            longitude=longitude,
        ),
        communes=french_communes() if table is None else table,
        contours=None,
        notes=notes,
    )
    return {
        "adresse": read.adresse,
        "complement_adresse": complement,
        "code_postal": located.code_postal,
        "commune": located.commune,
        "code_insee": located.code_insee,
    }


def _recorded(read: Mapping[str, str]) -> dict[str, Any]:
    """The shape of the recorded cases."""
    for field, error, what in (
        ("commune", "CommuneError", "La commune"),
        ("code_postal", "CodePostalError", "Le code postal"),
        ("adresse", "VoieError", "La voie"),
    ):
        # An empty street is the first thing that the national pipeline finds wrong.
        if not read[field] and (field == "adresse" or read["adresse"]):
            return {"error": error, "message": f"{what}  n'est pas valide"}
    out = {"voie": read["adresse"], "commune": read["commune"], "code_postal": read["code_postal"]}
    for name in ("complement_adresse", "code_insee"):
        if read[name]:
            out[name] = read[name]
    return {"out": out}


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, bool | list | dict) else str(value)


def _cell(row: Mapping[str, Any], spec: Any) -> str:
    """A field of a recorded row, by the « colonne », « joindre » or « valeur » of its mapping."""
    if not isinstance(spec, Mapping):
        return ""
    if "valeur" in spec:
        return _text(spec["valeur"])
    joined = spec.get("joindre")
    if isinstance(joined, Mapping):
        parts = [_text(row.get(name)).strip() for name in joined.get("colonnes", ())]
        text = str(joined.get("séparateur", " ")).join(part for part in parts if part)
        return text or _cell(row, joined.get("ou"))
    return _text(row.get(spec.get("colonne", "")))


def _table_of(rows: Any) -> CommuneTable | None:
    """A table of communes given beside a recorded row: codes, names, postal codes."""
    if not isinstance(rows, list) or not rows:
        return None
    return CommuneTable(
        CommuneRow(
            _text(row.get("code") or row.get("code_insee")),
            _text(row.get("nom")),
            tuple(row.get("codesPostaux") or [_text(row.get("code_postal"))]),
            None,
            None,
        )
        for row in rows
        if isinstance(row, Mapping)
    )
