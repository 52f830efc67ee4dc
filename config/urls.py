"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # In every language: French without a prefix, the others with theirs (« /en/lieux/ »)
    *i18n_patterns(
        path("", include("maillage.portal.urls")),
        path("", include("maillage.directory.urls")),
        path("", include("maillage.orientation.urls")),
        prefix_default_language=False,
    ),
    # In French only
    path("", include("maillage.orientation.urls_fixed")),
    path("", include("maillage.contributions.urls")),
    path("", include("maillage.network.urls")),
    path("", include("maillage.accounts.urls")),
    path("api/v1/", include("maillage.api.urls")),
    path("admin/", admin.site.urls),
]

# Pages for developers (the last e-mails, sign-in codes among them) exist nowhere else.
if settings.DEVELOPMENT:
    urlpatterns.append(path("dev/courriels/", include("maillage.core.urls")))

handler404 = "maillage.portal.views.not_found"
handler500 = "maillage.portal.views.server_error"
handler400 = "maillage.portal.views.bad_request"
