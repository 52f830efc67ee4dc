"""Texts of opening hours, invented in the style of real ones, with what they must give.

Each was read by a person; None: nothing can be said for sure. Those that need nothing else than
their text are in textes.jsonl, one a line.
"""

import json
from pathlib import Path

_TEXTS = Path(__file__).with_name("textes.jsonl").read_text(encoding="utf-8")

CASES: tuple[tuple[str, str | None], ...] = tuple(
    (line["texte"], line["osm"]) for line in map(json.loads, _TEXTS.splitlines())
)

# Hours only: the days come from a companion column.
WITH_DAYS: tuple[tuple[str, str, str | None], ...] = (
    ("9h-12h / 13h30-17h", "{Lundi,Mardi,Jeudi}", "Mo,Tu,Th 09:00-12:00,13:30-17:00"),
    ("de 9 h à midi", "lundi au vendredi", "Mo-Fr 09:00-12:00"),
    (
        "8h-12h 13h-17h (16h le vendredi)",
        "{Lundi,Vendredi}",
        "Mo 08:00-12:00,13:00-17:00; Fr 08:00-12:00,13:00-16:00",
    ),
    ("14h-18h, sauf le mercredi 9h-12h", "{Mardi,Mercredi}", "Tu 14:00-18:00; We 09:00-12:00"),
    ("9h-17h. Fermé le jeudi.", "{Mardi,Jeudi,Vendredi}", "Tu,Fr 09:00-17:00"),
    ("9h-12h hors vacances scolaires", "{Mardi}", "Tu 09:00-12:00; SH off"),
    ("Samedi 9h-12h", "{Lundi,Mardi}", "Sa 09:00-12:00"),
    ("9h-12h", "{Inconnu}", None),
    ("9h-12h", "", None),
    ("sur rendez-vous", "{Lundi}", None),
    (
        "10h-18h (nocturne le jeudi jusqu'à 20h)",
        "{Mardi,Jeudi,Vendredi}",
        "Tu,Fr 10:00-18:00; Th 10:00-20:00",
    ),
    (
        "8h-12h 13h-17h tous les jours sauf vendredi 16h",
        "{Lundi,Mardi,Vendredi}",
        "Mo,Tu 08:00-12:00,13:00-17:00; Fr 08:00-12:00,13:00-16:00",
    ),
    ("9h-18h fermé entre 12h30 et 14h", "{Lundi,Mardi}", "Mo,Tu 09:00-12:30,14:00-18:00"),
    ("Mardi 9h-12h, les autres jours 14h-17h", "{Lundi,Mardi}", "Mo 14:00-17:00; Tu 09:00-12:00"),
    ("9h-12h30 (sauf mercredi) et 14h-18h", "{Lundi,Mercredi}", None),
    ("matin 9h-12h ; après-midi 14h-17h sauf mercredi", "{Lundi,Mercredi}", None),
)

DAYS: tuple[tuple[dict[str, str], str, str | None], ...] = (
    ({"Mo": "9h-12h", "Tu": "Fermé", "We": "14h à 17h"}, "", "Mo 09:00-12:00; We 14:00-17:00"),
    ({"Mo": "08:30 - 12:00 / 14:00 - 17:00", "Fr": ""}, "", "Mo 08:30-12:00,14:00-17:00"),
    ({"Sa": "9h - 12h le 1er et le dernier samedi du mois"}, "", "Sa[1,-1] 09:00-12:00"),
    ({"Sa": "09:00-11:30 (les premiers samedis du mois)"}, "", "Sa[1] 09:00-11:30"),
    ({"Mo": "10: à 16: (en continu)"}, "", "Mo 10:00-16:00"),
    ({"Tu": "9h-12h (semaine paire)"}, "", "week 2-52/2 Tu 09:00-12:00"),
    ({"Tu": "9h-12h"}, "Semaine impaire", "week 1-53/2 Tu 09:00-12:00"),
    ({"Tu": "9h-12h"}, "selon la saison", None),
    (
        {"Mo": "9h-12h", "We": "14h-17h, fermé vacances"},
        "",
        "Mo 09:00-12:00; We 14:00-17:00; SH We off",
    ),
    ({"Mo": "-", "Tu": "x", "We": "Fermé"}, "", None),
    ({"Mo": "9h-12h", "Th": "14h-12h"}, "", None),
    ({"Mo": "9h-12h, mardi 14h-17h"}, "", None),
    ({"Mo": "réservé aux scolaires", "We": "14h-18h"}, "", "We 14:00-18:00"),
)

# (text of one day, its hours whatever else it says)
DAY_HOURS: tuple[tuple[str, str], ...] = (
    ("10 - 12 - 14 - 18", "10:00-12:00,14:00-18:00"),
    ("9 12 h et 13 17 h", "09:00-12:00,13:00-17:00"),
    ("9h30-12h/ atelier de couture 14h-17h", "09:30-12:00,14:00-17:00"),
    ("10h3012h30", "10:30-12:30"),
    ("fermé", ""),
    ("9h-12h et 14h", ""),
    ("17h-9h", ""),
    ("", ""),
)
