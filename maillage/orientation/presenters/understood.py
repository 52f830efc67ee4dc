"""What was understood, part by part, each with the links that correct it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.core.wording import comma, contracted
from maillage.directory import wording
from maillage.directory.enums import ModaliteField
from maillage.directory.presenters.words import NEEDS, listed, lower_first, sentence
from maillage.directory.vocabulary_words import value_label
from maillage.orientation.enums import Step
from maillage.orientation.presenters.conversation import Turn
from maillage.orientation.presenters.themes import theme_words


@dataclass(frozen=True, slots=True)
class Part:
    """One thing understood; an empty link is not shown."""

    icon: str
    term: str
    words: str
    change_href: str = ""
    remove_href: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """`sentence` says it in one go, for the top of the page and for a voice."""

    sentence: str
    parts: tuple[Part, ...]


def understood_of(turn: Turn) -> Understood:
    """Everything that the situation holds, the need first."""
    return Understood(_sentence(turn), tuple(_parts(turn)))


def place_words(turn: Turn) -> str:
    """« Gallardon », « votre position »; empty when the place is not known."""
    place = turn.situation.place
    if place is not None:
        return place.label
    return _("votre position") if turn.situation.has_place else ""


def _parts(turn: Turn) -> list[Part]:
    return [*_needs(turn), *_place_people_moment(turn), *_wishes(turn), *_must(turn)]


def _place_people_moment(turn: Turn) -> list[Part]:
    """What a question asks: each part leads back to its question."""
    one = turn.situation
    parts: list[Part] = []

    def add(icon: str, term: str, words: str, step: Step, **without: object) -> None:
        change, remove = turn.opening(step).address, turn.without(**without).address
        parts.append(Part(icon, term, words, change, remove))

    if one.has_place:
        where = sentence(place_words(turn))
        nowhere = {"place": None, "latitude": None, "longitude": None, "territory": None}
        add("map-pin", _("Où"), where, Step.OU, **nowhere)
    for code in sorted(one.publics):
        who = value_label(ModaliteField.PUBLICS, code)
        add("users", _("Pour qui"), who, Step.PUBLIC, publics=one.publics - {code})
    if one.open is not None:
        when = sentence(wording.open_words(one.open))
        add("clock", _("Quand"), when, Step.MOMENT, open=None)
    return parts


def _wishes(turn: Turn) -> list[Part]:
    """What sorts the places, and no question asks."""
    one = turn.situation
    parts: list[Part] = []

    def add(icon: str, term: str, field: ModaliteField, code: str, **without: object) -> None:
        href = turn.without(**without).address
        parts.append(Part(icon, term, value_label(field, code), remove_href=href))

    for code in sorted(one.care):
        care = one.care - {code}
        add("accessibility", _("Accueil adapté"), ModaliteField.PRISE_EN_CHARGE, code, care=care)
    for code in sorted(one.ways):
        ways = one.ways - {code}
        add("message", _("Comment"), ModaliteField.ACCOMPAGNEMENT, code, ways=ways)
    if one.price:
        add("euro", _("Prix"), ModaliteField.FRAIS, one.price, price="")
    if one.language:
        add("languages", _("Langue"), ModaliteField.LANGUES, one.language, language="")
    return parts


def _must(turn: Turn) -> list[Part]:
    """Somebody must act in the person's place; it cannot wait."""
    one = turn.situation
    parts: list[Part] = []
    if one.wants_mandat:
        words = _("Une personne fait la démarche pour vous")
        href = turn.without(wants_mandat=False).address
        parts.append(Part("pen", _("À votre place"), words, remove_href=href))
    if one.is_urgent:
        words = _("Cela ne peut pas attendre")
        href = turn.without(is_urgent=False).address
        parts.append(Part("alert", _("Urgence"), words, remove_href=href))
    return parts


def _needs(turn: Turn) -> list[Part]:
    one = turn.situation
    parts = [
        Part(
            NEEDS[code].icon,
            _("Besoin"),
            str(NEEDS[code].short),
            turn.opening(Step.BESOIN).address,
            turn.without(services=one.services - {code}).address,
        )
        for code in NEEDS
        if code in one.services
    ]
    parts += [
        Part(
            "file",
            _("Démarche"),
            theme_words(code),
            turn.opening(Step.THEME).address,
            turn.without(themes=tuple(other for other in one.themes if other != code)).address,
        )
        for code in one.themes
    ]
    return parts


def _sentence(turn: Turn) -> str:
    """« Vous cherchez : aide aux démarches (social, santé), près de Gallardon, … »."""
    one = turn.situation
    needs = [wording.service_words(code) for code in NEEDS if code in one.services]
    said = listed(needs) if needs else _("de l’aide")
    if one.themes:
        themes = comma().join(lower_first(theme_words(code)) for code in one.themes)
        said = _("%(need)s (%(themes)s)") % {"need": said, "themes": themes}
    parts = [said]
    if one.has_place:
        parts.append(contracted(_("près de %(place)s") % {"place": place_words(turn)}))
    parts += [wording.value_words(ModaliteField.PUBLICS, code) for code in sorted(one.publics)]
    if one.open is not None:
        parts.append(wording.open_words(one.open))
    if one.price:
        parts.append(wording.value_words(ModaliteField.FRAIS, one.price))
    return _("Vous cherchez : %(what)s.") % {"what": comma().join(parts)}
