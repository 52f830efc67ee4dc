"""Read and check the demonstration data of data/demo/. No Django.

One JSON file per basin, `communes.json` and `bassins.json`; their shape is written in
data/SOURCES.md. The reader reports every fault of every file at once, in French; nothing is
loaded from files that have one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from maillage.directory.hours.plan import HoursError, validate
from maillage.directory.standard import RESUME_MAX_LENGTH, SEPARATOR
from maillage.directory.vocabularies import VOCABULARIES, UnknownValue, code_for

COMMUNES_FILE = "communes.json"
BASSINS_FILE = "bassins.json"

_TYPE_NAMES = {str: "un texte", int: "un nombre entier", bool: "true ou false"}

TEXT_FIELDS = (
    "adresse",
    "complement_adresse",
    "telephone",
    "horaires",
    "horaires_text",
    "presentation_resume",
    "presentation_detail",
    "structure_parente",
    "printing_free_purpose",
    "printing_note",
    "wifi_horaires",
    "wifi_note",
    "publics_note",
    "access_note",
    "referral_note",
    "frais_note",
    "documents_note",
    "does_not_do",
    "activities",
    "professional_note",
)
WHOLE_FIELDS = (
    "printing_free_pages",
    "printing_price_bw_cents",
    "printing_price_colour_cents",
    "wifi_max_minutes",
    "age_min",
    "age_max",
)
FLAG_FIELDS = (
    "printing_possible",
    "printing_bring_paper",
    "wifi_free",
    "own_device_welcome",
    "is_anonymous",
    "membership_required",
    "registration_required",
    "mandat_practice",
    "human_support",
)
JOINED_FIELDS = ("courriels", "site_web", "autres_formations_labels")
IDENTITY_FIELDS = ("id", "slug", "nom", "commune", "code_postal", "code_insee")
"""Always there, as is `adresse`; `commune` is the official name of today."""

FIELD_TYPES: dict[str, type] = {
    **dict.fromkeys((*IDENTITY_FIELDS, *TEXT_FIELDS), str),
    **dict.fromkeys(WHOLE_FIELDS, int),
    **dict.fromkeys(FLAG_FIELDS, bool),
}
LIEU_KEYS = {*FIELD_TYPES, *JOINED_FIELDS, *VOCABULARIES, "equipments", "passages"}
STRUCTURE_KEYS = {
    "slug",
    "nom",
    "kind",
    "seed_names",
    "code_insee",
    "programmes",
    "presentation",
    "passages",
    "lieux",
}


class DemoError(ValueError):
    """The demonstration data cannot be used; `reasons` says why, one sentence each, in French."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


@dataclass(frozen=True, slots=True)
class DemoEquipment:
    """Fields of the model Equipment; `use` empty means « on the spot »."""

    kind: str
    count: int | None = None
    use: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DemoPassage:
    """Fields of the model Passage; `host` is the id of a demonstration sheet, or empty."""

    kind: str
    label: str
    code_insee: str = ""
    horaires: str = ""
    note: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class DemoLieu:
    """One sheet. `fields`: scalar model fields that are stated; `modalites`: short codes."""

    fields: Mapping[str, str | int | bool]
    modalites: Mapping[str, tuple[str, ...]]
    equipments: tuple[DemoEquipment, ...]
    passages: tuple[DemoPassage, ...]

    @property
    def id(self) -> str:
        return str(self.fields["id"])


@dataclass(frozen=True, slots=True)
class DemoStructure:
    """One organisation, with its sheets; `passages` only when it has none."""

    slug: str
    nom: str
    kind: str
    seed_names: tuple[str, ...]
    code_insee: str
    programmes: tuple[str, ...]
    presentation: str
    passages: tuple[DemoPassage, ...]
    lieux: tuple[DemoLieu, ...]


@dataclass(frozen=True, slots=True)
class DemoBassin:
    """One file: the code of the basin and what its monograph says."""

    bassin: str
    source: str
    date_maj: date
    structures: tuple[DemoStructure, ...]


@dataclass(frozen=True, slots=True)
class DemoCommune:
    """Facts on a commune; `anciennes_communes` are (code, name, kind)."""

    code_insee: str
    nom: str
    codes_postaux: tuple[str, ...]
    departement: str
    epci: str
    bassin: str
    population: int
    surface_km2: float
    latitude: float
    longitude: float
    anciennes_communes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DemoTerritory:
    """The territory that the demonstration needs; mappings are code → name."""

    region: tuple[str, str]
    departements: Mapping[str, str]
    epcis: Mapping[str, str]
    bassins: Mapping[str, str]
    communes: tuple[DemoCommune, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """All the demonstration data."""

    territory: DemoTerritory
    bassins: tuple[DemoBassin, ...]

    @property
    def structures(self) -> tuple[DemoStructure, ...]:
        return tuple(structure for bassin in self.bassins for structure in bassin.structures)

    @property
    def lieux(self) -> tuple[DemoLieu, ...]:
        return tuple(lieu for structure in self.structures for lieu in structure.lieux)


def read_demo(*, folder: Path) -> Demo:
    """Read every file of the folder; DemoError with all the reasons when one is faulty."""
    reasons: list[str] = []
    territory = _read_territory(folder, reasons)
    if territory is None:
        raise DemoError(reasons)
    bassins = [
        bassin
        for path in sorted(folder.glob("*.json"))
        if path.name not in {COMMUNES_FILE, BASSINS_FILE}
        and (bassin := _read_bassin(path, reasons)) is not None
    ]
    demo = Demo(territory=territory, bassins=tuple(bassins))
    reasons.extend(_faults_between(demo))
    if not bassins and not reasons:
        reasons.append("Aucun fichier de bassin dans le dossier des données de démonstration.")
    if reasons:
        raise DemoError(reasons)
    return demo


def _read_json(path: Path, reasons: list[str]) -> dict[str, Any] | None:
    """The object that a file holds, or None and a reason."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        reasons.append(f"{path.name} : le fichier manque.")
        return None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        reasons.append(f"{path.name} : le fichier ne se lit pas ({error}).")
        return None
    if not isinstance(content, dict):
        reasons.append(f"{path.name} : on attend un objet JSON.")
        return None
    return content


def _read_territory(folder: Path, reasons: list[str]) -> DemoTerritory | None:
    communes_file = _read_json(folder / COMMUNES_FILE, reasons)
    bassins_file = _read_json(folder / BASSINS_FILE, reasons)
    if communes_file is None or bassins_file is None:
        return None
    try:
        return DemoTerritory(
            region=(communes_file["region"]["code"], communes_file["region"]["nom"]),
            departements=dict(communes_file["departements"]),
            epcis=dict(communes_file["epcis"]),
            bassins={row["code"]: row["nom"] for row in bassins_file["bassins"]},
            communes=tuple(_read_commune(row) for row in communes_file["communes"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        reasons.append(
            f"{COMMUNES_FILE} ou {BASSINS_FILE} : donnée absente ou mal formée ({error})."
        )
        return None


def _read_commune(row: Mapping[str, Any]) -> DemoCommune:
    return DemoCommune(
        code_insee=row["code_insee"],
        nom=row["nom"],
        codes_postaux=tuple(row["codes_postaux"]),
        departement=row["departement"],
        epci=row["epci"],
        bassin=row["bassin"],
        population=int(row["population"]),
        surface_km2=float(row["surface_km2"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        anciennes_communes=tuple(
            (former["code"], former["nom"], former["kind"])
            for former in row.get("anciennes_communes", ())
        ),
    )


def _read_bassin(path: Path, reasons: list[str]) -> DemoBassin | None:
    content = _read_json(path, reasons)
    if content is None:
        return None
    try:
        return DemoBassin(
            bassin=content["bassin"],
            source=content["source"],
            date_maj=date.fromisoformat(content["date_maj"]),
            structures=tuple(
                _read_structure(row, path.name, reasons) for row in content["structures"]
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reasons.append(f"{path.name} : donnée absente ou mal formée ({error}).")
        return None


def _read_structure(row: Mapping[str, Any], file: str, reasons: list[str]) -> DemoStructure:
    where = f"{file}, « {row['nom']} »"
    reasons.extend(_unknown_keys(row, STRUCTURE_KEYS, where))
    if not row["seed_names"]:
        reasons.append(f"{where} : « seed_names » est vide.")
    if row.get("passages") and row.get("lieux"):
        reasons.append(f"{where} : les passages vont dans la fiche quand il y en a une.")
    return DemoStructure(
        slug=row["slug"],
        nom=row["nom"],
        kind=row["kind"],
        seed_names=tuple(row["seed_names"]),
        code_insee=row.get("code_insee", ""),
        programmes=tuple(row.get("programmes", ())),
        presentation=row.get("presentation", ""),
        passages=tuple(DemoPassage(**part) for part in row.get("passages", ())),
        lieux=tuple(_read_lieu(lieu, file, reasons) for lieu in row.get("lieux", ())),
    )


def _read_lieu(row: Mapping[str, Any], file: str, reasons: list[str]) -> DemoLieu:
    where = f"{file}, « {row['nom']} »"
    reasons.extend(_unknown_keys(row, LIEU_KEYS, where))
    reasons.extend(_wrong_scalars(row, where))
    fields = {key: value for key, value in row.items() if key in FIELD_TYPES}
    for key in JOINED_FIELDS:
        if row.get(key):
            fields[key] = SEPARATOR.join(row[key])
    modalites: dict[str, tuple[str, ...]] = {}
    for field in VOCABULARIES:
        codes: list[str] = []
        for value in row.get(field, ()):
            try:
                codes.append(code_for(field=field, value=value))
            except UnknownValue as error:
                reasons.append(f"{where} : {error.message_fr}")
        modalites[field] = tuple(codes)
    return DemoLieu(
        fields=fields,
        modalites=modalites,
        equipments=tuple(DemoEquipment(**part) for part in row.get("equipments", ())),
        passages=tuple(DemoPassage(**part) for part in row.get("passages", ())),
    )


def _unknown_keys(row: Mapping[str, Any], known: set[str], where: str) -> Iterator[str]:
    for key in row:
        if key not in known:
            yield f"{where} : la clé « {key} » n’existe pas."


def _wrong_scalars(row: Mapping[str, Any], where: str) -> Iterator[str]:
    for key in (*IDENTITY_FIELDS, "adresse"):
        if not row.get(key):
            yield f"{where} : « {key} » manque."
    for key, kind in FIELD_TYPES.items():
        if key in row and type(row[key]) is not kind:
            yield f"{where} : « {key} » doit être {_TYPE_NAMES[kind]}."
    if len(row.get("presentation_resume", "")) > RESUME_MAX_LENGTH:
        yield f"{where} : le résumé dépasse {RESUME_MAX_LENGTH} caractères."
    hours = [row.get("horaires"), row.get("wifi_horaires")]
    hours += [part.get("horaires") for part in row.get("passages", ())]
    for osm in filter(None, hours):
        try:
            validate(osm=osm)
        except HoursError as error:
            yield f"{where} : {error}"


def _faults_between(demo: Demo) -> Iterator[str]:
    """What a file alone cannot show: repeated names, links to nothing, disagreement."""
    yield from _repeated("id", [lieu.id for lieu in demo.lieux])
    yield from _repeated("slug", [str(lieu.fields["slug"]) for lieu in demo.lieux])
    yield from _repeated("slug de structure", [structure.slug for structure in demo.structures])
    communes = {commune.code_insee: commune for commune in demo.territory.communes}
    ids = {lieu.id for lieu in demo.lieux}
    for lieu in demo.lieux:
        commune = communes.get(str(lieu.fields.get("code_insee", "")))
        if commune is None:
            yield f"« {lieu.id} » : la commune n’est pas dans {COMMUNES_FILE}."
        elif (
            lieu.fields["commune"] != commune.nom
            or lieu.fields["code_postal"] not in commune.codes_postaux
        ):
            yield f"« {lieu.id} » : commune ou code postal différents de {COMMUNES_FILE}."
    for structure in demo.structures:
        owned = [*structure.passages, *(p for lieu in structure.lieux for p in lieu.passages)]
        codes = [structure.code_insee, *(passage.code_insee for passage in owned)]
        for code in filter(None, codes):
            if code not in communes:
                yield f"« {structure.slug} » : la commune {code} n’est pas dans {COMMUNES_FILE}."
        for passage in owned:
            if passage.host and passage.host not in ids:
                yield f"« {structure.slug} » : « {passage.host} » n’est pas une fiche."
    for bassin in demo.bassins:
        if bassin.bassin not in demo.territory.bassins:
            yield f"Le bassin {bassin.bassin} n’est pas dans {BASSINS_FILE}."


def _repeated(what: str, values: list[str]) -> Iterator[str]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"« {value} » : ce {what} sert deux fois."
