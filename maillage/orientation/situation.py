"""What is known of a person's need at one moment: the state of the conversation.

It is read from an address and written back to it (forms.py); nothing of it is stored. The words
of the person are not in it: only values of closed lists.
"""

from dataclasses import dataclass, replace

from maillage.directory.criteria import LieuCriteria, OpenCriterion
from maillage.directory.enums import ModaliteField, Theme
from maillage.directory.vocabularies import BY_CODE
from maillage.orientation.enums import Step
from maillage.orientation.safety.alerts import AlertKind
from maillage.territory.place_index import PlaceMatch

_FRANCE_SERVICES, _POINT_CAF = "france-services", "point-caf"
PROGRAMMES: dict[str, tuple[str, ...]] = {
    Theme.PAPIERS.value: (_FRANCE_SERVICES,),
    Theme.FAMILLE.value: (_FRANCE_SERVICES, _POINT_CAF),
    Theme.SOCIAL.value: (_FRANCE_SERVICES, _POINT_CAF),
    Theme.TRAVAIL.value: (_FRANCE_SERVICES,),
    Theme.LOGEMENT.value: (_FRANCE_SERVICES, _POINT_CAF),
    Theme.TRANSPORTS.value: (_FRANCE_SERVICES,),
    Theme.ARGENT.value: (_FRANCE_SERVICES,),
    Theme.JUSTICE.value: (_FRANCE_SERVICES,),
}
"""Theme → programmes that know it. A place has no theme, but a France Services is the counter of
its partners: interior (papers, car), Caf, health insurance, pensions, France Travail, taxes,
justice, energy cheque."""


def language_spoken(page: str) -> str:
    """Code of « langues » of who reads a page in this language; empty for French."""
    return page if page in BY_CODE[ModaliteField.LANGUES.value].keys() - {"fr"} else ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Codes are those of directory/vocabularies.py.

    `services`, `publics`, `care` (prise_en_charge_specifique), `ways`
    (modalites_accompagnement), `price` (frais_a_charge; empty when nothing is asked);
    `themes`: codes of the eleven themes of La Coop; `language`: code of « langues » that the
    person speaks, empty for French; `place`, or a point in WGS 84 degrees. `alerts`: the most
    serious first. `skipped`: the questions that the person passed.
    """

    services: frozenset[str] = frozenset()
    themes: tuple[str, ...] = ()
    place: PlaceMatch | None = None
    latitude: float | None = None
    longitude: float | None = None
    territory: tuple[str, str] | None = None
    open: OpenCriterion | None = None
    publics: frozenset[str] = frozenset()
    care: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()
    price: str = ""
    language: str = ""
    wants_mandat: bool = False
    is_urgent: bool = False
    alerts: tuple[AlertKind, ...] = ()
    is_off_topic: bool = False
    has_secret: bool = False
    skipped: frozenset[Step] = frozenset()

    @property
    def has_place(self) -> bool:
        return self.latitude is not None or self.territory is not None

    @property
    def answered(self) -> frozenset[Step]:
        """The questions that have their answer."""
        answers: dict[Step, object] = {
            Step.BESOIN: self.services,
            Step.THEME: self.themes,
            Step.OU: self.has_place,
            Step.PUBLIC: self.publics,
            Step.MOMENT: self.open,
        }
        return frozenset(step for step, answer in answers.items() if answer)

    @property
    def is_blank(self) -> bool:
        """Nothing was said yet."""
        return self == Situation()

    def with_more(self, newer: "Situation") -> "Situation":
        """What was known, and what the person adds: lists grow, single values are replaced.

        Words about something else change nothing once a need is known. A question that was
        passed stays passed, unless it has an answer now.
        """
        known = set(self.alerts) | set(newer.alerts)
        merged = replace(
            self,
            services=self.services | newer.services,
            themes=tuple(dict.fromkeys((*self.themes, *newer.themes))),
            open=newer.open or self.open,
            publics=self.publics | newer.publics,
            care=self.care | newer.care,
            ways=self.ways | newer.ways,
            price=newer.price or self.price,
            language=newer.language or self.language,
            wants_mandat=self.wants_mandat or newer.wants_mandat,
            is_urgent=self.is_urgent or newer.is_urgent,
            alerts=tuple(kind for kind in AlertKind if kind in known),
            is_off_topic=newer.is_off_topic and not self.services,
            has_secret=newer.has_secret,
        )
        if newer.has_place:
            merged = replace(
                merged,
                place=newer.place,
                latitude=newer.latitude,
                longitude=newer.longitude,
                territory=newer.territory,
            )
        skipped = self.skipped | newer.skipped
        return replace(merged, skipped=skipped - merged.answered)

    def criteria(self) -> LieuCriteria:
        """The same, as the directory's search wants it: the need and the moment are asked, the
        rest is wished."""
        care = self.care
        if self.language:
            care |= {"anglais" if self.language == "en" else "autres-langues"}
        programmes = {code for theme in self.themes for code in PROGRAMMES.get(theme, ())}
        wishes = {
            ModaliteField.PRISE_EN_CHARGE.value: care,
            ModaliteField.DISPOSITIFS.value: frozenset(programmes),
            ModaliteField.PUBLICS.value: self.publics,
            ModaliteField.ACCOMPAGNEMENT.value: self.ways,
            ModaliteField.FRAIS.value: frozenset({self.price} - {""}),
            ModaliteField.LANGUES.value: frozenset({self.language} - {""}),
        }
        return LieuCriteria(
            place=self.place,
            latitude=self.latitude,
            longitude=self.longitude,
            territory=self.territory,
            values={ModaliteField.SERVICES.value: self.services} if self.services else {},
            open=self.open,
            wishes={name: codes for name, codes in wishes.items() if codes},
            wants_mandat=self.wants_mandat,
            only_for=self.publics,
        )
