"""Fields of a sheet's forms: what people write in, what the standard wants out.

Each field knows what is stored (`stored`): a value that nobody touched is given back as it is,
so that saving a form as it was read changes nothing, whatever its age.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.forms.sections.french_hours import osm_of
from maillage.directory.hours.schedule import HoursError, validate
from maillage.directory.normalise.text import tidy_block, tidy_line
from maillage.directory.vocabularies import VOCABULARIES

Text = str | Promise
LONG_TEXT = 10_000
"""Letters of a free text at most: beyond, nobody reads."""
MAX_PRICE_CENTS = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """One field as a template shows it. `kind`: text, select, selects, radios or checkboxes.

    `options`: {value, label, checked, count} for radios and checkboxes, (value, label) for
    selects; `values` the chosen ones of « selects ».
    """

    kind: str
    name: str
    id: str
    label: Text
    value: Any = ""
    hint: Text = ""
    error: str = ""
    required: bool = False
    type: str = "text"
    multiline: bool = False
    maxlength: int | str = ""
    inputmode: str = ""
    autocomplete: str = ""
    options: Sequence[Any] = ()
    values: Sequence[str] = ()
    is_folded: bool = False
    professional_name: str = ""
    is_professional: bool = False

    @property
    def error_id(self) -> str:
        """The element that an error leads to."""
        if self.kind in {"radios", "checkboxes"} and self.options:
            return f"{self.name}-{self.options[0]['value']}"
        return f"{self.id}-1" if self.kind == "selects" else self.id


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that are read together, under one title."""

    legend: Text
    items: Sequence[Item] = field(default_factory=tuple)
    hint: Text = ""


class SheetField(forms.Field):
    """A field that shows what is stored and gives back the same shape."""

    kind: ClassVar[str] = "text"
    empty: ClassVar[Any] = ""

    def __init__(self, label: Text, hint: Text = "", *, required: Text = "") -> None:
        """`required` is the sentence said when the field is empty; none: it may be."""
        super().__init__(required=False, label=label, help_text=hint, initial=None)  # type: ignore[arg-type]
        self.missing = required
        self.stored: Any = self.empty

    def shown(self, stored: Any) -> Any:
        """What the form shows for a stored value."""
        return "" if stored is None else str(stored)

    def clean(self, raw: Any) -> Any:
        """The value to store; ValidationError in plain French."""
        if _same(raw, self.shown(self.stored)):
            return self.stored
        return self.parse(raw)

    def parse(self, raw: Any) -> Any:
        text = self.tidy(raw)
        if not text:
            if self.missing:
                raise ValidationError(str(self.missing), code="required")
            return self.empty
        return self.read(text)

    def tidy(self, raw: Any) -> str:
        text = str(raw or "")
        if len(text) > 2 * LONG_TEXT:
            raise ValidationError(_("Ce texte est beaucoup trop long."), code="max_length")
        return tidy_line(text)

    def read(self, text: str) -> Any:
        return text

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        """How a template shows the field, with what was typed."""
        return Item(
            kind=self.kind,
            name=name,
            id=name,
            label=self.label or "",
            hint=self.help_text,
            error=error,
            value="" if raw is None else raw,
            required=bool(self.missing),
        )


def _same(raw: Any, shown: Any) -> bool:
    if isinstance(shown, list):
        return isinstance(raw, list) and sorted(map(str, filter(None, raw))) == sorted(shown)
    return str("" if raw is None else raw).replace("\r\n", "\n").strip() == str(shown).strip()


class TextField(SheetField):
    """One line, or several (`multiline`), of at most `max_length` letters."""

    type = "text"
    inputmode = ""

    def __init__(
        self,
        label: Text,
        hint: Text = "",
        *,
        required: Text = "",
        max_length: int = LONG_TEXT,
        multiline: bool = False,
        inputmode: str = "",
    ) -> None:
        super().__init__(label, hint, required=required)
        self.max_length = max_length
        self.multiline = multiline
        self.inputmode = inputmode or self.inputmode

    def tidy(self, raw: Any) -> str:
        text = super().tidy(raw)
        return tidy_block(str(raw or "")) if self.multiline else text

    def read(self, text: str) -> Any:
        if len(text) > self.max_length:
            raise ValidationError(
                _("Ce texte a %(size)s caractères : %(max)s au plus.")
                % {"size": len(text), "max": self.max_length},
                code="max_length",
            )
        return text

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        return Item(
            kind="text",
            name=name,
            id=name,
            label=self.label or "",
            hint=self.help_text,
            error=error,
            value="" if raw is None else raw,
            required=bool(self.missing),
            type=self.type,
            multiline=self.multiline,
            inputmode=self.inputmode,
        )


class HoursField(TextField):
    """Hours of a week in French words or in OSM's writing; OSM out."""

    def read(self, text: str) -> Any:
        osm = osm_of(text)
        try:
            validate(osm=osm)
        except HoursError as error:
            raise ValidationError(error.message_fr, code="hours") from error
        return super().read(osm)


class NumberField(SheetField):
    """A whole number between two bounds, or unknown (None)."""

    empty: ClassVar[Any] = None

    def __init__(
        self, label: Text, hint: Text = "", *, smallest: int = 0, greatest: int = 10_000
    ) -> None:
        super().__init__(label, hint)
        self.smallest, self.greatest = smallest, greatest

    def read(self, text: str) -> Any:
        found = re.fullmatch(r"(\d{1,6})\s*[^\d,.]{0,12}", text.replace("\xa0", " "), re.ASCII)
        if found is None or not self.smallest <= int(found[1]) <= self.greatest:
            raise ValidationError(
                _("Écrivez un nombre entier entre %(least)s et %(most)s, ou rien.")
                % {"least": self.smallest, "most": self.greatest},
                code="number",
            )
        return int(found[1])

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        return Item(
            kind="text",
            name=name,
            id=name,
            label=self.label or "",
            hint=self.help_text,
            error=error,
            value="" if raw is None else raw,
            inputmode="numeric",
        )


class PriceField(SheetField):
    """A price in euros, « 0,20 » or « 20 centimes »; cents out, None for unknown."""

    empty: ClassVar[Any] = None

    def shown(self, stored: Any) -> Any:
        return "" if stored is None else f"{stored // 100},{stored % 100:02d}"

    def read(self, text: str) -> Any:
        compact = re.sub(r"\s", "", text.lower())
        if compact in {"gratuit", "gratuite"}:
            return 0
        in_cents = re.fullmatch(r"(\d{1,5})(?:c|ct|cts|cent|cents|centimes?)", compact, re.ASCII)
        in_euros = re.fullmatch(r"(\d{1,3})(?:[.,€](\d{1,2}))?(?:€|eur|euros?)?", compact, re.ASCII)
        if in_cents:
            cents = int(in_cents[1])
        elif in_euros:
            cents = int(in_euros[1]) * 100 + int((in_euros[2] or "0").ljust(2, "0"))
        else:
            cents = -1
        if not 0 <= cents <= MAX_PRICE_CENTS:
            raise ValidationError(
                _("Écrivez le prix d’une page en euros, entre 0 et 100. Exemple : 0,20"),
                code="price",
            )
        return cents

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        return Item(
            kind="text",
            name=name,
            id=name,
            label=self.label or "",
            hint=self.help_text,
            error=error,
            value="" if raw is None else raw,
            inputmode="decimal",
        )


class TriStateField(SheetField):
    """Yes, no, or nobody knows (None)."""

    kind: ClassVar[str] = "radios"
    empty: ClassVar[Any] = None
    WORDS: ClassVar[dict[str, bool | None]] = {"oui": True, "non": False, "inconnu": None}

    def shown(self, stored: Any) -> Any:
        return "inconnu" if stored is None else ("oui" if stored else "non")

    def read(self, text: str) -> Any:
        if text not in self.WORDS:
            raise ValidationError(_("Choisissez une des trois réponses."), code="choice")
        return self.WORDS[text]

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        labels = (("oui", _("Oui")), ("non", _("Non")), ("inconnu", _("On ne sait pas")))
        chosen = raw if raw in self.WORDS else "inconnu"
        return Item(
            kind="radios",
            name=name,
            id=name,
            label=self.label or "",
            hint=self.help_text,
            error=error,
            options=[
                {"value": value, "label": label, "checked": value == chosen}
                for value, label in labels
            ],
        )


class ChoiceField(SheetField):
    """One value of a short list."""

    kind: ClassVar[str] = "select"

    def __init__(
        self,
        label: Text,
        hint: Text = "",
        *,
        choices: Sequence[tuple[str, Text]],
        required: Text = "",
    ) -> None:
        super().__init__(label, hint, required=required)
        self.choices = choices

    def read(self, text: str) -> Any:
        if text not in dict(self.choices):
            raise ValidationError(_("Choisissez dans la liste."), code="choice")
        return text

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        return Item(
            kind="select",
            name=name,
            id=name,
            label=self.label or "",
            hint=self.help_text,
            error=error,
            value=raw or "",
            options=self.choices,
        )


class CodesField(SheetField):
    """Values of one vocabulary; short codes out, in the standard's order.

    `as_selects`: lists to choose from, one more than the values, for a long vocabulary.
    """

    kind: ClassVar[str] = "checkboxes"
    widget = forms.SelectMultiple

    def __init__(
        self, label: Text, hint: Text = "", *, vocabulary: str, as_selects: bool = False
    ) -> None:
        super().__init__(label, hint)
        self.entries = VOCABULARIES[vocabulary]
        self.as_selects = as_selects
        self.stored = []

    def shown(self, stored: Any) -> Any:
        return list(stored or [])

    def parse(self, raw: Any) -> Any:
        chosen = {str(code) for code in (raw or []) if code}
        # A value that left the vocabulary may stay on the sheets that had it.
        known = [entry.code for entry in self.entries]
        known += [code for code in self.stored if code not in known]
        if chosen - set(known):
            raise ValidationError(
                _("Un choix n’est pas dans la liste. Choisissez de nouveau."), code="choice"
            )
        return [code for code in known if code in chosen]

    def item(self, *, name: str, raw: Any, error: str) -> Item:
        chosen = [str(code) for code in (raw or []) if code]
        choices = [(entry.code, entry.label) for entry in self.entries]
        choices += [(code, code) for code in self.stored if code not in dict(choices)]
        if self.as_selects:
            return Item(
                kind="selects",
                name=name,
                id=name,
                label=self.label or "",
                hint=self.help_text,
                error=error,
                options=[("", gettext_lazy("—")), *sorted(choices, key=lambda pair: pair[1])],
                values=[*chosen[:20], ""],
            )
        return Item(
            kind="checkboxes",
            name=name,
            id=name,
            label=self.label or "",
            hint=self.help_text,
            error=error,
            options=[
                {"value": code, "label": label, "checked": code in chosen, "count": None}
                for code, label in choices
            ],
        )
