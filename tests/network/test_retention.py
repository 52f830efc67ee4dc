"""What the network forgets, and when."""

from datetime import timedelta

from django.utils import timezone

from maillage.network.actions.retention import Purge, purge_network
from maillage.network.jobs import run_purge
from maillage.network.models import Claim, Invitation
from tests.rights.world import World


def invitation(world: World, name: str, **fields: object) -> Invitation:
    values: dict[str, object] = {
        "email": f"{name}@exemple.fr",
        "display_name": name,
        "structure": world.here,
        "role": "membre",
        "token_hash": name.ljust(64, "0"),
        "expires_at": timezone.now() + timedelta(days=30),
        **fields,
    }
    return Invitation.objects.create(**values)


def test_addresses_go_a_month_after_the_end_then_all_after_a_year(world: World) -> None:
    now = timezone.now()
    long_ago = now - timedelta(days=31)
    invitation(world, "attend")
    invitation(world, "acceptee", status="acceptee", answered_at=long_ago)
    invitation(world, "recente", status="acceptee", answered_at=now)
    invitation(world, "expiree", expires_at=long_ago)
    year = now - timedelta(days=366)
    invitation(world, "vieille", created_at=year, expires_at=year + timedelta(days=30))
    Claim.objects.create(lieu=world.lieu, email="a@exemple.fr", created_at=year)
    Claim.objects.create(
        lieu=world.lieu, status="refusee", answered_at=year, created_at=year, answer="Non."
    )
    Claim.objects.create(lieu=world.lieu, email="b@exemple.fr")
    assert purge_network(now=now) == Purge(addresses=3, invitations=1, claims=2)
    kept = set(Invitation.objects.exclude(email="").values_list("email", flat=True))
    assert kept == {"attend@exemple.fr", "recente@exemple.fr"}
    assert Claim.objects.get().email == "b@exemple.fr"
    assert purge_network(now=now) == Purge(addresses=0, invitations=0, claims=0)


def test_the_job_says_what_it_did(db: None) -> None:
    assert run_purge() == "addresses=0 invitations=0 claims=0"
