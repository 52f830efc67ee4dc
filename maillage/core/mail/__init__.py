"""E-mails: every kind is declared once, written in two templates, queued, then sent by a task.

An app declares its kinds in its `emails.py` (imported by its AppConfig.ready):

    INVITATION = declare_email(EmailKind("network.invitation", "Invitation", sample))

and writes `network/emails/invitation.txt` (first line: the subject; nothing is escaped) and
`invitation.html`, which extends core/email.html (block `body`; the main link is
`{% include "core/emails/button.html" with url=url label=label %}`, which shows its address too).
The text holds every link of the HTML.
"""

from maillage.core.mail.kinds import KINDS, EmailKind, declare_email
from maillage.core.mail.queueing import (
    Letter,
    cancel_email,
    is_address,
    queue_email,
    queue_emails,
    render_email,
)

__all__ = [
    "KINDS",
    "EmailKind",
    "Letter",
    "cancel_email",
    "declare_email",
    "is_address",
    "queue_email",
    "queue_emails",
    "render_email",
]
