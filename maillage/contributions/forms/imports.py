"""The form that receives a file to import: a source, then a file or its address."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.contributions.actions.imports import ColumnsError, Incoming, open_for_import
from maillage.contributions.queries.imports import REMARKED, SUSPECT, RowFilter, source_choices
from maillage.core.errors import DomainError
from maillage.core.text import slug_of
from maillage.directory.enums import RowOutcome
from maillage.directory.exchange.fetch import FetchError, fetch
from maillage.directory.exchange.readers import FileError
from maillage.directory.mapping import MappingError, parse_mapping
from maillage.directory.provenance import SAISIE

Files = MultiValueDict[str, "UploadedFile[bytes]"]
NEW = "+"
MAX_BYTES = 50_000_000
MAX_MAPPING_BYTES = 1_000_000
MAX_SLUG = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
FIELDS = ("source", "nom", "producteur", "licence", "fichier", "adresse", "correspondance")


def read_mapping_file(file: "UploadedFile[bytes]") -> dict[str, Any]:
    """The mapping that a JSON file holds; ValidationError says what is wrong with it."""
    if (file.size or 0) > MAX_MAPPING_BYTES:
        raise forms.ValidationError(
            _("Ce fichier est trop gros pour une correspondance : 1 Mo au plus.")
        )
    try:
        text = file.read().decode("utf-8-sig")
        parse_mapping(text)
    except UnicodeDecodeError as error:
        raise forms.ValidationError(
            _("La correspondance est un fichier JSON, comme celles du format national.")
        ) from error
    except MappingError as error:
        raise forms.ValidationError(error.message_fr) from error
    config: dict[str, Any] = json.loads(text)
    return config


class MappingForm(forms.Form):
    """A mapping given after the file, when its columns were not understood."""

    correspondance = forms.FileField(
        required=False,
        allow_empty_file=True,
    )

    def clean_correspondance(self) -> dict[str, Any] | None:
        file = self.cleaned_data["correspondance"]
        return read_mapping_file(file) if isinstance(file, UploadedFile) else None


class ImportForm(forms.Form):
    """Everything needed to receive a file; once valid, `incoming` holds it.

    The file is opened here, so that a web page or a PDF is refused beside its field. It stays on
    disk in `folder`, which belongs to the caller.
    """

    source = forms.CharField(required=False, max_length=80)
    nom = forms.CharField(required=False, max_length=1_000)
    producteur = forms.CharField(required=False, max_length=1_000)
    licence = forms.CharField(required=False, max_length=1_000)
    fichier = forms.FileField(required=False, allow_empty_file=True, max_length=1_000)
    adresse = forms.CharField(required=False, max_length=2_000)
    correspondance = forms.FileField(required=False, allow_empty_file=True, max_length=1_000)

    def __init__(
        self, data: QueryDict | None = None, files: Files | None = None, *, folder: Path | None
    ) -> None:
        super().__init__(data, files)
        self.folder = folder
        # What people wrote here is no file of anybody.
        self.choices = [choice for choice in source_choices() if choice[0] != SAISIE]
        self.incoming: Incoming | None = None

    # --- the source --------------------------------------------------------------------------
    def clean_source(self) -> str:
        wanted = str(self.cleaned_data["source"])
        if not wanted:
            raise forms.ValidationError(_("Choisissez la source, ou « une nouvelle source »."))
        if wanted != NEW and wanted not in dict(self.choices):
            raise forms.ValidationError(_("Choisissez la source dans la liste."))
        return wanted

    def _clean_new(self, kept: dict[str, Any]) -> None:
        for name, limit in (("nom", 200), ("producteur", 200), ("licence", 120)):
            kept[name] = " ".join(_CONTROL.sub(" ", str(kept.get(name, ""))).split())
            if len(kept[name]) > limit:
                self.add_error(name, _("%(limit)s caractères au plus.") % {"limit": limit})
        if "nom" not in self.errors:
            # Its short name is made here: nobody has to find a code.
            kept["slug"] = slug_of(kept["nom"])[:MAX_SLUG].strip("-")
            if not kept["nom"]:
                self.add_error("nom", _("Donnez le nom de la source : qui tient ce fichier."))
            elif not kept["slug"]:
                self.add_error("nom", _("Ce nom n’a ni lettre ni chiffre : donnez-en un autre."))
            elif kept["slug"] == SAISIE or kept["slug"] in dict(self.choices):
                self.add_error("nom", _("Une source a déjà ce nom : choisissez-la dans la liste."))
        if not kept.get("licence") and "licence" not in self.errors:
            self.add_error(
                "licence",
                _("Dites sous quelle licence, ou « accord écrit » : sans elle, rien à publier."),
            )

    # --- the file ----------------------------------------------------------------------------
    def clean_correspondance(self) -> dict[str, Any] | None:
        file = self.cleaned_data["correspondance"]
        return read_mapping_file(file) if isinstance(file, UploadedFile) else None

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or {}
        if kept.get("source") == NEW:
            self._clean_new(kept)
        given, address = kept.get("fichier"), str(kept.get("adresse") or "").strip()
        file = given if isinstance(given, UploadedFile) else None
        if "fichier" in self.errors or "adresse" in self.errors:
            return kept
        if file is not None and address:
            self.add_error("adresse", _("Un fichier ou une adresse, pas les deux."))
        elif file is None and not address:
            self.add_error("fichier", _("Choisissez un fichier, ou donnez son adresse."))
        elif file is not None and (file.size or 0) > MAX_BYTES:
            self.add_error("fichier", _("Ce fichier est trop gros : 50 Mo au plus."))
        elif not self.errors and self.folder is not None:
            self._bring(kept, self.folder, file, address)
        return kept

    def _bring(
        self,
        kept: dict[str, Any],
        folder: Path,
        file: "UploadedFile[bytes] | None",
        address: str,
    ) -> None:
        """Put the file on disk and look at its first rows."""
        where = "fichier" if file is not None else "adresse"
        path = folder / "fichier"
        if file is not None:
            with path.open("wb") as handle:
                for chunk in file.chunks():
                    handle.write(chunk)
            name = file.name or ""
        else:
            try:
                name = _name_of(fetch(address, to=path, limit_bytes=MAX_BYTES).final_url)
            except FetchError as error:
                self.add_error("adresse", error.message_fr)
                return
        mapping = kept.get("correspondance")
        incoming = Incoming(
            path=path,
            name=_CONTROL.sub(" ", name).strip()[-200:],
            mapping=mapping,
            address=_shown(address),
        )
        slug = str(kept["slug"] if kept["source"] == NEW else kept["source"])
        try:
            open_for_import(slug=slug, path=path, mapping=mapping)
        except ColumnsError as error:
            incoming = replace(incoming, columns=error.columns, problem=error.message_fr)
        except FileError as error:
            self.add_error(where, error.message_fr)
            return
        except DomainError as error:
            self.add_error("correspondance" if mapping is not None else where, error.message_fr)
            return
        self.incoming = incoming

    # --- for the page ------------------------------------------------------------------------
    def source_words(self) -> dict[str, str]:
        """The arguments of actions.imports.source_for_import."""
        kept = self.cleaned_data
        if kept["source"] != NEW:
            return {"slug": kept["source"]}
        return {name: str(kept[name]).strip() for name in ("slug", "nom", "producteur", "licence")}

    def errors_by_field(self) -> dict[str, str]:
        """The first sentence of each field, « » when it is right."""
        return {name: str(self.errors.get(name, [""])[0]) for name in FIELDS}

    def typed(self) -> dict[str, str]:
        """What was written, to write it again."""
        return {
            name: str(self.data.get(name, "") if self.is_bound else "")
            for name in ("source", "nom", "producteur", "licence", "adresse")
        }


def _name_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.rpartition("/")[2] or parts.hostname or ""


def _shown(address: str) -> str:
    """The address without what may be a key in it."""
    if not address:
        return ""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


OUTCOMES: list[tuple[str, Any]] = [
    ("", gettext_lazy("Toutes les lignes du compte rendu")),
    (RowOutcome.CREEE.value, gettext_lazy("Fiches à créer")),
    (RowOutcome.MODIFIEE.value, gettext_lazy("Fiches à modifier")),
    (RowOutcome.GARDEE.value, gettext_lazy("Fiches gardées, propositions faites")),
    (RowOutcome.REJETEE.value, gettext_lazy("Lignes refusées")),
    (RowOutcome.DISPARUE.value, gettext_lazy("Lieux absents du fichier")),
    (SUSPECT, gettext_lazy("Positions suspectes")),
    (REMARKED, gettext_lazy("Lignes avec une remarque")),
    (RowOutcome.INCHANGEE.value, gettext_lazy("Lignes sans nouveauté")),
]


class RowFilterForm(forms.Form):
    """Filters of the rows of a run, all optional."""

    quoi = forms.ChoiceField(required=False, label=gettext_lazy("Montrer"), choices=OUTCOMES)
    q = forms.CharField(
        required=False, max_length=100, label=gettext_lazy("Nom ou identifiant du lieu")
    )

    def to_filter(self) -> RowFilter:
        """The filter; what cannot be read asks nothing."""
        self.is_valid()
        kept = self.cleaned_data
        words = _CONTROL.sub("", kept.get("q", ""))
        return RowFilter(what=kept.get("quoi", ""), words=words)
