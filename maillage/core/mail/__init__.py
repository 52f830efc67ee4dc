"""E-mails: every kind is declared once, written in two templates, queued, then sent by a task.

An app declares its kinds in its `emails.py` (imported by its AppConfig.ready):

    INVITATION = declare_email(EmailKind("network.invitation", "Invitation", sample))

and writes `network/emails/invitation.txt` (first line: the subject) and `invitation.html`
(extends core/email.html).
"""

from maillage.core.mail.kinds import KINDS, EmailKind, declare_email
from maillage.core.mail.queueing import (
    Letter,
    cancel_email,
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
    "queue_email",
    "queue_emails",
    "render_email",
]
