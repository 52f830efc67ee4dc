"""Error reports and proposals; their moderation under /pro/contributions/."""

from django.urls import URLPattern, path

from maillage.contributions.views import contributions, moderation, moderation_list, proposals

patterns: list[URLPattern] = [
    path("lieux/<slug:slug>/signaler/", contributions.report_create, name="report_create"),
    path("lieux/<slug:slug>/proposer/", proposals.proposal_create, name="proposal_create"),
    path("proposer-un-lieu/", proposals.lieu_propose, name="lieu_propose"),
    path("signalements/", contributions.report_find, name="report_find"),
    path("signalements/<str:number>/", contributions.report_detail, name="report_detail"),
    # --- /pro/contributions/ ---
    path("pro/contributions/", moderation_list.contribution_list, name="contribution_list"),
    path(
        "pro/contributions/<str:number>/",
        moderation.contribution_review,
        name="contribution_review",
    ),
]
