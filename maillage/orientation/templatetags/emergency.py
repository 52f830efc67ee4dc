"""`{% emergency %}`: whom to call in danger, beside every field where somebody may write it."""

from django import template

from maillage.orientation.numbers import PublicNumber, numbers_of

_SLUGS = ("police", "urgence-europe", "urgence-sms")

register = template.Library()


@register.inclusion_tag("orientation/_emergency.html")
def emergency() -> dict[str, tuple[PublicNumber, ...]]:
    """One quiet line: 17, 112, and 114 by SMS."""
    return {"numbers": numbers_of(_SLUGS)}
