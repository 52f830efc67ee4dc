"""News of the directory as RSS: a place appears, its hours change, its sheet is closed.

Nothing in it says who made the change.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from maillage.directory.change_queries import Change, recent_news
from maillage.directory.hours.words import hours_in_words
from maillage.directory.presenters.territory import full_name
from maillage.territory.models import Territory

# What XML 1.0 has no way to write.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAX_ITEMS = 40


def _text(text: str) -> str:
    """Text that a reader shows as it is, even one that reads titles as HTML."""
    return escape(_NOT_XML.sub("", text))


class NewsFeed(Feed):  # type: ignore[type-arg]
    """Of one territory, or of everywhere (None)."""

    def get_object(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's signature
        *_args: object,
        **kwargs: object,
    ) -> Territory | None:
        territory = kwargs.get("territory")
        return territory if isinstance(territory, Territory) else None

    def title(self, territory: Territory | None) -> str:
        where = f" – {full_name(territory)}" if territory else ""
        return f"{settings.SITE_NAME}{where}"

    def description(self, territory: Territory | None) -> str:
        if territory is None:
            return _("Nouveaux lieux, horaires modifiés et lieux fermés.")
        return _("%(name)s : nouveaux lieux, horaires modifiés et lieux fermés.") % {
            "name": full_name(territory)
        }

    def link(self, territory: Territory | None) -> str:
        path = territory.get_absolute_url() if territory else reverse("directory:territory_index")
        return settings.SITE_URL + path

    def feed_url(self, territory: Territory | None) -> str:
        if territory is None:
            return settings.SITE_URL + reverse("directory:feed")
        address = reverse("directory:territory_feed", args=[territory.kind.value, territory.slug])
        return settings.SITE_URL + address

    def items(self, territory: Territory | None) -> Sequence[Change]:
        key = (territory.kind.value, territory.pk) if territory else None
        return recent_news(territory=key, limit=MAX_ITEMS)

    def item_title(self, item: Change) -> str:
        place = item.nom if item.commune in item.nom else f"{item.nom}, {item.commune}"
        titles = {
            "created": _("Nouveau lieu : %(place)s"),
            "hours": _("Nouveaux horaires : %(place)s"),
            "archived": _("Lieu retiré de l’annuaire : %(place)s"),
        }
        return _text(titles[item.kind] % {"place": place})

    def item_description(self, item: Change) -> str:
        if item.kind == "archived":
            return _("La fiche propose les lieux les plus proches.")
        hours = hours_in_words(osm=item.horaires)
        return _text(_("Horaires : %(hours)s.") % {"hours": hours})

    def item_link(self, item: Change) -> str:
        return settings.SITE_URL + reverse("directory:lieu_detail", args=[item.slug])

    def item_guid(self, item: Change) -> str:
        # The sheet's address is the same for several changes: the version makes it unique.
        return f"{self.item_link(item)}#version-{item.version}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Change) -> datetime:
        return item.at
