"""Invite a list of people: what each line will do, then the yes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.accounts.models import User
from maillage.core.error_pages import error_page
from maillage.core.errors import DomainError
from maillage.core.throttle import HOUR_SECONDS, count_one, is_over
from maillage.directory.models import Structure
from maillage.network import rules
from maillage.network.actions import invitations as actions
from maillage.network.forms import people_list
from maillage.network.forms.fields import form_context
from maillage.network.forms.members import ListUploadForm
from maillage.network.views.invitations import SEND_LIMIT
from maillage.network.views.shared import account_of, wrong_method


def invitation_import(request: HttpRequest) -> HttpResponse:
    """A file or lines; the answer is the preview. Nothing is sent, nothing is stored."""
    user = account_of(request)
    if not rules.can_invite(user):
        raise Http404
    refused = wrong_method(request, "GET", "HEAD", "POST")
    if refused is not None:
        return refused
    given = request.POST if request.method == "POST" else request.GET
    default = _default_structure(user, str(given.get("structure", "")))
    if request.method != "POST":
        return _upload_page(request, ListUploadForm(), default)
    form = ListUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, default)
    upload = form.cleaned_data["file"]
    # One byte too many is enough to refuse: a huge file is never read whole.
    data = upload.read(people_list.MAX_BYTES + 1) if upload else form.cleaned_data["lines"].encode()
    try:
        lines = people_list.read_list(data)
    except DomainError as error:
        form.add_error("file" if upload else "lines", error.message_fr)
        return _upload_page(request, form, default)
    plan = people_list.plan_list(user=user, lines=lines, default=default)
    counted = sum(line.outcome == "send" for line in plan)
    context = {
        "plan": plan,
        "count": counted,
        "error_count": sum(line.outcome == "error" for line in plan),
        "signed": people_list.sign_plan(user=user, plan=plan),
        "structure": default,
    }
    return render(request, "network/invitation_preview.html", context)


def invitation_import_confirm(request: HttpRequest) -> HttpResponse:
    """Send the invitations of a preview; the rights are read again."""
    user = account_of(request)
    if not rules.can_invite(user):
        raise Http404
    refused = wrong_method(request, "POST")
    if refused is not None:
        return refused
    key = f"compte-{user.pk}"
    if is_over(limit=SEND_LIMIT, address=key):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    try:
        orders = people_list.read_plan(user=user, signed=str(request.POST.get("plan", "")))
        sent = actions.send_invitations(by=user, orders=orders)
    except DomainError as error:
        messages.error(request, error.message_fr)
        return redirect("network:invitation_import")
    except ValidationError as error:
        messages.error(request, str(error.messages[0]))
        return redirect("network:invitation_import")
    for _invitation in sent:
        count_one(limit=SEND_LIMIT, address=key)
    if sent:
        words = ngettext(
            "%(count)d invitation envoyée.", "%(count)d invitations envoyées.", len(sent)
        )
        messages.success(request, words % {"count": len(sent)})
    else:
        messages.info(request, _("Aucune invitation à envoyer : tout le monde est déjà invité."))
    return redirect("network:invitation_list")


def _default_structure(user: User, typed: str) -> Structure | None:
    """The structure of lines that name none: the one asked, else the only one managed."""
    structures = rules.managed_structures(user)
    if typed.isdecimal() and len(typed) < 19:
        return structures.filter(pk=int(typed)).first()
    first = list(structures[:2])
    return first[0] if len(first) == 1 else None


def _upload_page(
    request: HttpRequest, form: ListUploadForm, default: Structure | None
) -> HttpResponse:
    context = {
        "structure": default,
        "max_lines": people_list.MAX_LINES,
        **form_context(form),
    }
    context["values"] = {"lines": form["lines"].value() or ""}
    status = 400 if form.errors else 200
    return render(request, "network/invitation_import.html", context, status=status)
