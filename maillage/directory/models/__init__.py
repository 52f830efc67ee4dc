"""Models of the directory."""

from maillage.directory.models.confirmation import LieuPhoto, SectionConfirmation
from maillage.directory.models.imports import (
    DuplicatePair,
    ImportRow,
    ImportRun,
    Source,
    SourceRecord,
)
from maillage.directory.models.lieu import Lieu, LieuQuerySet
from maillage.directory.models.parts import (
    Equipment,
    ExceptionalPeriod,
    LieuSlug,
    Passage,
)
from maillage.directory.models.reference import DirectoryRevision, Modalite
from maillage.directory.models.structure import Structure

__all__ = [
    "DirectoryRevision",
    "DuplicatePair",
    "Equipment",
    "ExceptionalPeriod",
    "ImportRow",
    "ImportRun",
    "Lieu",
    "LieuPhoto",
    "LieuQuerySet",
    "LieuSlug",
    "Modalite",
    "Passage",
    "SectionConfirmation",
    "Source",
    "SourceRecord",
    "Structure",
]
