"""The engine of this installation and its model of alerts: trained once, kept in the var folder,
one copy by process.

A file's name is the hash of what it comes from (corpus, code and lexicons, communes for the
engine): when one of them changes, the next use trains again, in a few seconds.
"""

import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from maillage.orientation.engine import (
    Engine,
    Gazetteer,
    Model,
    Town,
    read_npm_towns,
    train_engine,
)
from maillage.orientation.safety.learned import train_alerts
from maillage.territory.models import Commune, FormerCommune

logger = logging.getLogger(__name__)

REGION = "24"
COMMUNES = Path("node_modules/@etalab/decoupage-administratif/data/communes.json")
DEMO_COMMUNES = Path("data/demo/communes.json")
CORPUS = "corpus-*.jsonl"
ALERTS = "alertes-[a-s].jsonl"
"""Texts with their alerts, to learn from; alertes-test.jsonl is kept apart."""
_ENGINE = Path(__file__).parent / "engine"
_SAFETY = Path(__file__).parent / "safety"

_lock = threading.Lock()
_current: Engine | None = None
_current_alerts: Model | None = None


def current_engine() -> Engine:
    """The engine, loaded or trained on first use."""
    global _current  # noqa: PLW0603 - the one copy of the process
    with _lock:
        if _current is None:
            _current = load_engine()
        return _current


def current_alert_model() -> Model:
    """The trained part of alerts, loaded or trained on first use."""
    global _current_alerts  # noqa: PLW0603 - the one copy of the process
    with _lock:
        if _current_alerts is None:
            _current_alerts = load_alert_model()
        return _current_alerts


def warm_up() -> None:
    """Read the models before the first visitor of a process; those not learnt yet wait for one:
    the processes of a server would all learn at once."""
    if is_trained():
        current_engine()
        current_alert_model()


def load_engine(*, retrain: bool = False) -> Engine:
    """The kept engine, or a new one that is then kept; `retrain` does not look for it."""
    towns = known_towns()
    gazetteer = Gazetteer(towns)
    path = model_path(towns)
    kept = None if retrain else _kept(path)
    if kept is not None:
        return Engine(kept, gazetteer)
    engine = train_engine(list(read_corpus()), gazetteer)
    _keep(path, engine.model.to_bytes())
    return engine


def load_alert_model(*, retrain: bool = False) -> Model:
    """The kept model of alerts, or a new one that is then kept."""
    path = alert_model_path()
    kept = None if retrain else _kept(path)
    if kept is None:
        kept = train_alerts(list(read_corpus(ALERTS)), list(read_corpus()))
        _keep(path, kept.to_bytes())
    return kept


def _kept(path: Path) -> Model | None:
    try:
        return Model.from_bytes(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError) as error:
        logger.warning("orientation_model_unreadable=%s", type(error).__name__)
        return None


def is_trained() -> bool:
    """Whether the models of today's corpus, code and communes are kept."""
    return model_path(known_towns()).is_file() and alert_model_path().is_file()


def corpus_folder() -> Path:
    folder: Path = settings.BASE_DIR / "data" / "orientation"
    return folder


def read_corpus(names: str = CORPUS) -> Iterator[dict[str, Any]]:
    """The lines to learn from; test*.jsonl are not among them."""
    for path in sorted(corpus_folder().glob(names)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def model_path(towns: list[Town]) -> Path:
    """Where the model of this corpus, this code and these communes is kept."""
    digest = hashlib.sha256(_digest_of(CORPUS, _ENGINE))
    digest.update(repr(towns).encode())
    return _folder() / f"modele-{digest.hexdigest()[:16]}.npz"


def alert_model_path() -> Path:
    """Where the model of alerts of this corpus and this code is kept."""
    digest = hashlib.sha256(_digest_of(CORPUS, _ENGINE))
    digest.update(_digest_of(ALERTS, _SAFETY))
    return _folder() / f"alertes-{digest.hexdigest()[:16]}.npz"


def _digest_of(corpus: str, code: Path) -> bytes:
    digest = hashlib.sha256()
    files = [*sorted(corpus_folder().glob(corpus)), *sorted(code.rglob("*.py"))]
    for path in [*files, *sorted(code.rglob("*.txt"))]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.digest()


def _folder() -> Path:
    folder: Path = settings.VAR_DIR / "orientation"
    return folder


def _keep(path: Path, content: bytes) -> None:
    """Write whole or not at all; older models go. A full disk only costs the next start."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        # Another account of the machine may run the site: a temporary file is for one only.
        os.chmod(name, 0o644)
        os.replace(name, path)
        for older in path.parent.glob(f"{path.name.partition('-')[0]}-*.npz"):
            if older != path:
                older.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("orientation_model_not_kept=%s", type(error).__name__)


def known_towns() -> list[Town]:
    """The communes of the region: the official division's package, else the database, else
    those of the demonstration."""
    try:
        text = (settings.BASE_DIR / COMMUNES).read_text(encoding="utf-8")
        return read_npm_towns(text, region=REGION)
    except (OSError, ValueError, KeyError):
        return _towns_of_database() or _towns_of_demonstration()


def _towns_of_database() -> list[Town]:
    try:
        formers: dict[str, list[str]] = {}
        for nom, commune in FormerCommune.objects.order_by("nom").values_list("nom", "commune_id"):
            formers.setdefault(commune, []).append(nom)
        rows = Commune.objects.order_by("code").values_list(
            "code", "nom", "population", "postal_codes"
        )
        return [
            Town(code, nom, people or 0, tuple(formers.get(code, ())), tuple(postal.split("|")))
            for code, nom, people, postal in rows
        ]
    except DatabaseError:
        return []


def _towns_of_demonstration() -> list[Town]:
    rows = json.loads((settings.BASE_DIR / DEMO_COMMUNES).read_text(encoding="utf-8"))["communes"]
    return [
        Town(row["code_insee"], row["nom"], row["population"] or 0, (), tuple(row["codes_postaux"]))
        for row in rows
    ]
