"""How long a recording may be, and what is told of one that is longer."""

from __future__ import annotations

from claude_scope.errors import NotARecording

MAX_MINUTES = 30
"""The longest recording that an account may allow itself."""
RECORDER_OVERRUN = 1.05
"""A recorder stops a little after it was told to."""
MINUTE_MS = 60_000


def max_duration_ms(minutes: float) -> int:
    """What is taken where an account allows recordings of so many minutes."""
    return round(minutes * MINUTE_MS * RECORDER_OVERRUN)


def too_long(what: object, minutes: float, duration_ms: int | None = None) -> NotARecording:
    """The refusal, in terms of what the account allows; the duration is None while only that it is longer is known."""
    length = f"is {duration_ms / MINUTE_MS:.1f} minutes long" if duration_ms else f"is longer than {minutes:g} minutes"
    allowed = f"{minutes:g}" if duration_ms else "no more"
    better = ", or change maxRecordingLength" if minutes < MAX_MINUTES else ""
    return NotARecording(f"{what} {length}, and your settings allow {allowed}; record a shorter flow{better}.")
