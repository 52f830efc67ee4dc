"""Lines of the tables that the measures print, and what the machine did meanwhile."""

import platform
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path

BUSY_SHARE = 0.15
HEADER = "| figure | but | mesuré | atteint |\n|---|---|---|---|"


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    figure: str
    goal: str
    measured: str
    is_good: bool | None

    def __str__(self) -> str:
        verdict = {True: "oui", False: "**non**", None: "–"}[self.is_good]
        return f"| {self.figure} | {self.goal} | {self.measured} | {verdict} |"


def print_lines(lines: Iterable[Line]) -> None:
    """Each line as soon as it is known; under a header, unless `--rows` was asked."""
    if "--rows" not in sys.argv:
        print(HEADER)
    for line in lines:
        print(line, flush=True)


def comma(text: str) -> str:
    """Decimals as French writes them."""
    return text.replace(".", ",")


def processor() -> str:
    """Name of the processor and how many the machine has."""
    info = Path("/proc/cpuinfo")
    names = [
        line.partition(":")[2].strip()
        for line in (info.read_text().splitlines() if info.is_file() else [])
        if line.startswith("model name")
    ]
    return f"{names[0] if names else platform.processor()}, {cpu_count()} processeurs"


def busy_share(seconds: float = 1.0) -> float:
    """Share of the processors that others use, while this program sleeps; 0.0 when unknown.

    The load average would count what the former measure itself did.
    """
    before = _ticks()
    time.sleep(seconds)
    busy, total = (after - former for after, former in zip(_ticks(), before, strict=True))
    return busy / total if total else 0.0


def _ticks() -> tuple[int, int]:
    """(busy, total) ticks of all the processors since the machine started (proc(5))."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return 0, 0
    fields = [int(word) for word in stat.read_text().splitlines()[0].split()[1:9]]
    idle = fields[3] + fields[4]
    return sum(fields) - idle, sum(fields)


def shared_words() -> str:
    """« ; machine occupée à 40 % par d’autres » when it is; else nothing."""
    share = busy_share()
    return f" ; machine occupée à {share:.0%} par d’autres" if share > BUSY_SHARE else ""
