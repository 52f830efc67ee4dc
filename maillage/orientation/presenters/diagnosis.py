"""What the short diagnosis prints: its questions, then a profile in words and where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maillage.core.qr import qr_svg
from maillage.directory.presenters.printed import Printed
from maillage.orientation.advice import advice_for
from maillage.orientation.diagnosis import QUESTIONS, Profile, Question, profile_of
from maillage.orientation.forms import situation_to_params
from maillage.orientation.numbers import PublicNumber, numbers_of
from maillage.orientation.situation import Situation

ANSWERS: dict[str, frozenset[str]] = {
    question.key: frozenset(answer.code for answer in question.answers) for question in QUESTIONS
}


@dataclass(frozen=True, slots=True)
class ParsedAnswers:
    """Question key → answer code, in the order of the questions; `errors`: key → sentence."""

    answers: dict[str, str]
    errors: dict[str, str]

    @property
    def error_links(self) -> list[tuple[str, str]]:
        """(id of the first radio button of the question, sentence), for the summary of errors."""
        first = {question.key: question.answers[0].code for question in QUESTIONS}
        return [(f"{key}-{first[key]}", text) for key, text in self.errors.items()]


@dataclass(frozen=True, slots=True)
class Asked(Printed):
    """A question as a group of radio buttons; `options`: value, label, checked."""

    key: str
    legend: str
    hint: str
    error: str
    options: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Result(Printed):
    """The answer. `recap`: (question, answer) in words; `qr` leads to this very page."""

    profile: Profile
    recap: tuple[tuple[str, str], ...]
    numbers: tuple[PublicNumber, ...]
    find_url: str
    change_url: str
    qr: SafeString


def parse_answers(params: QueryDict) -> ParsedAnswers:
    """Read the answers of an address; an empty one is no answer, an unknown one is an error."""
    answers: dict[str, str] = {}
    errors: dict[str, str] = {}
    for question in QUESTIONS:
        code = params.get(question.key, "")
        if code in ANSWERS[question.key]:
            answers[question.key] = code
        elif code:
            errors[question.key] = _(
                "« %(question)s » : cette réponse n’existe pas, choisissez-en une dans la liste."
            ) % {"question": question.label}
    return ParsedAnswers(answers, errors)


def questions_of(parsed: ParsedAnswers) -> list[Asked]:
    """The ten questions, numbered, with what was answered so far."""
    return [
        Asked(
            key=question.key,
            legend=_("%(number)s. %(question)s") % {"number": number, "question": question.label},
            hint=str(question.hint),
            error=parsed.errors.get(question.key, ""),
            options=_options(question, parsed.answers.get(question.key, "")),
        )
        for number, question in enumerate(QUESTIONS, start=1)
    ]


def _options(question: Question, chosen: str) -> tuple[dict[str, object], ...]:
    """The answers, and a last one: a radio button that was chosen cannot be let go otherwise."""
    choices = [*((answer.code, str(answer.label)) for answer in question.answers)]
    return tuple(
        {"value": code, "label": label, "checked": bool(code) and code == chosen}
        for code, label in (*choices, ("", _("Je ne réponds pas")))
    )


def result_of(answers: Mapping[str, str]) -> Result:
    """The profile of some answers, the numbers to call, and the links that carry it."""
    profile = profile_of(answers)
    here = f"{reverse('orientation:diagnosis')}?{urlencode(list(answers.items()))}"
    found = urlencode(situation_to_params(situation_of(profile)))
    conversation = reverse("orientation:conversation")
    return Result(
        profile=profile,
        recap=tuple(
            (str(question.label), str(answer.label))
            for question in QUESTIONS
            for answer in question.answers
            if answers.get(question.key) == answer.code
        ),
        numbers=numbers_of(advice_for(services=profile.services, themes=()).call),
        find_url=f"{conversation}?{found}" if found else conversation,
        change_url=f"{here}&modifier=1",
        qr=qr_svg(settings.SITE_URL + here),
    )


def situation_of(profile: Profile) -> Situation:
    """What the orientation already knows from the answers."""
    return Situation(
        services=profile.services,
        ways=profile.ways,
        care=profile.care,
        language=profile.language,
        wants_mandat=profile.wants_mandat,
        is_urgent=profile.is_urgent,
    )
