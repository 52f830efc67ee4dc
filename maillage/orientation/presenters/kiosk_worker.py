"""What the service worker of a kiosk keeps, so that the tablet survives a cut of the network."""

import hashlib
import json
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from maillage.directory.enums import Theme
from maillage.orientation.models import Kiosk
from maillage.orientation.presenters.kiosk import ANY_THEME, OFFLINE, REFRESH_SECONDS, URGENT
from maillage.orientation.presenters.kiosk import page_url as url
from maillage.orientation.queries.kiosks import WITH_THEMES, languages_of, services_of

PATIENCE_MS = 3_000
STATIC_FILES = (
    "core/css/site.css",
    "core/logo.svg",
    "orientation/kiosk/kiosk.css",
    "orientation/kiosk/kiosk.js",
    "orientation/js/speech.js",
    "vendor/fonts/atkinson-latin-normal.woff2",
    "vendor/fonts/atkinson-latin-ext-normal.woff2",
)


def scope_of(slug: str) -> str:
    """The path below which a worker answers: all the screens of one kiosk, nothing else."""
    return reverse("bornes:kiosk_home", args=[slug])


def worker_script(*, slug: str, kiosk: Kiosk | None) -> str:
    """The program of a worker, after its plan; `kiosk` None: one that throws away what it kept."""
    plan = _plan(kiosk) if kiosk is not None else {"version": "", "pages": {}}
    scope = scope_of(slug)
    plan |= {"scope": scope, "home": scope}
    program = static("orientation/kiosk/worker.js")
    return f"self.BORNE = {json.dumps(plan)};\nimportScripts({json.dumps(program)});\n"


def _plan(kiosk: Kiosk) -> dict[str, Any]:
    """What worker.js reads; its version changes with what it holds, so that copies are renewed."""
    codes = [language.code for language in languages_of(kiosk=kiosk)]
    plan: dict[str, Any] = {
        "first": codes[0],
        "offline": OFFLINE,
        "files": [static(name) for name in STATIC_FILES],
        "pages": {code: _pages(kiosk, code) for code in codes},
        "patience": PATIENCE_MS,
        # A little less than the tablet waits, so that every question makes new copies.
        "freshness": (REFRESH_SECONDS - 10) * 1000,
        "changed": int(kiosk.updated_at.timestamp()),
    }
    content = json.dumps(plan, sort_keys=True).encode()
    return plan | {"version": hashlib.sha256(content).hexdigest()[:12]}


def _pages(kiosk: Kiosk, language: str) -> list[str]:
    """Every screen of a kiosk in one language."""
    services = services_of(kiosk=kiosk)
    pages = [url(kiosk, language), url(kiosk, language, URGENT), url(kiosk, language, OFFLINE)]
    pages += [url(kiosk, language, service) for service in services]
    if WITH_THEMES in services:
        themes = [*Theme.values, ANY_THEME]
        pages += [url(kiosk, language, WITH_THEMES, theme) for theme in themes]
    return pages
