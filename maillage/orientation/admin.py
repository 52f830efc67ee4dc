"""Support tool: kiosks and counts of unmet demands. Read only."""

from django.contrib import admin

from maillage.core.support import ReadOnlyAdmin
from maillage.orientation.models import Kiosk, UnmetDemand


@admin.register(Kiosk)
class KioskAdmin(ReadOnlyAdmin):
    list_display = ("nom", "structure", "commune", "is_active", "updated_at")
    list_filter = ("is_active",)
    list_select_related = ("structure", "commune")
    search_fields = ("nom", "slug", "structure__nom")


@admin.register(UnmetDemand)
class UnmetDemandAdmin(ReadOnlyAdmin):
    list_display = ("day", "commune", "service", "reason", "count")
    list_filter = ("reason",)
    list_select_related = ("commune",)
    date_hierarchy = "day"
