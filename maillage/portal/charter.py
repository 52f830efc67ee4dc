"""What the page /charte/ shows: tokens read from the stylesheet, contrasts computed."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage import core
from maillage.core.component_examples import EXAMPLES
from maillage.core.components import COMPONENTS

TOKENS_CSS = Path(core.__file__).parent / "static" / "core" / "css" / "tokens.css"
AAA_TEXT = 7.0
AA_GRAPHIC = 3.0

# Text colour on background colour, as the stylesheets pair them.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "marigold-soft"),
    ("ink", "action-soft"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunken"),
    ("action", "paper"),
    ("action", "surface"),
    ("action-strong", "action-soft"),
    ("on-action", "action"),
    ("on-marigold", "marigold"),
    ("open", "open-soft"),
    ("soon", "soon-soft"),
    ("closed", "closed-soft"),
    ("closed", "surface"),
    ("unknown", "unknown-soft"),
    ("info", "info-soft"),
)
# What must be seen without being read: borders of fields, focus.
GRAPHIC_PAIRS: tuple[tuple[str, str], ...] = (
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
)


@cache
def tokens() -> dict[str, dict[str, str]]:
    """Values by theme: « light » holds all the tokens, « dark » those that it replaces."""
    text = re.sub(r"/\*.*?\*/", "", TOKENS_CSS.read_text(encoding="utf-8"), flags=re.DOTALL)
    light, _separator, dark = text.partition("@media (prefers-color-scheme: dark)")
    pattern = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
    return {"light": dict(pattern.findall(light)), "dark": dict(pattern.findall(dark))}


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True, slots=True)
class Pair:
    """One colour on another in both themes; `needed` is the ratio that we promise."""

    front: str
    back: str
    light: tuple[str, str]
    dark: tuple[str, str]
    light_ratio: float
    dark_ratio: float
    needed: float

    @property
    def holds(self) -> bool:
        return min(self.light_ratio, self.dark_ratio) >= self.needed


def pairs() -> list[Pair]:
    """Every pair of colours in use."""
    light = tokens()["light"]
    dark = {**light, **tokens()["dark"]}
    wanted = [(*pair, AAA_TEXT) for pair in TEXT_PAIRS]
    wanted += [(*pair, AA_GRAPHIC) for pair in GRAPHIC_PAIRS]
    return [
        Pair(
            front,
            back,
            (light[front], light[back]),
            (dark[front], dark[back]),
            contrast(light[front], light[back]),
            contrast(dark[front], dark[back]),
            needed,
        )
        for front, back, needed in wanted
    ]


@dataclass(frozen=True, slots=True)
class TokenGroup:
    """Tokens of one family: (name, value in light, value in dark)."""

    title: str | Promise
    rows: list[tuple[str, str, str]]


def token_groups() -> list[TokenGroup]:
    """Every token once: colours, text, spacing, shape."""
    light, dark = tokens()["light"], tokens()["dark"]
    groups: dict[str, list[tuple[str, str, str]]] = {
        "colour": [],
        "text": [],
        "space": [],
        "shape": [],
    }
    for name, value in light.items():
        if value.startswith("#"):
            family = "colour"
        elif name.startswith(("text", "title", "font", "leading", "measure")):
            family = "text"
        elif name.startswith("space"):
            family = "space"
        else:
            family = "shape"
        groups[family].append((name, value, dark.get(name, value)))
    titles = {
        "colour": _("Couleurs"),
        "text": _("Texte"),
        "space": _("Espaces"),
        "shape": _("Formes"),
    }
    return [TokenGroup(titles[family], rows) for family, rows in groups.items()]


@dataclass(frozen=True, slots=True)
class Shown:
    """One example, rendered, with the parameters that made it."""

    title: str | Promise
    parameters: str
    html: str


@dataclass(frozen=True, slots=True)
class ShownComponent:
    name: str
    required: str
    optional: str
    examples: list[Shown]


def shown_components() -> list[ShownComponent]:
    """Every component of the registry; KeyError when one has no example."""
    return [
        ShownComponent(
            component.name,
            ", ".join(sorted(component.required)),
            ", ".join(component.optional),
            [
                Shown(
                    example.title,
                    ", ".join(example.parameters),
                    render_to_string(
                        component.template_name,
                        {**component.context(example.parameters), "content": example.content},
                    ),
                )
                for example in EXAMPLES[component.name]
            ],
        )
        for component in COMPONENTS.values()
    ]
