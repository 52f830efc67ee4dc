"""Make a personal link on the prepared site, and print its token (run by tests/e2e/site.py)."""

import sys

import django

django.setup()

from maillage.contributions.actions.update_requests import ask_for_confirmation  # noqa: E402
from maillage.contributions.links import token_of  # noqa: E402
from maillage.directory.models import Lieu  # noqa: E402
from tests.e2e.pages import LIBRARY  # noqa: E402

request = ask_for_confirmation(lieux=[Lieu.objects.get(slug=LIBRARY)], by=None)[0]
sys.stdout.write(token_of(public_id=request.public_id, nonce=request.nonce))
