"""Addresses of the orientation without a language before them: kiosks, professional area."""

from maillage.orientation import urls_kiosk, urls_pro

app_name = "bornes"

urlpatterns = [*urls_kiosk.patterns, *urls_pro.patterns]
