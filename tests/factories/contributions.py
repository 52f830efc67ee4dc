"""Places to complain about, and what people send."""

from datetime import date
from typing import Any

from maillage.accounts.models import User
from maillage.contributions.actions.contributions import (
    create_proposal,
    create_report,
    propose_lieu,
)
from maillage.contributions.models import Contribution
from maillage.directory.actions import save_lieu
from maillage.directory.enums import Section
from maillage.directory.models import Lieu, Structure
from maillage.directory.sections import SECTION_OF


def make_lieu(nom: str = "Bibliothèque de Gallardon", **fields: object) -> Lieu:
    """A published place, written by the same action as the site's."""
    values: dict[str, object] = {
        "id": f"essai-{nom}-{fields.get('code_insee', '')}",
        "nom": nom,
        "commune": "Gallardon",
        "code_postal": "28320",
        "adresse": "1 place de l’Église",
        "telephone": "+33237000000",
        "date_maj": date(2021, 1, 25),
        **fields,
    }
    return save_lieu(lieu=Lieu(**values), modalites={"services": ["demarches"]}, origin="essai")


def structure_of(lieu: Lieu) -> Structure:
    """The structure of a place that was made with one."""
    assert lieu.structure is not None
    return lieu.structure


def make_report(lieu: Lieu, *, by: User | None = None, **values: str) -> Contribution:
    """A report as the page writes it."""
    given = {"kind": "horaires", "message": "Fermé le mercredi.", **values}
    return create_report(lieu=lieu, by=by, **given)


def make_proposal(
    lieu: Lieu, *, by: User | None = None, email: str = "", message: str = "", **changes: Any
) -> Contribution:
    """Values proposed for scalar fields of one section, beside what the sheet says now."""
    after = changes or {"horaires": "Mo-Fr 09:00-12:00"}
    section: Section = SECTION_OF[next(iter(after))]
    before = {name: getattr(lieu, name) for name in after}
    return create_proposal(
        lieu=lieu,
        section=section,
        before=before,
        after=after,
        by=by,
        email=email,
        message=message,
    )


def make_lieu_proposal(
    nom: str = "Tiers-lieu des Essais", *, code_insee: str = "28168", **values: Any
) -> Contribution:
    """A missing place of Gallardon, as the page writes it."""
    contacts = {
        "nom": nom,
        "adresse": "2 rue Basse",
        "code_postal": "28320",
        "commune": "Gallardon",
    }
    given = {"how_known": "visite", **values}
    return propose_lieu(
        code_insee=code_insee,
        changes={"contacts": contacts, "services": {"services": ["demarches"]}},
        **given,
    )
