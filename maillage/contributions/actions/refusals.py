"""« Ne plus recevoir ces demandes »: keep a refusal, take it back."""

from django.db import transaction
from django.db.models import Q

from maillage.contributions.enums import OPEN_REQUESTS
from maillage.contributions.links import address_mark
from maillage.contributions.models import MailRefusal, UpdateRequest
from maillage.contributions.queries.campaigns import addresses_of, recipients_of
from maillage.core.journal import Actor, record
from maillage.core.journal.writing import LINK
from maillage.directory.models import Lieu


def address_behind(*, lieu: Lieu, mark: str) -> str:
    """The address of the place that a mark stands for; empty when it is none of them."""
    found = addresses_of(lieux=[lieu])[lieu.pk]
    return next((one for one in found if mark and address_mark(one) == mark), "")


@transaction.atomic
def refuse_mail(*, lieu: Lieu, address: str = "") -> None:
    """No more requests about the place; with an address, none to it, whatever the place.

    Open requests go to the call list when nobody is left to write to.
    """
    if address:
        MailRefusal.objects.get_or_create(lieu=None, address_mark=address_mark(address))
    else:
        MailRefusal.objects.get_or_create(lieu=lieu, address_mark="")
    record(verb="mail.refused", by=LINK, on=lieu, detail={"address": bool(address)})
    touched = Q(lieu=lieu) | Q(email__iexact=address) if address else Q(lieu=lieu)
    _settle_open_requests(touched)


@transaction.atomic
def accept_mail(*, lieu: Lieu, address: str = "", by: Actor = LINK) -> bool:
    """Write again about the place, and to the address when one is given; False: no refusal."""
    refusals = Q(lieu=lieu)
    if address:
        refusals |= Q(address_mark=address_mark(address))
    taken_back, _detail = MailRefusal.objects.filter(refusals).delete()
    if taken_back:
        record(verb="mail.accepted", by=by, on=lieu, detail={"address": bool(address)})
        _settle_open_requests(Q(lieu=lieu))
    return bool(taken_back)


def _settle_open_requests(which: Q) -> None:
    """Bring the address of open requests in line with who may be written to now."""
    rows = list(
        UpdateRequest.objects.filter(which, status__in=OPEN_REQUESTS).select_related("lieu")
    )
    addresses = recipients_of(lieux=[row.lieu for row in rows])
    for row in rows:
        row.email = next(iter(addresses[row.lieu_id]), "")
    UpdateRequest.objects.bulk_update(rows, ["email"], batch_size=200)
