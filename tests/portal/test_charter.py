"""The charter shows everything, and the colours hold their contrast."""

import re

import pytest
from django.test import Client

from maillage.core.component_examples import EXAMPLES
from maillage.core.components import COMPONENTS
from maillage.core.icons import ICONS
from maillage.portal import charter


def test_every_component_is_shown(client: Client) -> None:
    assert EXAMPLES.keys() == COMPONENTS.keys()
    assert all(EXAMPLES.values())
    text = client.get("/charte/").content.decode()
    for name in COMPONENTS:
        assert f'<section class="shown" aria-labelledby="{name}">' in text
    for name in ICONS:
        assert f"<code>{name}</code>" in text


def test_every_parameter_is_shown_once_at_least() -> None:
    for name, component in COMPONENTS.items():
        given = {key for example in EXAMPLES[name] for key in example.parameters}
        assert component.required <= given, name
        for example in EXAMPLES[name]:
            component.context(example.parameters)


def test_every_kind_is_shown() -> None:
    assert {e.parameters.get("kind", "primary") for e in EXAMPLES["button"]} == {
        "primary",
        "secondary",
        "quiet",
    }
    assert {e.parameters.get("kind", "info") for e in EXAMPLES["notice"]} == {
        "info",
        "warning",
        "error",
        "success",
    }


def test_every_token_is_on_the_page(client: Client) -> None:
    text = client.get("/charte/").content.decode()
    for name in charter.tokens()["light"]:
        assert f"<code>--{name}</code>" in text


@pytest.mark.parametrize("pair", charter.pairs(), ids=lambda pair: f"{pair.front}/{pair.back}")
def test_contrast_holds_in_both_themes(pair: charter.Pair) -> None:
    assert pair.light_ratio >= pair.needed
    assert pair.dark_ratio >= pair.needed


def test_dark_replaces_only_what_light_declares() -> None:
    tokens = charter.tokens()
    assert tokens["dark"].keys() <= tokens["light"].keys()
    colours = {name for name, value in tokens["light"].items() if value.startswith("#")}
    assert colours == tokens["dark"].keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", tokens["light"][name]) for name in colours)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ff0000", 1.0)],
)
def test_contrast_is_that_of_wcag(first: str, second: str, ratio: float) -> None:
    assert charter.contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert charter.contrast(second, first) == pytest.approx(ratio, abs=0.005)
