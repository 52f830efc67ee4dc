"""Places to complain about, and complaints."""

from datetime import date

from maillage.contributions.actions.contributions import create_report
from maillage.contributions.models import Contribution
from maillage.directory.actions import save_lieu
from maillage.directory.models import Lieu


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


def make_report(lieu: Lieu, **values: str) -> Contribution:
    """A report as the page writes it."""
    given = {"kind": "horaires", "message": "Fermé le mercredi.", **values}
    return create_report(lieu=lieu, **given)
