"""The longest recording that is accepted, and the error for a longer one."""

from __future__ import annotations

from claude_scope.errors import NotARecording

MAX_MINUTES = 30
"""The longest recording that an account can allow in its settings."""
RECORDER_OVERRUN = 1.05
"""The factor by which a recording may exceed the limit: a recorder may stop a little late."""
MINUTE_MS = 60_000


def max_duration_ms(minutes: float) -> int:
    """The longest accepted duration for a limit in minutes."""
    return round(minutes * MINUTE_MS * RECORDER_OVERRUN)


def too_long(what: object, minutes: float, duration_ms: int | None = None) -> NotARecording:
    """The error for a recording over the account's limit; `duration_ms` is None if the exact duration is unknown."""
    length = f"is {duration_ms / MINUTE_MS:.1f} minutes long" if duration_ms else f"is longer than {minutes:g} minutes"
    allowed = f"{minutes:g}" if duration_ms else "no more"
    better = ", or change maxRecordingLength" if minutes < MAX_MINUTES else ""
    return NotARecording(f"{what} {length}, and your settings allow {allowed}; record a shorter flow{better}.")
