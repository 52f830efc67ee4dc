"""What machines follow: news (RSS) and the sitemap."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.core.languages import french_only
from maillage.directory.feeds import NewsFeed
from maillage.directory.sitemaps import SITEMAPS
from maillage.directory.views.territories import territory_or_404

_feed = NewsFeed()


@login_not_required
@french_only
@require_safe
@cache_control(public=True, max_age=900)
def feed(request: HttpRequest) -> HttpResponse:
    """News of the whole directory."""
    return _feed(request)


@login_not_required
@french_only
@require_safe
@cache_control(public=True, max_age=900)
def territory_feed(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """News of one territory."""
    territory = territory_or_404(kind, slug)
    if territory.slug != slug:
        return redirect("directory:territory_feed", kind, territory.slug, permanent=True)
    return _feed(request, territory=territory)


@login_not_required
@french_only
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of the sitemaps."""
    return sitemap_views.index(
        request, sitemaps=SITEMAPS, sitemap_url_name="directory:sitemap_section"
    )


@login_not_required
@french_only
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One sitemap; 404 for an unknown one or a page that does not exist."""
    return sitemap_views.sitemap(request, sitemaps=SITEMAPS, section=section)
