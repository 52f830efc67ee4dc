"""E-mails that ask a structure whether its sheet is still true."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from maillage.core.mail import EmailKind, declare_email

_LIEUX = [
    {
        "nom": "Bibliothèque de Gallardon",
        "commune": "Gallardon",
        "url": "https://exemple.fr/mise-a-jour/exemple/",
    }
]


def _request() -> Mapping[str, Any]:
    return {
        "lieux": _LIEUX,
        "cause": "campagne",
        "reminder": 0,
        "message": "Avant l’été, vérifions ensemble les horaires et les fermetures.",
        "sections": ["Horaires", "Fermetures exceptionnelles"],
        "answer_before": date(2027, 6, 30),
        "stop_url": "https://exemple.fr/mise-a-jour/exemple/arret/",
    }


def _notice() -> Mapping[str, Any]:
    return {"lieux": _LIEUX, "notice": 1, "archived_from": date(2027, 6, 30)}


def _digest() -> Mapping[str, Any]:
    return {
        "lieux": [{**_LIEUX[0], "url": "https://exemple.fr/lieux/bibliotheque-de-gallardon/"}],
        "archived_from": date(2027, 6, 30),
    }


UPDATE_REQUEST = declare_email(
    EmailKind("contributions.update_request", "Demande de confirmation d’une fiche", _request)
)
ARCHIVE_NOTICE = declare_email(
    EmailKind("contributions.archive_notice", "Avis à la structure avant archivage", _notice)
)
ARCHIVE_DIGEST = declare_email(
    EmailKind("contributions.archive_digest", "Avis à la coordination avant archivage", _digest)
)
