"""What to ask next: only what changes the answer, three questions at most."""

from datetime import datetime

from maillage.orientation.enums import Step
from maillage.orientation.situation import Situation


def next_step(*, situation: Situation, now: datetime | None = None) -> Step | None:
    """The next question of the conversation, None when the answer can be given."""
    del now
    if not situation.services and Step.BESOIN not in situation.skipped:
        return Step.BESOIN
    if not situation.has_place and Step.OU not in situation.skipped:
        return Step.OU
    return None
