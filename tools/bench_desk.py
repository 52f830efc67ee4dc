"""Time the coordinators' desk on a region of 2,000 places; prints a table (Markdown, in French).

Makes a throw-away SQLite database, fills it (communes of the npm package, synthetic places,
confirmations, reports, members), then starts gunicorn with the production settings and two
processes: each page is asked by four clients at once, then by one alone, by a coordinator who
has shown a second factor. The queries are counted with a tenth of the places, then with all.
Goal (issue 3): the desk under 150 ms at the 95th percentile, a constant number of queries.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import cpu_seconds, drive, environment, free_port, server, workers_of
from bench_table import Line, comma, print_lines, shared_words

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

FOLDER = tempfile.TemporaryDirectory(prefix="maillage-bench-")
os.environ.update(environment(Path(FOLDER.name)))
django.setup()

from allauth.account.internal.flows.login import record_authentication  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from maillage.accounts.models import User  # noqa: E402
from maillage.contributions.actions.contributions import create_report  # noqa: E402
from maillage.core.database import refresh_statistics  # noqa: E402
from maillage.core.journal import Actor, record  # noqa: E402
from maillage.core.text import normalize_place, slug_of  # noqa: E402
from maillage.directory.enums import Section  # noqa: E402
from maillage.directory.models import Lieu, SectionConfirmation, Structure  # noqa: E402
from maillage.directory.synthetic.communes import PACKAGE, invented_position, package_communes  # noqa: E402
from maillage.network.models import Coordination, Membership  # noqa: E402
from maillage.territory.actions import bump_stamp  # noqa: E402
from maillage.territory.models import Commune, Departement, Region  # noqa: E402

PLACES = int(os.environ.get("BENCH_PLACES", "2000"))
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))
WARM_REQUESTS = 20
GOAL_MS = 150
REGION = "24"
PAGES = {
    "bureau de la région": "/pro/bureau/?territoire=region:24",
    "bureau d’un département": "/pro/bureau/?territoire=departement:28",
    "fiches à confirmer": "/pro/bureau/fiches/perimes/?territoire=region:24",
    "fiches incomplètes": "/pro/bureau/fiches/incomplets/?territoire=region:24",
    "doublons": "/pro/bureau/doublons/?territoire=region:24",
    "journal": "/pro/journal/",
}


def prepare() -> User:
    """Communes of the region and a coordinator who has a second factor."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    _communes()
    user = User.objects.create_user("coordination@exemple.fr", display_name="Coordination")
    Coordination.objects.create(user=user, kind="region", code=REGION)
    TOTP.activate(user, generate_totp_secret())
    return user


def fill(places: int, user: User) -> None:
    """As many places as said in all, and what the desk counts."""
    held = set(Lieu.objects.values_list("pk", flat=True))
    call_command("make_places", places, region=REGION, force=True, verbosity=0)
    lieux = list(Lieu.objects.exclude(pk__in=held).order_by("pk"))
    now = timezone.now()
    SectionConfirmation.objects.bulk_create(
        SectionConfirmation(
            lieu=lieu, section=section, confirmed_at=now, kind="structure", channel="lien"
        )
        for lieu in lieux[::2]
        for section in Section.values
    )
    start = Structure.objects.count()
    structures = Structure.objects.bulk_create(
        Structure(nom=f"Structure {n}", slug=f"structure-{n}", commune_id=lieu.code_insee)
        for n, lieu in enumerate(lieux[::4], start=start)
    )
    for structure, lieu in zip(structures, lieux[::4], strict=True):
        Lieu.objects.filter(pk=lieu.pk).update(structure=structure)
    members = User.objects.bulk_create(
        User(email=f"personne-{start + n}@exemple.fr") for n in range(len(lieux) // 10)
    )
    Membership.objects.bulk_create(
        Membership(user=member, structure=structures[n % len(structures)])
        for n, member in enumerate(members)
    )
    for lieu in lieux[::10]:
        create_report(lieu=lieu, kind="horaires", message="Fermé le mercredi.")
        record(verb="sheet.sections_confirmed", by=Actor.of(user), on=lieu)
    refresh_statistics()


def signed_in(user: User) -> Client:
    """A browser of somebody who has shown the code by e-mail and the second factor."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    request = HttpRequest()
    request.session = client.session
    for method in ("code", "mfa"):
        record_authentication(request, user, method)
    request.session.save()
    return client


def count_queries(client: Client) -> dict[str, int]:
    """Page → its queries once it is warm."""
    found = {}
    for name, url in PAGES.items():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        if response.status_code != 200:
            where = response.headers.get("Location", "")
            raise SystemExit(f"{url} : {response.status_code} {where}")
        found[name] = len(queries)
    return found


def _communes() -> None:
    """Every commune of the region, with invented positions."""
    region, _ = Region.objects.get_or_create(
        pk=REGION, defaults={"nom": "Centre-Val de Loire", "slug": "centre-val-de-loire"}
    )
    rows = json.loads((ROOT / PACKAGE / "departements.json").read_text())
    departements = {row["code"]: row["nom"] for row in rows if row["region"] == REGION}
    for code, nom in departements.items():
        Departement.objects.get_or_create(
            pk=code, defaults={"nom": nom, "slug": slug_of(nom), "region": region}
        )
    communes = []
    for row in package_communes():
        code, nom, departement = str(row["code"]), str(row["nom"]), str(row["departement"])
        if departement in departements:
            latitude, longitude = invented_position(code, departement)
            codes = row["codesPostaux"]
            communes.append(
                Commune(
                    code=code,
                    nom=nom,
                    slug=f"{slug_of(nom)}-{code.lower()}",
                    departement_id=departement,
                    postal_codes="|".join(codes) if isinstance(codes, list) else "",
                    population=int(str(row.get("population", 0))),
                    latitude=latitude,
                    longitude=longitude,
                    search_text=normalize_place(nom),
                )
            )
    Commune.objects.bulk_create(communes, batch_size=2000)
    bump_stamp()


def lines(client: Client, few: dict[str, int], many: dict[str, int]) -> Iterator[Line]:
    """One line per page, measured through gunicorn."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    port = free_port()
    with server({**os.environ}, port) as master:
        workers = workers_of(master)
        for name, url in PAGES.items():
            drive(port, [url] * WARM_REQUESTS, cookie=cookie)
            others = shared_words()
            before = cpu_seconds(workers)
            four = drive(port, [url] * REQUESTS, cookie=cookie, accepted={"200"})
            each = (cpu_seconds(workers) - before) / len(four.values) * 1000
            alone = drive(port, [url] * (REQUESTS // 4), number=1, cookie=cookie, accepted={"200"})
            same = few[name] == many[name]
            queries = (
                f"{many[name]} requêtes" if same else f"{few[name]} puis {many[name]} requêtes"
            )
            words = (
                f"p95 {four.at(0.95):.0f} ms à 4 (p50 {four.at(0.5):.0f}), "
                f"{alone.at(0.95):.0f} ms seul, processeur {each:.1f} ms, {queries}{others}"
            )
            is_good = four.at(0.95) <= GOAL_MS and same and not four.failures + alone.failures
            figure = f"{name[0].upper()}{name[1:]}, {PLACES} lieux"
            yield Line(figure, f"p95 ≤ {GOAL_MS} ms, requêtes constantes", comma(words), is_good)


def main() -> None:
    """Fill, count, ask, print."""
    user = prepare()
    client = signed_in(user)
    fill(PLACES // 10, user)
    few = count_queries(client)
    fill(PLACES, user)
    print_lines(lines(client, few, count_queries(client)))


if __name__ == "__main__":
    with FOLDER:
        main()
