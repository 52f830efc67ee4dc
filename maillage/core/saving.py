"""Saving a row whose rules the database holds."""

from django.db import IntegrityError, models, transaction


def save_checked(
    row: models.Model, *, validate_unique: bool = True, force_insert: bool = False
) -> None:
    """Clean a row and save it; raises ValidationError, in French, for a refused value.

    The constraints are left to the database, which checks them all at once; Django would ask it
    one question for each. Only when it refuses are they asked one by one, for their message.
    """
    row.full_clean(validate_unique=validate_unique, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=force_insert)
    except IntegrityError:
        row.validate_constraints()
        raise
