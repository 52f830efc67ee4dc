"""Where each fact of a sheet comes from: several claims, one sheet, the rule of each field."""

from maillage.directory.provenance.claims import (
    GROUP_OF,
    GROUPS,
    RULE_WORDS,
    SAISIE,
    Claim,
    ClaimKind,
    Origin,
    Other,
    Resolved,
    RuleCode,
    Scalar,
)
from maillage.directory.provenance.resolving import resolve

__all__ = [
    "GROUPS",
    "GROUP_OF",
    "RULE_WORDS",
    "SAISIE",
    "Claim",
    "ClaimKind",
    "Origin",
    "Other",
    "Resolved",
    "RuleCode",
    "Scalar",
    "resolve",
]
