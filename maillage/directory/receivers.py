"""What the directory does when something happens elsewhere."""

from typing import Any

from django.db.models.signals import post_delete, post_migrate
from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from maillage.directory import actions
from maillage.directory.models import DirectoryRevision, Lieu


@receiver(post_migrate, dispatch_uid="directory.sync_modalites")
def write_vocabularies(sender: Any, using: str = "default", **_kwargs: Any) -> None:
    """After each migration the table of vocabularies says what standard.py says."""
    if getattr(sender, "name", "") == "maillage.directory" and using == "default":
        actions.sync_modalites()
        DirectoryRevision.objects.get_or_create(pk=1)


@receiver(post_delete, sender=Lieu, dispatch_uid="directory.lieu_deleted")
def forget_deleted(**_kwargs: Any) -> None:
    """A deleted sheet leaves every index."""
    actions.next_epoch()


@receiver(pre_create_historical_record, sender=Lieu.history.model)
def name_origin(instance: Lieu, history_instance: Any, **_kwargs: Any) -> None:
    """Keep with the version where the change comes from (set by actions.record_version)."""
    history_instance.history_source = getattr(instance, "history_origin", "")
    if getattr(instance, "history_is_first", False):
        history_instance.history_type = "+"
