"""Finds rows or lines by their vertical position, so that the pairs of a thousand rows need not all be compared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claude_scope.values import Box


class _Placed(Protocol):
    @property
    def box(self) -> Box: ...


Row = TypeVar("Row", bound=_Placed)

BAND_PX = 32
"""The height of a band. Most rows are lower, so that a box is in one or two bands."""


class RowBands(Generic[Row]):
    """An index of the rows of a picture, or of other items with a box, by horizontal bands."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._bands: defaultdict[int, list[tuple[int, Row]]] = defaultdict(list)
        """For each band its rows, each with the first band that the row is in."""
        for row in {id(row): row for row in rows}.values():
            bands = _bands(row.box)
            for band in bands:
                self._bands[band].append((bands.start, row))

    def beside(self, box: Box) -> Iterator[Row]:
        """The rows in the bands that a box touches, each row once."""
        bands = _bands(box)
        for band in bands:
            for first, row in self._bands.get(band, ()):
                if first == band or band == bands.start:
                    yield row


def _bands(box: Box) -> range:
    return range(int(box.y) // BAND_PX, int(box.y + box.height) // BAND_PX + 1)
