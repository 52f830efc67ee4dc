"""A database of a former version, prepared again."""

import pytest
from django.core.management import call_command

from maillage.directory.models import Lieu
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db


def test_sheets_of_a_former_version_are_measured() -> None:
    CommuneFactory.create()
    lieu = make_lieu()
    known = Lieu.objects.get(pk=lieu.pk).score
    assert known is not None
    Lieu.objects.update(score=None)
    call_command("prepare_site")
    assert Lieu.objects.get(pk=lieu.pk).score == known
