"""Measure speed and size as issue 2 asks, and print a table (Markdown, in French).

Run by `make bench`. Makes its own database and static files in a temporary folder, starts
gunicorn with the production settings on a free port of this machine, asks with four
processes at once, stops what it started. Slowness is told, never a failure.
"""

import http.client
import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench_addresses import Addresses
from bench_page import PageWeight, weigh
from bench_table import BUSY_SHARE, HEADER, Line, busy_share, processor

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
CLIENTS = 4
SECONDS = 20.0
WARM_REQUESTS = 60
START_SECONDS = 60
FILES = ("/api/v1/lieux.csv", "/api/v1/lieux.geojson")
FILE_ROUNDS = 3


# --- server --------------------------------------------------------------------------------
def environment(folder: Path) -> dict[str, str]:
    """Production, without what would ask the network or refuse so many requests."""
    return {
        **os.environ,
        "MAILLAGE_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": os.pathsep.join((str(TOOLS), str(ROOT))),
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "DEBUG": "0",
        "MAILLAGE_HTTPS": "0",
        "MAILLAGE_GEOCODER_URL": "",
        "MAILLAGE_API_RATE_PER_MINUTE": "10000000",
        "MAILLAGE_SITE_URL": "http://127.0.0.1",
        "LOG_LEVEL": "ERROR",
        "BENCH_STATIC_ROOT": str(folder / "static"),
        "WEB_CONCURRENCY": "2",
    }


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def server(env: dict[str, str], port: int) -> Iterator[int]:
    """gunicorn as in production (deploy/gunicorn.conf.py); gives the master's process id."""
    process = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "gunicorn"),
            "-c", "deploy/gunicorn.conf.py",
            "--log-level", "warning",
            "config.wsgi:application",
        ],
        cwd=ROOT,
        env={**env, "GUNICORN_BIND": f"127.0.0.1:{port}"},
    )  # fmt: skip
    try:
        wait_until_ready(process, port)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit("gunicorn s’est arrêté : voir son message ci-dessus.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/sante/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("gunicorn ne répond pas.")


def workers_of(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children")
    return [int(pid) for pid in children.read_text().split()] if children.is_file() else []


def memory_mb(pid: int) -> float:
    """Resident memory of a process, shared pages and mapped files included."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor time that processes have used; unlike time on the clock, a busy machine hardly
    changes it."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


# --- clients -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Times:
    """Milliseconds of all the requests of a scenario."""

    values: Sequence[float]
    failures: int

    def at(self, share: float) -> float:
        return self.values[min(len(self.values) - 1, int(len(self.values) * share))]

    @property
    def words(self) -> str:
        text = f"p50 {self.at(0.5):.1f} ms, p95 {self.at(0.95):.1f} ms"
        text += f" ({len(self.values)} demandes)"
        return f"{text}, {self.failures} refus" if self.failures else text


def drive(
    port: int,
    addresses: Sequence[str],
    seconds: float = SECONDS,
    *,
    number: int = CLIENTS,
    cookie: str = "",
    accepted: Collection[str] = ("200", "404"),
) -> Times:
    """Ask for the addresses with `number` processes at once, each with its share of them.

    An answer whose status is not one of `accepted` is a failure.
    """
    clients = []
    for rank in range(number):
        client = subprocess.Popen(
            [sys.executable, str(TOOLS / "bench_client.py"), str(port), str(seconds), cookie],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        clients.append((client, "\n".join(addresses[rank::number]).encode()))
    # Written to all before any is waited for: they begin together.
    for client, text in clients:
        assert client.stdin is not None  # noqa: S101 - PIPE was asked
        client.stdin.write(text)
        client.stdin.close()
    answers = []
    for client, _text in clients:
        assert client.stdout is not None  # noqa: S101 - PIPE was asked
        answers.append(json.loads(client.stdout.read()))
        client.wait()
    values = sorted(value for answer in answers for value in answer["times"])
    failures = sum(
        number
        for answer in answers
        for status, number in answer["statuses"].items()
        if status not in accepted
    )
    return Times(values, failures)


@dataclass(frozen=True)
class Download:
    """Seconds to the first byte and to the last, and megabytes."""

    first: float
    total: float
    megabytes: float


def download(port: int, address: str) -> Download:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    received = len(response.read(1))
    first = time.perf_counter() - start
    while chunk := response.read(1 << 16):
        received += len(chunk)
    total = time.perf_counter() - start
    connection.close()
    if response.status != 200:
        sys.exit(f"{address} répond {response.status}")
    return Download(first, total, received / 1e6)


# --- figures -------------------------------------------------------------------------------
def time_lines(port: int, workers: Sequence[int], addresses: Addresses) -> Iterator[Line]:
    scenarios = (
        ("Page de résultats, filtres mêlés, p95, 4 à la fois", 60, addresses.results(800)),
        ("« Ouvert maintenant » près d’une commune, p95", 80, addresses.open_now(400)),
        ("Données de la carte pour une vue, p95", 30, addresses.viewports(600)),
        ("Une frappe dans « Où ? », p95", 15, addresses.keystrokes(800)),
    )
    for name, goal, asked in scenarios:
        before = cpu_seconds(workers)
        times = drive(port, asked)
        each = (cpu_seconds(workers) - before) / len(times.values) * 1000
        is_good = times.at(0.95) <= goal and not times.failures
        words = f"{times.words}, processeur {each:.1f} ms par demande"
        yield Line(name, f"≤ {goal} ms", words.replace(".", ","), is_good)


def file_lines(port: int, workers: Sequence[int]) -> Iterator[Line]:
    for address in FILES:
        download(port, address)
        before = max(map(memory_mb, workers), default=0)
        found = [
            download(port, f"{address}?modified_since=2000-01-0{turn + 1}")
            for turn in range(FILE_ROUNDS)
        ]
        growth = max(map(memory_mb, workers), default=0) - before
        first = max(item.first for item in found)
        total = max(item.total for item in found)
        words = f"{first:.2f} s / {total:.2f} s ({found[0].megabytes:.0f} Mo, mémoire +"
        words += f"{max(0, growth):.0f} Mo)"
        is_good = first <= 0.3 and total <= 3 and growth < 20
        name = f"{address.rsplit('.', 1)[1].upper()} complet : premier octet / total"
        yield Line(name, "≤ 0,3 s / ≤ 3 s, mémoire stable", words.replace(".", ","), is_good)


def kilobytes(size: int) -> str:
    return f"{size / 1000:.0f} ko"


def weight_lines(port: int) -> Iterator[Line]:
    home, results = weigh(port, "/"), weigh(port, "/lieux/")
    without = home.total(with_map=False)
    yield Line(
        "Première page compressée, sans carte", "≤ 60 ko", _detail(home, without), without <= 60e3
    )
    yield Line(
        "Page de résultats compressée, sans carte",
        "≤ 60 ko",
        _detail(results, results.total(with_map=False)),
        results.total(with_map=False) <= 60e3,
    )
    full = results.total(with_map=True)
    yield Line("… avec le code de la carte", "≤ 450 ko", kilobytes(full), full <= 450e3)


def _detail(weight: PageWeight, total: int) -> str:
    sizes: dict[str, int] = {}
    for address, size in weight.first.items():
        suffix = address.rsplit(".", 1)[-1] if "." in address.rsplit("/", 1)[-1] else "html"
        kind = {"woff2": "police", "mjs": "js"}.get(suffix, suffix)
        sizes[kind] = sizes.get(kind, 0) + size
    return f"{kilobytes(total)} ({', '.join(f'{k} {kilobytes(v)}' for k, v in sizes.items())})"


def memory_line(workers: Sequence[int]) -> Line:
    found = sorted(map(memory_mb, workers))
    words = ", ".join(f"{size:.0f} Mo" for size in found)
    is_good = max(found) <= 300 if found else None
    return Line("Mémoire de chaque processus à la fin", "≤ 300 Mo", words or "?", is_good)


def main() -> None:
    started = time.monotonic()
    share = busy_share()
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as name:
        folder = Path(name)
        env = environment(folder)
        print("Préparation de la base et des fichiers…", file=sys.stderr)
        subprocess.run(
            [sys.executable, str(TOOLS / "bench_setup.py")], cwd=ROOT, env=env, check=True
        )
        port = free_port()
        with server(env, port) as master:
            workers = workers_of(master)
            addresses = Addresses(seed=1)
            print("Mise en route…", file=sys.stderr)
            drive(port, addresses.results(WARM_REQUESTS) + addresses.keystrokes(WARM_REQUESTS))
            drive(port, addresses.viewports(WARM_REQUESTS))
            lines: list[Line] = []
            for figures in (
                time_lines(port, workers, addresses),
                file_lines(port, workers),
                weight_lines(port),
            ):
                for line in figures:
                    print(line.figure, file=sys.stderr)
                    lines.append(line)
            lines.append(memory_line(workers))
    print(
        f"\nMesuré le {date.today().isoformat()} ; {processor()} ; "  # noqa: DTZ011 - a date to read
        f"Python {platform.python_version()}, SQLite, gunicorn (2 processus), "
        f"{time.monotonic() - started:.0f} s en tout.\n"
    )
    if share > BUSY_SHARE:
        print(
            f"Attention : d’autres occupaient {share:.0%} de la machine au départ, les durées "
            "ci-dessous sont celles d’une machine partagée.\n"
        )
    print(HEADER)
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
