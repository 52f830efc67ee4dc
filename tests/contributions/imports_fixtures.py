"""What the tests of imports share: a territory, a coordinator, files that are kept nowhere."""

from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.accounts.models import User
from maillage.directory.models import ImportRun
from tests.factories.people import client_of, make_coordinator
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

HEADER = "id;pivot;nom;commune;code_postal;adresse;latitude;longitude;telephone;date_maj;services"
FIRST = (
    "1;00000000000000;Médiathèque;Chartres;28000;1 rue Haute;48.4438;1.489;02 37 00 00 00;"
    "2026-03-01;Aide aux démarches administratives"
)
SECOND = (
    "2;00000000000000;Tiers-lieu;Chartres;28000;2 rue Basse;;;0237000001;2026-03-01;"
    "Aide aux démarches administratives"
)
WITHOUT_DATE = "3;00000000000000;Mairie;Chartres;28000;3 place du Marché;;;;;"
ELSEWHERE = "4;00000000000000;Autre;Tours;37000;4 rue Neuve;;;;2026-03-01;"


def csv_file(*lines: str, name: str = "lieux.csv", header: str = HEADER) -> SimpleUploadedFile:
    """A file of the standard with these lines."""
    return SimpleUploadedFile(name, "\n".join([header, *lines, ""]).encode())


@pytest.fixture
def coordinator(db: None) -> User:
    """Coordinates the basin of Chartres (2421); Tours is elsewhere."""
    BassinMembershipFactory(
        commune=CommuneFactory(code="28085", nom="Chartres", postal_codes="28000"),
        bassin=BassinFactory(code="2421"),
    )
    CommuneFactory(code="37261", nom="Tours", postal_codes="37000", latitude=47.39, longitude=0.69)
    return make_coordinator()


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files are received in a folder of the test."""
    field = ImportRun._meta.get_field("upload")
    folder = tmp_path / "imports"
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=folder))
    return folder
