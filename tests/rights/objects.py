"""One object of each kind, all of « here », and what the addresses say of them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.accounts.models import OpenSession
from maillage.contributions.models import DeskOperation, UpdateRequest
from maillage.directory.models import DuplicatePair
from maillage.directory.photo_actions import save_photo
from maillage.directory.photos import make_safe
from maillage.network.actions.people import save_profile
from maillage.network.models import Claim, Coordination, Invitation
from tests.directory.test_photos import picture
from tests.factories.campaigns import make_campaign
from tests.factories.contributions import make_report
from tests.factories.imports import make_run
from tests.factories.orientation import make_kiosk
from tests.rights.world import World

UNKNOWN = 987_654_321


def make_objects(world: World) -> dict[str, dict[str, Any]]:
    """Kind of object → arguments of its address. « values » → what « {name} » means in data."""
    person = world.people["member"]
    by = world.people["coordinator"]
    save_profile(user=person, is_listed=True, teaches="", seeks="")
    campaign = make_campaign(sections=["contacts"])
    asked = UpdateRequest.objects.create(
        lieu=world.lieu,
        campaign=campaign,
        cause="campagne",
        sections=["contacts"],
        public_id="essai",
        nonce="essai",
        expires_at=timezone.now() + timedelta(days=30),
    )
    invitation = Invitation.objects.create(
        email="invitee@exemple.fr",
        structure=world.here,
        role="membre",
        token_hash="a" * 64,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=30),
    )
    one, other = sorted((world.lieu, world.second_lieu), key=lambda lieu: lieu.pk)
    photo = save_photo(
        lieu=world.lieu,
        photo=make_safe(content=picture(), name="photo.jpg"),
        alt="La porte d’entrée",
        by=person,
    )
    run = make_run(by)
    pk = {"pk": campaign.pk}
    return {
        "": {},
        "lieu": {"slug": world.lieu.slug},
        "section": {"slug": world.lieu.slug, "section": "contacts"},
        "photo": {"slug": world.lieu.slug, "name": str(photo.image.name).rsplit("/", 1)[-1]},
        "structure": {"pk": world.here.pk},
        "membership": {"pk": world.here.pk, "user_pk": person.pk},
        "listed": {"pk": person.pk},
        "coordination": {"pk": Coordination.objects.get(user=by).pk},
        "invitation": {"pk": invitation.pk},
        "claim": {
            "pk": Claim.objects.create(
                lieu=world.lieu, email="a@exemple.fr", display_name="Camille"
            ).pk
        },
        "contribution": {"number": make_report(world.lieu).number},
        "campaign": pk,
        "kiosk": {"pk": make_kiosk(structure=world.here).pk},
        "request": {**pk, "number": asked.pk},
        "request_section": {**pk, "number": asked.pk, "section": "contacts"},
        "operation": {"pk": DeskOperation.objects.create(kind="archiver", by=by).pk},
        "desk_list": {"code": "perimes"},
        "desk_list_file": {"code": "perimes", "form": "csv"},
        "file": {"form": "csv"},
        "pair": {"first": one.slug, "second": other.slug},
        "duplicate": {
            "pk": DuplicatePair.objects.create(
                first=one, second=other, verdict="distincts", by=by
            ).pk
        },
        "run": {"pk": run.pk},
        "run_file": {"pk": run.pk, "form": "csv"},
        "session": {"pk": OpenSession.objects.create(user=person, session_key="essai").pk},
        "key": {"pk": UNKNOWN},
        "values": {
            "lieu": world.lieu.pk,
            "version": world.lieu.history.order_by("pk").values_list("pk", flat=True).first(),
        },
    }


def unknown(kwargs: dict[str, Any]) -> dict[str, Any]:
    """The same address for an object that does not exist."""
    return {
        name: UNKNOWN if isinstance(value, int) else f"inconnu-{value}"[:100]
        for name, value in kwargs.items()
    }
