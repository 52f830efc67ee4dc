"""What was understood, part by part, each with the links that correct it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.core.wording import comma
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
    one = turn.situation
    parts = _needs(turn)
    if one.has_place:
        gone = turn.without(place=None, latitude=None, longitude=None, territory=None)
        parts.append(
            Part(
                "map-pin",
                _("Où"),
                sentence(place_words(turn)),
                turn.opening(Step.OU).address,
                gone.address,
            )
        )
    parts += [
        Part(
            "users",
            _("Pour qui"),
            value_label(ModaliteField.PUBLICS, code),
            turn.opening(Step.PUBLIC).address,
            turn.without(publics=one.publics - {code}).address,
        )
        for code in sorted(one.publics)
    ]
    if one.open is not None:
        parts.append(
            Part(
                "clock",
                _("Quand"),
                sentence(wording.open_words(one.open)),
                turn.opening(Step.MOMENT).address,
                turn.without(open=None).address,
            )
        )
    parts += [
        Part(
            "accessibility",
            _("Accueil adapté"),
            value_label(ModaliteField.PRISE_EN_CHARGE, code),
            remove_href=turn.without(care=one.care - {code}).address,
        )
        for code in sorted(one.care)
    ]
    parts += [
        Part(
            "message",
            _("Comment"),
            value_label(ModaliteField.ACCOMPAGNEMENT, code),
            remove_href=turn.without(ways=one.ways - {code}).address,
        )
        for code in sorted(one.ways)
    ]
    if one.price:
        words = value_label(ModaliteField.FRAIS, one.price)
        parts.append(Part("euro", _("Prix"), words, remove_href=turn.without(price="").address))
    if one.language:
        words = value_label(ModaliteField.LANGUES, one.language)
        parts.append(
            Part("languages", _("Langue"), words, remove_href=turn.without(language="").address)
        )
    if one.wants_mandat:
        parts.append(
            Part(
                "pen",
                _("À votre place"),
                _("Une personne fait la démarche pour vous"),
                remove_href=turn.without(wants_mandat=False).address,
            )
        )
    if one.is_urgent:
        parts.append(
            Part(
                "alert",
                _("Urgence"),
                _("Cela ne peut pas attendre"),
                remove_href=turn.without(is_urgent=False).address,
            )
        )
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
        parts.append(_("près de %(place)s") % {"place": place_words(turn)})
    parts += [wording.value_words(ModaliteField.PUBLICS, code) for code in sorted(one.publics)]
    if one.open is not None:
        parts.append(wording.open_words(one.open))
    if one.price:
        parts.append(wording.value_words(ModaliteField.FRAIS, one.price))
    return _("Vous cherchez : %(what)s.") % {"what": comma().join(parts)}
