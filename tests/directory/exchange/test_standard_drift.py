"""standard.py says what the national schema and the national library say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from maillage.directory import standard
from tests.directory.exchange.conftest import read_with_library

TYPO_OF_THE_SCHEMA = {"Étapes numériques(La Poste)": "Étapes numériques (La Poste)"}


@pytest.fixture(scope="module")
def schema(data_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (data_dir / "standard-schema.json").read_text(encoding="utf-8")
    )
    return found


def values_of_pattern(pattern: str) -> list[str]:
    """« (?:(?:^|\\|)(A|B))+$ » → A, B, without the escapes."""
    inner = re.fullmatch(r"\(\?:\(\?:\^\|\\\|\)\((.*)\)\)\+\$", pattern)
    assert inner is not None, pattern
    return [re.sub(r"\\(.)", r"\1", value) for value in re.split(r"(?<!\\)\|", inner[1])]


def test_fields_and_order(schema: dict[str, Any]) -> None:
    assert schema["version"] == f"v{standard.VERSION}"
    assert schema["primaryKey"] == "id"
    assert [field["name"] for field in schema["fields"]] == list(standard.FIELD_NAMES)


def test_required_lengths_and_patterns(schema: dict[str, Any]) -> None:
    for ours, theirs in zip(standard.FIELDS, schema["fields"], strict=True):
        constraints = theirs["constraints"]
        assert ours.required == constraints.get("required", False), ours.name
        assert ours.max_length == constraints.get("maxLength"), ours.name
        pattern = constraints.get("pattern")
        if ours.vocabulary:
            assert ours.pattern is None
        elif pattern is None:
            assert ours.pattern is None, ours.name
        else:
            assert f"^{ours.pattern}$" == pattern, ours.name


def test_vocabularies_of_the_schema(schema: dict[str, Any]) -> None:
    patterns = {
        field["name"]: field["constraints"]["pattern"]
        for field in schema["fields"]
        if "(?:^|" in field["constraints"].get("pattern", "")
    }
    assert set(patterns) == set(standard.VOCABULARIES) - {"typologie"}
    for name, pattern in patterns.items():
        theirs = [TYPO_OF_THE_SCHEMA.get(value, value) for value in values_of_pattern(pattern)]
        assert [entry.value for entry in standard.VOCABULARIES[name]] == theirs


def test_vocabularies_of_the_library() -> None:
    theirs = read_with_library([])["vocabularies"]
    assert len(theirs["typologie"]) == 92
    assert set(theirs) == set(standard.VOCABULARIES)
    for name, entries in standard.VOCABULARIES.items():
        assert {entry.value for entry in entries} == set(theirs[name]), name


def test_short_codes_and_values_are_unique() -> None:
    for name, entries in standard.VOCABULARIES.items():
        assert len({entry.code for entry in entries}) == len(entries), name
        assert len({entry.value for entry in entries}) == len(entries), name
