"""What people see when something went wrong: what happened, what to do, nothing is lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/error_short.html", {"code": 404}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/error_short.html", {"code": 400}, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "core/error_short.html", {"code": 500}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "core/error_short.html", {"code": 403}, status=403)
