"""Why a place is proposed, and what a search is about, in words."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.text import normalize
from maillage.core.wording import (
    comma,
    contracted,
    date_words,
    distance_words,
    sentence,
    weekday_words,
)
from maillage.directory.criteria import LieuCriteria, OpenCriterion
from maillage.directory.index.synonyms import Need
from maillage.directory.vocabulary_words import inner_label, value_label

Text = str | Promise
Opening = Literal["open", "unknown", "other"]

SAME_TOWN_M = 2_000
"""From the middle of a commune, a distance under this one says nothing."""

# Services as part of a sentence: « …, aide aux démarches, … ».
_SERVICES: dict[str, Text] = {
    "demarches": gettext_lazy("aide aux démarches"),
    "outils": gettext_lazy("prise en main de l’ordinateur et du téléphone"),
    "emploi": gettext_lazy("emploi et formation"),
    "securite": gettext_lazy("sécurité sur internet"),
    "parentalite": gettext_lazy("parents, enfants et écrans"),
    "loisirs": gettext_lazy("loisirs et création"),
    "comprendre": gettext_lazy("comprendre le numérique"),
    "acces-internet": gettext_lazy("accès à internet et au matériel"),
    "materiel-solidaire": gettext_lazy("ordinateurs à petit prix"),
}
_OPEN: dict[str, Text] = {
    "now": gettext_lazy("ouvert maintenant"),
    "today": gettext_lazy("ouvert aujourd’hui"),
    "evening": gettext_lazy("ouvert en soirée"),
    "weekend": gettext_lazy("ouvert le week-end"),
}


def service_words(code: str) -> str:
    """A service as part of a sentence."""
    return str(_SERVICES.get(code, code))


def value_words(field: str, code: str) -> str:
    """Any value as part of a sentence: « gratuit », « imprimante », « personnes âgées »."""
    if field == "services":
        return service_words(code)
    return inner_label(field, value_label(field, code))


def time_words(at: time) -> str:
    """« 18 h », « 18 h 30 »."""
    if at.minute:
        return _("%(hour)s h %(minute)02d") % {"hour": at.hour, "minute": at.minute}
    return _("%(hour)s h") % {"hour": at.hour}


def open_words(criterion: OpenCriterion) -> str:
    """« ouvert maintenant », « ouvert le jeudi à 18 h »."""
    if criterion.day is None:
        return str(_OPEN[criterion.kind])
    day = weekday_words(criterion.day)
    if criterion.at is None:
        return _("ouvert le %(day)s") % {"day": day}
    return _("ouvert le %(day)s à %(time)s") % {"day": day, "time": time_words(criterion.at)}


def as_typed(words: str, typed: str) -> str:
    """The words of the search as the person wrote them, « impôts » for « impots »."""
    parts = typed.split()
    size = len(words.split())
    for start in range(len(parts) - size + 1):
        piece = " ".join(parts[start : start + size])
        if normalize(piece) == words:
            return piece
    return words


def far_words(distance_m: float | None, *, is_vague: bool) -> str:
    """« à 2,3 km »; « à 17 km environ » of the middle of a commune, nothing inside it."""
    if distance_m is None:
        return ""
    words = {"distance": distance_words(distance_m)}
    if not is_vague:
        return _("à %(distance)s") % words
    return _("à %(distance)s environ") % words if distance_m >= SAME_TOWN_M else ""


def reasons_of(
    *,
    criteria: LieuCriteria,
    far: str,
    is_open_now: bool,
    opening: Opening | None,
    values: Mapping[str, frozenset[str]],
    needs: Sequence[tuple[str, Need]],
    has_human_support: bool,
    has_mandat: bool = False,
) -> list[str]:
    """Why one place is proposed, the strongest first; `far`: `far_words`, said first.

    `opening`: at the moment asked, None when none was; « other »: it opens at other moments.
    `values`: what the place has, by field. `needs`: words of the person that stand nowhere on
    the sheet, and the value of the place that answers them.
    """
    reasons = [far] if far else []
    if opening == "unknown":
        reasons.append(_("horaires non communiqués"))
    elif opening == "other":
        reasons.append(_("ouvert à un autre moment"))
    elif opening == "open" and criteria.open is not None and criteria.open.kind != "now":
        reasons.append(open_words(criteria.open))
    elif is_open_now:
        reasons.append(_("ouvert"))
    reasons.extend(_wish_reasons(criteria, values, has_mandat=has_mandat))
    for words, need in needs:
        said = {
            "words": as_typed(words, criteria.words),
            "answer": value_words(need.field, need.code),
        }
        reasons.append(_("« %(words)s » : %(answer)s") % said)
    asked = {**criteria.values, "equipements": criteria.equipments}
    already = {need for _words, need in needs}
    for field in ("services", *(name for name in asked if name not in _LAST_SAID)):
        reasons.extend(
            value_words(field, code)
            for code in sorted(asked.get(field, frozenset()) & values.get(field, frozenset()))
            if Need(field, code) not in already
        )
    if has_human_support:
        reasons.append(_("quelqu’un vous aide"))
    price = values.get("frais_a_charge", frozenset())
    if "gratuit" in price:
        reasons.append(_("gratuit"))
    elif "gratuit-sous-condition" in price:
        reasons.append(_("gratuit sous condition"))
    elif "payant" in criteria.values.get("frais_a_charge", ()) and "payant" in price:
        reasons.append(_("payant"))
    return list(dict.fromkeys(reasons))


def _wish_reasons(
    criteria: LieuCriteria, values: Mapping[str, frozenset[str]], *, has_mandat: bool
) -> list[str]:
    """What the place has of what the person would like, the strongest first (score.WISHES)."""
    reasons: list[str] = []
    if criteria.wants_mandat and has_mandat:
        by_programme = "aidants-connect" in values.get("dispositif_programmes_nationaux", ())
        reasons.append(
            _("peut agir à votre place, avec un mandat signé (Aidants Connect)")
            if by_programme
            else _("peut agir à votre place, avec un mandat signé")
        )
    for field, words in _WISHES.items():
        held = criteria.wishes.get(field, frozenset()) & values.get(field, frozenset())
        for code in sorted(held):
            if field == "langues" and code not in words:
                language = value_words(field, code)
                reasons.append(_("on y parle %(language)s") % {"language": language})
            elif code in words:
                reasons.append(str(words[code]))
    return reasons


# What is wished, as a reason; a language has one sentence for all.
_WISHES: dict[str, dict[str, Text]] = {
    "langues": {"fsl": gettext_lazy("on y parle la langue des signes française")},
    "prise_en_charge_specifique": {
        "surdite": gettext_lazy("accueille les personnes sourdes ou malentendantes"),
        "handicaps-moteurs": gettext_lazy("accueille les personnes à mobilité réduite"),
        "handicaps-mentaux": gettext_lazy(
            "accueille les personnes en situation de handicap mental"
        ),
        "illettrisme": gettext_lazy("aide les personnes qui lisent ou écrivent difficilement"),
        "anglais": gettext_lazy("on y parle anglais"),
        "autres-langues": gettext_lazy("accueille en d’autres langues que le français"),
        "deficience-visuelle": gettext_lazy("accueille les personnes aveugles ou malvoyantes"),
    },
    "dispositif_programmes_nationaux": {
        "france-services": gettext_lazy("France Services : Caf, impôts, retraite…"),
        "point-caf": gettext_lazy("point d’accès numérique de la Caf"),
    },
    "publics_specifiquement_adresses": {
        "jeunes": gettext_lazy("pour les jeunes"),
        "etudiants": gettext_lazy("pour les étudiants"),
        "familles": gettext_lazy("pour les familles et les enfants"),
        "seniors": gettext_lazy("pour les personnes âgées"),
        "femmes": gettext_lazy("pour les femmes"),
    },
    "modalites_accompagnement": {
        "autonomie": gettext_lazy("on peut y faire ses démarches seul"),
        "individuel": gettext_lazy("quelqu’un vous aide"),
        "atelier": gettext_lazy("on apprend à plusieurs, en atelier"),
        "distance": gettext_lazy("aide à distance"),
    },
}


# Said by their own words, not as a value asked.
_LAST_SAID = frozenset({"services", "frais_a_charge", "modalites_accompagnement"})


def describe(*, criteria: LieuCriteria) -> str:
    """What is looked for, as a title: « Aide aux démarches, gratuit, près de Gallardon ».

    Without any criterion: « Tous les lieux ».
    """
    parts: list[str] = []
    if criteria.words:
        parts.append(_("« %(words)s »") % {"words": criteria.words})
    names = sorted(criteria.values, key=lambda name: (name != "services", name))
    for name in names:
        labels = [value_words(name, code) for code in sorted(criteria.values[name])]
        parts.append(_(" ou ").join(labels))
    if criteria.equipments:
        labels = [value_words("equipements", code) for code in sorted(criteria.equipments)]
        parts.append(_(" ou ").join(labels))
    if criteria.open is not None:
        parts.append(open_words(criteria.open))
    if criteria.modified_since is not None:
        day = date_words(criteria.modified_since.date())
        parts.append(_("modifié depuis le %(day)s") % {"day": day})
    title = comma().join(parts) or _("tous les lieux")
    where = _where(criteria)
    title = f"{title} {where}" if where else title
    return sentence(title)


def _where(criteria: LieuCriteria) -> str:
    label = criteria.place.label if criteria.place is not None else ""
    if criteria.radius_m is not None and criteria.has_point:
        distance = distance_words(criteria.radius_m)
        if label:
            words = _("à moins de %(distance)s de %(place)s")
            return contracted(words % {"distance": distance, "place": label})
        return _("à moins de %(distance)s") % {"distance": distance}
    if label:
        near = _("près de %(place)s") if criteria.has_point else _("dans : %(place)s")
        return contracted(near % {"place": label})
    if criteria.has_point:
        return _("autour de vous")
    if criteria.bbox is not None:
        return _("dans la zone de la carte")
    return ""
