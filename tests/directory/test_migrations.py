"""What migrations make of the data of sites that run already."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from maillage.directory.actions import save_lieu
from maillage.directory.models import Lieu, Source
from maillage.directory.receivers import write_vocabularies
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db


def test_sheets_that_people_wrote_last_keep_their_words(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    untouched, corrected, imported = make_lieu(), make_lieu(telephone=""), make_lieu()
    for lieu, origin in (
        (corrected, "saisie:lien"),
        (imported, "saisie:lien"),
        (imported, "import:hub"),
    ):
        lieu.presentation_resume = f"Des postes, un accueil ({origin})."
        save_lieu(lieu=lieu, modalites={"services": ["demarches"]}, origin=origin)
    Lieu.objects.update(hand_fields={})
    migration = import_module("maillage.directory.migrations.0005_hand_fields")
    with django_assert_num_queries(3):  # sheets, lists, one write
        migration.note_hand_fields(apps, None)
    fields = dict(Lieu.objects.values_list("pk", "hand_fields"))
    assert (fields[untouched.pk], fields[imported.pk]) == ({}, {})
    assert set(fields[corrected.pk].values()) == {timezone.localdate().isoformat()}
    assert {"nom", "adresse", "presentation_resume", "services"} <= fields[corrected.pk].keys()
    assert "telephone" not in fields[corrected.pk]


def test_vocabularies_wait_for_the_tables_that_hold_them() -> None:
    class Before:
        """The models of an earlier migration."""

        def get_model(self, *_names: str) -> None:
            raise LookupError

    Source.objects.all().delete()
    config = apps.get_app_config("directory")
    write_vocabularies(sender=config, apps=Before())
    assert not Source.objects.exists()
    write_vocabularies(sender=config, apps=apps)
    assert Source.objects.exists()
