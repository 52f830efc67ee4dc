"""Durations in words. No Django."""

from datetime import timedelta

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def duration_words(duration: timedelta) -> str:
    """« moins d’une heure », « 5 heures », « 1 jour », « 12 jours »; whole units, rounded down."""
    if duration < _HOUR:
        return "moins d’une heure"
    if duration < _DAY:
        hours = duration // _HOUR
        return "1 heure" if hours == 1 else f"{hours} heures"
    days = duration // _DAY
    return "1 jour" if days == 1 else f"{days} jours"
