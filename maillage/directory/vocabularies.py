"""All the vocabularies: those of the standard, and ours (languages).

`code_for` accepts whatever a person or a partner may write: the short code, the official
value, or its slug; an unknown one is an error that names it.
"""

import re
import unicodedata

from maillage.directory.standard import VOCABULARIES as STANDARD_VOCABULARIES
from maillage.directory.standard import Value

LANGUES: tuple[Value, ...] = (
    Value("fr", "fr", "Français"),
    Value("en", "en", "Anglais"),
    Value("ar", "ar", "Arabe"),
    Value("es", "es", "Espagnol"),
    Value("pt", "pt", "Portugais"),
    Value("tr", "tr", "Turc"),
    Value("uk", "uk", "Ukrainien"),
    Value("ru", "ru", "Russe"),
    Value("de", "de", "Allemand"),
    Value("it", "it", "Italien"),
    Value("ro", "ro", "Roumain"),
    Value("fa", "fa", "Persan, dari"),
    Value("ps", "ps", "Pachto"),
    Value("sq", "sq", "Albanais"),
    Value("ka", "ka", "Géorgien"),
    Value("zh", "zh", "Chinois"),
    Value("fsl", "fsl", "Langue des signes française"),
)

VOCABULARIES: dict[str, tuple[Value, ...]] = {**STANDARD_VOCABULARIES, "langues": LANGUES}


class UnknownValue(ValueError):  # noqa: N818
    """A value that no vocabulary holds; `message_fr` names it and lists what exists."""

    def __init__(self, field: str, value: str) -> None:
        self.field = field
        self.value = value
        known = ", ".join(entry.code for entry in VOCABULARIES[field][:12])
        shown = value if len(value) <= 60 else value[:60] + "…"
        self.message_fr = (
            f"« {shown} » n’est pas une valeur connue de « {field} ». Valeurs possibles : {known}"
            + ("…" if len(VOCABULARIES[field]) > 12 else ".")
        )
        super().__init__(self.message_fr)


def slug_of(text: str) -> str:
    """« Étapes numériques (La Poste) » → « etapes-numeriques-la-poste »."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    ascii_text = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")


_CODES: dict[str, dict[str, str]] = {
    field: {
        key: entry.code
        for entry in entries
        # The short code last: it wins over another value's slug.
        for key in (slug_of(entry.value), entry.value, entry.code)
    }
    for field, entries in VOCABULARIES.items()
}
BY_CODE: dict[str, dict[str, Value]] = {
    field: {entry.code: entry for entry in entries} for field, entries in VOCABULARIES.items()
}


def code_for(*, field: str, value: str) -> str:
    """Short code of a value given as code, official value or slug; UnknownValue otherwise."""
    text = value.strip()
    codes = _CODES[field]
    found = codes.get(text) or codes.get(slug_of(text))
    if found is None:
        raise UnknownValue(field, text)
    return found
