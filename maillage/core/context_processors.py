"""What every page may print."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from maillage.core.languages import language_links


def site(request: HttpRequest) -> dict[str, object]:
    """Name and contact of the site; the absolute address of this page without its query, and
    the same page in the other languages.
    """
    return {
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + request.path,
        "page_languages": SimpleLazyObject(lambda: language_links(request)),
    }
