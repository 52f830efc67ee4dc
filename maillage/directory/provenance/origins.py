"""Why a value was kept, and what the others said beside it."""

from collections.abc import Iterable, Sequence

from maillage.directory.provenance.claims import (
    Claim,
    ClaimKind,
    Origin,
    Other,
    RuleCode,
    Scalar,
    days_before,
    precedence,
)


def origin_of(
    best: Claim,
    others: Sequence[Other] = (),
    *,
    is_alone: bool,
    is_united: bool = False,
    is_finer: bool = False,
) -> Origin:
    """The origin of what `best` says; `others` are those that differ, best first."""
    if best.kind is ClaimKind.PERSONNE:
        rule = RuleCode.PERSONNE
    elif is_alone:
        rule = RuleCode.SEULE
    elif is_united:
        rule = RuleCode.UNION
    elif is_finer:
        rule = RuleCode.PRECISE
    elif not others:
        rule = RuleCode.ACCORD
    else:
        rule = _rule_by_date(best, others)
    return Origin(best.source, best.date, rule, tuple(others))


def is_behind(best: Claim, others: Iterable[Claim]) -> bool:
    """Whether something else would have been kept, but for its being less precise."""
    return any(precedence(other) < precedence(best) for other in others)


def _rule_by_date(best: Claim, others: Iterable[Other]) -> RuleCode:
    """Newer, or ranked first, or finer than something newer."""
    own = best.date.toordinal() if best.date else 0
    newest = max(other.date.toordinal() if other.date else 0 for other in others)
    if newest == own:
        return RuleCode.RANG
    return RuleCode.RECENTE if own > newest else RuleCode.PRECISE


def latest_origin(best: Claim, *, is_alone: bool) -> Origin:
    """The origin of a value of which no difference is worth telling."""
    if best.kind is ClaimKind.PERSONNE:
        rule = RuleCode.PERSONNE
    else:
        rule = RuleCode.SEULE if is_alone else RuleCode.RECENTE
    return Origin(best.source, best.date, rule)


def other_of(best: Claim, claim: Claim, value: Scalar | tuple[str, ...], opposed: bool) -> Other:
    """What `claim` says beside `best`; a person who spoke after it has answered it."""
    is_answered = best.kind is ClaimKind.PERSONNE and days_before(claim, best) >= 0
    return Other(claim.source, claim.date, value, opposed and not is_answered)


def adds(claim: Claim, best: Claim, days: float) -> bool:
    """Whether a list may add to the best one: never to a person's, nor when it is too old."""
    return best.kind is not ClaimKind.PERSONNE and days_before(claim, best) <= days
