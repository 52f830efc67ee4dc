"""Measure a campaign of 2,000 structures: seconds to queue, and what a kill -9 loses or doubles.

Usage: python tools/bench_campaign.py [--places 2000]. Works on throw-away SQLite files and
prints a table (Markdown, in French). The cut is real: a process opens the campaign, this one
kills it (SIGKILL) when about a third, then two thirds of its e-mails are queued, then lets
another finish.
"""

import argparse
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench_table import Line, comma, print_lines, shared_words

ROOT = Path(__file__).resolve().parent.parent
GOAL_SECONDS = 30
MADE = """
import django; django.setup()
from datetime import date, timedelta
from django.utils import timezone
from django.core.management import call_command
call_command("migrate", verbosity=0)
from maillage.directory.models import Lieu
from maillage.territory.models import Bassin, BassinMembership, Commune, Departement, Region
from maillage.territory.queries import commune_codes_of
from maillage.contributions.models import Campaign
from maillage.accounts.models import User
region = Region.objects.create(code="24", nom="Centre-Val de Loire", slug="centre")
departement = Departement.objects.create(code="28", nom="Eure-et-Loir", slug="el", region=region)
commune = Commune.objects.create(code="28085", nom="Chartres", slug="chartres",
    departement=departement, population=1000, latitude=48.4, longitude=1.5, search_text="chartres")
bassin = Bassin.objects.create(code="2421", nom="Chartres", slug="chartres", region=region)
BassinMembership.objects.create(commune=commune, bassin=bassin)
Lieu.objects.bulk_create([Lieu(id=f"bench-{n}", nom=f"Lieu {n}", commune="Chartres",
    code_postal="28000", code_insee="28085", adresse="1 place", slug=f"bench-{n}",
    courriels=f"lieu-{n}@exemple.fr", territory_commune=commune, date_maj=date(2024, 1, 1))
    for n in range(PLACES)], batch_size=500)
today = timezone.localdate()
campaign = Campaign.objects.create(nom="Mesure", territory_kind="bassin", territory_code="2421",
    sections=["contacts", "horaires", "services"], starts_on=today + timedelta(days=1),
    ends_on=today + timedelta(days=30))
from maillage.contributions.actions.campaigns import open_campaign
open_campaign(campaign=campaign, by=User.objects.create_user("coordination@exemple.fr"))
"""
OPENED = """
import django; django.setup()
import time
from maillage.contributions.actions.campaign_opening import prepare_campaign
start = time.perf_counter()
prepare_campaign(campaign_id=1)
print(time.perf_counter() - start)
"""


def environment(database: Path) -> dict[str, str]:
    """The environment of a process that works on this file."""
    return {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "ERROR",
    }


def run(code: str, database: Path) -> str:
    """What a Python process printed; raises when it fails."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(database),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def queued(database: Path) -> list[str]:
    """Recipients in the queue, one for each e-mail."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30) as connection:
        return [row[0] for row in connection.execute("SELECT recipient FROM core_outgoingemail")]


def kill_when(database: Path, count: int) -> int:
    """Open the campaign in a process, kill it when `count` e-mails are queued; how many were."""
    process = subprocess.Popen(
        [sys.executable, "-c", OPENED],
        env=environment(database),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and len(queued(database)) < count:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return len(queued(database))


def judge(database: Path, places: int) -> tuple[int, int]:
    """(lost, doubled) among the e-mails of the queue."""
    seen = Counter(queued(database))
    wanted = {f"lieu-{number}@exemple.fr" for number in range(places)}
    return len(wanted - set(seen)), sum(count - 1 for count in seen.values())


def lines(places: int) -> Iterator[Line]:
    """What opening costs, then what two cuts change."""
    made = MADE.replace("PLACES", str(places))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.sqlite3"
        run(made, whole)
        others = shared_words()
        seconds = float(run(OPENED, whole))
        lost, doubled = judge(whole, places)
        yield Line(
            f"Campagne de {places} structures : demandes et courriels mis en file",
            f"≤ {GOAL_SECONDS} s, 0 perdu, 0 doublé",
            comma(f"{seconds:.1f} s, {lost} perdu, {doubled} doublé{others}"),
            seconds <= GOAL_SECONDS and not lost + doubled,
        )
        cut = Path(folder) / "cut.sqlite3"
        run(made, cut)
        kills = [kill_when(cut, places // 3), kill_when(cut, 2 * places // 3)]
        run(OPENED, cut)
        lost, doubled = judge(cut, places)
        yield Line(
            f"… tuée (kill -9) à {kills[0]} puis {kills[1]} courriels, puis reprise",
            "0 perdu, 0 doublé",
            f"{lost} perdu, {doubled} doublé",
            not lost + doubled,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=2_000)
    print_lines(lines(parser.parse_known_args()[0].places))


if __name__ == "__main__":
    main()
