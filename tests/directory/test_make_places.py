"""Synthetic places: the same for a seed, plainly named, refused in production."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from maillage.directory.criteria import LieuCriteria
from maillage.directory.hours.schedule import validate
from maillage.directory.models import Lieu
from maillage.directory.queries import search_lieux
from maillage.directory.synthetic.communes import invented_position, is_in_outline, towns
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db

FIELDS = ("id", "slug", "nom", "code_insee", "latitude", "horaires", "presentation_detail")


@pytest.fixture(autouse=True)
def _communes() -> None:
    CommuneFactory(code="28085", nom="Chartres", population=38_000)
    CommuneFactory(code="28168", nom="Gallardon", population=3_600, postal_codes="28320")


def make(*arguments: str) -> str:
    out = StringIO()
    call_command("make_places", *arguments, "--region", "24", stdout=out)
    return out.getvalue()


def test_the_same_seed_gives_the_same_places() -> None:
    assert "40 lieux d’essai" in make("40", "--seed", "3")
    first = list(Lieu.objects.order_by("pk").values_list(*FIELDS))
    modalites = set(Lieu.modalites.through.objects.values_list("lieu_id", "modalite__code"))
    assert make("--clear").startswith("40 lieux")
    make("40", "--seed", "3")
    assert list(Lieu.objects.order_by("pk").values_list(*FIELDS)) == first
    again = set(Lieu.modalites.through.objects.values_list("lieu_id", "modalite__code"))
    assert again == modalites
    assert make("40", "--seed", "3").startswith("0 lieux")
    make("40", "--seed", "4")
    assert Lieu.objects.count() == 80


def test_places_are_valid_and_say_that_they_are_not_real() -> None:
    make("60")
    for lieu in Lieu.objects.select_related("territory_commune").prefetch_related("modalites"):
        lieu.full_clean()
        assert "d’essai" in lieu.nom
        assert lieu.territory_commune is not None
        assert 4 <= len(lieu.modalites.all()) <= 25
        if lieu.horaires:
            validate(osm=lieu.horaires)
    with_hours = Lieu.objects.exclude(horaires="").count()
    assert 25 <= with_hours <= 55


def test_the_search_finds_them_and_forgets_them() -> None:
    kept = make_lieu(nom="Vrai lieu")
    make("30")
    assert search_lieux(criteria=LieuCriteria()).total == 31
    assert search_lieux(criteria=LieuCriteria(words="essai")).total == 30
    make("--clear")
    assert search_lieux(criteria=LieuCriteria()).ids() == [kept.pk]


def test_production_needs_force(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        make("5")
    assert not Lieu.objects.exists()
    make("5", "--force")
    assert Lieu.objects.count() == 5


def test_bad_arguments() -> None:
    with pytest.raises(CommandError, match="combien"):
        make()
    with pytest.raises(CommandError, match="Aucune commune"):
        call_command("make_places", "5", "--region", "99")


def test_without_a_territory_the_whole_country_is_invented() -> None:
    found = towns()
    assert len(found) > 30_000
    assert len({town.code for town in found}) == len(found)
    inside = sum(is_in_outline(town.longitude, town.latitude) for town in found[::100])
    assert inside > 0.8 * len(found[::100])
    assert invented_position("28085", "28") == invented_position("28085", "28")
