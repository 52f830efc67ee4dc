"""Load all the real files of the data folder, look for duplicates, and tell what came out."""

import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from maillage.core.database import refresh_statistics
from maillage.core.errors import DomainError
from maillage.directory.dedupe_actions import DedupeCounts, search_until_settled
from maillage.directory.import_actions.batch import (
    OTHERS_FOLDER,
    REGION_FOLDER,
    Loaded,
    load_sources,
)
from maillage.directory.overview_queries import Overview, count_all
from maillage.territory.models import Commune

_NAME_WIDTH = 46


class Command(BaseCommand):
    help = (
        "Charge tous les fichiers réels du dossier MAILLAGE_DATA_DIR, cherche les doublons et dit "
        "ce qu’il en sort. Sans effet la seconde fois."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--others",
            action="store_true",
            help="les fichiers des autres territoires plutôt que ceux de la région",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = OTHERS_FOLDER if options["others"] else REGION_FOLDER
        data = _data_folder(folder)
        if not Commune.objects.exists():
            raise CommandError(
                "La base ne connaît aucune commune : lancez d’abord « make demo-real », ou "
                "« manage.py prepare_site »."
            )
        start = time.monotonic()
        try:
            loaded = load_sources(folder=folder, data=data, tell=self._tell_source)
            refresh_statistics()
            counts = search_until_settled()
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        except OperationalError as error:
            raise CommandError(
                f"La base ne répond pas ({error}). Ce qui est chargé le reste ; recommencez plus "
                "tard."
            ) from error
        refresh_statistics()
        self._tell_all(loaded, counts, count_all())
        self.stdout.write(f"\nEn tout : {_french(time.monotonic() - start)} s.")
        if failed := [one.source.nom for one in loaded if one.error]:
            raise CommandError(f"Sources qui n’ont pas pu être lues : {', '.join(failed)}.")

    def _tell_source(self, loaded: Loaded) -> None:
        if loaded.error:
            self.stderr.write(f"{loaded.source.nom} : {loaded.error} Rien n’est changé pour elle.")
            return
        counters = loaded.counters
        self.stdout.write(
            f"{loaded.source.nom} : {counters.lues} lignes lues ; {counters.creees} créées, "
            f"{counters.modifiees} modifiées, {counters.inchangees} inchangées, "
            f"{counters.gardees} gardées, {counters.rejetees} rejetées ; "
            f"{counters.positions_suspectes} positions suspectes."
        )

    def _tell_all(self, loaded: Iterable[Loaded], counts: DedupeCounts, result: Overview) -> None:
        reasons: Counter[str] = Counter()
        for one in loaded:
            reasons.update(one.rejections)
        self._title("Lignes rejetées, par raison")
        for words, count in reasons.most_common():
            self.stdout.write(f"{count:6d}  {words}")
        if not reasons:
            self.stdout.write("     0")
        self._title("Lieux par bassin de vie (publiés, brouillons)")
        for basin in result.basins:
            self.stdout.write(f"{basin.nom:{_NAME_WIDTH}}{basin.published:6d}{basin.drafts:6d}")
        published, drafts = (
            sum(getattr(basin, name) for basin in result.basins) for name in ("published", "drafts")
        )
        self.stdout.write(f"{'En tout':{_NAME_WIDTH}}{published:6d}{drafts:6d}")
        self._title("Score moyen par source (fiches, sur 100)")
        for said in result.sources:
            words = said.nom[: _NAME_WIDTH - 1]
            self.stdout.write(f"{words:{_NAME_WIDTH}}{said.sheets:6d}{_french(said.score):>7}")
        self._title("Doublons")
        self.stdout.write(
            f"Fiches comparées : {counts.sheets} ; réunies par le programme cette fois : "
            f"{counts.merged}, en tout : {result.merged} ; paires à revoir : "
            f"{result.to_review}."
        )
        self.stdout.write(f"Positions suspectes, signalées : {result.suspects}.")

    def _title(self, words: str) -> None:
        self.stdout.write(f"\n{words}")


def _data_folder(folder: str) -> Path:
    """The data folder; CommandError when it is not set or does not hold `folder`."""
    if not settings.DATA_DIR:
        raise CommandError(
            "Dites où sont les fichiers réels : MAILLAGE_DATA_DIR=DOSSIER make demo-real (un "
            "dossier qui contient « lieux » et « territoire »)."
        )
    data = Path(settings.DATA_DIR)
    if not (data / folder).is_dir():
        raise CommandError(f"Le dossier « {data} » (MAILLAGE_DATA_DIR) n’a pas de « {folder} ».")
    return data


def _french(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
