"""The site and its worker side by side, for `make run`: the end of one ends the other.

Usage: run.py HOST PORT. Ctrl+C, SIGTERM or a closed terminal stops both; so does the death of
either, whose exit code is then ours.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.env import load_dotenv  # noqa: E402

PATIENCE_SECONDS = 15


def start(*command: str) -> "subprocess.Popen[bytes]":
    """One command of manage.py in a group of its own: Ctrl+C reaches us alone, we tell it."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, start_new_session=True
    )


def tell(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Send a signal to a process and its children (the site restarts itself in a child)."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def main(host: str, port: str) -> int:
    load_dotenv(ROOT / ".env")
    # Links of e-mails lead to where this site really is.
    os.environ.setdefault("MAILLAGE_SITE_URL", f"http://{host}:{port}")
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked.append(received))
    site = start("runserver", "--skip-checks", f"{host}:{port}")
    worker = start("run_worker")
    both = {"site": site, "worker": worker}
    while not asked and all(process.poll() is None for process in both.values()):
        time.sleep(0.2)
    ended = {name: process.poll() for name, process in both.items()}
    for process in both.values():
        tell(process, signal.SIGTERM)
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and any(process.poll() is None for process in both.values()):
        time.sleep(0.1)
    for process in both.values():
        tell(process, signal.SIGKILL)
        process.wait()
    if asked:
        print("\n  Le site et son worker sont arrêtés.")
        return 0
    for name, code in ended.items():
        if code is not None:
            print(f"\n  Le {name} s’est arrêté (code {code}) : tout est arrêté.", file=sys.stderr)
            return code if code > 0 else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
