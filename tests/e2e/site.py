"""A real site for the browser: gunicorn, hashed files, a database filled once and copied."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 40
PREPARE_SECONDS = 240


def free_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(*, database: Path, static: Path, port: int) -> dict[str, str]:
    """Production settings without a network: own boundaries, no geocoder, no https."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    data = os.environ.get("MAILLAGE_DATA_DIR", "")
    return kept | {
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.e2e.site_settings",
        "MAILLAGE_ENV": "production",
        "MAILLAGE_HTTPS": "0",
        "MAILLAGE_DATA_DIR": data,
        "MAILLAGE_MAP_STYLE_URL": "",
        "MAILLAGE_GEOCODER_URL": "",
        "MAILLAGE_GEO_API_URL": "",
        "MAILLAGE_SITE_URL": f"http://127.0.0.1:{port}",
        "MAILLAGE_CONTACT_EMAIL": "contact@exemple.fr",
        "SECRET_KEY": "clef-des-essais-dans-un-navigateur-0123456789-abcdefghij",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DATABASE_URL": f"sqlite:///{database}",
        "E2E_STATIC_ROOT": str(static),
        "LOG_LEVEL": "WARNING",
    }


def prepare(folder: Path) -> None:
    """Fill the database and gather the static files, once for all the processes of a run."""
    done, lock = folder / "ready", folder / "lock"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        limit = time.monotonic() + PREPARE_SECONDS
        while not done.exists():
            assert time.monotonic() < limit, "another process did not prepare the site in time"
            time.sleep(0.2)
        return
    env = environment(database=folder / "site.sqlite3", static=folder / "static", port=0)
    for command in (["prepare_site"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        result = subprocess.run(
            [sys.executable, ROOT / "manage.py", *command],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
    link = subprocess.run(
        [sys.executable, "-m", "tests.e2e.personal_link"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    (folder / "token").write_text(link.stdout.strip())
    done.touch()


@contextmanager
def running(folder: Path, own: Path, **overrides: str) -> Iterator[str]:
    """The address of a site of its own, on a copy of the prepared database."""
    database = own / "site.sqlite3"
    shutil.copy(folder / "site.sqlite3", database)
    port = free_port()
    env = environment(database=database, static=folder / "static", port=port) | overrides
    log = own / "gunicorn.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                Path(sys.executable).parent / "gunicorn",
                "--bind",
                f"127.0.0.1:{port}",
                "--worker-class",
                "gthread",
                "--threads",
                "4",
                "config.wsgi",
            ],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310
                return
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{address}: {error.code}\n{log.read_text()}") from error
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer\n{log.read_text()}")


@contextmanager
def serve(files: dict[str, tuple[str, bytes]]) -> Iterator[str]:
    """Another origin on this machine: path → (type, content); its address, without a slash.

    « {origin} » in a content is this address; a path that is not there is a 404.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = files.get(self.path.split("?")[0], ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(content.replace(b"{origin}", origin.encode()))

        def log_message(self, *_args: object) -> None:
            """Nothing in the output of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield origin
        server.shutdown()
        thread.join()
