"""Results of a campaign: counts, territories, the curve of answers, lines to export."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from maillage.accounts.enums import Profession
from maillage.contributions.enums import AnswerOutcome, CallOutcome, RequestStatus
from maillage.contributions.models import Campaign, SectionAnswer, UpdateRequest
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section

NO_PROFESSION = "Métier non dit"


@dataclass(frozen=True, slots=True)
class Count:
    """A word, how many, and the share of a total in percent."""

    label: str
    count: int
    share: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class SectionCount:
    """Answers for one section, of the `asked` places."""

    label: str
    unchanged: int
    corrected: int
    waiting: int


@dataclass(frozen=True, slots=True)
class AreaCount:
    """One commune or EPCI: places asked, places that answered everything, percent."""

    label: str
    asked: int
    done: int
    share: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """Whole answers up to a day, and their share of all that were asked."""

    day: date
    done: int
    share: int


@dataclass(frozen=True, slots=True)
class CampaignResults:
    """Everything that the page of a campaign counts."""

    asked: int
    done: int
    started: int
    written_to: int
    rate: int
    unchanged: int
    corrected: int
    by_status: tuple[Count, ...]
    by_channel: tuple[Count, ...]
    by_kind: tuple[Count, ...]
    by_profession: tuple[Count, ...]
    by_section: tuple[SectionCount, ...]
    by_day: tuple[DayCount, ...]
    by_epci: tuple[AreaCount, ...]
    by_commune: tuple[AreaCount, ...]


def percent(part: int, whole: int) -> int:
    """A share in percent, rounded; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def _requests(campaign: Campaign) -> list[UpdateRequest]:
    """The requests of a campaign with place, territory and answers: two queries."""
    return list(
        campaign.requests.select_related("lieu__territory_commune__epci")
        .prefetch_related(Prefetch("answers", SectionAnswer.objects.order_by("section")))
        .order_by("lieu__nom", "pk")
    )


def results_of(*, campaign: Campaign, today: date | None = None) -> CampaignResults:
    """Count a campaign; two queries, whatever its size.

    Channels, kinds and professions are those of the last answer of each place.
    """
    requests = _requests(campaign)
    asked = len(requests)
    done = [row for row in requests if row.status == RequestStatus.TERMINEE]
    answers = [answer for row in requests for answer in row.answers.all()]
    last = [_last_answer(row) for row in requests]
    given = [answer for answer in last if answer is not None]
    changed = {answer.request_id for answer in answers if answer.outcome == AnswerOutcome.CORRIGE}
    statuses = Counter(row.status for row in requests)
    return CampaignResults(
        asked=asked,
        done=len(done),
        started=statuses[RequestStatus.COMMENCEE],
        written_to=sum(row.sent_at is not None for row in requests),
        rate=percent(len(done), asked),
        unchanged=len(given) - len(changed),
        corrected=len(changed),
        by_status=_counts(RequestStatus.choices, statuses, asked),
        by_channel=_counts(
            ConfirmationChannel.choices, Counter(answer.channel for answer in given), len(given)
        ),
        by_kind=_counts(
            ConfirmationKind.choices, Counter(answer.kind for answer in given), len(given)
        ),
        by_profession=_counts(
            [*Profession.choices, ("", NO_PROFESSION)],
            Counter(answer.profession for answer in given),
            len(given),
        ),
        by_section=_sections(campaign, answers, asked),
        by_day=_days(campaign, done, asked, today or timezone.localdate()),
        by_epci=_areas(requests, by_epci=True),
        by_commune=_areas(requests, by_epci=False),
    )


def _last_answer(request: UpdateRequest) -> SectionAnswer | None:
    return max(request.answers.all(), key=lambda answer: answer.answered_at, default=None)


def _counts(
    choices: Sequence[tuple[str, object]], counter: Counter[str], whole: int
) -> tuple[Count, ...]:
    return tuple(
        Count(str(label), counter[code], percent(counter[code], whole), code)
        for code, label in choices
        if counter[code]
    )


def _sections(
    campaign: Campaign, answers: Sequence[SectionAnswer], asked: int
) -> tuple[SectionCount, ...]:
    found = Counter((answer.section, answer.outcome) for answer in answers)
    rows = []
    for section in Section:
        if section.value in campaign.sections:
            same = found[section.value, AnswerOutcome.INCHANGE.value]
            new = found[section.value, AnswerOutcome.CORRIGE.value]
            rows.append(SectionCount(str(section.label), same, new, asked - same - new))
    return tuple(rows)


def _days(
    campaign: Campaign, done: Sequence[UpdateRequest], asked: int, today: date
) -> tuple[DayCount, ...]:
    """One point a week from the opening, and today (or the end)."""
    if campaign.started_at is None or not asked:
        return ()
    first = max(campaign.starts_on, timezone.localdate(campaign.started_at))
    last = min(today, campaign.ends_on + timedelta(days=15))
    days = []
    day = first + timedelta(days=7)
    while day < last:
        days.append(day)
        day += timedelta(days=7)
    days.append(max(first, last))
    moments = sorted(timezone.localdate(row.completed_at) for row in done if row.completed_at)
    return tuple(
        DayCount(day, count, percent(count, asked))
        for day in days
        for count in [sum(moment <= day for moment in moments)]
    )


def _areas(requests: Sequence[UpdateRequest], *, by_epci: bool) -> tuple[AreaCount, ...]:
    asked: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for row in requests:
        name = _epci_of(row) if by_epci else row.lieu.commune
        asked[name] += 1
        done[name] += row.status == RequestStatus.TERMINEE
    return tuple(
        AreaCount(
            name or "Sans intercommunalité connue",
            asked[name],
            done[name],
            percent(done[name], asked[name]),
        )
        for name in sorted(asked)
    )


def _epci_of(request: UpdateRequest) -> str:
    commune = request.lieu.territory_commune
    return commune.epci.nom if commune is not None and commune.epci is not None else ""


EXPORT_COLUMNS = (
    "identifiant",
    "nom",
    "commune",
    "code_insee",
    "intercommunalite",
    "etat",
    "courriel_envoye_le",
    "rappels",
    "appels",
    "dernier_appel",
    "terminee_le",
    "reponse_par",
    "reponse_comment",
    "metier",
    *(f"partie_{section.value}" for section in Section),
)


def export_lines(*, campaign: Campaign) -> Iterator[dict[str, str]]:
    """One line for each place asked; no address and no name of a person."""
    outcomes = dict(CallOutcome.choices)
    for row in _requests(campaign):
        answers = {answer.section: answer for answer in row.answers.all()}
        last = _last_answer(row)
        line = {
            "identifiant": row.lieu_id,
            "nom": row.lieu.nom,
            "commune": row.lieu.commune,
            "code_insee": row.lieu.code_insee,
            "intercommunalite": _epci_of(row),
            "etat": row.get_status_display(),
            "courriel_envoye_le": _day(row.sent_at),
            "rappels": str(row.reminders),
            "appels": str(row.calls),
            "dernier_appel": str(outcomes.get(row.call_outcome, "")),
            "terminee_le": _day(row.completed_at),
            "reponse_par": last.get_kind_display() if last else "",
            "reponse_comment": last.get_channel_display() if last else "",
            "metier": last.get_profession_display() if last and last.profession else "",
        }
        for section in Section:
            answer = answers.get(section.value)
            line[f"partie_{section.value}"] = answer.get_outcome_display() if answer else ""
        yield line


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
