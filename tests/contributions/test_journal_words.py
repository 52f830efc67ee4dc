"""The journal is read in words: no key of its details is left as a code."""

import ast
from pathlib import Path

from maillage.contributions.queries.journal import DETAIL_WORDS, detail_words

PACKAGE = Path(__file__).resolve().parents[2] / "maillage"


def detail_keys() -> set[str]:
    """Keys of every dictionary called `detail` in the sources: argument or variable."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value: ast.expr | None = None
            if (
                (isinstance(node, ast.keyword) and node.arg == "detail")
                or (
                    isinstance(node, ast.Assign)
                    and any(
                        isinstance(target, ast.Name) and target.id == "detail"
                        for target in node.targets
                    )
                )
                or (
                    isinstance(node, ast.AnnAssign)
                    and isinstance(node.target, ast.Name)
                    and node.target.id == "detail"
                )
            ):
                value = node.value
            if isinstance(value, ast.Dict):
                found |= {str(key.value) for key in value.keys if isinstance(key, ast.Constant)}
    return found


def test_every_detail_has_its_words() -> None:
    keys = detail_keys()
    assert len(keys) > 15
    assert keys - set(DETAIL_WORDS) == set()


def test_a_detail_reads_as_french() -> None:
    assert (
        detail_words({"channel": "appel", "sections": ["horaires", "contacts"]})
        == "parties : Horaires, Contacts et adresse ; comment : Par téléphone"
    )
    assert detail_words({"role": "referent", "account": 5}) == (
        "rôle : Référent ou référente ; compte n° : 5"
    )
