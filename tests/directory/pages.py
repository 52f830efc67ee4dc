"""What the tests of the public pages share: reading them as a person does."""

import re

from django.test import Client

HOSTILE = '<script>alert("1")</script>"\'><img src=x>'


def names(html: str) -> list[str]:
    """Names of the cards, in the order of the page."""
    return re.findall(r'<h3 class="lieu-card__name"><a[^>]*>([^<]*)</a>', html)


def heading(html: str) -> str:
    found = re.search(r'id="resultats-titre">([^<]*)<', html)
    assert found is not None
    return found[1]


def read(client: Client, address: str, status: int = 200, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return response.content.decode()
