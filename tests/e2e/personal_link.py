"""Make personal links and a kiosk on the prepared site; print the token of the sheet's link.

The invitation and the claim have the secrets of tests/addresses.py, so that their pages open.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from maillage.accounts.models import User  # noqa: E402
from maillage.contributions.actions.update_requests import ask_for_confirmation  # noqa: E402
from maillage.contributions.links import token_of  # noqa: E402
from maillage.directory.models import Lieu  # noqa: E402
from maillage.network.links import hash_of  # noqa: E402
from maillage.network.models import Claim, Invitation  # noqa: E402
from maillage.network.queries import address_speaks_for  # noqa: E402
from tests.addresses import CLAIM_TOKEN, INVITATION_TOKEN, KIOSK  # noqa: E402
from tests.e2e.pages import LIBRARY  # noqa: E402
from tests.factories.orientation import make_kiosk  # noqa: E402

library = Lieu.objects.get(slug=LIBRARY)
request = ask_for_confirmation(lieux=[library], by=None)[0]
Invitation.objects.create(
    email="personne@exemple.fr",
    structure=library.structure,
    role="membre",
    token_hash=hash_of(INVITATION_TOKEN),
    invited_by=User.objects.create_superuser("essais@exemple.fr", display_name="Essais"),
    expires_at=timezone.now() + timedelta(days=1),
)
answered = next(
    lieu for lieu in Lieu.objects.published().exclude(courriels="") if address_speaks_for(lieu=lieu)
)
Claim.objects.create(
    lieu=answered,
    email="personne@exemple.fr",
    display_name="Personne d’essai",
    token_hash=hash_of(CLAIM_TOKEN),
)
make_kiosk(
    slug=KIOSK,
    nom="Mairie de Chartres",
    welcome="Bonjour et bienvenue à la mairie.",
    help_note="Demandez à l’accueil, guichet 2.",
    can_print=True,
)
sys.stdout.write(token_of(public_id=request.public_id, nonce=request.nonce))
