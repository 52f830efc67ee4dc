"""What demo-real prints once sources are in."""

import pytest
from pytest_django import DjangoAssertNumQueries

from maillage.directory.models import DuplicatePair, Lieu
from maillage.directory.overview_queries import OUTSIDE, BasinCount, SourceScore, count_all
from tests.factories.directory import make_lieu
from tests.factories.imports import make_record, make_source
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db


def test_sheets_by_basin_and_score_by_source(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    chartres = CommuneFactory(code="28085", nom="Chartres")
    BassinMembershipFactory(commune=chartres, bassin=BassinFactory(code="2421", nom="Chartres"))
    good, poor, draft, gone = (
        make_lieu(status=status) for status in ("publie", "publie", "brouillon", "archive")
    )
    Lieu.objects.filter(pk=draft.pk).update(territory_commune=None)
    for lieu, score in ((good, 90), (poor, 30), (draft, 40), (gone, 0)):
        Lieu.objects.filter(pk=lieu.pk).update(score=score)
    # Two sources of one name; the first gives the good sheet twice.
    one, two = (make_source(slug, nom="Relais") for slug in ("un", "deux"))
    for lieu, source, key in (
        (good, one, "1"),
        (good, one, "2"),
        (poor, one, "3"),
        (gone, one, "4"),
    ):
        make_record(source, lieu=lieu, key=key, verdict="point_cru" if key == "3" else "")
    make_record(two, lieu=draft, key="1")
    first, second = sorted((good.pk, poor.pk))
    DuplicatePair.objects.create(first_id=first, second_id=second)
    with django_assert_num_queries(4):
        found = count_all()
    assert found.basins == (BasinCount("Chartres", 2, 0), BasinCount(OUTSIDE, 0, 1))
    assert found.sources == (SourceScore("Relais", 2, 60.0), SourceScore("Relais", 1, 40.0))
    assert (found.suspects, found.merged, found.to_review) == (1, 0, 1)
