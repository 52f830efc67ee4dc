"""What the database cannot check of one value."""

from django.core.exceptions import ValidationError

from maillage.directory.hours.schedule import HoursError, validate


def validate_hours(value: str) -> None:
    """Refuse an OSM string that cannot be read, with what is wrong and a right example."""
    try:
        validate(osm=value)
    except HoursError as error:
        raise ValidationError(error.message_fr, code="hours") from error
