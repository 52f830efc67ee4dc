"""What is known of a person's need at one moment: the state of the conversation.

It is read from an address and written back to it (forms.py); nothing of it is stored. The words
of the person are not in it: only values of closed lists.
"""

from dataclasses import dataclass

from maillage.directory.criteria import LieuCriteria, OpenCriterion
from maillage.directory.enums import ModaliteField
from maillage.orientation.enums import Step
from maillage.orientation.safety.alerts import AlertKind
from maillage.territory.place_index import PlaceMatch


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
    def is_blank(self) -> bool:
        """Nothing was said yet."""
        return self == Situation()

    def criteria(self) -> LieuCriteria:
        """The same, as the directory's search wants it: the need and the moment are asked, the
        rest is wished."""
        wishes = {
            ModaliteField.PRISE_EN_CHARGE.value: self.care,
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
