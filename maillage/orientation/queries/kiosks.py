"""The kiosks."""

from maillage.orientation.models import Kiosk


def get_kiosk(*, slug: str) -> Kiosk:
    """A kiosk in service; Kiosk.DoesNotExist otherwise."""
    return Kiosk.objects.select_related("commune", "structure").get(slug=slug, is_active=True)
