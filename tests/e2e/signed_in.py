"""Sign a member of the library in on a site, and print « session slug » (run by a test)."""

import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from maillage.directory.models import Lieu  # noqa: E402
from tests.e2e.pages import LIBRARY  # noqa: E402
from tests.factories.people import make_member, make_structure  # noqa: E402

lieu = Lieu.objects.get(slug=LIBRARY)
if lieu.structure is None:
    lieu.structure = make_structure("Bibliothèque")
Lieu.objects.filter(pk=lieu.pk).update(
    structure=lieu.structure, horaires="Tu-Sa 09:00-12:00,14:00-17:00"
)
user = make_member(lieu.structure)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
sys.stdout.write(str(session.session_key))
