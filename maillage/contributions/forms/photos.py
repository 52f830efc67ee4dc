"""The form of the photo of a place: a file and what it shows."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from maillage.directory.photo_actions import ALT_MAX_LENGTH
from maillage.directory.photos import PhotoError, SafePhoto, check_size, make_safe


class PhotoForm(forms.Form):
    """`photo` is the safe photo, or None when only the words are sent (`has_photo`)."""

    photo = forms.FileField(required=False, allow_empty_file=True)
    alt = forms.CharField(required=False, max_length=1_000)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        has_photo: bool,
        alt: str = "",
    ) -> None:
        super().__init__(data, files, initial={"alt": alt})
        self.has_photo = has_photo

    def clean_photo(self) -> SafePhoto | None:
        file = self.cleaned_data["photo"]
        if not isinstance(file, UploadedFile):
            if self.has_photo:
                return None
            raise forms.ValidationError(_("Choisissez une photo sur votre appareil."))
        try:
            check_size(file.size or 0)
            return make_safe(content=file.read(), name=file.name or "")
        except PhotoError as error:
            raise forms.ValidationError(error.message_fr) from error

    def clean_alt(self) -> str:
        alt = " ".join(self.cleaned_data["alt"].split())
        if not alt:
            raise forms.ValidationError(_("Dites en quelques mots ce que montre la photo."))
        if len(alt) > ALT_MAX_LENGTH:
            raise forms.ValidationError(_("Dites-le en 200 caractères au plus."))
        return alt

    def errors_by_field(self) -> dict[str, str]:
        """The first sentence of each field, « » when it is right."""
        return {name: str(self.errors.get(name, [""])[0]) for name in ("photo", "alt")}

    def typed_alt(self) -> Any:
        """What was typed, or what is stored."""
        return self["alt"].value() or ""
