"""What the API answers when it refuses: `{"erreurs": [{"champ", "message"}]}`, in French."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja.errors import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `champ` is the parameter, empty when it is the whole call."""

    champ: str
    message: str


class ApiError(Exception):
    """The call cannot be answered; `extra` are more keys of the answer."""

    def __init__(self, *, status: int, problems: Iterable[Problem], **extra: str) -> None:
        self.status = status
        self.problems = tuple(problems)
        self.extra = extra
        super().__init__(status, self.problems)


def bad_parameter(*, champ: str, message: str) -> ApiError:
    """400 for one parameter."""
    return ApiError(status=400, problems=[Problem(champ, message)])


def error_response(
    *, status: int, problems: Iterable[Problem], extra: dict[str, str] | None = None
) -> JsonResponse:
    """The answer of a refusal, with keys beside `erreurs` when there is more to say."""
    body: dict[str, Any] = {"erreurs": [asdict(problem) for problem in problems], **(extra or {})}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def answer_api_error(_request: HttpRequest, error: ApiError) -> JsonResponse:
    return error_response(status=error.status, problems=error.problems, extra=error.extra)


def answer_validation_error(_request: HttpRequest, error: ValidationError) -> JsonResponse:
    """400 when the shape of a parameter is wrong (the framework found it)."""
    problems = [
        Problem(str(item["loc"][-1]), _in_french(item["type"], item.get("ctx", {})))
        for item in error.errors
    ]
    return error_response(status=400, problems=problems)


def _in_french(kind: str, context: dict[str, Any]) -> str:
    if kind.startswith("int"):
        return "On attend un nombre entier."
    if kind == "greater_than_equal":
        return f"On attend {context['ge']} au moins."
    if kind == "less_than_equal":
        return f"On attend {context['le']} au plus."
    if kind == "string_too_long":
        return f"On attend {context['max_length']} caractères au plus."
    if kind == "missing":
        return "Ce paramètre est obligatoire."
    return "Cette valeur ne se lit pas."
