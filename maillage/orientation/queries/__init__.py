"""Reads of the orientation: what a text says, which doors to propose, what to ask next."""

from maillage.orientation.queries.demand import Demand, unmet_demand
from maillage.orientation.queries.kiosks import get_kiosk
from maillage.orientation.queries.proposals import Answer, answer_to
from maillage.orientation.queries.questions import next_step
from maillage.orientation.queries.reading import situation_of_text

__all__ = [
    "Answer",
    "Demand",
    "answer_to",
    "get_kiosk",
    "next_step",
    "situation_of_text",
    "unmet_demand",
]
