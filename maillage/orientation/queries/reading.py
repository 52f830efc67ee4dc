"""From a person's words to a situation."""

import re
from collections.abc import Iterable
from dataclasses import replace

from maillage.core.text import normalize
from maillage.directory.criteria import LieuCriteria
from maillage.directory.enums import ModaliteField
from maillage.directory.forms import with_place
from maillage.directory.queries import OPEN_CRITERIA
from maillage.directory.vocabularies import BY_CODE, code_for
from maillage.orientation.engine import Need
from maillage.orientation.engine.need import CommuneFound, Value
from maillage.orientation.enums import Step
from maillage.orientation.language_model import understand_text
from maillage.orientation.safety.alerts import AlertKind, find_alerts
from maillage.orientation.safety.secrets import find_secrets
from maillage.orientation.situation import Situation
from maillage.orientation.store import current_alert_model
from maillage.territory.queries import find_place

CANNOT_WAIT = frozenset({AlertKind.FRAUDE, AlertKind.DROITS, AlertKind.ECHEANCE})
"""Alerts that are urgent for the directory too: the first place open, not the best one later."""
_LANGUAGES = frozenset(BY_CODE[ModaliteField.LANGUES]) - {"fr"}


def situation_of_text(*, text: str) -> tuple[Situation, str]:
    """What a text says, and its language (ISO 639-1, « und » for none).

    Nothing of the text is kept, and a secret that it holds is only told to be there. A commune
    that our territory does not know, a language without a code of « langues » and a time that
    is no criterion (« le matin ») are left out; when it is the time, it is not asked again.
    """
    need = understand_text(text)
    alerts = find_alerts(text, is_urgent=need.urgence.is_true, model=current_alert_model())
    kinds = tuple(alert.kind for alert in alerts)
    written = need.langue.value
    found = _situation(need, kinds, language=_spoken(text) or written)
    return replace(found, has_secret=bool(find_secrets(text))), written


def _spoken(text: str) -> str:
    """The language that somebody is said to speak, « elle parle turc »; empty for none.

    Who writes in French may do it for somebody else.
    """
    said = _SPEAKS.search(normalize(text))
    return _LANGUAGE_OF[said["language"]] if said else ""


_LANGUAGE_OF = {
    normalize(word): entry.code
    for code, entry in BY_CODE[ModaliteField.LANGUES].items()
    if code not in {"fr", "fsl"}
    for word in entry.label.split(", ")
}
# « pas » is not one of the words between: « elle ne parle pas turc » says nothing.
_SPEAKS = re.compile(
    r"\b(?:parl\w+|comprend|comprends|comprennent)"
    r"(?: (?:que|seulement|uniquement|surtout|mieux|bien|juste|l|le|en|francais|et))* "
    rf"(?P<language>{'|'.join(_LANGUAGE_OF)})\b"
)


def _situation(need: Need, kinds: tuple[AlertKind, ...], *, language: str) -> Situation:
    place = _near(need.commune) if need.commune is not None else LieuCriteria()
    opening = OPEN_CRITERIA.get(need.moment.value) if need.moment else None
    is_said = need.moment is not None and opening is None
    return Situation(
        services=_codes(ModaliteField.SERVICES, need.besoins),
        themes=tuple(value.value for value in need.themes),
        place=place.place,
        latitude=place.latitude,
        longitude=place.longitude,
        territory=place.territory,
        open=opening,
        publics=_codes(ModaliteField.PUBLICS, need.publics),
        care=_codes(ModaliteField.PRISE_EN_CHARGE, need.prise_en_charge),
        ways=_codes(ModaliteField.ACCOMPAGNEMENT, need.modalites),
        price=min(_codes(ModaliteField.FRAIS, [need.frais] if need.frais else []), default=""),
        language=language if language in _LANGUAGES else "",
        wants_mandat=need.mandat.is_true,
        is_urgent=need.urgence.is_true or bool(CANNOT_WAIT & set(kinds)),
        alerts=kinds,
        is_off_topic=need.hors_sujet.is_true,
        skipped=frozenset({Step.MOMENT} if is_said else ()),
    )


def _near(commune: CommuneFound) -> LieuCriteria:
    """Near a commune, by its code: today's, or that of a commune merged since the list of the
    engine. Never by its name: a namesake may be far away."""
    for kind in ("commune", "ancienne_commune"):
        best = find_place(text=f"{kind}:{commune.code}").best
        if best is not None:
            return with_place(LieuCriteria(), best)
    return LieuCriteria()


def _codes(field: ModaliteField, values: Iterable[Value]) -> frozenset[str]:
    return frozenset(code_for(field=field.value, value=value.value) for value in values)
