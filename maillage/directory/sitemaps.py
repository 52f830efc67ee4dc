"""Sitemap: the pages of the site, every published place, every territory that has places."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from maillage.directory.models import Lieu
from maillage.directory.queries import counts_by_commune
from maillage.directory.territory_queries import Counted, territories_with_counts
from maillage.territory.enums import TerritoryKind

PAGES = (
    "portal:home",
    "directory:lieu_list",
    "orientation:conversation",
    "directory:territory_index",
    "directory:embed_builder",
    "portal:about",
    "portal:languages",
    "portal:accessibility",
    "portal:legal",
    "portal:privacy",
    "portal:data",
)


class _Site:
    """What Django asks of a site: its name in addresses, that of the canonical links."""

    def __init__(self) -> None:
        parts = urlsplit(settings.SITE_URL)
        self.domain = parts.netloc
        self.scheme = parts.scheme


class OurSitemap(Sitemap):  # type: ignore[type-arg]
    """Addresses as the canonical links write them, whatever host the request names."""

    limit = 5_000

    def get_urls(
        self,
        page: int | str = 1,
        site: object = None,  # noqa: ARG002 - Django's signature; ours does not depend on them
        protocol: str | None = None,  # noqa: ARG002
    ) -> list[dict[str, object]]:
        ours = _Site()
        found: list[dict[str, object]] = super().get_urls(
            page=page,
            site=ours,  # type: ignore[arg-type]
            protocol=ours.scheme,
        )
        return found


class PageSitemap(OurSitemap):
    """The pages that every site has."""

    def items(self) -> Sequence[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class LieuSitemap(OurSitemap):
    """Every published place; `lastmod` is the last change of our row."""

    def items(self) -> QuerySet[Lieu]:
        return Lieu.objects.published().only("slug", "updated_at").order_by("slug")

    def lastmod(self, item: Lieu) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        # Django would read every sheet to find the latest.
        found: datetime | None = Lieu.objects.published().aggregate(last=Max("updated_at"))["last"]
        return found


class TerritorySitemap(OurSitemap):
    """Territories that have places; one changes when one of its places does."""

    def __init__(self) -> None:
        self.changed = {
            (TerritoryKind.COMMUNE.value, code): last
            for code, last in Lieu.objects.published()
            .order_by()
            .values_list("code_insee")
            .annotate(last=Max("updated_at"))
        }
        self.latest = max(self.changed.values(), default=None)

    def items(self) -> list[Counted]:
        if not counts_by_commune():
            return []
        return [
            row
            for kind in TerritoryKind
            for row in territories_with_counts(kind=kind)
            if row.places
        ]

    def location(self, item: Counted) -> str:
        return item.url

    def lastmod(self, item: Counted) -> datetime | date | None:
        return self.changed.get((item.kind, item.code), self.latest)

    def get_latest_lastmod(self) -> datetime | None:
        return self.latest


SITEMAPS: "dict[str, type[Sitemap[Any]] | Sitemap[Any]]" = {
    "pages": PageSitemap,
    "lieux": LieuSitemap,
    "territoires": TerritorySitemap,
}
