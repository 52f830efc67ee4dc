"""The short diagnosis: ten questions on one page, the answer at the same address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.core.qr import qr_svg
from maillage.orientation.presenters import diagnosis as shown


@login_not_required
@require_safe
def diagnosis(request: HttpRequest) -> HttpResponse:
    """The questions, or the profile of the answers that the address holds.

    `modifier=1`: the questions again, with the answers. 400 when an answer does not exist.
    """
    parsed = shown.parse_answers(request.GET)
    if parsed.answers and not parsed.errors and request.GET.get("modifier") != "1":
        context = {"section": "orientation", "result": shown.result_of(parsed.answers)}
        return render(request, "orientation/diagnosis_result.html", context)
    context = {
        "section": "orientation",
        "questions": shown.questions_of(parsed),
        "errors": parsed.error_links,
        "is_blank_sent": "resultat" in request.GET and not parsed.errors,
        "qr": qr_svg(settings.SITE_URL + reverse("orientation:diagnosis")),
    }
    status = 400 if parsed.errors else 200
    return render(request, "orientation/diagnosis.html", context, status=status)
