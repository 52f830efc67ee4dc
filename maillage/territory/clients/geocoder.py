"""Client of the national geocoder of addresses (Géoplateforme, data of the BAN).

`GET {url}/search?q=…&limit=…&autocomplete=…&index=address&lat=…&lon=…` answers a GeoJSON
FeatureCollection. One try, 1.5 s: a person is waiting. After a failure nobody asks for 30 s.
"""

import math
import threading
import time
from dataclasses import dataclass

import httpx

TIMEOUT_SECONDS = 1.5
REST_SECONDS = 30.0
# Lengths that the service accepts.
MIN_SIGNS, MAX_SIGNS = 3, 200


class GeocoderError(Exception):
    """No address could be asked for: the other sources go on."""


class GeocoderOffError(GeocoderError):
    """No geocoder is configured, or the text is not one that it can read."""


class GeocoderRestingError(GeocoderError):
    """It failed a moment ago and is left alone."""


class GeocoderTimeoutError(GeocoderError):
    """It took too long."""


class GeocoderUnreachableError(GeocoderError):
    """No connection, a cut one, or a status that is not a success."""


class GeocoderAnswerError(GeocoderError):
    """It answered something that is not the expected GeoJSON."""


@dataclass(frozen=True, slots=True)
class Address:
    """`score` from 0 to 1 as the service gives it; `citycode` is the INSEE code."""

    ban_id: str
    label: str
    context: str
    citycode: str
    latitude: float
    longitude: float
    score: float


class Breaker:
    """Remembers a failure for a while; one by address of a geocoder, shared by threads."""

    def __init__(self, rest_seconds: float = REST_SECONDS) -> None:
        self._rest = rest_seconds
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def is_open(self, url: str) -> bool:
        with self._lock:
            return time.monotonic() < self._until.get(url, -math.inf)

    def record(self, url: str, *, failed: bool) -> None:
        with self._lock:
            if failed:
                self._until[url] = time.monotonic() + self._rest
            else:
                self._until.pop(url, None)

    def reset(self) -> None:
        with self._lock:
            self._until.clear()


breaker = Breaker()


def search_addresses(
    *,
    url: str,
    text: str,
    limit: int = 5,
    autocomplete: bool = True,
    near: tuple[float, float] | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> list[Address]:
    """Addresses for a text, best first; `near` (latitude, longitude) is preferred.

    Raises a GeocoderError.
    """
    text = " ".join(text.split())[:MAX_SIGNS]
    if not url or len(text) < MIN_SIGNS or not text[0].isalnum():
        raise GeocoderOffError
    if breaker.is_open(url):
        raise GeocoderRestingError
    params: dict[str, str | int | float] = {
        "q": text,
        "limit": limit,
        "autocomplete": int(autocomplete),
        "index": "address",
    }
    if near is not None:
        params |= {"lat": near[0], "lon": near[1]}
    try:
        found = _ask(url, params, timeout_seconds)
    except GeocoderError:
        breaker.record(url, failed=True)
        raise
    breaker.record(url, failed=False)
    return found


def _ask(url: str, params: dict[str, str | int | float], timeout_seconds: float) -> list[Address]:
    try:
        answer = httpx.get(f"{url.rstrip('/')}/search", params=params, timeout=timeout_seconds)
        answer.raise_for_status()
    except httpx.TimeoutException as error:
        raise GeocoderTimeoutError from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise GeocoderUnreachableError(str(error)) from error
    try:
        return [_address(feature) for feature in answer.json()["features"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GeocoderAnswerError(repr(error)) from error


def _address(feature: dict[str, dict[str, object]]) -> Address:
    properties = feature["properties"]
    coordinates = feature["geometry"]["coordinates"]
    if not isinstance(coordinates, list):
        raise TypeError("coordinates")
    longitude, latitude = (float(value) for value in coordinates[:2])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("coordinates out of range")
    return Address(
        ban_id=str(properties.get("id", "")),
        label=str(properties["label"]),
        context=str(properties.get("context", "")),
        citycode=str(properties.get("citycode", "")),
        latitude=latitude,
        longitude=longitude,
        score=min(1.0, max(0.0, float(str(properties.get("score", 0))))),
    )
