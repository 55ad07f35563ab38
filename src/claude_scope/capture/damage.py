"""Reports which parts of a capture are damaged, and which parts were used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.serialization.capture_files import EventLines

_MIN_LOST_MS = 500.0


def is_record_damaged(damaged_files: Sequence[str], lines: EventLines) -> bool:
    """Whether events of the page are missing because their lines or files are damaged or absent."""
    return bool(lines.broken or not lines.good or any(name.startswith("events-") for name in damaged_files))


def damage(damaged_files: Sequence[str], lines: EventLines, last_ms: float, end_ms: float | None) -> Iterator[str]:
    """Yield a sentence for each kind of damage; `last_ms` is the time of the last event that was read."""
    for name in damaged_files:
        yield f"{name} is damaged in the capture: only what comes before the damage was read."
    if lines.broken:
        were = "was" if lines.broken == 1 else "were"
        yield f"{counted(lines.broken, 'line')} of the capture cannot be read and {were} left out."
    if not lines.good:
        yield "The capture has no events that can be read."
    elif end_ms is not None and _is_end_lost(damaged_files, lines) and end_ms - last_ms > _MIN_LOST_MS:
        yield f"The page's record is damaged from {clock(round(last_ms))} on: what came after is only in its video."


def _is_end_lost(damaged_files: Sequence[str], lines: EventLines) -> bool:
    return lines.is_end_broken or any(name.startswith("events-") for name in damaged_files)
