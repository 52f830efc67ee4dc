"""A need said in one's own words → services, themes, publics, commune, urgency… No Django.

`train_engine(corpus, gazetteer) -> Engine`, then `engine.understand(text) -> Need`.
"""

from maillage.orientation.engine.model import Model
from maillage.orientation.engine.need import CommuneFound, Flag, Need, Value
from maillage.orientation.engine.towns import Gazetteer, Town, read_npm_towns
from maillage.orientation.engine.understanding import Engine, train_engine

__all__ = [
    "CommuneFound",
    "Engine",
    "Flag",
    "Gazetteer",
    "Model",
    "Need",
    "Town",
    "Value",
    "read_npm_towns",
    "train_engine",
]
