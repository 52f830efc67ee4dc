"""The registry of interface components: what each accepts, with its defaults.

A component is a template in templates/components/; the tag `component` fails on a name or a
parameter that is not declared here. The page /charte/ shows all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class ComponentError(ValueError):
    """A template uses a component wrongly; the message says what is declared."""


@dataclass(frozen=True, slots=True)
class Component:
    """`required` parameters have no default; `optional` maps names to defaults."""

    name: str
    required: frozenset[str] = frozenset()
    optional: Mapping[str, object] = field(default_factory=dict)

    @property
    def template_name(self) -> str:
        return f"components/{self.name}.html"

    def context(self, given: Mapping[str, object]) -> dict[str, object]:
        """All the parameters, defaults filled in; ComponentError on a wrong set."""
        unknown = given.keys() - self.required - self.optional.keys()
        missing = self.required - given.keys()
        if unknown or missing:
            raise ComponentError(
                f"component « {self.name} »: unknown {sorted(unknown)}, missing {sorted(missing)}"
            )
        return {**self.optional, **given}


def _declare(name: str, /, *required: str, **optional: object) -> Component:
    return Component(name, frozenset(required), optional)


COMPONENTS: dict[str, Component] = {
    component.name: component
    for component in (
        _declare(
            "button",
            "label",
            href="",
            kind="primary",  # primary, secondary, quiet
            icon="",
            name="",
            value="",
            attributes="",
            hint="",
        ),
        _declare("tag", "label", kind="neutral", icon=""),  # open, soon, closed, unknown, warm…
        _declare("notice", kind="info", title="", text=""),  # info, warning, error, success
        _declare("breadcrumb", "items"),  # [(label, href or "")]
        _declare("pagination", "page", "last", "previous_url", "next_url"),
        _declare(
            "field",
            "name",
            "label",
            id="",
            value="",
            hint="",
            error="",
            type="text",
            autocomplete="",
            required=False,
            multiline=False,
            inputmode="",
            list_id="",
            suggest_url="",
            maxlength="",
            placeholder="",
            enterkeyhint="",
        ),
        _declare("select", "name", "label", "options", id="", value="", hint="", error=""),
        _declare(
            "checkboxes", "name", "legend", "options", hint="", error="", is_folded=False
        ),  # options: [{value, label, count (or None), checked}]
        _declare(
            "radios", "name", "legend", "options", hint="", error="", required=False
        ),  # options: [{value, label, checked}]
        _declare(
            "picker", "name", "legend", "options", is_heading=False
        ),  # large choices with a pictogram: [{value, label, hint, icon, checked}]
        _declare("steps", "items"),  # numbered sentences
        _declare("error_summary", "errors", is_focused=True),  # errors: [(field id, message)]
        _declare("fact", "term", text="", icon=""),  # the block form says more than a text
        _declare("choice", "label", "href", icon="", hint=""),  # large pictogram link
    )
}
