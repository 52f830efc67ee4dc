"""Bring the files of sources into the directory: in bulk, all or nothing, and only what changed.

read (exchange.readers) → clean, map, normalise (pipeline) → locate (places) → put together with
what others say (assembly) → write (bulk_actions), with the raw rows kept beside (records).
"""

from maillage.directory.import_actions.files import (
    Opened,
    apply_file,
    open_file,
)
from maillage.directory.import_actions.records import forget_cells
from maillage.directory.import_actions.runs import (
    close_interrupted,
    fail_run,
    import_rows,
    receive_file,
    run_import,
)
from maillage.directory.import_actions.sources import (
    remember_mapping,
    scheme_of,
    source_of,
    sync_sources,
)

__all__ = [
    "Opened",
    "apply_file",
    "close_interrupted",
    "fail_run",
    "forget_cells",
    "import_rows",
    "open_file",
    "receive_file",
    "remember_mapping",
    "run_import",
    "scheme_of",
    "source_of",
    "sync_sources",
]
