"""A sheet as the API says it. Reads only public fields (directory/visibility.py)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from maillage.api.schemas import (
    AccueilOut,
    EquipementOut,
    FraicheurOut,
    ImpressionOut,
    LieuOut,
    MaillageOut,
    OuvertureOut,
    PassageOut,
    PeriodeOut,
    StructureOut,
    TerritoiresOut,
    WifiOut,
)
from maillage.directory.enums import LieuStatus, ModaliteField
from maillage.directory.exchange.writers.row import standard_row
from maillage.directory.models import Lieu, Passage
from maillage.directory.normalise.record import UNKNOWN_DATE
from maillage.directory.queries import state_of, state_words_of, with_parts
from maillage.directory.standard import FIELDS, SEPARATOR

_MULTIPLE = frozenset(field.name for field in FIELDS if field.multiple)
_STATES = {"open": "ouvert", "closed": "ferme", "unknown": "inconnu"}


def with_everything(lieux: QuerySet[Lieu]) -> QuerySet[Lieu]:
    """The sheets with all that `lieu_out` reads: five queries, whatever their number."""
    passages = Passage.objects.select_related("host", "commune")
    return (
        with_parts(lieux)
        .select_related("structure", "territory_commune__bassin_membership")
        .prefetch_related(Prefetch("passages", passages))
    )


def lieux_out(
    *, ids: Collection[str], distances: Mapping[str, int], site: str, now: datetime
) -> list[LieuOut]:
    """Published sheets in the order of `ids`; one that left meanwhile is left out."""
    found = {lieu.pk: lieu for lieu in with_everything(Lieu.objects.published().filter(pk__in=ids))}
    return [
        lieu_out(lieu=found[pk], distance_m=distances.get(pk), site=site, now=now)
        for pk in ids
        if pk in found
    ]


def lieu_out(*, lieu: Lieu, distance_m: int | None, site: str, now: datetime) -> LieuOut:
    """One sheet from `with_everything`; `site` is the address of the site, without a slash."""
    lists: dict[str, list[str]] = defaultdict(list)
    langues: list[str] = []
    for row in sorted(lieu.modalites.all(), key=lambda row: row.position):
        if row.field == ModaliteField.LANGUES:
            langues.append(row.code)
        else:
            lists[row.field].append(row.value)
    values = {field.name: getattr(lieu, field.name, "") for field in FIELDS}
    row_out: dict[str, Any] = {
        name: text.split(SEPARATOR) if text and name in _MULTIPLE else text or _nothing(name)
        for name, text in standard_row(
            {
                **values,
                "position_precision": lieu.position_precision,
                "reviewed_on": lieu.reviewed_on,
            },
            lists,
        ).items()
    }
    # The exact identifier, and every position: `position_precision` tells what it is worth.
    row_out |= {"id": lieu.pk, "latitude": lieu.latitude, "longitude": lieu.longitude}
    return LieuOut(
        **row_out, maillage=_ours(lieu, langues=langues, distance_m=distance_m, site=site, now=now)
    )


def _nothing(name: str) -> list[str] | None:
    return [] if name in _MULTIPLE else None


def _ours(
    lieu: Lieu, *, langues: list[str], distance_m: int | None, site: str, now: datetime
) -> MaillageOut:
    return MaillageOut(
        slug=lieu.slug,
        url=site + lieu.get_absolute_url(),
        position_precision=lieu.position_precision,
        distance_m=distance_m,
        ouverture=_opening(lieu, now),
        horaires_texte=lieu.horaires_text or None,
        periodes_exceptionnelles=[
            PeriodeOut(
                du=period.first_day,
                au=period.last_day,
                horaires=period.horaires or None,
                raison=period.reason or None,
            )
            for period in lieu.exceptional_periods.all()
        ],
        langues=langues,
        equipements=[
            EquipementOut(
                sorte=equipment.kind,
                libelle=equipment.get_kind_display(),
                nombre=equipment.count,
                usage=equipment.use,
                precision=equipment.detail or None,
            )
            for equipment in lieu.equipments.all()
        ],
        impression=ImpressionOut(
            possible=lieu.printing_possible,
            pages_gratuites=lieu.printing_free_pages,
            gratuit_pour=lieu.printing_free_purpose or None,
            prix_noir_et_blanc_centimes=lieu.printing_price_bw_cents,
            prix_couleur_centimes=lieu.printing_price_colour_cents,
            apporter_son_papier=lieu.printing_bring_paper,
            precision=lieu.printing_note or None,
        ),
        wifi=WifiOut(
            gratuit=lieu.wifi_free,
            minutes_par_jour=lieu.wifi_max_minutes,
            horaires=lieu.wifi_horaires or None,
            precision=lieu.wifi_note or None,
        ),
        accueil=AccueilOut(
            age_min=lieu.age_min,
            age_max=lieu.age_max,
            anonyme=lieu.is_anonymous,
            adhesion_demandee=lieu.membership_required,
            inscription_demandee=lieu.registration_required,
            son_appareil_bienvenu=lieu.own_device_welcome,
            une_personne_accompagne=lieu.human_support,
            mandat=lieu.mandat_practice,
            precision_publics=lieu.publics_note or None,
            precision_acces=lieu.access_note or None,
            precision_orientation=lieu.referral_note or None,
            precision_frais=lieu.frais_note or None,
            a_apporter=lieu.documents_note or None,
            ne_fait_pas=lieu.does_not_do or None,
        ),
        activites=lieu.activities or None,
        passages=[_passage(passage) for passage in lieu.passages.all()],
        structure=_structure(lieu),
        territoires=_territories(lieu),
        fraicheur=FraicheurOut(
            date_maj=None if lieu.date_maj == UNKNOWN_DATE else lieu.date_maj,
            confirmee_le=lieu.confirmed_at,
            confirmee_par=lieu.confirmed_by,
            modifiee_le=lieu.updated_at,
        ),
    )


def _opening(lieu: Lieu, now: datetime) -> OuvertureOut:
    state = state_of(lieu=lieu, now=now)
    return OuvertureOut.model_validate(
        {
            "etat": _STATES[state.kind],
            "phrase": state_words_of(lieu=lieu, state=state, now=now),
            "jusqu_a": state.until,
            "ouvre_a": state.opens_at,
        }
    )


def _passage(passage: Passage) -> PassageOut:
    host = passage.host
    return PassageOut(
        sorte=passage.kind,
        ou=passage.label,
        code_commune=passage.commune_id,
        commune=passage.commune.nom if passage.commune else None,
        horaires=passage.horaires or None,
        precision=passage.note or None,
        lieu_hote=host.pk if host is not None and host.status == LieuStatus.PUBLIE else None,
    )


def _structure(lieu: Lieu) -> StructureOut | None:
    structure = lieu.structure
    if structure is None:
        return None
    return StructureOut(
        slug=structure.slug,
        nom=structure.nom,
        nature=structure.kind or None,
        site_web=structure.site_web or None,
    )


def _territories(lieu: Lieu) -> TerritoiresOut:
    commune = lieu.territory_commune
    membership = getattr(commune, "bassin_membership", None)
    return TerritoiresOut(
        commune=lieu.code_insee or None,
        epci=commune.epci_id if commune else None,
        bassin=membership.bassin_id if membership else None,
        departement=commune.departement_id if commune else None,
    )
