"""Understand needs: JSON lines in, JSON lines out, each as soon as its line comes."""

import io
import json
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from maillage.orientation.engine import Engine
from maillage.orientation.store import current_engine

MAX_LINE_LENGTH = 1_000_000


class Command(BaseCommand):
    help = (
        'Comprend des besoins : {"id", "texte"} par ligne en entrée, le besoin en sortie. '
        'Une ligne illisible donne {"id", "error"} et les suivantes continuent.'
    )

    # Neither the database nor the pages are touched: an answer comes at once.
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        # UTF-8 whatever the machine's language; a broken byte spoils its line only.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        source = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        engine = current_engine()
        try:
            for line in source:
                if line.strip():
                    self.stdout.write(_written(answer(engine, line)))
                    self.stdout.flush()
        except BrokenPipeError:
            # The reader (head, for instance) has seen enough: nothing to say about it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        finally:
            source.detach()


def _written(line: dict[str, Any]) -> str:
    text = json.dumps(line, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a UTF-16 pair, which JSON may carry in an identifier
        return json.dumps(line)
    return text


def answer(engine: Engine, text: str) -> dict[str, Any]:
    """The answer to one line, whatever it holds."""
    if len(text) > MAX_LINE_LENGTH:
        return {"id": None, "error": f"Ligne de plus de {MAX_LINE_LENGTH} caractères."}
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return {"id": None, "error": "Cette ligne n’est pas du JSON."}
    if not isinstance(line, dict):
        return {"id": None, "error": "Cette ligne n’est pas un objet JSON ({…})."}
    identifier = line.get("id")
    texte = line.get("texte")
    if not isinstance(texte, str):
        return {"id": identifier, "error": "Le champ « texte » manque, ou n’est pas du texte."}
    return {"id": identifier, **engine.understand(texte).as_dict()}
