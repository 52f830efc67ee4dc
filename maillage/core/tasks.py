"""Tasks of the ground floor (django-tasks); run by `manage.py run_worker`."""

from django_tasks import task

from maillage.core.mail.sending import send_waiting
from maillage.core.worker import MAIL_QUEUE, is_stopping


@task(queue_name=MAIL_QUEUE)
def send_waiting_emails() -> int:
    """Send what waits in the queue of e-mails; returns how many left."""
    return send_waiting(is_stopping=is_stopping).sent
