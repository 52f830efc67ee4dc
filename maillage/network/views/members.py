"""The professional directory: seen by members only, of members who accept."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maillage.accounts.enums import Profession
from maillage.accounts.models import User
from maillage.core.error_pages import error_page
from maillage.core.text import normalize, tokens
from maillage.core.throttle import HOUR_SECONDS, Limit, count_one, is_over
from maillage.network import queries, rules
from maillage.network.actions import people as actions
from maillage.network.forms.fields import form_context
from maillage.network.forms.members import (
    MESSAGE_MAX_LENGTH,
    PROFILE_MAX_LENGTH,
    MessageForm,
    ProfileForm,
)
from maillage.network.views.shared import account_of, paged, wrong_method

# Messages that one account sends to members, an hour.
MESSAGE_LIMIT = Limit("network-message", 20)
PAGE_SIZE = 30
MAX_WORDS = 200


def member_list(request: HttpRequest) -> HttpResponse:
    """Members who accept to be seen: by words, profession, territory."""
    user = account_of(request)
    rules.professional_or_404(user)
    refused = wrong_method(request, "GET", "HEAD")
    if refused is not None:
        return refused
    words = request.GET.get("q", "").strip()[:MAX_WORDS]
    profession = request.GET.get("metier", "")
    territory = request.GET.get("territoire", "")
    people = queries.listed_members().order_by("display_name", "pk")
    if profession in Profession.values:
        people = people.filter(profession=profession)
    if territory:
        people = queries.people_of_territory(people=people, key=territory)
    found = _with_words(people, tokens(words))
    context = {
        "section": "membres",
        **paged(request, found, PAGE_SIZE),
        "q": words,
        "profession": profession,
        "territory": territory,
        "professions": [("", _("Tous les métiers")), *Profession.choices],
        "territories": [("", _("Tous les territoires")), *queries.territory_options()],
        "me": user.pk,
    }
    return render(request, "network/member_list.html", context)


def _with_words(people: Iterable[User], wanted: list[str]) -> list[dict[str, object]]:
    """Cards of the people whose words hold all those wanted; accents do not matter."""
    people = list(people)
    pairs = [(row.kind, row.code) for person in people for row in person.coordinations.all()]
    territories = queries.territories_in_words(pairs=pairs)
    cards = []
    for person in people:
        profile = person.member_profile
        structures = [row.structure for row in person.memberships.all()]
        coordinated = [territories[row.kind, row.code] for row in person.coordinations.all()]
        card: dict[str, object] = {
            "pk": person.pk,
            "name": str(person.display_name or _("Sans nom")),
            "profession": person.get_profession_display(),
            "structures": [structure.nom for structure in structures],
            "coordinated": coordinated,
            "teaches": profile.teaches,
            "seeks": profile.seeks,
        }
        text = normalize(" ".join(str(value) for key, value in card.items() if key != "pk"))
        if all(word in text for word in wanted):
            cards.append(card)
    return cards


def member_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to a listed member, whose address stays hidden."""
    user = account_of(request)
    rules.professional_or_404(user)
    person = queries.listed_members().filter(pk=pk).first()
    if person is None:
        raise Http404
    refused = wrong_method(request, "GET", "HEAD", "POST")
    if refused is not None:
        return refused
    key = f"compte-{user.pk}"
    form = MessageForm(request.POST or None)
    if request.method == "POST":
        if is_over(limit=MESSAGE_LIMIT, address=key):
            return error_page(request, status=429, retry_after=HOUR_SECONDS)
        if form.is_valid():
            count_one(limit=MESSAGE_LIMIT, address=key)
            actions.send_message(sender=user, to=person, message=form.cleaned_data["message"])
            messages.success(request, _("Message envoyé."))
            return redirect("network:member_list")
    context = {
        "section": "membres",
        "person": person.display_name or _("Sans nom"),
        "sender_email": user.email,
        "message_max_length": MESSAGE_MAX_LENGTH,
        **form_context(form),
    }
    status = 400 if form.errors else 200
    return render(request, "network/member_contact.html", context, status=status)


def profile_edit(request: HttpRequest) -> HttpResponse:
    """What I accept to show to the other members; nothing until I say so."""
    user = account_of(request)
    rules.professional_or_404(user)
    refused = wrong_method(request, "GET", "HEAD", "POST")
    if refused is not None:
        return refused
    profile = queries.profile_of(user=user)
    if request.method == "POST":
        form = ProfileForm(request.POST)
        if form.is_valid():
            actions.save_profile(user=user, **form.cleaned_data)
            messages.success(request, _("Profil enregistré."))
            return redirect("network:profile_edit")
    else:
        form = ProfileForm(
            initial={
                "is_listed": profile.is_listed,
                "teaches": profile.teaches,
                "seeks": profile.seeks,
            }
        )
    context = {
        "section": "membres",
        "account": user,
        "structures": [row.structure for row in user.memberships.select_related("structure")],
        "profile_max_length": PROFILE_MAX_LENGTH,
        **form_context(form),
    }
    context["listed_options"] = [
        {
            "value": "on",
            "label": _("J’accepte que les autres membres voient mon profil"),
            "count": None,
            "checked": bool(form["is_listed"].value()),
        }
    ]
    status = 400 if form.errors else 200
    return render(request, "network/profile_edit.html", context, status=status)
