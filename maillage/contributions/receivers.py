"""What follows an import: what its source says of fields that people wrote is proposed to them."""

from typing import Any

from django.dispatch import receiver

from maillage.contributions.actions.source_proposals import propose_from_source
from maillage.contributions.queries.proposals import Changes
from maillage.directory.models import Lieu, Source
from maillage.directory.signals import import_differs


@receiver(import_differs, dispatch_uid="contributions.import_differs")
def propose_news(source: Source, lieu: str, news: Changes, **_kwargs: Any) -> None:
    """Inside the transaction of the import: an import that fails proposes nothing."""
    sheet = Lieu.objects.prefetch_related("modalites").get(pk=lieu)
    propose_from_source(source=source, lieu=sheet, news=news)
