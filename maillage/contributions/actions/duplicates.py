"""What a coordinator decides of two sheets that look alike; every decision can be taken back."""

from django.db import transaction

from maillage.accounts.models import User
from maillage.contributions.enums import DuplicateVerdict
from maillage.contributions.models import DuplicateReview
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.directory.actions import HAND_ORIGIN, redirect_lieu, save_lieu
from maillage.directory.enums import LieuStatus
from maillage.directory.models import Lieu

ORIGIN = f"{HAND_ORIGIN}:doublon"


@transaction.atomic
def say_different(*, one: Lieu, other: Lieu, by: User) -> DuplicateReview:
    """« Deux lieux différents »: the pair is not proposed again. DomainError when decided."""
    review = _keep(one, other, DuplicateVerdict.DISTINCTS, by)
    for lieu in (one, other):
        record(
            verb="duplicate.reviewed",
            by=Actor.of(by),
            on=lieu,
            detail={"verdict": DuplicateVerdict.DISTINCTS.value},
        )
    return review


@transaction.atomic
def merge_places(*, kept: Lieu, merged: Lieu, by: User) -> DuplicateReview:
    """« Le même lieu »: the address of `merged` leads to `kept`, whose words do not change.

    DomainError when the pair was decided, or one of them is no longer published.
    """
    if kept.status != LieuStatus.PUBLIE or merged.status != LieuStatus.PUBLIE:
        raise DomainError("not_published", "Une de ces deux fiches n’est plus publiée.")
    review = _keep(kept, merged, DuplicateVerdict.FUSIONNES, by)
    redirect_lieu(lieu=merged, to=kept, origin=ORIGIN, by=by)
    record(verb="sheet.merged", by=Actor.of(by), on=merged)
    record(
        verb="duplicate.reviewed",
        by=Actor.of(by),
        on=kept,
        detail={"verdict": DuplicateVerdict.FUSIONNES.value},
    )
    return review


@transaction.atomic
def undo_review(*, review: DuplicateReview, by: User) -> None:
    """Forget a decision; a merged sheet is published again under its own address."""
    if review.verdict == DuplicateVerdict.FUSIONNES:
        pair = {review.first_id, review.second_id}
        merged = Lieu.objects.filter(
            pk__in=pair, status=LieuStatus.FUSIONNE, merged_into__in=pair
        ).first()
        if merged is not None:
            merged.status, merged.merged_into = LieuStatus.PUBLIE, None
            save_lieu(lieu=merged, modalites=None, origin=ORIGIN, by=by)
            record(verb="sheet.unmerged", by=Actor.of(by), on=merged)
    deleted, _rows = DuplicateReview.objects.filter(pk=review.pk).delete()
    if not deleted:
        raise DomainError("undone", "Cette décision est déjà annulée.")
    for lieu in (review.first, review.second):
        record(verb="duplicate.undone", by=Actor.of(by), on=lieu)


def _keep(one: Lieu, other: Lieu, verdict: DuplicateVerdict, by: User) -> DuplicateReview:
    first, second = sorted((one, other), key=lambda lieu: lieu.pk)
    review, is_new = DuplicateReview.objects.get_or_create(
        first=first, second=second, defaults={"verdict": verdict, "by": by}
    )
    if not is_new:
        raise DomainError("decided", "Quelqu’un a déjà décidé de ces deux fiches.")
    return review
