"""Tasks of the ground floor (django-tasks); run by `manage.py run_worker`."""

from django_tasks import task

from maillage.core.mail.sending import send_waiting


@task()
def send_waiting_emails() -> int:
    """Send what waits in the queue of e-mails."""
    return send_waiting()
