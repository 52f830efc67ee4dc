"""Support tool: what left by e-mail, who did what, what runs by itself. Read only."""

from django.contrib import admin

from maillage.core.models import JobRun, JournalEntry, OutgoingEmail
from maillage.core.support import ReadOnlyAdmin


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnlyAdmin):
    """Never the words: a code waits in some of them."""

    list_display = ("created_at", "kind", "status", "attempts", "sent_at", "error")
    list_filter = ("status", "kind")
    search_fields = ("recipient",)
    exclude = ("subject", "text", "html", "dedupe_key")


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "actor_kind", "actor_id", "object_type", "object_id")
    list_filter = ("actor_kind",)
    search_fields = ("verb", "object_id")


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    list_display = ("name", "started_at", "finished_at", "failures", "outcome")
