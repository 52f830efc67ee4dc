"""Template filters and tags of the directory."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from maillage.core.languages import french_attributes
from maillage.core.wording import date_words
from maillage.directory.presenters.card import Card, card_of
from maillage.directory.presenters.printed import Written
from maillage.directory.presenters.search import Group
from maillage.directory.queries import LieuHit

register = template.Library()

# Stands for the count in an option made once; no label can hold it.
_COUNT = "\x02"


@register.filter
def as_card(hit: LieuHit) -> Card:
    """`{% with card=hit|as_card %}`: what a card prints, from a result of the search."""
    return card_of(hit)


@register.filter
def lang_of(words: str) -> SafeString:
    """`<p{{ words|lang_of }}>`: the attributes of what a place wrote, among our own words."""
    attributes = french_attributes() if isinstance(words, Written) else ""
    return mark_safe(attributes)  # noqa: S308 - two attributes of our own


@register.simple_tag
def today_words() -> str:
    """« 21 novembre 2026 »."""
    return date_words(timezone.localdate())


@lru_cache(maxsize=2_048)
def _option(name: str, kind: str, value: str, label: str, is_checked: bool) -> str:
    """One box of a group, from its template, with _COUNT where its count goes."""
    return render_to_string(
        "directory/_lieu_filter_option.html",
        {
            "name": name,
            "type": kind,
            "value": value,
            "label": label,
            "is_checked": is_checked,
            "count": _COUNT,
        },
    ).strip()


@register.simple_tag
def filter_options(group: Group) -> SafeString:
    """`{% filter_options group %}`: the boxes of a group.

    A page has more than a hundred boxes, which differ from page to page by their count only:
    each is rendered once and kept, which makes the page a tenth faster.
    """
    return mark_safe(  # noqa: S308 - escaped by the template; a count is figures in brackets
        "".join(
            _option(group.name, group.type, option.value, option.label, option.checked).replace(
                _COUNT, option.count
            )
            for option in group.options
        )
    )
