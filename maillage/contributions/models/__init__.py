"""Models of the contributions."""

from maillage.contributions.models.campaign import Campaign, SectionAnswer, UpdateRequest
from maillage.contributions.models.contribution import (
    ANSWER_MAX_LENGTH,
    MESSAGE_MAX_LENGTH,
    Contribution,
)
from maillage.contributions.models.desk import DeskOperation
from maillage.contributions.models.mail import MailRefusal
from maillage.contributions.models.sheet import SectionDraft

__all__ = [
    "ANSWER_MAX_LENGTH",
    "MESSAGE_MAX_LENGTH",
    "Campaign",
    "Contribution",
    "DeskOperation",
    "MailRefusal",
    "SectionAnswer",
    "SectionDraft",
    "UpdateRequest",
]
