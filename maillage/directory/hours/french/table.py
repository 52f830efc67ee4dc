"""Turn statements into one table of hours by condition, and write it as a compact OSM string."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from maillage.directory.hours.french.hour_runs import check_spans
from maillage.directory.hours.french.kinds import NO_CONDITION, DoubtError, Half, When
from maillage.directory.hours.french.statements import Statement
from maillage.directory.hours.grammar import DAY, WEEKDAYS, Span, minutes_text

_TERM: Final = When(school=False)
_HOLIDAYS: Final = When(school=True)
_ONE_DATE = re.compile(r"[A-Z][a-z]{2} \d{2}")
_EARLY_AFTERNOON, _LATE_MORNING = 14 * 60, 11 * 60 + 30

Key = tuple[When, tuple[int, ...]]
"""A condition and the ranks in the month (empty: every week)."""


@dataclass(slots=True)
class _Cell:
    spans: tuple[Span, ...]
    origin: Statement


@dataclass(slots=True)
class Table:
    """Hours by condition and weekday; `closed`: conditions that close everything."""

    cells: dict[Key, dict[int, _Cell]] = field(default_factory=dict)
    closed: list[When] = field(default_factory=list)
    closed_nth: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)

    @property
    def base(self) -> dict[int, _Cell]:
        return self.cells.get((NO_CONDITION, ()), {})


def fill(statements: Sequence[Statement]) -> Table:
    """Build the table: first what is open, then what changes it, in order. Raises DoubtError."""
    table = Table()
    for statement in statements:
        if statement.kind == "open":
            _check_when(statement)
            row = table.cells.setdefault((statement.when, statement.nth), {})
            for day in statement.days:
                row[day] = _add(row.get(day), statement)
    _outside_term(table)
    for statement in statements:
        if statement.kind != "open":
            _change(table, statement)
    return table


def _check_when(statement: Statement) -> None:
    when = statement.when
    if _ONE_DATE.fullmatch(when.dates):
        raise DoubtError("Ces heures valent pour une seule date.")
    said = bool(when.dates) + (when.school is not None) + (when.parity is not None)
    if said + bool(statement.nth) > 1:
        raise DoubtError(
            "Plusieurs conditions pour les mêmes heures : trop compliqué pour être sûr."
        )
    if len(set(statement.nth)) < len(statement.nth):
        raise DoubtError("Le rang d’un jour dans le mois est répété.")


def _add(cell: _Cell | None, statement: Statement) -> _Cell:
    if cell is None:
        return _Cell(statement.spans, statement)
    old, new = cell.spans, statement.spans
    if all(_apart(span, other) for span in old for other in new):
        return _Cell(check_spans(sorted((*old, *new))), cell.origin)
    if _covers(new, old):
        return _Cell(new, statement)
    is_wide = cell.origin.is_range or len(cell.origin.days) == len(WEEKDAYS)
    is_narrower = is_wide and len(statement.days) < len(cell.origin.days)
    if is_narrower and not statement.is_service:
        return _Cell(new, statement)  # « lundi au vendredi … ; le mercredi … »
    if _covers(old, new):
        return cell
    if statement.is_service or cell.origin.is_service:
        return _Cell(_united((*old, *new)), statement)  # an activity while the place is open
    raise DoubtError("Deux horaires différents sont donnés pour le même jour.")


def _apart(a: Span, b: Span) -> bool:
    return a[1] <= b[0] or b[1] <= a[0]


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _covers(outer: Iterable[Span], inner: Iterable[Span]) -> bool:
    return all(any(o[0] <= i[0] and i[1] <= o[1] for o in outer) for i in inner)


def _outside_term(table: Table) -> None:
    """Hours of the school terms and hours of always cannot stand for one day."""
    term = table.cells.get((_TERM, ()), {})
    if set(term) & set(table.base):
        raise DoubtError("Des heures valent toujours et d’autres hors vacances, le même jour.")


# --- changes ---------------------------------------------------------------------------------


def _change(table: Table, statement: Statement) -> None:
    when = statement.when
    if not statement.days:
        if when.school is False or when.feasts:
            raise DoubtError("Une fermeture n’est pas comprise.")
        if when not in table.closed:
            table.closed.append(when)
        return
    if when.public:
        raise DoubtError("Des heures de jours fériés ne sont pas comprises.")
    for day in statement.days:
        if statement.nth:
            _change_nth(table, statement, day)
        elif when.is_empty or when == _TERM:
            rows = [row for row in table.cells.values() if day in row]
            if not rows and statement.kind == "instead":
                rows = [table.cells.setdefault((NO_CONDITION, ()), {})]
            if not rows and statement.kind in ("until", "since"):
                raise DoubtError("Une heure est donnée pour un jour qui n’est pas ouvert.")
            for row in rows:
                known = row[day].spans if day in row else ()
                row[day] = _Cell(_changed(known, statement), statement)
        else:
            usual = table.base.get(day) or table.cells.get((_TERM, ()), {}).get(day)
            row = table.cells.setdefault((when, ()), {})
            known = row[day].spans if day in row else usual.spans if usual else ()
            row[day] = _Cell(_changed(known, statement), statement)


def _change_nth(table: Table, statement: Statement, day: int) -> None:
    if not statement.when.is_empty or day not in table.base:
        raise DoubtError("Une exception n’est pas comprise.")
    changed = _changed(table.base[day].spans, statement)
    if changed:
        row = table.cells.setdefault((NO_CONDITION, statement.nth), {})
        row[day] = _Cell(changed, statement)
    else:
        table.closed_nth.append((day, statement.nth))


def _changed(spans: tuple[Span, ...], statement: Statement) -> tuple[Span, ...]:
    kind = statement.kind
    if kind == "off":
        return _without_half(spans, statement.half)
    if kind == "instead":
        if not statement.half:
            return statement.spans
        return check_spans(sorted((*_without_half(spans, statement.half), *statement.spans)))
    if kind == "without":
        return _without(spans, statement.spans)
    if not spans:
        raise DoubtError("Une heure est donnée pour un jour qui n’est pas ouvert.")
    minute = statement.minute
    if kind == "until":
        if minute <= spans[0][0]:
            raise DoubtError("Une heure de fin vient avant l’ouverture.")
        kept = [span for span in spans if span[0] < minute]
        return (
            *kept[:-1],
            (kept[-1][0], minute if kept[-1] == spans[-1] else min(kept[-1][1], minute)),
        )
    kept = [span for span in spans if span[1] > minute]
    if not kept:
        raise DoubtError("Une heure de début vient après la fermeture.")
    start = minute if kept[0] == spans[0] else max(kept[0][0], minute)
    return ((start, kept[0][1]), *kept[1:])


def _without_half(spans: tuple[Span, ...], half: Half) -> tuple[Span, ...]:
    if not half:
        return ()
    for start, end in spans:
        crosses = start < _LATE_MORNING and end > _EARLY_AFTERNOON
        if crosses or (half == "evening" and start < 17 * 60 < end - 90):
            raise DoubtError("La demi-journée fermée coupe une plage sans dire à quelle heure.")
    if half == "morning":
        return tuple(span for span in spans if span[0] >= _LATE_MORNING)
    if half == "afternoon":
        return tuple(span for span in spans if span[0] < _LATE_MORNING)
    return tuple(span for span in spans if span[0] < 17 * 60)


def _without(spans: tuple[Span, ...], holes: tuple[Span, ...]) -> tuple[Span, ...]:
    left = list(spans)
    for hole in holes:
        parts = [
            part
            for span in left
            for part in ((span[0], min(span[1], hole[0])), (max(span[0], hole[1]), span[1]))
            if part[0] < part[1]
        ]
        left = list(dict.fromkeys(parts))
    return tuple(left)


# --- writing ---------------------------------------------------------------------------------


def write(table: Table, *, comment: str = "") -> str:
    """Write the table; empty when nothing is open. Raises DoubtError."""
    term = {day: cell.spans for day, cell in table.cells.get((_TERM, ()), {}).items()}
    base = {day: cell.spans for day, cell in table.base.items()} | term
    tail = f' "{comment}"' if comment else ""
    rules = _week(base, "", tail)
    _refuse_partial_lists(table, set(base))
    others = [key for key in table.cells if key not in ((NO_CONDITION, ()), (_TERM, ()))]
    for when, nth in sorted(others, key=_order):
        row = {day: cell.spans for day, cell in table.cells[when, nth].items()}
        if nth or when.parity is not None:
            row = {
                day: spans
                if table.cells[when, nth][day].origin.kind != "open"
                else _joined(base.get(day, ()), spans)
                for day, spans in row.items()
            }
        if nth:
            rules += [f"{WEEKDAYS[d]}[{_ranks(nth)}] {_times(row[d])}{tail}" for d in sorted(row)]
            continue
        if when == _HOLIDAYS:
            row |= {day: () for day in term if day not in row}
        rules += _week(row, _prefix(when), tail, with_off=bool(base))
    if not any(char.isdigit() for char in "".join(rules)):
        return ""
    rules += [f"{WEEKDAYS[day]}[{_ranks(nth)}] off" for day, nth in table.closed_nth]
    if term and (_HOLIDAYS, ()) not in table.cells:
        days = "" if set(term) == set(base) else f"{days_text(sorted(term))} "
        rules.append(f"SH {days}off")
    for when in sorted(table.closed, key=lambda each: each.public):
        rule = f"{_prefix(when)}off"
        if rule not in rules:
            rules.append(rule)
    return "; ".join(rules)


def _refuse_partial_lists(table: Table, usual: set[int]) -> None:
    """« Vacances scolaires : lundi … » says nothing of the Tuesdays that are usually open."""
    if (_TERM, ()) in table.cells:
        return
    for (when, nth), row in table.cells.items():
        listed = any(cell.origin.is_listed for cell in row.values())
        if listed and not nth and when.parity is None and not when.is_empty and usual - set(row):
            raise DoubtError(
                "On ne sait pas si les autres jours restent ouverts dans cette période."
            )


def days_text(days: Sequence[int]) -> str:
    """« Mo-Fr », « Mo,We », « Mo,Tu,Th-Sa »."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}"
        if len(run) > 2
        else ",".join(WEEKDAYS[day] for day in run)
        for run in runs
    )


def _joined(a: tuple[Span, ...], b: tuple[Span, ...]) -> tuple[Span, ...]:
    if all(_apart(span, other) for span in a for other in b):
        return check_spans(sorted((*a, *b)))
    if _covers(b, a):
        return b
    raise DoubtError("Deux horaires différents sont donnés pour le même jour.")


def _order(key: Key) -> tuple[bool, bool, bool, tuple[int, ...], str, int]:
    when, nth = key
    return (
        when.school is not None, bool(when.dates), when.parity is not None, nth, when.dates,
        when.parity or 0,
    )  # fmt: skip


def _prefix(when: When) -> str:
    if when.public:
        return "PH "
    if when.school:
        return "SH "
    if when.parity is not None:
        return "week 1-53/2 " if when.parity else "week 2-52/2 "
    return f"{when.dates} " if when.dates else ""


def _ranks(nth: tuple[int, ...]) -> str:
    return ",".join(str(rank) for rank in sorted(nth, key=lambda rank: (rank < 0, rank)))


def _week(
    row: dict[int, tuple[Span, ...]], prefix: str, tail: str, *, with_off: bool = False
) -> list[str]:
    groups: dict[tuple[Span, ...], list[int]] = {}
    for day in sorted(row):
        groups.setdefault(row[day], []).append(day)
    rules: list[str] = []
    for spans, days in groups.items():
        if spans:
            rules.append(f"{prefix}{days_text(days)} {_times(spans)}{tail}")
        elif with_off and prefix:
            rules.append(f"{prefix}{days_text(days)} off")
    return rules


def _times(spans: Sequence[Span]) -> str:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return ",".join(
        f"{minutes_text(start)}-{minutes_text(end if end <= DAY else end - DAY)}"
        for start, end in joined
    )
