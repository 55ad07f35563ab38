"""Reports which parts of a capture are damaged, or beyond the limits of what is read, and which parts were used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.capture.facts import Facts
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


def limits_reached(facts: Facts, documents_ms: float | None, cut_ms: float | None) -> Iterator[str]:
    """Yield a sentence for each limit that was reached, with the time from which on something is left out.

    `documents_ms` is the time of the first event of the first document beyond the limit. `cut_ms` is the time of the
    last event that was read, if the capture has more events.
    """
    left_out_ms = facts.left_out_ms if documents_ms is None else {**facts.left_out_ms, "documents": documents_ms}
    if cut_ms is not None:
        left_out_ms = {**left_out_ms, "events": cut_ms}
    for kind, since_ms in left_out_ms.items():
        yield f"The capture has more {kind} than are read; those from {clock(round(since_ms))} on were left out."


def _is_end_lost(damaged_files: Sequence[str], lines: EventLines) -> bool:
    return lines.is_end_broken or any(name.startswith("events-") for name in damaged_files)
