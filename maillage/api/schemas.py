"""Shapes of the answers. Places bear the 32 names of the national standard, and ours apart.

Answers are plain pydantic models: the framework's own would wrap every value that is read, and
take half the time of a page of 500 places.
"""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import BaseModel, Field

DEFAULT_LIMIT, MAX_LIMIT = 50, 500


class PagingIn(Schema):
    """Where a page begins and how long it is."""

    limit: int = Field(
        DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description=f"Éléments par page, {MAX_LIMIT} au plus."
    )
    curseur: str = Field("", description="Suite d’une page : déjà écrit dans « next ».")


class ProblemOut(BaseModel):
    """One thing that is wrong with a call."""

    champ: str = Field(description="Paramètre en cause ; vide quand c’est tout l’appel.")
    message: str = Field(description="Ce qui ne va pas et quoi faire, en français.")


class ErrorsOut(BaseModel):
    """A refusal."""

    erreurs: list[ProblemOut]


# --- what the standard has not ---------------------------------------------------------------
class OuvertureOut(BaseModel):
    """Open or not at the moment of the answer, in the time zone of the place."""

    etat: Literal["ouvert", "ferme", "inconnu"]
    phrase: str
    jusqu_a: datetime | None = Field(description="Fin de l’ouverture en cours.")
    ouvre_a: datetime | None = Field(description="Prochaine ouverture.")


class PeriodeOut(BaseModel):
    """Closed, or other hours, between two days (both included)."""

    du: date
    au: date
    horaires: str | None = Field(description="Horaires OSM de la période ; null : fermé.")
    raison: str | None


class EquipementOut(BaseModel):
    """Equipment for visitors."""

    sorte: str
    libelle: str
    nombre: int | None
    usage: str
    precision: str | None


class ImpressionOut(BaseModel):
    """Printing rules; null is unknown."""

    possible: bool | None
    pages_gratuites: int | None
    gratuit_pour: str | None
    prix_noir_et_blanc_centimes: int | None
    prix_couleur_centimes: int | None
    apporter_son_papier: bool | None
    precision: str | None


class WifiOut(BaseModel):
    """Wi-Fi rules; null is unknown."""

    gratuit: bool | None
    minutes_par_jour: int | None
    horaires: str | None
    precision: str | None


class AccueilOut(BaseModel):
    """Who may come, how and at what conditions; null is unknown."""

    age_min: int | None
    age_max: int | None
    anonyme: bool | None
    adhesion_demandee: bool | None
    inscription_demandee: bool | None
    son_appareil_bienvenu: bool | None
    une_personne_accompagne: bool | None
    mandat: bool | None
    precision_publics: str | None
    precision_acces: str | None
    precision_orientation: str | None
    precision_frais: str | None
    a_apporter: str | None
    ne_fait_pas: str | None


class PassageOut(BaseModel):
    """Where else the same organisation receives."""

    sorte: str
    ou: str
    code_commune: str | None
    commune: str | None
    horaires: str | None
    precision: str | None
    lieu_hote: str | None = Field(description="Identifiant du lieu qui prête sa salle.")


class StructureOut(BaseModel):
    """The organisation behind the place."""

    slug: str
    nom: str
    nature: str | None
    site_web: str | None


class TerritoiresOut(BaseModel):
    """Official codes of what contains the place; null when the commune is not known."""

    commune: str | None
    epci: str | None
    bassin: str | None
    departement: str | None


class FraicheurOut(BaseModel):
    """Who vouches for the sheet, and since when."""

    date_maj: date | None = Field(description="Déclarée par la source ; null : date inconnue.")
    confirmee_le: datetime | None
    confirmee_par: str = Field(description="structure, coordination, source ou aucune.")
    modifiee_le: datetime = Field(description="Dernier changement ici.")


class MaillageOut(BaseModel):
    """Our public fields."""

    slug: str
    url: str
    position_precision: str = Field(description="exacte, rue, centre_commune ou inconnue.")
    distance_m: int | None = Field(description="À vol d’oiseau du point demandé.")
    ouverture: OuvertureOut
    horaires_texte: str | None
    periodes_exceptionnelles: list[PeriodeOut]
    langues: list[str]
    equipements: list[EquipementOut]
    impression: ImpressionOut
    wifi: WifiOut
    accueil: AccueilOut
    activites: str | None
    passages: list[PassageOut]
    structure: StructureOut | None
    territoires: TerritoiresOut
    fraicheur: FraicheurOut


# --- places ----------------------------------------------------------------------------------
class LieuOut(BaseModel):
    """A place: the standard's fields, lists as arrays of official values, null when unknown."""

    id: str
    pivot: str
    nom: str
    commune: str
    code_postal: str
    code_insee: str | None
    adresse: str
    complement_adresse: str | None
    latitude: float | None
    longitude: float | None
    typologie: list[str]
    telephone: str | None
    courriels: list[str]
    site_web: list[str]
    horaires: str | None = Field(description="Syntaxe OSM opening_hours.")
    presentation_resume: str | None
    presentation_detail: str | None
    source: str | None
    itinerance: list[str]
    structure_parente: str | None
    date_maj: date = Field(
        description="1970-01-01 : date inconnue (le standard en demande une, et l’écrit ainsi)."
    )
    services: list[str]
    publics_specifiquement_adresses: list[str]
    prise_en_charge_specifique: list[str]
    frais_a_charge: list[str]
    dispositif_programmes_nationaux: list[str]
    formations_labels: list[str]
    autres_formations_labels: list[str]
    modalites_acces: list[str]
    modalites_accompagnement: list[str]
    fiche_acces_libre: str | None
    prise_rdv: str | None
    maillage: MaillageOut


class RemovedOut(BaseModel):
    """A sheet that left the public directory."""

    id: str
    slug: str
    statut: Literal["archive", "fusionne"]
    remplace_par: str | None = Field(description="Identifiant de la fiche qui remplace.")


class LieuPageOut(BaseModel):
    """A page of places. `next` is the address of the following one, null at the end."""

    total: int
    items: list[LieuOut]
    next: str | None
    removed: list[RemovedOut] | None = Field(
        default=None,
        description="Avec modified_since, sur la première page : fiches retirées depuis.",
    )


# --- territory -------------------------------------------------------------------------------
class TerritoireRefOut(BaseModel):
    """A territory named in passing."""

    code: str
    nom: str


class CommuneOut(BaseModel):
    """A commune of today."""

    code: str
    nom: str
    slug: str
    url: str
    codes_postaux: list[str]
    population: int | None
    latitude: float | None
    longitude: float | None
    departement: TerritoireRefOut
    epci: TerritoireRefOut | None
    bassin: TerritoireRefOut | None
    lieux: int = Field(description="Lieux publiés.")


class CommunePageOut(BaseModel):
    """Communes; `next` is null after a search by name, which gives the best only."""

    total: int
    items: list[CommuneOut]
    next: str | None


class TerritoireOut(BaseModel):
    """A territory and its number of places."""

    code: str
    nom: str
    url: str
    lieux: int = Field(description="Lieux publiés.")


class TerritoireListOut(BaseModel):
    """All the territories of one kind."""

    total: int
    items: list[TerritoireOut]


# --- vocabularies ----------------------------------------------------------------------------
class ValueOut(BaseModel):
    """One value: official wording, short code for addresses, wording for people."""

    value: str
    code: str
    label: str


class VocabularyOut(BaseModel):
    """Values of one field and the parameter that filters by them."""

    parameter: str
    label: str
    values: list[ValueOut]
