"""Template tags available everywhere."""

from django import template

register = template.Library()
