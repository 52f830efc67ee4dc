"""Small territories."""

import json

import factory
from factory.django import DjangoModelFactory

from maillage.core.text import normalize_place, slug_of
from maillage.territory.models import (
    Bassin,
    BassinMembership,
    Commune,
    Contour,
    Departement,
    Epci,
    FormerCommune,
    Region,
)


class RegionFactory(DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "24"
    nom = "Centre-Val de Loire"
    slug = factory.LazyAttribute(lambda o: slug_of(o.nom))


class DepartementFactory(DjangoModelFactory[Departement]):
    class Meta:
        model = Departement
        django_get_or_create = ("code",)

    code = "28"
    nom = "Eure-et-Loir"
    slug = factory.LazyAttribute(lambda o: slug_of(o.nom))
    region = factory.SubFactory(RegionFactory)


class EpciFactory(DjangoModelFactory[Epci]):
    class Meta:
        model = Epci
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{200_000_000 + n}")
    nom = factory.Sequence(lambda n: f"CC des Essais {n}")
    slug = factory.LazyAttribute(lambda o: slug_of(o.nom))


class BassinFactory(DjangoModelFactory[Bassin]):
    class Meta:
        model = Bassin
        django_get_or_create = ("code",)

    code = "2421"
    nom = "Chartres"
    slug = factory.LazyAttribute(lambda o: slug_of(o.nom))
    region = factory.SubFactory(RegionFactory)


class CommuneFactory(DjangoModelFactory[Commune]):
    """A commune of Eure-et-Loir near Chartres; the code is new at every call."""

    class Meta:
        model = Commune
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"28{900 - n % 900:03}")
    nom = factory.Sequence(lambda n: f"Commune {n}")
    slug = factory.LazyAttribute(lambda o: f"{slug_of(o.nom)}-{o.code.lower()}")
    departement = factory.SubFactory(DepartementFactory)
    postal_codes = "28000"
    population = 1_000
    surface_km2 = 12.5
    latitude = 48.4438
    longitude = 1.4890
    search_text = factory.LazyAttribute(lambda o: normalize_place(o.nom))


class FormerCommuneFactory(DjangoModelFactory[FormerCommune]):
    class Meta:
        model = FormerCommune

    code = "28422"
    nom = "Voves"
    kind = "commune-deleguee"
    commune = factory.SubFactory(CommuneFactory)


class BassinMembershipFactory(DjangoModelFactory[BassinMembership]):
    class Meta:
        model = BassinMembership

    commune = factory.SubFactory(CommuneFactory)
    bassin = factory.SubFactory(BassinFactory)


def square_geojson(west: float, south: float, east: float, north: float) -> str:
    """The GeoJSON geometry of a box, in degrees."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


class ContourFactory(DjangoModelFactory[Contour]):
    """A square contour: give `kind`, `code` and the four edges."""

    class Meta:
        model = Contour

    kind = "commune"
    code = "28085"
    west, south, east, north = 1.4, 48.4, 1.6, 48.5
    geometry = factory.LazyAttribute(lambda o: square_geojson(o.west, o.south, o.east, o.north))
