"""Reads the lines of events of a capture, within bounds: each is one JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_EVENTS_BYTES = 400_000_000
"""Of all files together. Fifteen seconds of a large application are 0.3 to 2 MB."""
LINE_COST_BYTES = 100
"""What a line costs beside its bytes, so that a file of tiny ones is bounded too."""
MAX_LINE_BYTES = 64_000_000
"""A full snapshot of 100,000 nodes has 20 MB."""

Event = dict[str, Any]

_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
"""`NaN` and `Infinity` are no JSON: where a number is needed, nothing is there."""


class EventLines:
    """The events of a capture in the order of writing, each with its line; counts what is broken or left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.broken = 0
        self.good = 0
        self.is_end_broken = False
        """Whether the last line is broken, as of a file that was cut off."""
        self.is_cut = False
        """Whether events were left out because there are too many."""

    def __iter__(self) -> Iterator[tuple[Event, bytes]]:
        left = MAX_EVENTS_BYTES
        self.broken = self.good = 0
        for path in sorted(self._folder.glob("events-*.jsonl")):
            if path.is_symlink() or not path.is_file():
                continue
            with path.open("rb") as file:
                while line := file.readline(MAX_LINE_BYTES):
                    left -= len(line) + LINE_COST_BYTES
                    if left < 0:
                        self.is_cut = True
                        return
                    event = _parsed(line)
                    self.is_end_broken = event is None
                    if event is None:
                        self.broken += 1
                    else:
                        self.good += 1
                        yield event, line


def _parsed(line: bytes) -> Event | None:
    try:
        event = _DECODER.decode(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and isinstance(event.get("kind"), str) else None
