"""Addresses of territories, documents, frames and feeds; included by urls.py."""

from django.urls import path

from maillage.directory.views import documents, embed, feeds, territories

urlpatterns = [
    # Territories: the key (« commune:28168 ») leads to the address by name
    path("territoires/", territories.territory_index, name="territory_index"),
    path("territoires/<str:kind>:<str:code>/", territories.territory_key, name="territory_key"),
    path(
        "territoires/<str:kind>/<slug:slug>/", territories.territory_detail, name="territory_detail"
    ),
    path(
        "territoires/<str:kind>/<slug:slug>/annuaire.pdf",
        documents.territory_pdf,
        name="territory_pdf",
    ),
    path(
        "territoires/<str:kind>/<slug:slug>/changements.rss",
        feeds.territory_feed,
        name="territory_feed",
    ),
    # Documents of a place
    path("lieux/<slug:slug>/fiche.pdf", documents.lieu_pdf, name="lieu_pdf"),
    # Other sites
    path("integrer/", embed.embed_builder, name="embed_builder"),
    path("embed/lieux/", embed.embed, name="embed"),
    path("embed.js", embed.embed_loader, name="embed_loader"),
    # Machines
    path("changements.rss", feeds.feed, name="feed"),
    path("sitemap.xml", feeds.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", feeds.sitemap_section, name="sitemap_section"),
]
