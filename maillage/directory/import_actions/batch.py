"""Several declared sources at once, from the data folder: the same run as one import each."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from maillage.core.errors import DomainError
from maillage.directory.exchange.readers import FileError
from maillage.directory.exchange.report import Counters, ImportReport
from maillage.directory.import_actions.files import apply_file, open_file
from maillage.directory.import_actions.runs import Progress
from maillage.directory.normalise.notes import Level
from maillage.directory.sources import SourceDefinition, all_sources

# So that the same reason counts once.
_LINE = re.compile(r"de la ligne \d+")
REGION_FOLDER, OTHERS_FOLDER = "lieux", "autres-territoires"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the file of one source gave. `rejections`: rows by reason; `error`: why none entered."""

    source: SourceDefinition
    counters: Counters = field(default_factory=Counters)
    rejections: Counter[str] = field(default_factory=Counter)
    error: str = ""


def sources_in(folder: str) -> list[SourceDefinition]:
    """The declared sources whose file is in that folder of the data, the most trusted first."""
    return [source for source in all_sources().values() if source.fichier.startswith(f"{folder}/")]


def load_source(
    *, source: SourceDefinition, data: Path, progress: Progress | None = None
) -> Loaded:
    """Import the file of one source; a file that cannot be read leaves its sheets as they are.

    DomainError (« busy ») when another import is at work: the whole batch is to be tried later.
    """
    path = data / source.fichier
    report = ImportReport()
    try:
        opened = open_file(slug=source.slug, path=path)
        apply_file(opened=opened, path=path, report=report, progress=progress)
        return Loaded(source, report.counters, _reasons(report))
    except (FileError, DomainError) as error:
        if getattr(error, "code", "") == "busy":
            raise
        return Loaded(source, error=error.message_fr)
    finally:
        report.close()


def load_sources(
    *, folder: str, data: Path, tell: Callable[[Loaded], None] | None = None
) -> list[Loaded]:
    """All the sources of a folder, one after the other; `tell` hears of each when it is done."""
    found = []
    for source in sources_in(folder):
        found.append(load_source(source=source, data=data))
        if tell is not None:
            tell(found[-1])
    return found


def _reasons(report: ImportReport) -> Counter[str]:
    """Refused rows by reason; a row that has several counts in each."""
    return Counter(
        _LINE.sub("d’une autre ligne", message["message"])
        for row in report.rows()
        for message in row.messages
        if message["level"] == Level.REJET
    )
