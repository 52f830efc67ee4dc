"""The public numbers: dated, sourced, dialable; none shown without its check."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from maillage.orientation.numbers import (
    ALERT_NUMBERS,
    NUMBERS,
    PUBLISHED,
    PublicNumber,
    alert_numbers,
    numbers_of,
)
from maillage.orientation.safety.alerts import AlertKind

ROOT = Path(__file__).parents[2]
EVERY = pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.slug)
SHOWN = pytest.mark.parametrize("number", PUBLISHED.values(), ids=lambda number: number.slug)


def test_each_number_has_its_own_slug_and_figures() -> None:
    telephones = [number.telephone for number in NUMBERS if number.telephone]
    assert len({number.slug for number in NUMBERS}) == len(NUMBERS)
    assert len(set(telephones)) == len(telephones)


@EVERY
def test_what_is_printed_is_what_is_dialled(number: PublicNumber) -> None:
    if number.telephone:
        assert number.spoken.replace(" ", "") == number.telephone
        # Short numbers of France (2 to 6 figures) or ten figures.
        assert re.fullmatch(r"\d{2,6}|0\d{9}", number.telephone)
    else:
        assert number.site


@SHOWN
def test_a_number_shown_was_read_in_a_source_on_a_known_day(number: PublicNumber) -> None:
    assert number.verified is not None
    assert date(2026, 11, 21) <= number.verified <= date.today()  # noqa: DTZ011
    assert urlsplit(number.source).scheme in {"http", "https"}
    for words in (number.what, number.hours, number.price):
        assert str(words).strip()


@EVERY
def test_sites_are_https(number: PublicNumber) -> None:
    assert not number.site or urlsplit(number.site).scheme == "https"


def test_a_number_without_a_check_is_never_shown() -> None:
    waiting = [number for number in NUMBERS if number.verified is None]
    assert waiting, "keep the case: this test would say nothing without one"
    for number in waiting:
        assert number.slug not in PUBLISHED
        assert numbers_of([number.slug]) == ()


@pytest.mark.parametrize("kind", AlertKind)
def test_each_alert_has_a_number_to_call(kind: AlertKind) -> None:
    assert len(alert_numbers(kind)) == len(ALERT_NUMBERS[kind]) >= 1


def test_the_first_number_is_the_one_of_the_danger() -> None:
    first = {kind: alert_numbers(kind)[0].telephone for kind in AlertKind}
    assert first[AlertKind.DANGER] == "17"
    assert first[AlertKind.DETRESSE] == "3114"
    assert first[AlertKind.VIOLENCES] == "3919"
    assert first[AlertKind.MINEUR] == "3018"
    assert first[AlertKind.ENFANCE] == "119"
    assert first[AlertKind.FRAUDE] == "0892705705"


def test_the_link_calls_writes_or_opens() -> None:
    assert PUBLISHED["police"].href == "tel:17"
    assert PUBLISHED["urgence-sms"].href == "sms:114"
    assert PUBLISHED["17cyber"].href == "https://17cyber.gouv.fr"


def test_numbers_are_given_once_in_the_order_asked() -> None:
    assert [n.slug for n in numbers_of(["caf", "police", "caf", "inconnu"])] == ["caf", "police"]


@SHOWN
def test_the_reference_page_lists_each_number_and_its_source(number: PublicNumber) -> None:
    page = (ROOT / "docs/reference/numeros-publics.md").read_text(encoding="utf-8")
    assert f"| {number.spoken} |" in page
    assert number.source in page
