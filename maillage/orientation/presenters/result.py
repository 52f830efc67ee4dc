"""The result of the orientation: the urgent first, then places, and what helps beside them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.wording import contracted, date_words, tied
from maillage.directory.presenters.search import list_url
from maillage.directory.queries import LieuHit
from maillage.orientation.advice import ALERT_ADVICE, HomeStep, advice_for
from maillage.orientation.enums import Step
from maillage.orientation.forms import situation_to_params
from maillage.orientation.numbers import PublicNumber, numbers_of
from maillage.orientation.presenters.conversation import Turn
from maillage.orientation.presenters.understood import place_words
from maillage.orientation.queries import Answer
from maillage.orientation.queries.proposals import REACH_M
from maillage.orientation.safety.alerts import AlertKind

# Somebody may look over the shoulder: a way out that leaves no trace in the history of pages.
_DISCREET = frozenset({AlertKind.VIOLENCES, AlertKind.MINEUR, AlertKind.ENFANCE, AlertKind.DANGER})
QUIT_URL = "https://meteofrance.com/"

# Parameters that the directory takes as strict filters, when here they are wishes.
_STRICT = frozenset({"besoin", "ou", "lat", "lon", "ouvert"})
_HELP_BY_PHONE = "service-public"


@dataclass(frozen=True, slots=True)
class NumberCard:
    """A public number: `icon` and `call` are what its button shows."""

    nom: str
    what: str
    facts: str
    verified: str
    href: str
    icon: str
    call: str
    site: str


@dataclass(frozen=True, slots=True)
class AlertBlock:
    """What to do at once: the first number, then the steps, then the other numbers;
    `remove_href`: the same turn without the alert, when it was read wrongly."""

    title: str
    steps: tuple[str, ...]
    numbers: tuple[NumberCard, ...]
    remove_href: str

    @property
    def first(self) -> NumberCard | None:
        return self.numbers[0] if self.numbers else None

    @property
    def others(self) -> tuple[NumberCard, ...]:
        return self.numbers[1:]


@dataclass(frozen=True, slots=True)
class Result:
    """`note`: what to know before reading the list; `general`: who helps near, with something
    else than what is asked, to begin with; empty lists are not shown; `slip_query`: the
    situation, for the paper to take away; `where_href`: the question « Où êtes-vous ? », when
    nobody said where."""

    heading: str
    note: str
    general: tuple[LieuHit, ...]
    hits: tuple[LieuHit, ...]
    itinerant: tuple[LieuHit, ...]
    remote: tuple[LieuHit, ...]
    prepare: tuple[str, ...]
    numbers: tuple[NumberCard, ...]
    at_home: tuple[HomeStep, ...]
    all_url: str
    all_words: str
    slip_query: str
    where_href: str


def alerts_of(turn: Turn) -> tuple[AlertBlock, ...]:
    """The blocks of the alerts, the most serious first; a number is shown once."""
    blocks: list[AlertBlock] = []
    shown: set[str] = set()
    kinds = turn.situation.alerts
    for kind in kinds:
        advice = ALERT_ADVICE[kind]
        numbers = [one for one in numbers_of(_slugs(turn, kind)) if one.slug not in shown]
        shown |= {one.slug for one in numbers}
        blocks.append(
            AlertBlock(
                str(advice.title),
                tuple(tied(str(step)) for step in advice.steps),
                tuple(number_card(one) for one in numbers),
                turn.without(alerts=tuple(other for other in kinds if other != kind)).address,
            )
        )
    return tuple(blocks)


def _slugs(turn: Turn, kind: AlertKind) -> tuple[str, ...]:
    """Whom to call: those who decide of a right or a deadline come before the general number."""
    numbers = tuple(ALERT_ADVICE[kind].numbers)
    if kind not in {AlertKind.DROITS, AlertKind.ECHEANCE}:
        return numbers
    one = turn.situation
    return (*advice_for(one.services, one.themes, one.publics).call, *numbers)


def quit_url(kinds: Collection[AlertKind]) -> str:
    """Where « Quitter vite » leads; empty when nobody needs to hide."""
    return QUIT_URL if _DISCREET & set(kinds) else ""


def number_card(number: PublicNumber) -> NumberCard:
    """A number with its price, its hours and the day of its check."""
    spoken = {"number": tied(number.spoken)}
    icon, call = "phone", _("Appeler le %(number)s") % spoken
    if number.is_text_only:
        icon, call = "message", _("Envoyer un SMS au %(number)s") % spoken
    elif not number.telephone:
        icon, call = "globe", _("Ouvrir le site")
    return NumberCard(
        nom=number.nom,
        what=str(number.what),
        facts=" · ".join(tied(str(text)) for text in (number.price, number.hours) if text),
        verified=_checked(number.verified),
        href=number.href,
        icon=icon,
        call=call,
        site=number.site if number.telephone else "",
    )


def _checked(day: date | None) -> str:
    if day is None:
        return ""
    return _("Numéro vérifié le %(day)s") % {"day": date_words(day)}


def result_of(turn: Turn, answer: Answer) -> Result:
    """What to print once the questions are done."""
    one = turn.situation
    advice = advice_for(one.services, one.themes, one.publics)
    said = {slug for kind in one.alerts for slug in _slugs(turn, kind)}
    calls = list(advice.call)
    if answer.outcome not in {"near", "anywhere"}:
        calls.append(_HELP_BY_PHONE)
    pairs = situation_to_params(one)
    return Result(
        heading=_heading(turn, answer),
        note=_note(answer),
        general=answer.general,
        hits=answer.proposals,
        itinerant=answer.itinerant,
        remote=answer.remote,
        prepare=tuple(str(text) for text in advice.prepare),
        numbers=tuple(
            number_card(number) for number in numbers_of(calls) if number.slug not in said
        ),
        at_home=advice.at_home,
        all_url=_all_url(turn, answer),
        all_words=_all_words(answer.total if _is_counted(answer) else 0),
        slip_query=urlencode(pairs),
        where_href="" if one.has_place else turn.opening(Step.OU).address,
    )


def _is_counted(answer: Answer) -> bool:
    """Whether `total` counts the places proposed: not when one is far, or closed at the moment
    wanted."""
    return answer.outcome in {"near", "anywhere"} and answer.total >= len(answer.proposals)


def _all_url(turn: Turn, answer: Answer) -> str:
    """Address of a list that holds the places proposed."""
    names = _STRICT if _is_counted(answer) else _STRICT - {"ouvert"}
    pairs = [pair for pair in situation_to_params(turn.situation) if pair[0] in names]
    if answer.outcome in {"near", "closed"} and turn.situation.criteria().has_point:
        pairs.append(("rayon", f"{REACH_M / 1000:g}"))
    return list_url(pairs)


def _all_words(total: int) -> str:
    if total < 2:
        return _("Voir tous les lieux sur la carte")
    return _("Voir les %(count)s lieux sur la carte") % {"count": total}


def _heading(turn: Turn, answer: Answer) -> str:
    if answer.outcome == "none" or not answer.proposals:
        return _("Aucun lieu trouvé, mais on peut vous aider")
    if answer.outcome == "far":
        return _("Rien tout près : voici les lieux les plus proches que nous connaissons")
    if answer.outcome == "closed":
        return _("Aucun lieu n’est ouvert à ce moment : voici les plus proches")
    count = len(answer.proposals)
    # « Près de » is said of a point: a whole département is no door's neighbour.
    place = place_words(turn) if turn.situation.criteria().has_point else ""
    if not place:
        return ngettext(
            "%(count)s lieu peut vous aider", "%(count)s lieux peuvent vous aider", count
        ) % {"count": count}
    words = ngettext(
        "%(count)s lieu peut vous aider près de %(place)s",
        "%(count)s lieux peuvent vous aider près de %(place)s",
        count,
    )
    return contracted(words % {"count": count, "place": place})


def _note(answer: Answer) -> str:
    if answer.outcome == "none" or not answer.proposals:
        return _("Appelez un numéro ci-dessous, ou votre mairie : elle connaît les permanences.")
    if answer.outcome == "far":
        return _("Appelez avant de faire la route. Vous pouvez aussi être aidé à distance.")
    if answer.outcome == "closed":
        return _("Regardez leurs horaires, ou appelez-les pour un rendez-vous.")
    return ""
