"""Tasks and periodic work of the imports made from the pages."""

from datetime import timedelta

from django_tasks import task

from maillage.contributions.actions import imports as actions
from maillage.core.jobs import declare_job


@task()
def work_on_import(run_id: int) -> str:
    """Look at the file of a run, or apply it: what the run waits for."""
    return actions.work_on(run_id=run_id)


def _resume() -> str:
    """Do what waits: after a crash, or after an import that was in the way."""
    done = [actions.work_on(run_id=pk) for pk in actions.waiting_runs()]
    return f"imports={len(done)} busy={done.count('busy')}"


def _forget_files() -> str:
    return f"files={actions.forget_files()}"


def _forget_runs() -> str:
    return f"runs={actions.forget_runs()}"


def declare() -> None:
    """Declare the jobs of this module; called once, when the app is ready."""
    day = timedelta(days=1)
    declare_job(name="contributions.resume_imports", every=timedelta(minutes=1), run=_resume)
    declare_job(name="contributions.forget_import_files", every=day, run=_forget_files)
    declare_job(name="contributions.forget_import_runs", every=day, run=_forget_runs)
