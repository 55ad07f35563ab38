"""Formats times of a recording, in prompts and reports, as video players show them."""

from __future__ import annotations

MINUTE_MS = 60_000


def clock(ms: int) -> str:
    """Format a time as `m:ss.t`, or `h:mm:ss.t` from an hour on; rounded down, as players do."""
    tenths = max(0, ms) // 100
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def length(ms: int) -> str:
    """Format a duration: `14.1 s`, and from a minute on like `clock`."""
    return f"{ms / 1000:.1f} s" if ms < MINUTE_MS else clock(ms)
