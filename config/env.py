"""Read the environment, and fail loudly: a wrong value stops the start with a sentence.

A file `.env` at the root of the checkout (KEY=value lines) fills what the environment
does not set already. Every variable is documented in docs/reference/configuration.md.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE_WORDS = {"1", "true", "yes", "on", "oui"}
FALSE_WORDS = {"0", "false", "no", "off", "non", ""}


class EnvError(Exception):
    """A variable of the environment is missing or cannot be read."""


def load_dotenv(path: Path) -> None:
    """Fill os.environ from KEY=value lines; what is already set wins."""
    if not path.is_file():
        return
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        key, separator, value = line.partition("=")
        if not separator:
            raise EnvError(f"{path.name}, ligne {number} : on attend CLE=valeur.")
        os.environ.setdefault(key.strip(), value.strip().strip("\"'"))


def env_str(name: str, default: str | None = None) -> str:
    """Text of the variable; EnvError when it is missing and there is no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise EnvError(f"La variable {name} est obligatoire.")
    return value


def env_bool(name: str, *, default: bool) -> bool:
    """1/0, true/false, oui/non; EnvError on any other word."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise EnvError(f"La variable {name} vaut « {value} » : on attend oui ou non.")


def env_int(name: str, default: int) -> int:
    """Whole number; EnvError otherwise."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise EnvError(f"La variable {name} vaut « {value} » : on attend un nombre.") from None


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated words, without the empty ones."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def env_secret(name: str, default: str | None = None) -> str:
    """The variable, or the content of the file that NAME_FILE points to (Docker secrets)."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise EnvError(f"{name}_FILE : le fichier ne se lit pas ({error}).") from error
    return env_str(name, default)


def database_from_url(url: str) -> dict[str, object]:
    """Django's database settings from `sqlite:///path` or `postgresql://user:pw@host:port/name`.

    Query parameters of a PostgreSQL address go to the driver's options (`sslmode=require`,
    `host=/run/postgresql` for a socket).
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(url.removeprefix("sqlite:///")) or ":memory:"
        if name != ":memory:":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": {
                # A writer waits for its turn instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    " PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise EnvError("DATABASE_URL : on attend sqlite:///fichier ou postgresql://…")
