"""Telephones, e-mails and sites against the recorded national cases."""

from maillage.directory.normalise.filters import filter_contact
from tests.directory.conformance.cases import check


def test_contact() -> None:
    check("processContact", lambda case: filter_contact({"args": case.args})["out"])
