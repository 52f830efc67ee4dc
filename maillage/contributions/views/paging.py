"""One page of a long list, and the addresses of its neighbours."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest


def paged(
    request: HttpRequest, rows: Any, per_page: int, *, query: str | None = None
) -> dict[str, Any]:
    """The page that `?page=` names (the nearest there is) of `rows`, a QuerySet or a list.

    `page`, `total`; `query`: the other parameters of the address, or those given here;
    `previous_url` and `next_url`, « » at either end, as the component « pagination » wants them.
    """
    paginator = Paginator(rows, per_page)
    page = paginator.get_page(request.GET.get("page"))
    if query is None:
        kept = request.GET.copy()
        kept.pop("page", None)
        query = kept.urlencode()
    start = f"?{query}&page=" if query else "?page="
    return {
        "page": page,
        "total": paginator.count,
        "query": query,
        "previous_url": f"{start}{page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"{start}{page.next_page_number()}" if page.has_next() else "",
    }
