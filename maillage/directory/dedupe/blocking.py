"""Which sheets are worth comparing: those that share something precise, never all pairs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import floor

from maillage.directory.dedupe.reading import Reading

CROWD = 60
"""A key that more sheets share says nothing: a switchboard, « rue de la Mairie » of a city."""
CELL = 0.0027
"""Side of a cell, degrees of latitude: 300 metres."""
_FINE = 4
"""A crowded cell is cut into 4 × 4: 75 metres."""


def keys_of(reading: Reading) -> Iterator[str]:
    """What a sheet may share with its duplicates, but the cells. Texts, each with its letter."""
    sheet = reading.sheet
    if reading.phone:
        yield f"t{reading.phone}"
    if reading.siret:
        yield f"s{reading.siret}"
    for mail in reading.mails:
        yield f"m{mail}"
    for page in reading.pages:
        yield f"p{page}"
    areas = [area for area in (sheet.code_postal, " ".join(sorted(reading.commune))) if area]
    if not reading.commune:
        # « France services Ligueil » without a commune: the name may hold it.
        areas.extend(reading.core)
    if reading.siren and sheet.code_postal:
        yield f"n{reading.siren} {sheet.code_postal}"
    for area in areas:
        for word in reading.core:
            yield f"w{word[:6]} {area}"
        for kind in reading.kinds:
            yield f"k{kind} {area}"
        for way in reading.address.ways:
            yield f"r{way.words[-1][:6]} {area}"
            yield f"a{way.first or ''} {way.words[-1][:6]} {area}"


def candidates(readings: Sequence[Reading]) -> Iterator[tuple[int, list[int]]]:
    """For each sheet in order, the earlier ones to compare it with. About linear.

    Positions in `readings`; a pair is given once. Keys that more than CROWD sheets share are
    left; a crowded cell gives way to finer ones.
    """
    numbers: dict[str, int] = {}
    keys = [
        tuple({numbers.setdefault(key, len(numbers)) for key in keys_of(reading)})
        for reading in readings
    ]
    sizes = Counter(key for own in keys for key in own)
    useful = {key for key, size in sizes.items() if 1 < size <= CROWD}
    del numbers, sizes
    cells = [_cell(reading, CELL) for reading in readings]
    cell_sizes = Counter(cell for cell in cells if cell is not None)
    blocks: dict[int, list[int]] = {}
    grid: dict[tuple[int, int], list[int]] = {}
    fine: dict[tuple[int, int], list[int]] = {}
    for position, reading in enumerate(readings):
        found: set[int] = set()
        for key in keys[position]:
            if key in useful:
                block = blocks.setdefault(key, [])
                found.update(block)
                block.append(position)
        cell = cells[position]
        if cell is not None:
            for near in _around(cell):
                if cell_sizes[near] <= CROWD:
                    found.update(grid.get(near, ()))
            small = _cell(reading, CELL / _FINE)
            if small is not None:
                for near in _around(small):
                    found.update(fine.get(near, ())[:CROWD])
                if cell_sizes[cell] > CROWD:
                    fine.setdefault(small, []).append(position)
            grid.setdefault(cell, []).append(position)
        if found:
            yield position, sorted(found)


def _cell(reading: Reading, side: float) -> tuple[int, int] | None:
    if not reading.has_position:
        return None
    # Degrees of longitude are shorter; one value for the country keeps cells aligned.
    return floor(reading.latitude / side), floor(reading.longitude * 0.68 / side)


def _around(cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
    row, column = cell
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            yield row + north, column + east
