"""A place found by a professional, in words."""

from dataclasses import dataclass

from maillage.directory.field_words import phone_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.words import phone_href


@dataclass(frozen=True, slots=True)
class FoundLieu:
    """One line of the search; `is_kept` when the public does not read the telephone."""

    slug: str
    nom: str
    where: str
    phone_words: str
    phone_href: str
    is_kept: bool

    @classmethod
    def of(cls, lieu: Lieu) -> "FoundLieu":
        kept = str(lieu.professional_values.get("telephone", ""))
        phone = lieu.telephone or kept
        structure = lieu.structure.nom if lieu.structure else lieu.structure_parente
        known = structure if structure != lieu.nom else ""
        return cls(
            slug=lieu.slug,
            nom=lieu.nom,
            where=", ".join(text for text in (lieu.commune, known) if text),
            phone_words=phone_in_words(phone) if phone else "",
            phone_href=phone_href(phone),
            is_kept=bool(kept and not lieu.telephone),
        )
