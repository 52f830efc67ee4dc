"""From a person's words to a situation."""

from collections.abc import Iterable

from maillage.directory.criteria import LieuCriteria
from maillage.directory.enums import ModaliteField
from maillage.directory.forms import with_place
from maillage.directory.queries import OPEN_CRITERIA
from maillage.directory.vocabularies import BY_CODE, code_for
from maillage.orientation.engine import Need
from maillage.orientation.engine.need import Value
from maillage.orientation.safety.alerts import AlertKind, find_alerts
from maillage.orientation.situation import Situation
from maillage.orientation.store import current_engine
from maillage.territory.queries import find_place


def situation_of_text(*, text: str) -> tuple[Situation, str]:
    """What a text says, and its language (ISO 639-1, « und » for none).

    Nothing of the text is kept. A commune that the directory's territory does not know is left
    out.
    """
    need = current_engine().understand(text)
    kinds = tuple(alert.kind for alert in find_alerts(text))
    return _situation(need, kinds), need.langue.value


def _situation(need: Need, kinds: tuple[AlertKind, ...]) -> Situation:
    place = LieuCriteria()
    if need.commune is not None:
        found = find_place(text=f"commune:{need.commune.code}")
        if found.best is not None:
            place = with_place(LieuCriteria(), found.best)
    language = need.langue.value
    return Situation(
        services=_codes(ModaliteField.SERVICES, need.besoins),
        themes=tuple(value.value for value in need.themes),
        place=place.place,
        latitude=place.latitude,
        longitude=place.longitude,
        territory=place.territory,
        open=OPEN_CRITERIA.get(need.moment.value) if need.moment else None,
        publics=_codes(ModaliteField.PUBLICS, need.publics),
        care=_codes(ModaliteField.PRISE_EN_CHARGE, need.prise_en_charge),
        ways=_codes(ModaliteField.ACCOMPAGNEMENT, need.modalites),
        price=min(_codes(ModaliteField.FRAIS, [need.frais] if need.frais else []), default=""),
        language=language if language in set(BY_CODE[ModaliteField.LANGUES]) - {"fr"} else "",
        is_urgent=need.urgence.is_true,
        alerts=kinds,
        is_off_topic=need.hors_sujet.is_true,
    )


def _codes(field: ModaliteField, values: Iterable[Value]) -> frozenset[str]:
    return frozenset(code_for(field=field.value, value=value.value) for value in values)
