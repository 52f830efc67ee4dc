"""One declarative file per source of places: `SLUG.toml` in this folder.

Each says who made the data, under which licence, for which territory, and how its columns map
to the standard; docs/guides/ecrire-une-source.md tells how to write one. Pure: no Django.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from maillage.directory.mapping import MappingError, SourceMapping, read_mapping

FOLDER = Path(__file__).parent
PUBLICATIONS = ("publie", "brouillon")
DEFAULT_RANK = 50
_TEXTS = ("nom", "producteur", "licence", "territoire", "origine")
_KEYS = frozenset({*_TEXTS, "date", "fichier", "rang", "publication", "cles", "correspondance"})


class SourceError(Exception):
    """A source file that cannot be used; `message_fr` says which and why."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True)
class SourceDefinition:
    """What a source file says.

    `date`: vintage, used for rows without a date of their own (None: unknown). `fichier`: path
    below the data folder, for the demonstration ("": no file at hand). `rang`: on equal dates
    the lower is trusted more. `publication`: « publie », or « brouillon » for places that are
    only possible ones. `cles`: keys that lead to the list in a JSON file, when not obvious.
    `mapping`: None when the file follows the standard (version 1 or 0).
    """

    slug: str
    nom: str
    producteur: str
    licence: str
    territoire: str
    origine: str
    date: date | None
    fichier: str
    rang: int
    publication: str
    cles: tuple[str, ...]
    mapping: SourceMapping | None


def read_source(slug: str, content: Mapping[str, Any]) -> SourceDefinition:
    """One definition from the content of its file; SourceError says what is wrong."""
    for key in content:
        if key not in _KEYS:
            raise SourceError(f"Source « {slug} » : la clé « {key} » est inconnue.")
    texts = {name: _text(slug, content, name) for name in _TEXTS}
    vintage = content.get("date")
    if vintage is not None and (not isinstance(vintage, date) or isinstance(vintage, datetime)):
        raise SourceError(f"Source « {slug} » : « date » doit être une date, comme 2024-08-01.")
    rank = content.get("rang", DEFAULT_RANK)
    if not isinstance(rank, int) or isinstance(rank, bool) or not 0 <= rank <= 100:
        raise SourceError(f"Source « {slug} » : « rang » doit être un entier de 0 à 100.")
    publication = content.get("publication", PUBLICATIONS[0])
    if publication not in PUBLICATIONS:
        raise SourceError(f"Source « {slug} » : « publication » vaut « publie » ou « brouillon ».")
    fichier = content.get("fichier", "")
    if not isinstance(fichier, str) or fichier.startswith("/") or ".." in Path(fichier).parts:
        raise SourceError(
            f"Source « {slug} » : « fichier » est un chemin dans le dossier de données."
        )
    keys = content.get("cles", [])
    if not isinstance(keys, list) or not all(isinstance(key, str) and key for key in keys):
        raise SourceError(f"Source « {slug} » : « cles » est une liste de noms.")
    return SourceDefinition(
        slug=slug,
        **texts,
        date=vintage,
        fichier=fichier,
        rang=rank,
        publication=publication,
        cles=tuple(keys),
        mapping=_mapping(slug, content),
    )


def _text(slug: str, content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"Source « {slug} » : il manque « {name} ».")
    return value.strip()


def _mapping(slug: str, content: Mapping[str, Any]) -> SourceMapping | None:
    if "correspondance" not in content:
        return None
    try:
        return read_mapping(content["correspondance"])
    except MappingError as error:
        raise SourceError(f"Source « {slug} » : correspondance, {error.message_fr}") from error


def read_source_file(path: Path) -> SourceDefinition:
    """One definition from its TOML file, whose name without extension is the slug."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"Source « {path.stem} » : fichier TOML mal formé ({error}).") from error
    return read_source(path.stem, content)


@cache
def all_sources() -> dict[str, SourceDefinition]:
    """Every source of this folder by slug, the most trusted first."""
    found = [read_source_file(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {source.slug: source for source in sorted(found, key=lambda s: (s.rang, s.slug))}
