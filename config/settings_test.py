"""Settings of the tests: strict templates, fast hashing, a database in memory."""

import os

os.environ["MAILLAGE_ENV"] = "test"
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from config.settings import *  # noqa: F403
from config.settings import TEMPLATES


class UndefinedVariable(str):
    """Fails when a template prints a variable that does not exist."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, other: object) -> str:
        raise ValueError(f"Variable indéfinie dans un gabarit : {other}")


DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")  # type: ignore[index]
MAP_STYLE_URL = ""
GEOCODER_URL = ""
SITE_URL = "http://testserver"
API_RATE_PER_MINUTE = 100_000
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default", "courriels"],
    }
}
# Tests sign in without a code; those of the second factor ask for it.
SECOND_FACTOR_REQUIRED = False
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "throttle")
}
