"""The repository checks itself: addresses, templates, words, variables, layers."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from maillage.core.mail import KINDS
from maillage.directory.enums import Visibility
from maillage.directory.models import Lieu
from maillage.directory.standard import FIELD_NAMES
from maillage.directory.visibility import PARTS, VISIBILITY
from tests.addresses import AXE_PAGES, PUBLIC
from tests.e2e.professional_pages import NOT_PAGES, PROFESSIONAL_PAGES
from tests.rights.table import TABLE

ROOT = Path(__file__).resolve().parent.parent


def named_patterns(resolver: URLResolver, namespace: str = "") -> list[tuple[str, URLPattern]]:
    """(namespace:name, pattern) of every address that is ours."""
    found: list[tuple[str, URLPattern]] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            if not inner.startswith("admin:"):
                found += named_patterns(entry, inner)
        else:
            found.append((f"{namespace}{entry.name}", entry))
    return found


def test_every_address_has_a_declared_access_level() -> None:
    open_to_all = {
        name
        for name, pattern in named_patterns(get_resolver())
        if not getattr(pattern.callback, "login_required", True)
    }
    assert open_to_all == set(PUBLIC), "tests/addresses.py lists what the public may see"


def test_every_public_page_is_in_the_axe_list() -> None:
    pages = {name for name, kind in PUBLIC.items() if kind == "page"}
    assert pages == set(AXE_PAGES)


def test_every_professional_page_is_opened_by_the_browser_or_says_why_not() -> None:
    read = {name for name, row in TABLE.items() if "GET" in row.methods.split()}
    known = set(PROFESSIONAL_PAGES) | set(NOT_PAGES)
    assert read - known == set(), "add them to tests/e2e/professional_pages.py"
    assert known - read == set(), "these addresses left, or answer no GET"
    assert set(PROFESSIONAL_PAGES) & set(NOT_PAGES) == set()


def test_every_template_is_used() -> None:
    used_in = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.py", "*.html", "*.xml", "*.txt")
        for path in (ROOT / "maillage").rglob(pattern)
    )
    emails = {kind.template_base for kind in KINDS.values()}
    unused = []
    for template in (ROOT / "maillage").glob("*/templates/**/*.*"):
        name = template.as_posix().split("/templates/", 1)[1]
        by_registry = name.startswith("components/") or name.rpartition(".")[0] in emails
        by_django = name in {"404.html", "500.html", "403.html", "400.html"}
        if not by_registry and not by_django and name not in used_in:
            unused.append(name)
    assert unused == []


def test_every_template_compiles() -> None:
    for template in (ROOT / "maillage").glob("*/templates/**/*.html"):
        get_template(template.as_posix().split("/templates/", 1)[1])


def test_glossary_holds_every_model() -> None:
    glossary = (ROOT / "docs/reference/glossaire.md").read_text(encoding="utf-8")
    ours = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("maillage.") and not model.__name__.startswith("Historical")
    ]
    missing = [name for name in ours if f"`{name}`" not in glossary]
    assert missing == []


def test_every_environment_variable_is_documented() -> None:
    documented = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
    names: set[str] = set()
    for path in (ROOT / "config").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id.startswith("env_")
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                names.add(str(node.args[0].value))
    assert {name for name in names if f"`{name}`" not in documented} == set()


def test_every_field_of_a_sheet_says_who_may_read_it() -> None:
    stored = {field.name for field in Lieu._meta.get_fields() if field.concrete}
    stored -= {"modalites"}
    parts = {"equipments", "exceptional_periods", "passages", "langues"}
    assert set(VISIBILITY) == stored | set(FIELD_NAMES) | parts


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.slow
def test_layers_hold() -> None:
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_every_field_of_the_other_tables_says_who_may_read_it() -> None:
    for name, fields in PARTS.items():
        model = apps.get_model("directory", name)
        assert set(fields) == {field.name for field in model._meta.get_fields() if field.concrete}


def test_what_the_public_sees_names_no_field_for_professionals() -> None:
    hidden = {name for name, level in VISIBILITY.items() if level == Visibility.PROFESSIONNELLE}
    assert hidden == {"professional_note", "professional_values"}
    package = ROOT / "maillage"
    public = [
        *package.glob("*/templates/**/*.*"),
        *package.glob("api/**/*.py"),
        *(
            path
            for folder in ("presenters", "exchange", "documents", "views")
            for path in (package / "directory" / folder).rglob("*.py")
        ),
        *(package / "directory" / f"{name}.py" for name in ("feeds", "structured_data")),
    ]
    assert len(public) > 80
    for path in public:
        for name in hidden:
            assert name not in path.read_text(encoding="utf-8"), path


def test_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(src|type=\"application/ld\+json\"))|<style|\son\w+=|\sstyle="
    )
    pages = [
        template
        for template in (ROOT / "maillage").glob("*/templates/**/*.html")
        # An e-mail carries its style inside it: nothing else of ours reaches a mailbox.
        if template.parent.name != "emails" and template.name != "email.html"
    ]
    for template in pages:
        found = inline.search(template.read_text(encoding="utf-8"))
        assert found is None, f"{template}: {found.group() if found else ''}"
