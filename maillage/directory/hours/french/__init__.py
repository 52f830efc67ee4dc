"""Opening hours from French free text to an OSM string; None when it is not certain."""

from maillage.directory.hours.french.reading import (
    HoursReading,
    read_day_hours,
    read_days,
    read_hours,
)

__all__ = ["HoursReading", "read_day_hours", "read_days", "read_hours"]
