"""data·inclusion, schema 1: one structure per place, one service when the place helps.

Mapping of services, publics, fees and access after data·inclusion's own reading of the
national standard (docs/reference/standard.md). Positions and addresses that we do not know
are absent, not invented.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from maillage.directory.normalise.conform import UNKNOWN_ADDRESS
from maillage.directory.standard import DEFAULT_PIVOT, SEPARATOR

SOURCE = "maillage"
SERVICE_NAME = "Aide et apprentissage du numérique"
FIRST_DAY = date(2000, 1, 1)

_FONDAMENTAUX = "numerique--maitriser-les-fondamentaux-du-numerique"
_EN_LIGNE = "numerique--acceder-a-des-services-en-ligne"
_EQUIPEMENT = "numerique--acquerir-un-equipement"
THEMATIQUES: dict[str, tuple[str, ...]] = {
    "Aide aux démarches administratives": (
        "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
        _EN_LIGNE,
    ),
    "Maîtrise des outils numériques du quotidien": (_FONDAMENTAUX, _EN_LIGNE),
    "Insertion professionnelle via le numérique": (
        "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
        _FONDAMENTAUX,
    ),
    "Utilisation sécurisée du numérique": (_FONDAMENTAUX,),
    "Parentalité et éducation avec le numérique": (
        "famille--soutien-a-la-parentalite-et-a-leducation",
        _FONDAMENTAUX,
    ),
    "Loisirs et créations numériques": (
        "remobilisation--activites-sportives-et-culturelles",
        _FONDAMENTAUX,
    ),
    "Compréhension du monde numérique": (_FONDAMENTAUX,),
    "Accès internet et matériel informatique": (
        "numerique--acceder-a-une-connexion-internet",
        _EQUIPEMENT,
    ),
    "Acquisition de matériel informatique à prix solidaire": (_EQUIPEMENT,),
}
_HANDICAP = "personnes-en-situation-de-handicap"
PUBLICS = {
    "Étudiants": "etudiants",
    "Familles et/ou enfants": "familles",
    "Femmes": "femmes",
    "Jeunes": "jeunes",
    "Seniors": "seniors",
    "Surdité": _HANDICAP,
    "Handicaps moteurs": _HANDICAP,
    "Handicaps mentaux": _HANDICAP,
    "Déficience visuelle": _HANDICAP,
    "Langues étrangères (anglais)": "personnes-exilees",
    "Langues étrangères (autres)": "personnes-exilees",
}
MOBILISATION = {
    "Se présenter": "se-presenter",
    "Téléphoner": "telephoner",
    "Contacter par mail": "envoyer-un-courriel",
    "Envoyer un mail avec une fiche de prescription": "envoyer-un-courriel",
    "Prendre un RDV en ligne": "utiliser-lien-mobilisation",
}
_PRESCRIPTION = "Envoyer un mail avec une fiche de prescription"
# The first that is found wins.
TYPES = (
    ("En autonomie", "aide-materielle"),
    ("Dans un atelier collectif", "atelier"),
    ("Accompagnement individuel", "accompagnement"),
)
RESEAUX_OF_DISPOSITIF = {
    "Aidants Connect": "aidants-connect",
    "Conseillers numériques": "conseillers-numeriques",
    "Emmaüs Connect": "emmaus",
    "France Services": "france-service",
    "Grande école du numérique": "grandes-ecoles-du-numerique",
    "La Croix Rouge": "croix-rouge",
    "Relais numérique (Emmaüs Connect)": "emmaus",
    "Fabriques de Territoire": "fabrique-de-territoire",
}
# Typologies whose network is not simply their code in lower case.
RESEAUX_OF_TYPOLOGIE = {
    "CAP_EMPLOI": "cap-emploi-reseau-cheops",
    "CCAS": "ccas-cias",
    "CCONS": "chambres-consulaires",
    "CD": "departements",
    "CIAS": "ccas-cias",
    "DEPT": "departements",
    "E2C": "ecoles-de-la-deuxieme-chance",
    "EPN": "espaces-publics-numeriques",
    "FAIS": "federation-des-acteurs-de-la-solidarite",
    "FT": "france-travail",
    "LA_POSTE": "la-poste",
    "MDE": "maisons-de-l-emploi",
    "MDEF": "maisons-de-l-emploi",
    "MDS": "maisons-des-solidarites",
    "ML": "mission-locale",
    "MSA": "mutualite-sociale-agricole",
    "MUNI": "communes",
    "ODC": "delegataire-conseil-departemental",
    "PAD": "points-justice",
    "PIJ_BIJ": "reseau-information-jeunesse",
    "PIMMS": "pimms-mediation",
    "REG": "regions",
    "RESSOURCERIE": "ressourceries",
    "RFS": "france-service",
    "RS_FJT": "residences-fjt",
    "UDAF": "unaf",
}
_CODES_ALIKE = frozenset(
    {
        *("ACI", "AFPA", "AI", "ASE", "CAARUD", "CADA", "CAF", "CAVA", "CHRS", "CHU", "CIDFF"),
        *("CMP", "CMS", "CPAM", "CPH", "CSAPA", "EA", "EATT", "EI", "EITI", "EPIDE", "ESAT"),
        *("ETTI", "GEIQ", "HUDA", "MDPH", "MJC", "MSAP", "PJJ", "PLIE", "SPIP"),
    }
)
RESEAUX_OF_TYPOLOGIE |= {code: code.lower() for code in _CODES_ALIKE}
# Top-level domains that no real address has, and that the schema refuses.
_RESERVED = ("test", "invalid", "local", "localhost", "onion", "arpa")
_ACCEPTED_MAIL = re.compile(rf".+\.(?!(?:{'|'.join(_RESERVED)})$)[A-Za-z]{{2,}}")


def write_data_inclusion(rows: Iterable[dict[str, str]], *, today: date) -> Iterator[str]:
    """One JSON object: {"structures": […], "services": […]}, from rows of the standard.

    Structures go out as rows come in; services, shorter, wait for their turn.
    """
    services: list[str] = []
    yield '{"structures": ['
    separator = "\n"
    for row in rows:
        yield f"{separator}{json.dumps(structure_of(row, today=today), ensure_ascii=False)}"
        separator = ",\n"
        service = service_of(row, today=today)
        if service is not None:
            services.append(json.dumps(service, ensure_ascii=False))
    yield '\n], "services": ['
    for rank, text in enumerate(services):
        yield f"{',' if rank else ''}\n{text}"
    yield "\n]}\n"


def structure_of(row: dict[str, str], *, today: date) -> dict[str, Any]:
    """The place as a structure of the schema; unknown fields absent."""
    values: dict[str, Any] = {
        "source": SOURCE,
        "id": f"{SOURCE}--{row['id']}",
        "nom": _name(row),
        "date_maj": _date(row, today),
        "description": _description(row),
        "siret": row["pivot"] if _is_siret(row["pivot"]) else None,
        "site_web": _first(row["site_web"]),
        "horaires_accueil": row["horaires"],
        "accessibilite_lieu": row["fiche_acces_libre"],
        "reseaux_porteurs": _reseaux(row),
        **_address(row),
        **_contact(row),
    }
    return {name: value for name, value in values.items() if value}


def service_of(row: dict[str, str], *, today: date) -> dict[str, Any] | None:
    """What the place does, as one service; None when it declares none."""
    services = _values(row, "services")
    if not services:
        return None
    people = _values(row, "publics_specifiquement_adresses") + _values(
        row, "prise_en_charge_specifique"
    )
    ways = _values(row, "modalites_accompagnement")
    access = _values(row, "modalites_acces")
    frais = _values(row, "frais_a_charge")
    values: dict[str, Any] = {
        "source": SOURCE,
        "id": f"{SOURCE}--{row['id']}-mediation-numerique",
        "structure_id": f"{SOURCE}--{row['id']}",
        "nom": SERVICE_NAME,
        "description": _description(row) or ", ".join(services),
        "date_maj": _date(row, today),
        "type": next((kind for way, kind in TYPES if way in ways), None),
        "thematiques": _unique(name for service in services for name in THEMATIQUES[service]),
        "frais": _frais(frais),
        "frais_precisions": ", ".join(frais) if frais not in ([], ["Gratuit"]) else None,
        "publics": _unique(PUBLICS[one] for one in people if one in PUBLICS) or ["tous-publics"],
        "publics_precisions": ", ".join(people),
        "modes_accueil": _modes_accueil(ways, access),
        "modes_mobilisation": _unique(
            MOBILISATION[mode]
            for mode in access
            if mode in MOBILISATION and (mode != "Prendre un RDV en ligne" or row["prise_rdv"])
        ),
        "lien_mobilisation": row["prise_rdv"],
        "mobilisable_par": ["professionnels"]
        if access == [_PRESCRIPTION]
        else ["usagers", "professionnels"],
        "horaires_accueil": row["horaires"],
        **_address(row),
        **_contact(row),
    }
    return {name: value for name, value in values.items() if value}


def _values(row: dict[str, str], name: str) -> list[str]:
    return row[name].split(SEPARATOR) if row[name] else []


def _first(text: str) -> str:
    return text.split(SEPARATOR, 1)[0]


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _name(row: dict[str, str]) -> str:
    """Between 3 and 150 characters, no full stop at the end."""
    name = row["nom"] if len(row["nom"]) > 2 else f"{row['nom']} ({row['commune']})"
    if len(name) > 150:
        name = f"{name[:149].rstrip()}…"
    return name if name.endswith("etc.") else name.rstrip(".").ljust(3, "…")


def _date(row: dict[str, str], today: date) -> str:
    """The schema refuses days to come and those before 2000."""
    return max(FIRST_DAY, min(today, date.fromisoformat(row["date_maj"]))).isoformat()


def _description(row: dict[str, str]) -> str | None:
    text = row["presentation_detail"] or row["presentation_resume"]
    return text[:10_000] if len(text) >= 5 else None


def _is_siret(pivot: str) -> bool:
    return len(pivot) == 14 and pivot.isascii() and pivot.isdigit() and pivot != DEFAULT_PIVOT


def _address(row: dict[str, str]) -> dict[str, Any]:
    adresse = row["adresse"] if row["adresse"] != UNKNOWN_ADDRESS else None
    position = (
        {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}
        if row["latitude"]
        else {}
    )
    return {
        "commune": row["commune"],
        "code_postal": row["code_postal"],
        "code_insee": row["code_insee"],
        "adresse": adresse,
        "complement_adresse": row["complement_adresse"],
        **position,
    }


def _contact(row: dict[str, str]) -> dict[str, str]:
    courriels = [
        courriel for courriel in _values(row, "courriels") if _ACCEPTED_MAIL.fullmatch(courriel)
    ]
    return {"telephone": row["telephone"], "courriel": courriels[0] if courriels else ""}


def _reseaux(row: dict[str, str]) -> list[str]:
    programmes = _values(row, "dispositif_programmes_nationaux") + _values(row, "formations_labels")
    found = [RESEAUX_OF_DISPOSITIF.get(name, "") for name in programmes]
    found += [RESEAUX_OF_TYPOLOGIE.get(code, "") for code in _values(row, "typologie")]
    return _unique(name for name in found if name)


def _frais(frais: list[str]) -> str | None:
    if not frais:
        return None
    return "payant" if frais == ["Payant"] else "gratuit"


def _modes_accueil(ways: list[str], access: list[str]) -> list[str]:
    modes = ["a-distance"] if "À distance" in ways else []
    is_closed = access == ["Ce lieu n'accueille pas de public"] or ways == ["À distance"]
    return modes if is_closed else [*modes, "en-presentiel"]
