"""The registry of e-mails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EmailKind:
    """One kind of e-mail.

    `slug` is « app.name »; the templates are `app/emails/name.txt`, whose first line is the
    subject, and `app/emails/name.html`, which extends core/email.html.
    `sample` gives a context for the preview and the tests: everything the templates print.
    `is_urgent`: somebody waits for it in front of a page (a sign-in code); it leaves before the
    others.
    """

    slug: str
    label: str
    sample: Callable[[], Mapping[str, Any]]
    is_urgent: bool = False

    @property
    def template_base(self) -> str:
        app, name = self.slug.split(".", 1)
        return f"{app}/emails/{name}"


KINDS: dict[str, EmailKind] = {}


def declare_email(kind: EmailKind) -> EmailKind:
    """Add one kind; ValueError when its slug is taken by another."""
    if KINDS.get(kind.slug, kind) is not kind:
        raise ValueError(f"the e-mail {kind.slug} is declared twice")
    KINDS[kind.slug] = kind
    return kind
