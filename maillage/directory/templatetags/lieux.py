"""Template filters of the directory."""

from django import template

from maillage.directory.presenters.card import Card, card_of
from maillage.directory.queries import LieuHit

register = template.Library()


@register.filter
def as_card(hit: LieuHit) -> Card:
    """`{% with card=hit|as_card %}`: what a card prints, from a result of the search."""
    return card_of(hit)
