"""Steps that several tests take: sign in by a code, read the code of an application."""

import re
import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.core.models import OutgoingEmail

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def last_code() -> str:
    """The six figures of the last e-mail."""
    found = re.search(r"\d{3} \d{3}", OutgoingEmail.objects.order_by("-pk")[0].text)
    assert found
    return found.group()


def kinds() -> list[str]:
    """Kinds of the e-mails, oldest first."""
    return list(OutgoingEmail.objects.order_by("pk").values_list("kind", flat=True))


def ask_code(client: Client, email: str, **given: str) -> str:
    """Ask for a code; the code of the e-mail that leaves."""
    response = client.post(reverse("account_login"), {"email": email, **given})
    assert response.status_code == 302, response.content
    return last_code()


def sign_in(client: Client, user: User, *, wanted: str = "", agent: str = "") -> str:
    """Sign in with a code; the address where it leads."""
    given = {"next": wanted} if wanted else {}
    values = {"code": ask_code(client, user.email, **given), **given}
    headers = {"user-agent": agent}
    response = client.post(reverse("account_confirm_login_code"), values, headers=headers)
    assert response.status_code == 302, response.content
    return str(response.headers["Location"])


def add_application(user: User) -> None:
    """Guard an account by an application whose secret is known."""
    TOTP.activate(user, SECRET)


def application_code(*, steps: int = 0) -> str:
    """What the application shows now, or some steps of thirty seconds later."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps)))
