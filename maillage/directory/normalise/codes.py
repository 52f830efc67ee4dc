"""Identifiers and codes: SIRET and RNA, postal code, INSEE code."""

import re

from maillage.directory.normalise.notes import Notes
from maillage.directory.standard import (
    CODE_INSEE_PATTERN,
    CODE_POSTAL_PATTERN,
)

_LA_POSTE = "356000000"
_RNA = re.compile(r"W\d[\dA-Z]\d{7}", re.ASCII)
_VAT = re.compile(r"FR[0-9A-Z]{2}(\d{9})", re.ASCII)
_SCIENTIFIC = re.compile(r"\d{2,}E\+?\d{1,2}", re.ASCII)
_CODE_POSTAL = re.compile(CODE_POSTAL_PATTERN, re.ASCII)
_CODE_INSEE = re.compile(CODE_INSEE_PATTERN, re.ASCII)
# Other writings that the national library accepts: « 280085 », « 28-0-85-085 ».
_LONG_CODE_INSEE = re.compile(r"([013-9]\d|2[AB1-9])(?:0|-\d-\d{2}-)(\d{3})", re.ASCII)


def read_pivot(text: str, *, notes: Notes) -> str:
    """SIRET, SIREN, RNA or RIDET with right check digits; "" when unknown or wrong.

    The default value of the standard (zeros) is unknown. Check digits: Luhn for a SIREN and
    a SIRET; the sum of the figures for the post offices, which INSEE numbers otherwise.
    """
    compact = _without_decimals(text.strip()).upper()
    compact = re.sub(r"[\s.,:\-_/'’\xa0\u202f]", "", compact)
    compact = re.sub(r"^(?:N°|NUMERO|NUMÉRO)?(?:SIRET|RNA|RIDET|SIREN)", "", compact)
    if not compact:
        notes.warn("pivot", "Le SIRET ou RNA manque : la fiche entre sans.")
        return ""
    if not compact.strip("0"):
        return ""
    found = _pivot_of(compact)
    if not found:
        notes.warn("pivot", _why_no_pivot(text, compact), text)
    elif found != compact:
        notes.repair(
            "pivot", "Identifiant récrit, ses chiffres de contrôle sont bons.", text, found
        )
    return found


def is_siren(text: str) -> bool:
    """Tell nine figures whose check digit is right."""
    return len(text) == 9 and text.isascii() and text.isdigit() and _luhn(text)


def is_siret(text: str) -> bool:
    """Tell fourteen figures whose check digits are right (La Poste has its own rule)."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return False
    if text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0:
        return True
    return _luhn(text)


def _pivot_of(compact: str) -> str:
    if not compact.isascii():
        return ""
    if compact.isdigit():
        # A spreadsheet takes the zero of the beginning away.
        for candidate in (compact, f"0{compact}"):
            if is_siret(candidate) or is_siren(candidate):
                return candidate
        is_ridet = len(compact) == 10 or (len(compact) == 9 and compact[6:8] == "00")
        return compact if is_ridet else ""
    if _RNA.fullmatch(compact):
        return compact
    vat = _VAT.fullmatch(compact)
    return vat[1] if vat and is_siren(vat[1]) else ""


def _why_no_pivot(text: str, compact: str) -> str:
    shown = text[:40]
    if _SCIENTIFIC.fullmatch(compact):
        return f"« {shown} » : le tableur a abîmé le SIRET (format nombre) : laissé de côté."
    if compact.isdigit() and len(compact) in {9, 14}:
        kind = "SIREN" if len(compact) == 9 else "SIRET"
        return f"« {shown} » : les chiffres de contrôle de ce {kind} sont faux : laissé de côté."
    return f"« {shown} » n’est ni un SIRET ni un RNA : laissé de côté."


def _luhn(figures: str) -> bool:
    total = 0
    for rank, figure in enumerate(reversed(figures)):
        value = int(figure) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def read_code_postal(text: str, *, notes: Notes) -> str:
    """Five figures; "" and a refusal when they cannot be read."""
    compact = _without_decimals(re.sub(r"[\s\xa0]", "", text))
    if re.fullmatch(r"[1-9]\d{3}", compact, re.ASCII):
        repaired = f"0{compact}"
        notes.repair("code_postal", "Le zéro du début manquait.", text, repaired)
        return repaired
    if not _CODE_POSTAL.fullmatch(compact):
        message = (
            f"Le code postal « {text[:20]} » n’a pas cinq chiffres."
            if text
            else "Le code postal manque."
        )
        notes.reject("code_postal", message, text)
        return ""
    return compact


def read_code_insee(text: str, *, notes: Notes) -> str:
    """INSEE code of a commune, or "" with a warning when it is not one."""
    compact = _without_decimals(re.sub(r"[\s\xa0]", "", text)).upper()
    if not compact or _CODE_INSEE.fullmatch(compact):
        return compact
    if re.fullmatch(r"[1-9]\d{3}", compact, re.ASCII):
        repaired = f"0{compact}"
    elif found := _LONG_CODE_INSEE.fullmatch(compact):
        repaired = f"{found[1]}{found[2]}"
    else:
        notes.warn("code_insee", f"« {text[:20]} » n’est pas un code INSEE : laissé de côté.", text)
        return ""
    notes.repair("code_insee", "Le code INSEE est récrit en cinq caractères.", text, repaired)
    return repaired


def _without_decimals(text: str) -> str:
    """« 45000.0 », left by a spreadsheet → « 45000 »."""
    return re.sub(r"[.,]0+$", "", text)
