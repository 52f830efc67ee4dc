"""« Ne plus recevoir ces demandes », from a personal link: no account, no cookie."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from maillage.contributions.actions.refusals import accept_mail, address_behind, refuse_mail
from maillage.contributions.models import UpdateRequest
from maillage.contributions.queries.campaigns import addresses_of
from maillage.contributions.queries.refusals import silent_lieux, without_refusals
from maillage.contributions.views.update_links import lasting_link


@lasting_link
def update_stop(request: HttpRequest, asked: UpdateRequest, token: str) -> HttpResponse:
    """Stop the requests to the address of the e-mail (`a`), else about the place; take it back.

    It works after the end of the link too: nobody waits to be written to again to say no.
    """
    mark = request.GET.get("a", "")
    address = address_behind(lieu=asked.lieu, mark=mark)
    if request.method == "POST":
        if "reprendre" in request.POST:
            accept_mail(lieu=asked.lieu, address=address)
        else:
            refuse_mail(lieu=asked.lieu, address=address)
        response = redirect("contributions:update_stop", token=token)
        return HttpResponseRedirect(f"{response.url}?a={mark}" if address else response.url)
    addresses = addresses_of(lieux=[asked.lieu])
    if address:
        addresses = {asked.lieu_id: (address,)}
        is_stopped = not without_refusals(addresses=addresses)[asked.lieu_id]
    else:
        is_stopped = bool(silent_lieux(addresses=addresses))
    context = {
        "asked": asked,
        "lieu": asked.lieu,
        "token": token,
        "mark": mark if address else "",
        "is_stopped": is_stopped,
    }
    return render(request, "contributions/update_stop.html", context)
