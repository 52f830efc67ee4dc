"""The worker beside the site: e-mails, tasks, periodic jobs."""

import signal

from django.core.checks import Tags
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from maillage.core.worker import Worker


class Command(BaseCommand):
    help = (
        "Envoie les courriels, exécute les tâches et les travaux périodiques, jusqu’à ce qu’on "
        "l’arrête (Ctrl+C ou SIGTERM : il finit ce qu’il a en main)."
    )
    requires_system_checks = []

    def handle(self, *_args: object, **_options: object) -> None:
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        worker = Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_ignored: worker.stop())
        worker.run()
