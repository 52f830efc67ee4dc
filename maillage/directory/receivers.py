"""What the directory does when something happens elsewhere."""

from typing import Any

from django.apps import apps as django_apps
from django.db.models.signals import post_delete, post_migrate
from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from maillage.directory import actions
from maillage.directory.history_queries import parts_of_lieux, parts_of_structures
from maillage.directory.import_actions import sync_sources
from maillage.directory.models import DirectoryRevision, Lieu, Source, Structure


@receiver(post_migrate, dispatch_uid="directory.sync_modalites")
def write_vocabularies(
    sender: Any, using: str = "default", apps: Any = django_apps, **_kwargs: Any
) -> None:
    """After each migration the tables of vocabularies and of sources say what the files say."""
    if getattr(sender, "name", "") != "maillage.directory" or using != "default":
        return
    try:
        apps.get_model("directory", Source.__name__)
    except LookupError:  # migrated to an earlier state, which has not all the tables
        return
    actions.sync_modalites()
    sync_sources()
    DirectoryRevision.objects.get_or_create(pk=1)


@receiver(post_delete, sender=Lieu, dispatch_uid="directory.lieu_deleted")
def forget_deleted(**_kwargs: Any) -> None:
    """A deleted sheet leaves every index."""
    actions.next_epoch()


@receiver(pre_create_historical_record, sender=Lieu.history.model)
def name_origin(instance: Lieu, history_instance: Any, **_kwargs: Any) -> None:
    """Keep with the version where the change comes from (set by actions.record_version) and
    the parts of the sheet."""
    history_instance.history_source = getattr(instance, "history_origin", "")
    if history_instance.history_type != "-":  # the parts went first
        history_instance.parts = parts_of_lieux(ids=[instance.pk])[instance.pk]
    _say_created(instance, history_instance)


@receiver(pre_create_historical_record, sender=Structure.history.model)
def keep_passages(instance: Structure, history_instance: Any, **_kwargs: Any) -> None:
    """Keep with the version the passages of the organisation."""
    if history_instance.history_type != "-":
        history_instance.parts = parts_of_structures(ids=[instance.pk])[instance.pk]
    _say_created(instance, history_instance)


def _say_created(instance: Lieu | Structure, history_instance: Any) -> None:
    """The one version of a creation is written by the second save, which looks like a change."""
    if getattr(instance, "history_is_first", False) and history_instance.history_type == "~":
        history_instance.history_type = "+"
