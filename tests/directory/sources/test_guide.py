"""The example of the guide works as it is written."""

import re
import tomllib
from pathlib import Path

from maillage.directory.exchange.readers import open_source
from maillage.directory.sources import read_source

GUIDE = Path(__file__).parents[3] / "docs/guides/ecrire-une-source.md"


def test_the_example_of_the_guide(tmp_path: Path) -> None:
    blocks = dict(re.findall(r"```(csv|toml)\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL))
    path = tmp_path / "lieux.csv"
    path.write_text(blocks["csv"], encoding="utf-8")
    source = read_source("trois-rivieres", tomllib.loads(blocks["toml"]))
    assert source.mapping is not None
    assert source.mapping.warnings == ()
    opened = open_source(path, free_columns=True)
    assert source.mapping.check_columns(opened.headers) == []
    first, second = [source.mapping.apply(row.raw) for row in opened.rows]
    assert first.values["code_postal"] == "99310"
    assert (first.values["latitude"], first.values["longitude"]) == ("47.512", "1.843")
    assert first.values["services"] == (
        "Aide aux démarches administratives",
        "Maîtrise des outils numériques du quotidien",
    )
    assert first.values["frais_a_charge"] == ("Gratuit sous condition",)
    assert second.values["frais_a_charge"] == ("Gratuit",)
    assert first.hours is not None
    assert (first.hours.week, first.hours.jours) == ("9h-12h / 14h-17h", "{Lundi,Jeudi}")
    assert (second.values["id"], second.values["commune"]) == ("8", "Saint-Aubray")
