"""Places and situations of the tests of the slip, and what it says of them."""

import re
from datetime import UTC, datetime
from html import unescape

from maillage.core.languages import available_languages
from maillage.directory.models import Lieu
from maillage.directory.queries import get_public_lieu
from maillage.orientation.presenters.slip import (
    papers_of,
)
from maillage.orientation.situation import Situation
from tests.factories.directory import make_lieu

# A Saturday afternoon in Paris.
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
LANGUAGES = {one.code: one for one in available_languages()}
FRENCH = LANGUAGES["fr"]


def published(**fields: object) -> Lieu:
    """A place as the page reads it, with hours and a telephone unless said otherwise."""
    values: dict[str, object] = {
        "nom": "Maison des services",
        "telephone": "+33237123456",
        "horaires": "Mo-Fr 09:00-12:00",
        "modalites": {"services": ["demarches"], "frais_a_charge": ["gratuit"]},
        **fields,
    }
    lieu = make_lieu(**values)  # type: ignore[arg-type]
    return get_public_lieu(slug=lieu.slug)


def said(lieu: Lieu, situation: Situation | None = None, code: str = "fr") -> dict[str, list[str]]:
    """key → lines of the paper in one language."""
    (paper,) = papers_of(
        lieu=lieu,
        situation=situation or Situation(),
        languages=[LANGUAGES[code]],
        now=NOW,
    )
    return {row.key: [*row.cells[0].lines] for row in paper.rows}


def address(lieu: Lieu, query: str = "", prefix: str = "") -> str:
    return f"{prefix}/orientation/papier/{lieu.slug}/{query}"


def text_of(html: str) -> str:
    """What a reader reads, spaces joined."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def near_gallardon(**changes: object) -> Situation:
    values: dict[str, object] = {
        "services": frozenset({"demarches"}),
        "latitude": 48.527,
        "longitude": 1.691,
        **changes,
    }
    return Situation(**values)  # type: ignore[arg-type]
