"""A whole mapping: from a row of any source to the columns of the standard."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maillage.directory.mapping import spec
from maillage.directory.mapping.cells import Cells, folded, has_column
from maillage.directory.mapping.choices import FREE_LABELS, OLD_NAMES, Choice, read_choices
from maillage.directory.mapping.errors import MappingError
from maillage.directory.mapping.hours import HoursSpec, HoursTexts, read_hours_spec
from maillage.directory.mapping.scalars import Scalar, read_scalar
from maillage.directory.normalise.record import Cell
from maillage.directory.standard import FIELDS, VOCABULARIES
from maillage.directory.vocabularies import slug_of

MAX_JSON_BYTES = 1_000_000
NO_PUBLIC = "Ce lieu n'accueille pas de public"
_CHOICE_FIELDS = frozenset({*VOCABULARIES, FREE_LABELS, *OLD_NAMES})
_RENAMED = {"courriel": "courriels", "accessibilite": "fiche_acces_libre"}
_SCALAR_FIELDS = frozenset(field.name for field in FIELDS) - _CHOICE_FIELDS - {"horaires"}
_LISTS = frozenset({"courriels", "site_web", "telephone", "prise_rdv", "fiche_acces_libre"})
_LEFT = frozenset({"cle_ban"})
_LOCATING = ("adresse", "commune", "code_postal", "code_insee", "latitude", "longitude")
_YES = frozenset({"oui", "true", "vrai", "1", "x", "yes"})
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
_GROUPED = re.compile(r"\d{1,3}(?:[ \xa0\u202f]\d{3})+")


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row under the standard's column names: every mapped column is there, perhaps empty.

    `hours`: None when the mapping says nothing of hours. `is_private`: the place receives no
    public.
    """

    values: dict[str, Cell]
    hours: HoursTexts | None
    is_private: bool


@dataclass(frozen=True, slots=True)
class _Private:
    """`prive`: a column that says yes, or that holds one of `termes` (ours)."""

    scalar: Scalar
    terms: tuple[str, ...]

    def tells(self, cells: Cells) -> bool:
        texts = [folded(text) for text in self.scalar.texts(cells)]
        if self.terms:
            return any(term in text for text in texts for term in self.terms)
        return any(text in _YES for text in texts)


_HOURS_FIELD = "horaires"


class SourceMapping:
    """How the rows of one source become rows of the standard. Made by `read_mapping`."""

    def __init__(
        self,
        *,
        scalars: dict[str, Scalar],
        choices: list[Choice],
        choice_fields: tuple[str, ...],
        hours: HoursSpec | None,
        private: _Private | None,
        warnings: tuple[str, ...],
        mark: str,
    ) -> None:
        """`mark`: changes when the mapping does."""
        self._scalars = scalars
        self._choices = choices
        self._choice_fields = choice_fields
        self._hours = hours
        self._private = private
        self.warnings = warnings
        self.mark = mark

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column that the mapping reads, once, in its order."""
        names = [name for scalar in self._scalars.values() for name in scalar.all_columns()]
        names += [name for choice in self._choices for name in choice.columns]
        if self._hours is not None:
            names += self._hours.all_columns()
        if self._private is not None:
            names += self._private.scalar.all_columns()
        return tuple(dict.fromkeys(names))

    @property
    def has_own_id(self) -> bool:
        """Whether a column gives the identifier; if not, it is made from name and address."""
        return "id" in self._scalars

    def cells_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The cells of a row that the mapping reads, under the row's own keys, to be kept."""
        cells = Cells(row)
        keys = dict.fromkeys(key for name in self.columns if (key := cells.key(name)) is not None)
        return {key: row[key] for key in keys}

    def missing_columns(self, columns: Collection[str]) -> list[str]:
        """Columns that the mapping reads and that the file has not."""
        return [name for name in self.columns if not has_column(name, columns)]

    def check_columns(self, columns: Collection[str]) -> list[str]:
        """`missing_columns`, or MappingError when no place could come out of the file.

        That is when no column of the name is there, or none that says where the place is.
        """
        missing = self.missing_columns(columns)
        self._refuse_without(("nom",), columns, "le nom")
        self._refuse_without(_LOCATING, columns, "l’adresse ou la position")
        return missing

    def unfed_fields(self, columns: Collection[str]) -> frozenset[str]:
        """Fields of the standard that the mapping knows and that no column of the file can give.

        A column that disappeared says nothing of what it used to say.
        """
        read: dict[str, list[str]] = {}
        for name, scalar in self._scalars.items():
            read.setdefault(name, []).extend(scalar.all_columns())
        for choice in self._choices:
            read.setdefault(choice.field, []).extend(choice.columns)
        if self._hours is not None:
            read[_HOURS_FIELD] = self._hours.all_columns()
        given = {name for name, scalar in self._scalars.items() if scalar.default}
        given |= {choice.field for choice in self._choices if choice.is_default}
        return frozenset(
            field
            for field, names in read.items()
            if names and field not in given and not any(has_column(n, columns) for n in names)
        )

    def _refuse_without(self, fields: Collection[str], columns: Collection[str], what: str) -> None:
        scalars = [self._scalars[name] for name in fields if name in self._scalars]
        if any(scalar.default for scalar in scalars):
            return
        named = list(dict.fromkeys(name for scalar in scalars for name in scalar.all_columns()))
        if not any(has_column(name, columns) for name in named):
            seen = ", ".join(f"« {column[:40]} »" for column in list(columns)[:8])
            raise MappingError(
                f"Cette correspondance n’est pas faite pour ce fichier : pour {what}, elle lit "
                f"{', '.join(f'« {name[:40]} »' for name in named) or 'aucune colonne'}, "
                f"que le fichier n’a pas. Colonnes du fichier : {seen}…"
            )

    def apply(self, row: Mapping[str, Any]) -> MappedRow:
        """One row of the source (as readers give it in `RawRow.raw`) in the standard's columns."""
        cells = Cells(row)
        values: dict[str, Cell] = {}
        for name, scalar in self._scalars.items():
            texts = scalar.texts(cells)
            values[name] = tuple(texts) if name in _LISTS and len(texts) > 1 else ", ".join(texts)
        found: dict[str, dict[str, None]] = {name: {} for name in self._choice_fields}
        for choice in self._choices:
            for field, value in choice.found(cells):
                found.setdefault(field, {})[value] = None
        values |= {name: tuple(chosen) for name, chosen in found.items()}
        values["id"] = _identifier(values)
        is_private = self._private is not None and self._private.tells(cells)
        return MappedRow(
            values=values,
            hours=self._hours.read(cells) if self._hours is not None else None,
            is_private=is_private or NO_PUBLIC in found.get("modalites_acces", {}),
        )


def read_mapping(config: Mapping[str, Any]) -> SourceMapping:
    """A mapping in the national format (and our few additions); MappingError says what is wrong."""
    if not isinstance(config, Mapping):
        raise MappingError("La correspondance doit être un objet : un nom de champ, puis sa règle.")
    spec.check_size(config)
    warnings: list[str] = []
    scalars: dict[str, Scalar] = {}
    choices: list[Choice] = []
    choice_fields: dict[str, None] = {}
    parity = _scalar_of(config, "semaine_ouverture")
    for key, value in config.items():
        name = _RENAMED.get(str(key), str(key))
        if name in _SCALAR_FIELDS:
            scalars[name] = read_scalar(value, str(key))
        elif name in _CHOICE_FIELDS:
            choices += read_choices(value, name, warnings)
            choice_fields[OLD_NAMES.get(name, name)] = None
        elif name in _LEFT:
            warnings.append(f"{key} : ce champ n’est plus dans le standard, il est laissé.")
        elif name not in {"horaires", "semaine_ouverture", "prive", "privé"}:
            raise MappingError(f"« {str(key)[:80]} » n’est pas un champ du standard.")
    if "nom" not in scalars or not (scalars["nom"].all_columns() or scalars["nom"].default):
        raise MappingError("nom : la correspondance ne dit pas où est le nom du lieu.")
    hours = None
    if "horaires" in config:
        hours = read_hours_spec(config["horaires"], parity)
    return SourceMapping(
        scalars=scalars,
        choices=choices,
        choice_fields=tuple(choice_fields),
        hours=hours,
        private=_read_private(config),
        warnings=tuple(warnings),
        mark=_mark_of(config),
    )


def _mark_of(config: Mapping[str, Any]) -> str:
    text = json.dumps(config, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def parse_mapping(text: str | bytes) -> SourceMapping:
    """A mapping from the text of a JSON file."""
    if len(text) > MAX_JSON_BYTES:
        raise MappingError("Le fichier de correspondance dépasse 1 Mo.")
    try:
        config = json.loads(text)
    except json.JSONDecodeError as error:
        raise MappingError(
            f"Le fichier de correspondance n’est pas du JSON bien formé (ligne {error.lineno}, "
            f"caractère {error.colno})."
        ) from error
    except (RecursionError, ValueError) as error:
        raise MappingError("Le fichier de correspondance n’est pas du JSON bien formé.") from error
    return read_mapping(config)


def _scalar_of(config: Mapping[str, Any], name: str) -> Scalar | None:
    return read_scalar(config[name], name) if name in config else None


def _read_private(config: Mapping[str, Any]) -> _Private | None:
    key = "privé" if "privé" in config else "prive"
    if key not in config:
        return None
    found = spec.section(config[key], key, {"colonne", "termes"})
    terms = spec.texts(found.pop("termes", ()), f"{key}.termes")
    return _Private(read_scalar(found, key), tuple(folded(term) for term in terms))


def _identifier(values: Mapping[str, Cell]) -> str:
    """The row's own identifier without spaces or « .0 »; else a print of its name and address.

    A row number would change whenever a row is added above: the same place would be another.
    """
    own = values.get("id", "")
    text = own if isinstance(own, str) else ",".join(own)
    if whole := _WHOLE_FLOAT.fullmatch(text):
        return whole[1]
    if _GROUPED.fullmatch(text):
        return re.sub(r"\s", "", text)
    if text:
        return re.sub(r"\s+", "-", text)
    parts = (str(values.get(name, "")) for name in ("nom", "adresse", "code_postal", "commune"))
    seed = "|".join(slug_of(part) for part in parts)
    return hashlib.sha256(seed.encode()).hexdigest()[:16] if seed.strip("|") else ""
