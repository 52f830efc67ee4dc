"""Template tags available everywhere: strict components, pictograms, addresses."""

from datetime import datetime

from django import template
from django.template.base import (
    FilterExpression,
    NodeList,
    Parser,
    TextNode,
    Token,
    token_kwargs,
)
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from maillage.core.components import COMPONENTS, ComponentError
from maillage.core.icons import ICONS, icon_svg
from maillage.core.languages import french_attributes
from maillage.core.wording import contracted as contracted_words
from maillage.core.wording import date_words
from maillage.core.wording import tied as tied_words

register = template.Library()


class ComponentNode(template.Node):
    """Renders one component with its own context; a block form passes `content`."""

    def __init__(
        self, name: str, kwargs: dict[str, FilterExpression], content: NodeList | None
    ) -> None:
        self.component = COMPONENTS[name]
        self.kwargs = kwargs
        self.content = content
        self.component.context(dict.fromkeys(kwargs, ""))

    def render(self, context: template.Context) -> SafeString:
        given = {name: value.resolve(context) for name, value in self.kwargs.items()}
        values = self.component.context(given)
        values["content"] = self.content.render(context) if self.content else ""
        inner = context.new(values)
        found = get_template(self.component.template_name)
        return found.template.render(inner)  # type: ignore[attr-defined, no-any-return]


def _parse(parser: Parser, token: Token) -> tuple[str, dict[str, FilterExpression]]:
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError("component: the name is missing")
    name = bits.pop(0).strip("\"'")
    if name not in COMPONENTS:
        raise template.TemplateSyntaxError(f"component « {name} » is not declared")
    kwargs = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"component « {name} »: only name=value parameters")
    return name, kwargs


@register.tag
def component(parser: Parser, token: Token) -> ComponentNode:
    """`{% component "button" label=_("Appeler") href="tel:…" %}`."""
    name, kwargs = _parse(parser, token)
    try:
        return ComponentNode(name, kwargs, None)
    except ComponentError as error:
        raise template.TemplateSyntaxError(str(error)) from error


@register.tag
def componentblock(parser: Parser, token: Token) -> ComponentNode:
    """`{% componentblock "notice" kind="info" %}…{% endcomponentblock %}`."""
    name, kwargs = _parse(parser, token)
    content = parser.parse(("endcomponentblock",))
    parser.delete_first_token()
    try:
        return ComponentNode(name, kwargs, content)
    except ComponentError as error:
        raise template.TemplateSyntaxError(str(error)) from error


class IconNode(template.Node):
    """A pictogram whose name is known at run time only."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        return icon_svg(self.name.resolve(context))


@register.tag
def icon(parser: Parser, token: Token) -> template.Node:
    """`{% icon "phone" %}`: a pictogram of core.icons.ICONS; any other name is an error.

    A literal name is drawn when the template is read: a page of results has 150 of them.
    """
    bits = token.split_contents()
    if len(bits) != 2:
        raise template.TemplateSyntaxError("icon: one name is expected")
    name = bits[1]
    if name[0] in "\"'" and name[0] == name[-1]:
        if name[1:-1] not in ICONS:
            raise template.TemplateSyntaxError(f"icon « {name[1:-1]} » is not declared")
        return TextNode(icon_svg(name[1:-1]))
    return IconNode(parser.compile_filter(name))


@register.filter
def in_words(moment: datetime) -> str:
    """`{{ now|in_words }}`: its day, « 21 novembre 2026 », as the language writes it."""
    return date_words(timezone.localtime(moment).date())


@register.filter
def contracted(text: str) -> SafeString:
    """`{{ sentence|contracted }}`: « près d’Orléans », of a sentence made by blocktranslate."""
    return mark_safe(contracted_words(text))  # noqa: S308 - escaped by blocktranslate


@register.filter
def tied(text: object) -> str:
    """`{{ hours|tied }}`: « 11 h 30 » and « 0 892 705 705 » stay on one line."""
    return tied_words(str(text))


@register.simple_tag
def lang_fr() -> SafeString:
    """`<h1{% lang_fr %}>`: attributes of an element that is French whatever the page is."""
    return mark_safe(french_attributes())  # noqa: S308 - two attributes of our own
