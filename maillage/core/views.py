"""Pages for developers: what e-mails look like, and the last ones that were sent.

They exist in development only (config/urls.py), and answer this machine only: the mailbox
shows sign-in codes, and the second factor of demonstration accounts.
"""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.core.demo_codes import demo_codes
from maillage.core.mail import KINDS, render_email
from maillage.core.mail.backends import received_emails

THIS_MACHINE = {"127.0.0.1", "::1"}

# An e-mail carries its style inside it; it runs nothing and loads nothing.
own_policy = csp(
    {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'none'"]}
)

View = Callable[..., HttpResponse]


def for_developers(view: View) -> View:
    """Open without a login, to a browser of this machine that comes straight here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        is_direct = "HTTP_X_FORWARDED_FOR" not in request.META
        if not is_direct or request.META.get("REMOTE_ADDR") not in THIS_MACHINE:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(require_safe(guarded)))


@for_developers
def mailbox(request: HttpRequest) -> HttpResponse:
    """The last e-mails sent while no server is set, newest first."""
    context = {"emails": received_emails(), "demo_codes": demo_codes()}
    return render(request, "core/dev/mailbox.html", context)


@own_policy
@for_developers
def mailbox_html(_request: HttpRequest, name: str) -> HttpResponse:
    """The HTML version of one of them."""
    for email in received_emails():
        if email.name == name:
            return HttpResponse(email.html)
    raise Http404


@for_developers
def email_kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of e-mail, written with its sample."""
    kinds = []
    for slug, kind in sorted(KINDS.items()):
        subject, text, _html = render_email(kind=kind, context=kind.sample())
        kinds.append({"slug": slug, "label": kind.label, "subject": subject, "text": text})
    return render(request, "core/dev/email_kinds.html", {"kinds": kinds})


@own_policy
@for_developers
def email_kind_html(_request: HttpRequest, slug: str) -> HttpResponse:
    """The HTML version of one kind."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Http404
    return HttpResponse(render_email(kind=kind, context=kind.sample())[2])
