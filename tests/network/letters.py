"""What waits in the queue of e-mails."""

import re

from maillage.core.models import OutgoingEmail


def letters(kind: str) -> list[OutgoingEmail]:
    """The e-mails of one kind that wait, oldest first."""
    return list(OutgoingEmail.objects.filter(kind=f"network.{kind}").order_by("pk"))


def last_link(kind: str) -> str:
    """The address, without its host, that the last e-mail of a kind gives."""
    found = re.search(
        r"http://testserver(/(?:invitation|rattachement)/[^/\s]+/)", letters(kind)[-1].text
    )
    assert found is not None
    return found.group(1)
