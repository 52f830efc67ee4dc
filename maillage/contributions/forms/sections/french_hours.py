"""Short hours as people write them → the writing of OpenStreetMap. No Django here.

« lundi au vendredi de 9h à 12h et 14h à 17h30 » → « Mo-Fr 09:00-12:00,14:00-17:30 ». What is
not understood is left as it is: the check that follows says what is wrong.
"""

import re

_DAYS = {
    r"lun(?:dis?|\.)?": "Mo",
    r"mar(?:dis?|\.)?": "Tu",
    r"mer(?:credis?|\.)?": "We",
    r"jeu(?:dis?|\.)?": "Th",
    r"ven(?:dredis?|\.)?": "Fr",
    r"sam(?:edis?|\.)?": "Sa",
    r"dim(?:anches?|\.)?": "Su",
}
_DAY = "Mo|Tu|We|Th|Fr|Sa|Su"
_TIME = re.compile(r"\b(\d{1,2})\s*(?:heures?|h|:)(?:\s?(\d{2}))?(?!\w)")


def osm_of(text: str) -> str:
    """The OSM string of short French hours; OSM hours come back as they are."""
    # « Mo-Fr 09:00-12:00 » is already what we want, and « mar » is not « Mar » (March).
    if re.match(rf"(?:{_DAY}|PH|24/7|week)\b", text):
        return text
    result = text.lower()
    result = re.sub(r"\btous les jours\b", "Mo-Su", result)
    for pattern, code in _DAYS.items():
        result = re.sub(rf"\b{pattern}(?=$|[\s,;:.\-–0-9])", code, result)
    result = _TIME.sub(lambda found: f"{int(found[1]):02d}:{found[2] or '00'}", result)
    result = re.sub(r"\s*(?:\bau?\b|\bà\b|[-–—])\s*", "-", result)
    result = re.sub(r"\s*\bet\b\s*(?:de\s)?\s*", ",", result)
    result = re.sub(r"\b(?:de|du|le|les)\b\s*", " ", result)
    result = re.sub(r"\s*;\s*|\n+", "; ", result)
    result = re.sub(r"\s*,\s*", ",", result)
    # « Mo,Tu: 09:00 » and « 09:00-12:00,Th 14:00 »: a colon after a day, a day after an hour.
    result = re.sub(rf"\b({_DAY})\s*:", r"\1", result)
    result = re.sub(rf"(\d\d:\d\d)\s*[, ]\s*(?=(?:{_DAY})\b)", r"\1; ", result)
    return re.sub(r"\s+", " ", result).strip(" .")
