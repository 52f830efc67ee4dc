"""Identifiers and codes: SIRET and RNA, postal code, INSEE code."""

import re

from maillage.directory.normalise.notes import Notes
from maillage.directory.standard import (
    CODE_INSEE_PATTERN,
    CODE_POSTAL_PATTERN,
    PIVOT_PATTERN,
)

_PIVOT = re.compile(PIVOT_PATTERN)
_CODE_POSTAL = re.compile(CODE_POSTAL_PATTERN, re.ASCII)
_CODE_INSEE = re.compile(CODE_INSEE_PATTERN, re.ASCII)
# Other writings that the national library accepts: « 280085 », « 28-0-85-085 ».
_LONG_CODE_INSEE = re.compile(r"([013-9]\d|2[AB1-9])(?:0|-\d-\d{2}-)(\d{3})", re.ASCII)


def read_pivot(text: str, *, notes: Notes) -> str:
    """SIRET, RNA or RIDET; "" when it is unknown (the default value of the standard included)."""
    compact = re.sub(r"[\s.\-_/\xa0]", "", text).upper()
    compact = re.sub(r"^(?:SIRET|RNA|RIDET|SIREN):?", "", compact)
    if not compact:
        notes.warn("pivot", "Le SIRET ou RNA manque : la fiche entre sans.")
        return ""
    if not compact.strip("0"):
        return ""
    if not _PIVOT.fullmatch(compact) or not compact.isascii():
        notes.warn("pivot", f"« {text[:40]} » n’est ni un SIRET ni un RNA : laissé.", text)
        return ""
    return compact


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
        notes.warn("code_insee", f"« {text[:20]} » n’est pas un code INSEE : laissé.", text)
        return ""
    notes.repair("code_insee", "Le code INSEE est récrit en cinq caractères.", text, repaired)
    return repaired


def _without_decimals(text: str) -> str:
    """« 45000.0 », left by a spreadsheet → « 45000 »."""
    return re.sub(r"[.,]0+$", "", text)
