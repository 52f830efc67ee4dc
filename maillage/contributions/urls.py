"""Addresses of the contributions app, by page group."""

from maillage.contributions import (
    urls_campaigns,
    urls_contributions,
    urls_desk,
    urls_imports,
    urls_sheets,
)

app_name = "contributions"

urlpatterns = [
    *urls_contributions.patterns,
    *urls_sheets.patterns,
    *urls_campaigns.patterns,
    *urls_desk.patterns,
    *urls_imports.patterns,
]
