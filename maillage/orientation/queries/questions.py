"""What to ask next: only what changes the answer, three questions at most after the need."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from maillage.directory.queries import OPEN_CRITERIA, LieuSearch
from maillage.orientation.enums import Step
from maillage.orientation.queries.proposals import choose, reach_of
from maillage.orientation.safety.alerts import AlertKind
from maillage.orientation.situation import Situation

PUBLICS = ("seniors", "jeunes", "familles", "etudiants")
MOMENTS = ("maintenant", "soir", "samedi", "week-end")
GRAVE = frozenset(
    {
        AlertKind.DANGER,
        AlertKind.DETRESSE,
        AlertKind.VIOLENCES,
        AlertKind.MINEUR,
        AlertKind.ENFANCE,
    }
)
"""Nothing is asked of a person in danger: the numbers, then the places."""

_ASKED = (Step.BESOIN, Step.OU, Step.PUBLIC, Step.MOMENT)
"""The theme is not asked: it changes what to prepare far more than which places."""


def next_step(*, situation: Situation, now: datetime | None = None) -> Step | None:
    """The next question of the conversation, None when the answer can be given.

    The need, when nothing is known of it, and where: they always change the answer. For whom
    and when: only if another answer of the person would change where to go. A question that was
    passed (`skipped`) never comes back: the page puts it there too when the person
    answers « peu importe ».
    """
    if GRAVE & set(situation.alerts):
        return None
    # What is urgent cannot wait for another day.
    known = situation.answered | ({Step.MOMENT} if situation.is_urgent else set())
    askable = [step for step in _ASKED if step not in known | situation.skipped]
    if not askable or askable[0] in {Step.BESOIN, Step.OU}:
        return askable[0] if askable else None
    if not situation.has_place:
        # Whoever would not say where is not asked more: the answer is for anywhere.
        return None
    others = {Step.PUBLIC: _for_others(situation), Step.MOMENT: _at_other_times(situation)}
    found = reach_of(situation, now=now or timezone.now())
    return next((step for step in askable if _changes(situation, found, others[step])), None)


def _for_others(situation: Situation) -> Iterator[Situation]:
    return (replace(situation, publics=frozenset({code})) for code in PUBLICS)


def _at_other_times(situation: Situation) -> Iterator[Situation]:
    return (replace(situation, open=OPEN_CRITERIA[code]) for code in MOMENTS)


def _changes(situation: Situation, found: LieuSearch, others: Iterable[Situation]) -> bool:
    """Whether one of the others would really be answered otherwise: the best place is another
    one that is not proposed now, or is left out, or most of the others change. A third place
    for another is not worth a question to somebody who waits."""
    ours = choose(situation=situation, found=found).rows.tolist()
    return any(
        _differ(ours, choose(situation=other, found=found).rows.tolist()) for other in others
    )


def _differ(ours: list[int], theirs: list[int]) -> bool:
    if not ours or not theirs:
        return ours != theirs
    shared = len(set(ours) & set(theirs))
    return (
        ours[0] not in theirs or theirs[0] not in ours or shared < min(len(ours), len(theirs)) - 1
    )
