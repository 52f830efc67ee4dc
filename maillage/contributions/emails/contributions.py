"""E-mails about contributions: to those who may answer, to those who wrote."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from maillage.contributions.models import Contribution
from maillage.core.durations import duration_words
from maillage.core.mail import EmailKind, Letter, declare_email

# More would make a letter that nobody reads to its end: the page lists them all.
LISTED = 10


def _waiting_sample() -> Mapping[str, Any]:
    return {
        "count": 2,
        "items": [
            {
                "name": "Bibliothèque de Gallardon",
                "what": "Signalement d’une erreur",
                "is_escalated": False,
                "url": f"{settings.SITE_URL}/pro/contributions/M-7K4Q-3XWD/",
            },
            {
                "name": "Mairie d’Épernon",
                "what": "Proposition de correction",
                "is_escalated": True,
                "url": f"{settings.SITE_URL}/pro/contributions/M-4CDE-7FGH/",
            },
        ],
        "list_url": f"{settings.SITE_URL}/pro/contributions/",
    }


def _outcome_sample() -> Mapping[str, Any]:
    return {
        "number": "M-7K4Q-3XWD",
        "name": "Bibliothèque de Gallardon",
        "state": "Corrigé",
        "took": "2 jours",
        "answer": "Merci, les horaires sont corrigés.",
        "url": f"{settings.SITE_URL}/signalements/M-7K4Q-3XWD/",
    }


WAITING = declare_email(
    EmailKind("contributions.waiting", "Contributions à traiter", _waiting_sample)
)
OUTCOME = declare_email(
    EmailKind("contributions.outcome", "Réponse à une contribution", _outcome_sample)
)


def waiting_letter(*, to: str, account: int, on: date, found: Sequence[Contribution]) -> Letter:
    """What waits for one person; at most one such letter a day and an account leaves."""
    items = [
        {
            "name": row.lieu_name,
            "what": row.get_nature_display(),
            "is_escalated": row.escalated_at is not None,
            "url": settings.SITE_URL
            + reverse("contributions:contribution_review", args=[row.number]),
        }
        for row in found[:LISTED]
    ]
    context = {
        "count": len(found),
        "items": items,
        "list_url": settings.SITE_URL + reverse("contributions:contribution_list"),
    }
    return Letter(WAITING, to, context, dedupe_key=f"contributions.waiting:{account}:{on}")


def outcome_key(*, contribution: Contribution) -> str:
    """The key of the letter that tells one answer; another answer has another."""
    moment = contribution.answered_at
    return f"contributions.outcome:{contribution.pk}:{moment.isoformat() if moment else ''}"


def outcome_letter(*, contribution: Contribution, to: str, not_before: datetime | None) -> Letter:
    """The answer, for whoever wrote."""
    delay = contribution.answer_delay
    context = {
        "number": contribution.number,
        "name": contribution.lieu_name,
        "state": contribution.state_words,
        "took": duration_words(delay) if delay is not None else "",
        "answer": contribution.answer,
        "url": settings.SITE_URL + contribution.get_absolute_url(),
    }
    key = outcome_key(contribution=contribution)
    return Letter(OUTCOME, to, context, dedupe_key=key, not_before=not_before)
