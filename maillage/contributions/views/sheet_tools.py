"""What the pages of a sheet share: who writes, what was read, what may be undone."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.contributions.forms.sheets import CheckForm
from maillage.contributions.presenters.sheets import changed_words
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, LieuStatus, Section
from maillage.directory.models import Lieu
from maillage.directory.presenters.words import sentence
from maillage.directory.section_actions import Author, ConfirmationState, SavedSection
from maillage.directory.section_queries import fingerprint, label_of, read_values
from maillage.directory.sections import SECTION_OF, SectionValues
from maillage.network.rules import acts_in_the_name_of, lieu_for_edit_or_404

_SALT = "maillage.contributions.sheet"
_UNDO = "sheet_undo"
UNDO_KEPT = timedelta(hours=1)


def user_of(request: HttpRequest) -> User:
    """The account that is signed in; pages of the professional area have one."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def section_or_404(name: str) -> Section:
    """One of the seven sections by its code."""
    if name not in Section.values:
        raise Http404
    return Section(name)


def editable_lieu(request: HttpRequest, slug: str) -> Lieu:
    """A sheet that this person may correct; a merged one is no longer there to correct."""
    lieu = lieu_for_edit_or_404(user_of(request), slug)
    if lieu.status == LieuStatus.FUSIONNE:
        raise Http404
    return lieu


# --- who writes ---------------------------------------------------------------------------
def author_of(request: HttpRequest, lieu: Lieu, *, channel: str = "") -> Author:
    """A member writes for the structure; the coordination in its name, by a given channel."""
    user = user_of(request)
    if acts_in_the_name_of(user, lieu):
        kind, way = ConfirmationKind.COORDINATION, channel or ConfirmationChannel.ESPACE
    else:
        kind, way = ConfirmationKind.STRUCTURE, ConfirmationChannel.ESPACE
    return Author(
        kind=kind, channel=ConfirmationChannel(way), user=user, profession=user.profession
    )


def checked_author(request: HttpRequest, lieu: Lieu) -> Author | str:
    """The author of a form; a sentence when the coordination did not say how it checked."""
    if not acts_in_the_name_of(user_of(request), lieu):
        return author_of(request, lieu)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return str(form.errors["channel"][0])
    return author_of(request, lieu, channel=form.cleaned_data["channel"])


# --- what was read ------------------------------------------------------------------------
def pack(request: HttpRequest, lieu: Lieu, section: Section, values: SectionValues) -> str:
    """Values of a section, signed for this person and this sheet, to come back in a form."""
    content = [user_of(request).pk, lieu.pk, section.value, values]
    return signing.dumps(content, salt=_SALT, compress=True)


def unpack(request: HttpRequest, lieu: Lieu, section: Section, name: str) -> SectionValues | None:
    """The values of a field of the form made by `pack`; None when they cannot be trusted."""
    try:
        user, pk, part, values = signing.loads(request.POST.get(name, ""), salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    if (user, pk, part) != (user_of(request).pk, lieu.pk, section.value):
        return None
    found: SectionValues = values
    return found


def was_opened(request: HttpRequest) -> bool:
    """Whether this person had opened the form that comes back (a role may be gone since)."""
    try:
        user, *_rest = signing.loads(request.POST.get("base", ""), salt=_SALT)
    except (signing.BadSignature, ValueError):
        return False
    return bool(user == user_of(request).pk)


def lost_page(request: HttpRequest, typed: Mapping[str, Collection[str]]) -> HttpResponse:
    """403: the role went while the page was open; what was typed is given back to copy."""
    texts = [(_field_name(name), "\n".join(values).strip()) for name, values in typed.items()]
    context = {"typed": [(name, text) for name, text in texts if text], "section": "pro"}
    return render(request, "contributions/sheet_lost.html", context, status=403)


def _field_name(name: str) -> str:
    return sentence(label_of(name)) if name in SECTION_OF else name


# --- undo ---------------------------------------------------------------------------------
def remember_undo(
    request: HttpRequest, lieu: Lieu, *, kind: str, words: str, **detail: Any
) -> None:
    """Keep in the session what the last click did, for one hour."""
    request.session[_UNDO] = {
        "lieu": lieu.pk,
        "slug": lieu.slug,
        "kind": kind,
        "words": words,
        "at": timezone.now().timestamp(),
        **detail,
    }


def remember_saved(
    request: HttpRequest,
    *,
    section: Section,
    saved: SavedSection,
    before: SectionValues,
    confirmations: ConfirmationState,
) -> None:
    """The same for a section that was written: its values and confirmations of before."""
    remember_undo(
        request,
        saved.lieu,
        kind="section",
        words=_("%(section)s : enregistré (%(fields)s).")
        % {"section": section.label, "fields": changed_words(saved.changes)},
        section=section.value,
        before=before,
        after=fingerprint(values=read_values(lieu=saved.lieu, section=section)),
        confirmations=confirmations,
    )


def undo_notice(request: HttpRequest, *, lieu: Lieu | None = None) -> dict[str, Any] | None:
    """What may still be undone, on this sheet when one is given."""
    found: dict[str, Any] | None = request.session.get(_UNDO)
    if found is None or (lieu is not None and found["lieu"] != lieu.pk):
        return None
    if timezone.now().timestamp() - found["at"] > UNDO_KEPT.total_seconds():
        return None
    return found


def take_undo(request: HttpRequest, lieu: Lieu) -> dict[str, Any] | None:
    """What may be undone on this sheet, once."""
    found = undo_notice(request, lieu=lieu)
    if found is not None:
        del request.session[_UNDO]
    return found


# --- where to go next ---------------------------------------------------------------------
def back(request: HttpRequest, lieu: Lieu) -> HttpResponseRedirect:
    """The page that the button came from: « Mon espace » or the sheet."""
    if request.POST.get("retour") == "accueil":
        return redirect("contributions:pro_home")
    return redirect("contributions:sheet_detail", slug=lieu.slug)


def say_refused(request: HttpRequest, sentence: str) -> None:
    """A sentence on top of the next page: nothing was written."""
    messages.error(request, _("Rien n’a été enregistré. %(why)s") % {"why": sentence})
