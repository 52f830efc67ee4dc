"""The links of the page of a slip that change its paper: language, size, who gives it."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.core.languages import Language, available_languages
from maillage.directory.models import Lieu, Structure
from maillage.directory.presenters.printed import Printed
from maillage.orientation.forms import situation_to_params
from maillage.orientation.situation import Situation

LARGE = "grande"


@dataclass(frozen=True, slots=True)
class Choice(Printed):
    """A link that changes the paper; `language`, for its own words."""

    words: str
    href: str
    is_current: bool
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the address of the page says besides the place."""

    lieu: Lieu
    situation: Situation
    second: str
    size: str
    giver: Structure | None

    @property
    def href(self) -> str:
        pairs = [*situation_to_params(self.situation), ("avec", self.second)]
        pairs += [("taille", self.size)] if self.size else []
        pairs += [("par", str(self.giver.pk))] if self.giver else []
        return f"{reverse('orientation:slip', args=[self.lieu.slug])}?{urlencode(pairs)}"

    def languages(self) -> list[Choice]:
        """One link for each language."""
        return [
            Choice(one.name, replace(self, second=one.code).href, one.code == self.second, one)
            for one in available_languages()
        ]

    def sizes(self) -> list[Choice]:
        """Usual letters, large letters."""
        sizes = (("", _("Lettres normales")), (LARGE, _("Grands caractères")))
        return [
            Choice(words, replace(self, size=size).href, size == self.size) for size, words in sizes
        ]

    def givers(self, structures: list[Structure]) -> list[Choice]:
        """The structures of who has several; nothing to choose otherwise."""
        if len(structures) < 2:
            return []
        return [
            Choice(one.nom, replace(self, giver=one).href, one == self.giver) for one in structures
        ]
