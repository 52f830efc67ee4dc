"""What the directory tells the apps above it."""

from django.dispatch import Signal

import_differs = Signal()
"""A source says something else of fields that people wrote: source (Source), lieu (key), news
({section: {field: value}} in the shape of directory.sections). Sent inside the transaction of the
import; the news is what the source says now and did not say before."""
