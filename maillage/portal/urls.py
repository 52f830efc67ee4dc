"""Addresses of the portal: home, pages about the site, health."""

from django.urls import path

from maillage.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    # The site itself
    path("a-propos/", views.about, name="about"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("vos-donnees/", views.privacy, name="privacy"),
    path("donnees/", views.data, name="data"),
    path("langues/", views.languages, name="languages"),
    path("plan-du-site/", views.site_map, name="site_map"),
    path("charte/", views.charter, name="charter"),
    # For machines
    path("robots.txt", views.robots, name="robots"),
    path("sante/", views.health, name="health"),
]
