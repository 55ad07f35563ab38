"""Finds rows or lines by their height on the screen, which avoids comparing all pairs of a thousand rows."""

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
"""The height of a band, larger than most rows, so that a box is in one band or two."""


class RowBands(Generic[Row]):
    """The rows of a picture, or other items with a box, by horizontal bands."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._bands: defaultdict[int, list[tuple[int, Row]]] = defaultdict(list)
        """Each row with its first band."""
        for row in {id(row): row for row in rows}.values():
            bands = _bands(row.box)
            for band in bands:
                self._bands[band].append((bands.start, row))

    def beside(self, box: Box) -> Iterator[Row]:
        """The rows in the bands of a box, each once."""
        bands = _bands(box)
        for band in bands:
            for first, row in self._bands.get(band, ()):
                if first == band or band == bands.start:
                    yield row


def _bands(box: Box) -> range:
    return range(int(box.y) // BAND_PX, int(box.y + box.height) // BAND_PX + 1)
