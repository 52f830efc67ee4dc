"""Which commune a place is in, among those that the site knows."""

from collections.abc import Iterable
from typing import NamedTuple

from maillage.core.text import normalize_place


class CommuneRow(NamedTuple):
    """One commune of today: centre in WGS 84 degrees, or None."""

    code: str
    nom: str
    postal_codes: tuple[str, ...]
    latitude: float | None
    longitude: float | None


class CommuneTable:
    """All known communes, looked up by code, or by postal code and name."""

    def __init__(
        self, communes: Iterable[CommuneRow], former: Iterable[tuple[str, str, str]] = ()
    ) -> None:
        """`former`: code and name of a former commune, code of the commune that holds it."""
        self._by_code = {row.code: row for row in communes}
        self._by_name: dict[tuple[str, str], set[str]] = {}
        self._current: dict[str, str] = {}
        for row in self._by_code.values():
            self._add_name(row.nom, row)
        for code, nom, holder in former:
            row_of_holder = self._by_code.get(holder)
            if row_of_holder is None:
                continue
            self._add_name(nom, row_of_holder)
            if code not in self._by_code:
                self._current[code] = holder

    def _add_name(self, nom: str, row: CommuneRow) -> None:
        name = normalize_place(nom)
        for postal_code in row.postal_codes:
            self._by_name.setdefault((postal_code, name), set()).add(row.code)

    def get(self, code: str) -> CommuneRow | None:
        return self._by_code.get(code)

    def current_code(self, code: str) -> str:
        """The code of today for that of a former commune; the same code otherwise."""
        return self._current.get(code, code)

    def find(self, *, nom: str, code_postal: str) -> str:
        """Code of the only commune of that name and postal code, or ""."""
        found = self._by_name.get((code_postal, normalize_place(nom)), set())
        return next(iter(found)) if len(found) == 1 else ""
