"""Pages about the site itself."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from maillage import __version__
from maillage.accounts.rules import (
    CLOSED_BEFORE_DELETION,
    GUARDED_SESSION,
    IDLE_BEFORE_CLOSING,
    MEMBER_SESSION,
    NOTICE,
)
from maillage.contributions.actions.contributions import (
    EMAIL_KEPT_DAYS,
    EMAIL_UNANSWERED_KEPT_DAYS,
    REPORT_KEPT_DAYS,
    REPORT_UNANSWERED_KEPT_DAYS,
)
from maillage.contributions.actions.reminders import EMAIL_KEPT as REQUEST_EMAIL_KEPT
from maillage.contributions.actions.sheets import DRAFT_KEPT
from maillage.contributions.actions.update_requests import CAMPAIGN_LINK_DAYS, LINK_DAYS
from maillage.contributions.queries.contributions import median_answer_time
from maillage.core.journal.triggers import KEPT_DAYS as JOURNAL_KEPT_DAYS
from maillage.core.languages import french_only, language_links
from maillage.core.retention import EMAIL_KEPT, RECIPIENT_KEPT
from maillage.network.actions.invitations import INVITATION_DAYS
from maillage.network.actions.retention import (
    CLAIM_KEPT_DAYS,
    INVITATION_ADDRESS_KEPT_DAYS,
    INVITATION_KEPT_DAYS,
)
from maillage.portal import queries
from maillage.portal.needs import HOME_NEEDS

# Day of the self-assessment that /accessibilite/ describes: change it with the page.
ASSESSED_ON = date(2026, 11, 21)


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "section": "aide",
        "version": __version__,
        "answer_time": median_answer_time(),
    }
    return render(request, "portal/about.html", context)


@login_not_required
@french_only
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"assessed_on": ASSESSED_ON})


@login_not_required
@french_only
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    context = {"publisher": settings.PUBLISHER, "map_is_remote": bool(settings.MAP_STYLE_URL)}
    return render(request, "portal/legal.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "email_kept_days": EMAIL_KEPT_DAYS,
        "email_unanswered_kept_days": EMAIL_UNANSWERED_KEPT_DAYS,
        "report_kept_days": REPORT_KEPT_DAYS,
        "report_unanswered_days": REPORT_UNANSWERED_KEPT_DAYS,
        "link_days": LINK_DAYS,
        "campaign_link_days": CAMPAIGN_LINK_DAYS,
        "request_email_days": REQUEST_EMAIL_KEPT.days,
        "recipient_days": RECIPIENT_KEPT.days,
        "sent_days": EMAIL_KEPT.days,
        "closing_days": IDLE_BEFORE_CLOSING.days,
        "deletion_days": CLOSED_BEFORE_DELETION.days,
        "notice_days": NOTICE.days,
        "draft_days": DRAFT_KEPT.days,
        "invitation_days": INVITATION_DAYS,
        "invitation_address_days": INVITATION_ADDRESS_KEPT_DAYS,
        "invitation_kept_days": INVITATION_KEPT_DAYS,
        "claim_days": CLAIM_KEPT_DAYS,
        "journal_days": JOURNAL_KEPT_DAYS,
        "session_days": MEMBER_SESSION.days,
        "guarded_hours": int(GUARDED_SESSION.total_seconds() // 3600),
        "map_is_remote": bool(settings.MAP_STYLE_URL),
        "geocoder_is_remote": bool(settings.GEOCODER_URL),
        "language_model_is_set": bool(settings.LANGUAGE_MODEL_URL),
    }
    return render(request, "portal/privacy.html", context)


@login_not_required
@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """The languages of the site; places where the reader's own is spoken, when it is not French."""
    spoken = get_language() or settings.LANGUAGE_CODE
    context = {
        "section": "aide",
        "languages": language_links(request),
        "spoken": "" if spoken.startswith(settings.LANGUAGE_CODE) else spoken,
    }
    return render(request, "portal/languages.html", context)


@login_not_required
@french_only
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/data.html", {"site_url": settings.SITE_URL})


@login_not_required
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    context = {"needs": HOME_NEEDS, "basins": queries.basins_with_places()}
    return render(request, "portal/site_map.html", context)
