"""A filter: pairs of places in, the probability that each is one place out. JSON lines."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from maillage.directory.dedupe import SheetError, score_pair, sheet_of

_SIDES = (("a", "le premier lieu (« a »)"), ("b", "le second lieu (« b »)"))


class Command(BaseCommand):
    help = (
        "Lit des paires de lieux sur l’entrée standard, une par ligne "
        '({"id", "a": {…}, "b": {…}}, champs du standard), et écrit pour chacune la probabilité '
        "d’un doublon et ses raisons. Une ligne illisible donne une erreur ; les autres suivent."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        # Bytes, so that a line that is not UTF-8 is one bad line and not the end.
        for raw in sys.stdin.buffer:
            line = raw.strip()
            if line:
                self.stdout.write(json.dumps(judge_line(line), ensure_ascii=False))
        self.stdout.flush()


def judge_line(line: bytes) -> dict[str, Any]:
    """{"id", "probability", "why"}, or {"id", "error"} with a French sentence."""
    identifier: Any = None
    try:
        pair = json.loads(line)
        if not isinstance(pair, dict):
            return {"id": None, "error": "Une ligne doit être un objet JSON."}
        identifier = pair.get("id")
        sheets = []
        for side, words in _SIDES:
            if not isinstance(pair.get(side), dict):
                return {"id": identifier, "error": f"Il manque {words}."}
            sheets.append(sheet_of(pair[side]))
    except SheetError as error:
        return {"id": identifier, "error": str(error)}
    except (ValueError, RecursionError):
        return {"id": None, "error": "Cette ligne n’est pas du JSON lisible."}
    scored = score_pair(*sheets)
    return {
        "id": identifier,
        "probability": round(scored.probability, 4),
        "why": " ; ".join(scored.why),
    }
