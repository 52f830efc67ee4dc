"""Writing accounts: their life, their sessions, the purge of the idle ones."""

from maillage.accounts.actions.life import (
    change_email,
    create_account,
    deactivate_account,
    delete_account,
    reactivate_account,
    remove_second_factor,
    update_identity,
)
from maillage.accounts.actions.sessions import (
    end_other_sessions,
    end_session,
    end_sessions,
    note_activity,
    open_session,
    purge_sessions,
)

__all__ = [
    "change_email",
    "create_account",
    "deactivate_account",
    "delete_account",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "note_activity",
    "open_session",
    "purge_sessions",
    "reactivate_account",
    "remove_second_factor",
    "update_identity",
]
