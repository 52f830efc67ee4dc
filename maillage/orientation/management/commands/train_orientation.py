"""Train the orientation's engine and its alerts from their corpus and keep the models."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from maillage.orientation.store import (
    known_towns,
    load_alert_model,
    load_engine,
    model_path,
    read_corpus,
)


class Command(BaseCommand):
    help = "Entraîne le moteur d’orientation sur data/orientation/ et garde le modèle."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        start = time.monotonic()
        load_engine(retrain=True)
        load_alert_model(retrain=True)
        path = model_path(known_towns())
        lines = sum(1 for _ in read_corpus())
        size = path.stat().st_size / 1_000_000 if path.exists() else 0.0
        self.stdout.write(
            f"Orientation : {lines} phrases apprises en {time.monotonic() - start:.0f} s, "
            f"modèle de {size:.1f} Mo ({path.name})."
        )
