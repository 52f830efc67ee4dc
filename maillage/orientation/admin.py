"""Support tool: kiosks. Read only.

Unmet demands are not here: a count of one day may be one person, and is shown to nobody.
"""

from django.contrib import admin

from maillage.core.support import ReadOnlyAdmin
from maillage.orientation.models import Kiosk


@admin.register(Kiosk)
class KioskAdmin(ReadOnlyAdmin):
    list_display = ("nom", "structure", "commune", "is_active", "updated_at")
    list_filter = ("is_active",)
    list_select_related = ("structure", "commune")
    search_fields = ("nom", "slug", "structure__nom")
