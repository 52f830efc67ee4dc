"""Tags for search engines and social networks, in the `head` block of a page.

{% load structured_data %}
{% lieu_structured_data lieu %}
{% breadcrumb_structured_data items %}
{% open_graph title=… description=… %}
"""

from collections.abc import Sequence

from django import template
from django.http import HttpRequest

from maillage.directory import structured_data
from maillage.directory.models import Lieu

register = template.Library()


@register.inclusion_tag("directory/_structured_data.html")
def lieu_structured_data(lieu: Lieu) -> dict[str, object]:
    """JSON-LD of a place."""
    return {"data": structured_data.as_json_ld(structured_data.lieu_data(lieu))}


@register.inclusion_tag("directory/_structured_data.html")
def territory_structured_data(nom: str, path: str, description: str) -> dict[str, object]:
    """JSON-LD of the page of a territory."""
    data = structured_data.territory_data(nom=nom, path=path, description=description)
    return {"data": structured_data.as_json_ld(data)}


@register.inclusion_tag("directory/_structured_data.html", takes_context=True)
def breadcrumb_structured_data(
    context: template.Context, items: Sequence[tuple[str, str]]
) -> dict[str, object]:
    """JSON-LD of the trail, from the same items as the breadcrumb component."""
    request: HttpRequest = context["request"]
    data = structured_data.breadcrumb_data(items, here=request.path)
    return {"data": structured_data.as_json_ld(data)}


@register.inclusion_tag("directory/_open_graph.html", takes_context=True)
def open_graph(context: template.Context, title: str, description: str) -> dict[str, object]:
    """Open Graph tags: what a shared link shows."""
    return {
        "title": title,
        "description": description,
        "url": context["canonical_url"],
        "site_name": context["site_name"],
    }
