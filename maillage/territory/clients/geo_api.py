"""Client of the official API of the territory (geo.api.gouv.fr, « API Découpage administratif »).

Four kinds of calls: the region, its departments, the communes of a department (the heavy
one, with contours), the former communes of the region. Each answer is kept on disk: used as it
is for a day, then asked again with its ETag. Passing failures (time-out, cut connection,
429, 5xx, cut JSON) are retried with growing pauses; the rest is a TerritoryDataError.
"""

import hashlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from maillage.territory.data import TerritoryDataError

COMMUNE_FIELDS = "nom,code,codesPostaux,codeEpci,epci,population,surface,centre,contour"
FRESH_SECONDS = 24 * 3600
ATTEMPTS = 4
TIMEOUT_SECONDS = 60.0

Progress = Callable[[str], None]


class _PassingError(Exception):
    """A failure worth another try."""


@dataclass
class GeoApiClient:
    """`cache_dir` may not exist yet; `progress` receives French lines; `pause` sleeps."""

    base_url: str
    cache_dir: Path
    progress: Progress = field(default=lambda _line: None)
    pause: Callable[[float], None] = time.sleep
    timeout_seconds: float = TIMEOUT_SECONDS

    def region(self, code: str) -> dict[str, Any]:
        found = self._get(f"/regions/{code}", {"fields": "nom,code"})
        if not isinstance(found, dict):
            raise self._unexpected()
        return found

    def departements(self, region: str) -> list[dict[str, Any]]:
        return self._list(f"/regions/{region}/departements", {"fields": "nom,code"})

    def communes(self, departement: str) -> list[dict[str, Any]]:
        """Fields of COMMUNE_FIELDS; `surface` in hectares, `centre` and `contour` in GeoJSON."""
        return self._list(
            f"/departements/{departement}/communes", {"fields": COMMUNE_FIELDS, "format": "json"}
        )

    def former_communes(self, region: str) -> list[dict[str, Any]]:
        return self._list(
            "/communes_associees_deleguees",
            {"codeRegion": region, "fields": "nom,code,type,chefLieu", "format": "json"},
        )

    def _list(self, path: str, params: dict[str, str]) -> list[dict[str, Any]]:
        found = self._get(path, params)
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise self._unexpected()
        return found

    def _unexpected(self) -> TerritoryDataError:
        return TerritoryDataError(
            "unexpected_answer", f"{self.base_url} a répondu autre chose que ce qui est attendu."
        )

    def _get(self, path: str, params: dict[str, str]) -> Any:
        url = httpx.URL(self.base_url.rstrip("/") + path, params=params)
        name = hashlib.sha256(str(url).encode()).hexdigest()[:32]
        kept = self.cache_dir / f"{name}.json"
        cached = _read_cached(kept)
        if cached is not None and time.time() - cached["at"] < FRESH_SECONDS:
            self.progress(f"{path} : gardé de moins d’un jour")
            return cached["body"]
        headers = {"If-None-Match": cached["etag"]} if cached and cached["etag"] else {}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._ask(url, headers, kept, cached, path)
            except _PassingError as failure:
                if attempt == ATTEMPTS:
                    raise TerritoryDataError(
                        "network",
                        f"{url.host} ne répond pas comme il faut ({failure}), après "
                        f"{ATTEMPTS} essais. Vérifiez la connexion, ou donnez un dossier "
                        "avec --from.",
                    ) from failure
                wait = 2 ** (attempt - 1) + random.uniform(0, 0.5)  # noqa: S311 - spreads calls
                self.progress(f"{path} : {failure}, nouvel essai dans {wait:.0f} s")
                self.pause(wait)
        raise AssertionError("unreachable")

    def _ask(
        self,
        url: httpx.URL,
        headers: dict[str, str],
        kept: Path,
        cached: dict[str, Any] | None,
        path: str,
    ) -> Any:
        try:
            answer = httpx.get(
                url, headers=headers, timeout=self.timeout_seconds, follow_redirects=True
            )
        except httpx.TimeoutException as error:
            raise _PassingError("délai dépassé") from error
        except httpx.HTTPError as error:
            raise _PassingError(f"connexion : {type(error).__name__}") from error
        if answer.status_code == httpx.codes.NOT_MODIFIED and cached is not None:
            self.progress(f"{path} : inchangé")
            _write_cached(kept, cached["body"], cached["etag"])
            return cached["body"]
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            raise _PassingError(f"erreur {answer.status_code}")
        if not answer.is_success:
            raise TerritoryDataError(
                "refused", f"{url.host} refuse {path} (erreur {answer.status_code})."
            )
        try:
            body = answer.json()
        except ValueError as error:
            raise _PassingError("JSON illisible") from error
        self.progress(f"{path} : {len(answer.content) / 1e6:.1f} Mo")
        _write_cached(kept, body, answer.headers.get("ETag", ""))
        return body


def _read_cached(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(found, dict) and found.keys() >= {"at", "etag", "body"}
    return found if whole else None


def _write_cached(path: Path, body: Any, etag: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps({"at": time.time(), "etag": etag, "body": body}), encoding="utf-8")
    # A reading cut half-way never leaves half a file behind.
    draft.replace(path)
