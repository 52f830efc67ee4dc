"""Work of the directory that nobody waits for: search duplicates, forget what is too old."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from maillage.accounts.models import User
from maillage.core.jobs import declare_job
from maillage.directory.dedupe_actions import DedupeCounts, search_until_settled
from maillage.directory.dedupe_queries import last_search
from maillage.directory.import_actions import forget_cells


@task()
def search_for_duplicates(asked_by: int) -> str:
    """Search now; `asked_by` is the key of an account. Fails while an import is at work."""
    return _words(search_until_settled(by=User.objects.filter(pk=asked_by).first()))


def search_if_changed() -> str:
    """Search when the directory changed since the last search; one line for the log."""
    last = last_search()
    if last is not None and last.is_current:
        return "unchanged"
    return _words(search_until_settled())


def forget_old_cells() -> str:
    """Apply the retention rule of the raw cells; one line for the log."""
    return f"records={forget_cells(now=timezone.now())}"


def _words(counts: DedupeCounts) -> str:
    return f"sheets={counts.sheets} merged={counts.merged} to_review={counts.to_review}"


def declare() -> None:
    """Declare the jobs of this module; called once, when the app is ready."""
    day = timedelta(days=1)
    declare_job(name="directory.search_duplicates", every=day, run=search_if_changed)
    declare_job(name="directory.forget_cells", every=day, run=forget_old_cells)
