"""One turn of the conversation: its state, its address, the question that it asks.

The state is in the address: the situation (forms.py), and what only the conversation needs:
`pas` (the question opened), `guide=1` (the guided way), `tour` (questions answered so far).
"""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.directory.presenters.words import NEEDS
from maillage.directory.queries import OPEN_CRITERIA
from maillage.orientation.enums import Step
from maillage.orientation.forms import situation_to_params
from maillage.orientation.presenters.themes import THEME_BUTTONS, theme_words
from maillage.orientation.queries import next_step
from maillage.orientation.situation import Situation

Text = str | Promise
Pairs = list[tuple[str, str]]

MOST_QUESTIONS = 3
GUIDED_STEPS = 4
HEADING_ID = "tour"
"""The heading of each turn: the fragment of every link, where the focus goes."""

_GUIDED_NUMBER: dict[Step, int] = {
    Step.BESOIN: 1,
    Step.THEME: 1,
    Step.OU: 2,
    Step.PUBLIC: 3,
    Step.MOMENT: 4,
}
# Said once, on the turn that follows the words: not carried by the links of that turn.
_ONCE = {"is_off_topic": False, "has_secret": False}


@dataclass(frozen=True, slots=True)
class Turn:
    """`opened`: a question that the person opened to correct it; `asked`: how many questions of
    the conversation were answered or passed."""

    situation: Situation
    opened: Step | None = None
    is_guided: bool = False
    asked: int = 0

    @property
    def step(self) -> Step | None:
        """The question to ask now; None when the answer can be given."""
        if self.opened is not None:
            return self.opened
        if self.is_guided:
            return next((one for one in self.guided_steps if not self.is_done(one)), None)
        return next_step(situation=self.situation) if self.asked < MOST_QUESTIONS else None

    @property
    def guided_steps(self) -> tuple[Step, ...]:
        """The steps of the guided way: the theme only for administrative needs."""
        has_theme = "demarches" in self.situation.services
        return tuple(step for step in Step if step != Step.THEME or has_theme)

    def is_done(self, step: Step) -> bool:
        """Whether a question has its answer, or was passed."""
        return step in self.situation.answered | self.situation.skipped

    @property
    def is_start(self) -> bool:
        """Nothing is known yet and nothing was opened: the first screen."""
        known = replace(self.situation, **_ONCE)  # type: ignore[arg-type]
        return known.is_blank and not (self.opened or self.is_guided or self.asked)

    def pairs(self, *, once: bool = False) -> Pairs:
        """Parameters of this turn, for an address or hidden fields; `once`: with what is said
        on the next turn only."""
        kept = self.situation if once else replace(self.situation, **_ONCE)  # type: ignore[arg-type]
        found = situation_to_params(kept)
        if self.is_guided:
            found.append(("guide", "1"))
        if self.asked:
            found.append(("tour", str(self.asked)))
        if self.opened is not None:
            found.append(("pas", self.opened.value))
        return found

    @property
    def address(self) -> str:
        """Address of this turn in the active language, at its heading."""
        return address_of(self.pairs())

    def opening(self, step: Step) -> "Turn":
        """The same with a question opened."""
        return replace(self, opened=step)

    def answered(self, situation: Situation) -> "Turn":
        """The turn after an answer; correcting is not one more question."""
        is_new = self.opened is None and not self.is_guided
        return replace(self, situation=situation, opened=None, asked=self.asked + is_new)

    def without(self, **changes: object) -> "Turn":
        """The turn once a part of the situation is taken away."""
        return replace(self, situation=replace(self.situation, **changes), opened=None)  # type: ignore[arg-type]


def address_of(pairs: Pairs) -> str:
    """An address of the conversation, at the heading of the turn."""
    path = reverse("orientation:conversation")
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{path}{query}#{HEADING_ID}"


def read_turn(params: QueryDict, situation: Situation) -> Turn:
    """The turn of an address or of the hidden fields of a form; what is unknown is ignored."""
    pas, asked = params.get("pas", ""), params.get("tour", "")
    return Turn(
        situation,
        opened=Step(pas) if pas in Step.values else None,
        is_guided=params.get("guide") == "1",
        asked=int(asked) if asked in {"1", "2", "3"} else 0,
    )


# --- the question ----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Choice:
    """A large button that answers; `hint` is an example."""

    label: str
    href: str
    icon: str
    hint: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """`progress`: « Question 1 sur 3 au plus »; `hidden`: fields of the form of the place."""

    step: Step
    title: str
    lead: str
    progress: str
    choices: tuple[Choice, ...] = ()
    skip_href: str = ""
    skip_label: str = ""
    back_href: str = ""
    hidden: Pairs = field(default_factory=list)

    @property
    def is_place(self) -> bool:
        return self.step == Step.OU


@dataclass(frozen=True, slots=True)
class _Answer:
    """`value` None: « peu importe », the question is passed."""

    value: str | None
    label: Text
    icon: str
    hint: Text = ""


_PEOPLE: tuple[_Answer, ...] = (
    _Answer(None, gettext_lazy("Un adulte, moi par exemple"), "smartphone"),
    _Answer("seniors", gettext_lazy("Une personne âgée"), "heart"),
    _Answer("jeunes", gettext_lazy("Un jeune"), "sprout", gettext_lazy("Moins de 26 ans")),
    _Answer("etudiants", gettext_lazy("Un étudiant ou une étudiante"), "book"),
    _Answer("familles", gettext_lazy("Une famille, un enfant"), "baby"),
)
_MOMENTS: tuple[_Answer, ...] = (
    _Answer(None, gettext_lazy("Peu importe"), "check"),
    _Answer("maintenant", gettext_lazy("Maintenant"), "clock"),
    _Answer("aujourdhui", gettext_lazy("Aujourd’hui"), "clock"),
    _Answer("soir", gettext_lazy("En soirée"), "moon", gettext_lazy("Après 18 h")),
    _Answer("week-end", gettext_lazy("Le week-end"), "calendar"),
    _Answer("lundi", gettext_lazy("Lundi"), "calendar"),
    _Answer("mardi", gettext_lazy("Mardi"), "calendar"),
    _Answer("mercredi", gettext_lazy("Mercredi"), "calendar"),
    _Answer("jeudi", gettext_lazy("Jeudi"), "calendar"),
    _Answer("vendredi", gettext_lazy("Vendredi"), "calendar"),
    _Answer("samedi", gettext_lazy("Samedi"), "calendar"),
)
_LEADS: dict[Step, Text] = {
    Step.BESOIN: gettext_lazy("Choisissez ce qui ressemble le plus."),
    Step.THEME: gettext_lazy("Nous dirons quoi apporter, et qui appeler."),
    Step.OU: gettext_lazy("Pour proposer les lieux les plus proches."),
    Step.PUBLIC: gettext_lazy("Certains lieux ne reçoivent pas tout le monde."),
    Step.MOMENT: gettext_lazy("Pour proposer un lieu ouvert à ce moment."),
}


def question_of(turn: Turn, step: Step) -> Question:
    """What a turn asks, in the active language."""
    known = turn.situation
    answers = _answers(step)
    choices = tuple(
        Choice(
            str(answer.label),
            turn.answered(_with(known, step, answer.value)).address,
            answer.icon,
            str(answer.hint),
            _is_chosen(known, step, answer.value),
        )
        for answer in answers
    )
    passed = turn.answered(replace(known, skipped=known.skipped | {step}))
    is_correction = turn.opened is not None and not turn.is_guided and turn.is_done(step)
    return Question(
        step=step,
        title=str(step.label),
        lead=str(_LEADS[step]),
        progress=_progress(turn, step),
        choices=choices,
        skip_href=replace(turn, opened=None).address if is_correction else passed.address,
        skip_label=_("Ne rien changer") if is_correction else _("Passer cette question"),
        back_href=_back(turn, step),
        hidden=_place_fields(turn),
    )


def _answers(step: Step) -> tuple[_Answer, ...]:
    if step == Step.BESOIN:
        return tuple(
            _Answer(code, need.short, need.icon, need.example) for code, need in NEEDS.items()
        )
    if step == Step.THEME:
        return tuple(
            _Answer(theme.value, theme_words(theme), button.icon, button.example)
            for theme, button in THEME_BUTTONS.items()
        )
    if step == Step.PUBLIC:
        return _PEOPLE
    if step == Step.MOMENT:
        return _MOMENTS
    return ()


def _with(known: Situation, step: Step, value: str | None) -> Situation:
    """The situation once a question has this answer."""
    skipped = known.skipped | {step} if value is None else known.skipped - {step}
    known = replace(known, skipped=skipped)
    codes: frozenset[str] = frozenset() if value is None else frozenset({value})
    if step == Step.BESOIN:
        themes = known.themes if "demarches" in codes else ()
        return replace(known, services=codes, themes=themes)
    if step == Step.THEME:
        return replace(known, themes=tuple(codes))
    if step == Step.PUBLIC:
        return replace(known, publics=codes)
    return replace(known, open=OPEN_CRITERIA.get(value or ""))


def _is_chosen(known: Situation, step: Step, value: str | None) -> bool:
    if value is None:
        return step in known.skipped
    if step == Step.MOMENT:
        return known.open is not None and known.open.code == value
    chosen = {Step.BESOIN: known.services, Step.THEME: known.themes, Step.PUBLIC: known.publics}
    return value in chosen[step]


def _progress(turn: Turn, step: Step) -> str:
    if turn.is_guided:
        return _("Étape %(number)s sur %(count)s") % {
            "number": _GUIDED_NUMBER[step],
            "count": GUIDED_STEPS,
        }
    if turn.opened is not None and turn.is_done(step):
        return _("Vous corrigez votre demande")
    # A place that was not found has been counted already.
    number = turn.asked + (turn.opened is None)
    return _("Question %(number)s, sur %(count)s au plus") % {
        "number": max(1, number),
        "count": MOST_QUESTIONS,
    }


def _back(turn: Turn, step: Step) -> str:
    """The step before, in the guided way only: elsewhere the answers are all on the page."""
    if not turn.is_guided:
        return ""
    steps = turn.guided_steps
    rank = steps.index(step) if step in steps else 0
    return turn.opening(steps[rank - 1]).address if rank else address_of([])


def _place_fields(turn: Turn) -> Pairs:
    """Hidden fields of the form of the place: everything but the place."""
    cleared = replace(
        turn.situation,
        place=None,
        latitude=None,
        longitude=None,
        territory=None,
        skipped=turn.situation.skipped - {Step.OU},
    )
    return turn.answered(cleared).pairs()
