"""The journal as professionals read it: the lines of their territory, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.enums import (
    CallOutcome,
    DeskOperationKind,
    Nature,
    RequestCause,
    Route,
)
from maillage.contributions.models import Campaign, Contribution
from maillage.contributions.queries.desk_scope import communes_of_roles
from maillage.core.enums import ActorKind
from maillage.core.journal import VERBS, words_of
from maillage.core.models import JournalEntry
from maillage.directory.enums import ConfirmationChannel, PairVerdict, Section
from maillage.directory.models import ImportRun, Lieu, Structure
from maillage.network.enums import MembershipRole
from maillage.network.models import Claim, Invitation
from maillage.network.queries import structures_in
from maillage.network.rules import Roles

OBJECT_WORDS = {
    "directory.lieu": "Fiche",
    "directory.structure": "Structure",
    "directory.importrun": "Import",
    "contributions.campaign": "Campagne",
    "contributions.contribution": "Contribution",
    "network.claim": "Demande de rattachement",
    "network.invitation": "Invitation",
}
DETAIL_WORDS = {
    "section": "partie",
    "source": "source",
    "sections": "parties",
    "channel": "comment",
    "cause": "raison",
    "version": "version",
    "request": "demande",
    "places": "lieux",
    "kind": "action",
    "kept": "fiche gardée",
    "verdict": "décision",
    "sheets": "fiches comparées",
    "merged": "fiches réunies",
    "to_review": "paires à examiner",
    "revision": "révision",
    "outcome": "résultat",
    "number": "numéro",
    "to": "vers",
    "nature": "nature",
    "route": "transmise à",
    "role": "rôle",
    "structure": "structure n°",
    "account": "compte n°",
    "asked": "lieux interrogés",
    "written_to": "courriels",
    "cancelled": "demandes annulées",
    "months": "tous les (mois)",
    "everywhere": "tous les lieux",
    "change": "changement",
    "reason": "raison",
    "purpose": "pour",
    "territory": "territoire",
    "again": "de nouveau",
    "address": "adresse laissée",
    "mailbox": "par la boîte publique",
}
_VALUE_WORDS: dict[str, str] = {
    str(value): str(label)
    for choices in (
        Section,
        ConfirmationChannel,
        RequestCause,
        CallOutcome,
        DeskOperationKind,
        PairVerdict,
        MembershipRole,
        Nature,
        Route,
    )
    for value, label in choices.choices
}


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What is asked of the journal; days are included, of this time zone."""

    verb: str = ""
    since: date | None = None
    until: date | None = None
    object_type: str = ""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line for people. `href` is empty when the object is no more, or has no page."""

    at: datetime
    words: str
    by: str
    object_kind: str
    object_words: str
    href: str
    detail: str


def entries_for(*, roles: Roles, wanted: JournalFilter) -> QuerySet[JournalEntry]:
    """The lines that a coordinator may read: those about objects of the territory; all for an
    administrator."""
    rows = JournalEntry.objects.order_by("-at", "-pk")
    if not roles.is_administrator:
        rows = rows.filter(_mine(roles))
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.object_type:
        rows = rows.filter(object_type=wanted.object_type)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _mine(roles: Roles) -> Q:
    communes: Any = communes_of_roles(roles=roles)
    bassins = [code for kind, code in roles.territories if kind == "bassin"]
    territory = Q(pk__in=[])
    for kind, code in roles.territories:
        territory |= Q(territory_kind=kind, territory_code=code)
    mine: dict[str, QuerySet[Any]] = {
        "directory.lieu": Lieu.objects.filter(code_insee__in=communes),
        "directory.structure": structures_in(communes=communes, bassins=bassins),
        "directory.importrun": ImportRun.objects.filter(rows__lieu__code_insee__in=communes),
        "contributions.campaign": Campaign.objects.filter(territory),
        "contributions.contribution": Contribution.objects.filter(
            Q(code_insee__in=communes) | Q(lieu__code_insee__in=communes)
        ),
        "network.claim": Claim.objects.filter(lieu__code_insee__in=communes),
        "network.invitation": Invitation.objects.filter(
            structure__in=structures_in(communes=communes, bassins=bassins).values("pk")
        ),
    }
    found = Q(pk__in=[])
    for object_type, rows in mine.items():
        keys = rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
        found |= Q(object_type=object_type, object_id__in=keys)
    return found


def entries_of_lieu(*, lieu: Lieu, limit: int = 100) -> list[JournalEntry]:
    """The last lines about one sheet."""
    rows = JournalEntry.objects.filter(object_type="directory.lieu", object_id=lieu.pk)
    return list(rows.order_by("-at", "-pk")[:limit])


def lines_of(*, entries: Sequence[JournalEntry]) -> list[JournalLine]:
    """The lines in words; five queries at most, whatever their number."""
    people = {
        user.pk: user
        for user in User.objects.filter(
            pk__in={entry.actor_id for entry in entries if entry.actor_id is not None}
        )
    }
    objects = _objects(entries)
    lines = []
    for entry in entries:
        words, href = objects.get((entry.object_type, entry.object_id), ("", ""))
        lines.append(
            JournalLine(
                at=entry.at,
                words=words_of(entry.verb),
                by=_actor_words(entry, people),
                object_kind=OBJECT_WORDS.get(entry.object_type, ""),
                object_words=words or entry.object_id,
                href=href,
                detail=detail_words(entry.detail),
            )
        )
    return lines


def _actor_words(entry: JournalEntry, people: dict[int, User]) -> str:
    """« Prénom Nom (Bibliothèque) », or what stands for an account that is no more."""
    if entry.actor_kind != ActorKind.COMPTE or entry.actor_id is None:
        return str(ActorKind(entry.actor_kind).label)
    user = people.get(entry.actor_id)
    if user is None:
        return "Un compte supprimé"
    profession = user.get_profession_display()
    return f"{user} ({profession})" if profession else str(user)


def _objects(entries: Iterable[JournalEntry]) -> dict[tuple[str, str], tuple[str, str]]:
    keys: dict[str, set[str]] = {}
    for entry in entries:
        keys.setdefault(entry.object_type, set()).add(entry.object_id)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    lieux = Lieu.objects.filter(pk__in=keys.get("directory.lieu", ()))
    for pk, nom, commune, slug in lieux.values_list("pk", "nom", "commune", "slug"):
        href = reverse("contributions:sheet_history", args=[slug])
        found["directory.lieu", pk] = (f"{nom}, {commune}", href)
    for object_type, model, name in (
        ("directory.structure", Structure, "nom"),
        ("contributions.campaign", Campaign, "nom"),
        ("directory.importrun", ImportRun, "source__nom"),
    ):
        wanted = [key for key in keys.get(object_type, ()) if key.isdigit()]
        if wanted:
            rows = model._default_manager.filter(pk__in=wanted).values_list("pk", name)
            found |= {(object_type, str(pk)): (str(nom), "") for pk, nom in rows}
    return found


def detail_words(detail: dict[str, Any]) -> str:
    """« parties : Horaires, Contacts et adresse ; comment : Par téléphone ».

    In the order of DETAIL_WORDS: PostgreSQL does not keep that of the keys.
    """
    order = list(DETAIL_WORDS)
    pairs = sorted(
        detail.items(),
        key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[0]),
    )
    return " ; ".join(
        f"{DETAIL_WORDS.get(name, name)} : {_value_words(value)}"
        for name, value in pairs
        if value not in (None, "", [])
    )


def _value_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_value_words(item) for item in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return _VALUE_WORDS.get(str(value), str(value))


def verb_choices() -> list[tuple[str, str]]:
    """(code, words) of every verb, by words."""
    return sorted(VERBS.items(), key=lambda pair: pair[1])
