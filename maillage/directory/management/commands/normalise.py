"""Clean one kind of field: JSON lines in, JSON lines out, each as soon as its line comes."""

import io
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.directory.normalise.filters import (
    FilterError,
    filter_contact,
    filter_date,
    filter_typology,
)

Filter = Callable[[Mapping[str, Any]], dict[str, Any]]
KINDS = ("hours", "contact", "address", "typology", "date")
MAX_LINE_LENGTH = 1_000_000


class Command(BaseCommand):
    help = (
        "Normalise un champ : une ligne JSON par valeur en entrée, une ligne JSON en sortie. "
        'Une ligne illisible donne {"error": …} et les suivantes continuent.'
    )

    # Neither the database nor the pages are touched: an answer comes at once.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS, metavar="champ", help=", ".join(KINDS))

    def handle(self, *_args: Any, **options: Any) -> None:
        clean = _filter_of(str(options["kind"]))
        # UTF-8 whatever the machine's language; a broken byte spoils its line only.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        source = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        try:
            for line in source:
                if line.strip():
                    self.stdout.write(_written(_answer(clean, line)))
                    self.stdout.flush()
        except BrokenPipeError:
            # The reader (head, for instance) has seen enough: nothing to say about it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        finally:
            source.detach()


def _filter_of(kind: str) -> Filter:
    if kind == "contact":
        return filter_contact
    if kind == "typology":
        return filter_typology
    if kind == "date":
        today = timezone.localdate()
        return lambda line: filter_date(line, today=today)
    module = {"hours": "hours.french.filter", "address": "normalise.address"}[kind]
    try:
        found = import_module(f"maillage.directory.{module}").filter_line
    except (ImportError, AttributeError) as error:
        raise CommandError(f"Le filtre « {kind} » n’est pas encore là.") from error
    filter_line: Filter = found
    return filter_line


def _written(answer: dict[str, Any]) -> str:
    text = json.dumps(answer, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a UTF-16 pair, which JSON may carry in an identifier
        return json.dumps(answer)
    return text


def _answer(clean: Filter, text: str) -> dict[str, Any]:
    if len(text) > MAX_LINE_LENGTH:
        return {"error": f"Ligne de plus de {MAX_LINE_LENGTH} caractères."}
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return {"error": "Cette ligne n’est pas du JSON."}
    if not isinstance(line, dict):
        return {"error": "Cette ligne n’est pas un objet JSON ({…})."}
    known = {"id": line["id"]} if "id" in line else {}
    try:
        return clean(line)
    except FilterError as error:
        return {**known, "error": error.message_fr}
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, RecursionError):
        return {**known, "error": "Cette ligne n’a pas la forme attendue."}
