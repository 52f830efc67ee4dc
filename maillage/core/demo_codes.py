"""Second-factor codes of demonstration accounts, shown on the page of the last e-mails.

Core knows no account: the app that makes these accounts declares where their codes come from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoCode:
    """One demonstration account; `code`: its six digits at this moment, empty without one."""

    label: str
    email: str
    code: str


_sources: list[Callable[[], Sequence[DemoCode]]] = []


def declare_demo_codes(source: Callable[[], Sequence[DemoCode]]) -> None:
    """Add a source of codes; called once, by the app's configuration."""
    if source not in _sources:
        _sources.append(source)


def demo_codes() -> list[DemoCode]:
    """The codes of every source, now."""
    return [row for source in _sources for row in source()]
