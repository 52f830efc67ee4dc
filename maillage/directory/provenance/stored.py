"""An origin as compact JSON, to keep beside a sheet: dates are ISO text, keys one letter."""

from datetime import date
from typing import Any

from maillage.directory.provenance.claims import Origin, Other, RuleCode, Scalar

_DATE = "jour"  # a value that is a date travels as {"jour": "2024-05-03"}


def origin_to_json(origin: Origin) -> dict[str, Any]:
    """{"s": source, "d": date?, "r": rule, "o": [[source, date, value, contradicts], …]?}."""
    stored: dict[str, Any] = {"s": origin.source, "r": origin.rule.value}
    if origin.date is not None:
        stored["d"] = origin.date.isoformat()
    if origin.others:
        stored["o"] = [
            [
                other.source,
                other.date.isoformat() if other.date else None,
                _value_to_json(other.value),
                other.contradicts,
            ]
            for other in origin.others
        ]
    return stored


def origin_from_json(stored: dict[str, Any]) -> Origin:
    """The origin that `origin_to_json` wrote. Raises KeyError, ValueError for anything else."""
    return Origin(
        source=stored["s"],
        date=_day(stored.get("d")),
        rule=RuleCode(stored["r"]),
        others=tuple(
            Other(source, _day(day), _value_from_json(value), contradicts)
            for source, day, value, contradicts in stored.get("o", ())
        ),
    )


def _value_to_json(value: Scalar | tuple[str, ...]) -> Any:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    return list(value) if isinstance(value, tuple) else value


def _value_from_json(value: Any) -> Scalar | tuple[str, ...]:
    if isinstance(value, dict):
        return date.fromisoformat(value[_DATE])
    found: Scalar | tuple[str, ...] = tuple(value) if isinstance(value, list) else value
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
