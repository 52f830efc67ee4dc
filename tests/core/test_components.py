"""The strict component tag: a mistake stops the template, not the reader."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from maillage.core.components import COMPONENTS, ComponentError
from maillage.core.icons import ICONS, icon_svg


def rendered(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% component %}", "name is missing"),
        ('{% component "zut" %}', "not declared"),
        ('{% component "tag" %}', "missing ['label']"),
        ('{% component "tag" label="a" colour="red" %}', "unknown ['colour']"),
        ('{% component "tag" "a" %}', "only name=value"),
        ('{% componentblock "notice" zut=1 %}x{% endcomponentblock %}', "unknown ['zut']"),
        ('{% componentblock "notice" %}x', "endcomponentblock"),
    ],
)
def test_a_wrong_use_fails_when_the_template_is_read(source: str, words: str) -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        Template(source)
    assert words in str(caught.value)


def test_values_are_text() -> None:
    html = rendered('{% component "tag" label=words %}', words="<b>gras</b>")
    assert "&lt;b&gt;gras&lt;/b&gt;" in html


def test_a_component_sees_only_its_parameters() -> None:
    """`icon` of the page around is not the icon of the tag."""
    assert "<svg" not in rendered('{% component "tag" label="a" %}', icon="phone")


def test_the_block_form_keeps_its_html() -> None:
    html = rendered(
        '{% componentblock "notice" kind="warning" %}<p>{{ words }}</p>{% endcomponentblock %}',
        words="<i>",
    )
    assert "<p>&lt;i&gt;</p>" in html
    assert "notice--warning" in html


def test_defaults_are_filled_in() -> None:
    context = COMPONENTS["button"].context({"label": "Appeler"})
    assert context["kind"] == "primary"
    with pytest.raises(ComponentError):
        COMPONENTS["button"].context({})


def test_an_error_is_tied_to_its_field() -> None:
    html = rendered('{% component "field" name="ou" label="Où ?" hint="Aide" error="Non" %}')
    assert 'aria-describedby="ou-aide ou-erreur"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="ou-erreur"' in html


def test_a_group_of_choices_says_its_error() -> None:
    options = [{"value": "a", "label": "A", "checked": True}]
    source = '{% component "radios" name="n" legend="L" options=options error="Non" %}'
    html = rendered(source, options=options)
    assert 'aria-describedby="n-erreur"' in html.replace("  ", " ").replace('=" ', '="')
    assert 'id="n-a" name="n" value="a" checked' in html


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_pictogram_exists_and_is_silent(name: str) -> None:
    svg = icon_svg(name)
    assert 'aria-hidden="true"' in svg
    assert svg.count("<svg") == svg.count("</svg>") == 1


def test_an_unknown_pictogram_is_a_mistake() -> None:
    with pytest.raises(TemplateSyntaxError, match="zut"):
        rendered('{% icon "zut" %}')
    with pytest.raises(KeyError):
        rendered("{% icon name %}", name="zut")
