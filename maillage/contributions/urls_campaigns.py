"""Campaigns (/pro/campagnes/) and the personal links (/mise-a-jour/)."""

from django.urls import URLPattern, path

from maillage.contributions.views import (
    calls,
    campaign_results,
    campaigns,
    refusals,
    update_links,
)

_CAMPAIGN = "pro/campagnes/<int:pk>/"

patterns: list[URLPattern] = [
    path("mise-a-jour/<str:token>/", update_links.update_link, name="update_link"),
    path("mise-a-jour/<str:token>/merci/", update_links.update_done, name="update_done"),
    path("mise-a-jour/<str:token>/arret/", refusals.update_stop, name="update_stop"),
    path(
        "mise-a-jour/<str:token>/partie/<str:section>/",
        update_links.update_section,
        name="update_section",
    ),
    path("pro/campagnes/", campaigns.campaign_list, name="campaign_list"),
    path("pro/campagnes/nouvelle/", campaigns.campaign_create, name="campaign_create"),
    path(_CAMPAIGN, campaigns.campaign_detail, name="campaign_detail"),
    path(f"{_CAMPAIGN}modifier/", campaigns.campaign_edit, name="campaign_edit"),
    path(f"{_CAMPAIGN}ouvrir/", campaigns.campaign_open, name="campaign_open"),
    path(f"{_CAMPAIGN}clore/", campaigns.campaign_close, name="campaign_close"),
    path(f"{_CAMPAIGN}effacer/", campaigns.campaign_delete, name="campaign_delete"),
    path(f"{_CAMPAIGN}demandes/<int:number>/", campaigns.request_change, name="request_change"),
    path(f"{_CAMPAIGN}resultats.csv", campaign_results.campaign_csv, name="campaign_csv"),
    path(f"{_CAMPAIGN}resultats.xlsx", campaign_results.campaign_xlsx, name="campaign_xlsx"),
    path(f"{_CAMPAIGN}territoires.csv", campaign_results.campaign_areas, name="campaign_areas"),
    path(f"{_CAMPAIGN}autonomie/", campaign_results.campaign_autonomy, name="campaign_autonomy"),
    path(f"{_CAMPAIGN}appels/", calls.call_list, name="call_list"),
    path(f"{_CAMPAIGN}appels/<int:number>/", calls.call_detail, name="call_detail"),
    path(
        f"{_CAMPAIGN}appels/<int:number>/partie/<str:section>/",
        calls.call_section,
        name="call_section",
    ),
]
