"""The eleven themes: the engine, the addresses, the buttons and the advice name the same ones."""

from maillage.core.icons import ICONS
from maillage.directory.enums import Theme
from maillage.orientation import advice
from maillage.orientation.engine import labels
from maillage.orientation.presenters.themes import THEME_BUTTONS
from maillage.orientation.situation import PROGRAMMES


def test_everybody_names_the_same_themes() -> None:
    assert list(labels.THEMES) == Theme.values
    assert list(THEME_BUTTONS) == list(Theme)
    assert set(PROGRAMMES) <= set(Theme.values)
    for theme in Theme:
        assert advice.advice_for((), (theme.value,)).prepare, theme


def test_each_button_has_a_pictogram_of_its_own() -> None:
    icons = [button.icon for button in THEME_BUTTONS.values()]
    assert set(icons) <= ICONS.keys()
    assert len(set(icons)) == len(icons)
