"""Pictograms of Lucide (npm package lucide-static), inlined; always beside their word."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

# Name in our templates -> file of lucide-static. A name that is not here is an error.
ICONS: dict[str, str] = {
    "accessibility": "accessibility",
    "alert": "triangle-alert",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "baby": "baby",
    "badge": "badge-check",
    "book": "book-open",
    "briefcase": "briefcase",
    "bus": "bus",
    "car": "car",
    "calendar": "calendar-days",
    "check": "check",
    "chevron-down": "chevron-down",
    "clock": "clock",
    "code": "code-xml",
    "crosshair": "locate-fixed",
    "download": "download",
    "euro": "euro",
    "expand": "maximize",
    "file": "file-text",
    "filter": "sliders-horizontal",
    "flag": "flag",
    "globe": "globe",
    "heart": "heart-pulse",
    "help": "circle-help",
    "home": "house",
    "id": "id-card",
    "info": "info",
    "languages": "languages",
    "laptop": "laptop",
    "layers": "layers",
    "list": "list",
    "log-out": "log-out",
    "mail": "mail",
    "map": "map",
    "map-pin": "map-pin",
    "message": "message-circle",
    "moon": "moon",
    "monitor": "monitor",
    "navigation": "navigation",
    "offline": "wifi-off",
    "palette": "palette",
    "pen": "pen-line",
    "phone": "phone",
    "printer": "printer",
    "qr": "qr-code",
    "restart": "rotate-ccw",
    "rss": "rss",
    "scale": "scale",
    "search": "search",
    "send": "send",
    "shield": "shield-check",
    "smartphone": "smartphone",
    "sprout": "sprout",
    "stop": "circle-stop",
    "ticket": "ticket",
    "users": "users",
    "volume": "volume-2",
    "wifi": "wifi",
    "x": "x",
}

TURNED = frozenset({"arrow-left", "arrow-right", "send"})


@cache
def _drawing(name: str) -> str:
    """The inner part of the SVG file."""
    root = Path(settings.BASE_DIR) / "node_modules" / "lucide-static" / "icons"
    text = (root / f"{ICONS[name]}.svg").read_text(encoding="utf-8")
    inner = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>.*$", "", text)
    return re.sub(r"\s+", " ", inner).strip()


@cache
def icon_svg(name: str) -> SafeString:
    """Inline SVG, hidden from screen readers (the word beside it speaks)."""
    # What points forward or backward turns where a page is read from right to left.
    kind = "icon icon--turns" if name in TURNED else "icon"
    return mark_safe(  # noqa: S308 - our own attributes around a file of the npm package
        f'<svg class="{kind}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f"{_drawing(name)}</svg>"
    )
