"""Addresses of the orientation that exist in every language."""

from maillage.orientation import urls_conversation, urls_slip

app_name = "orientation"

urlpatterns = [*urls_conversation.patterns, *urls_slip.patterns]
