"""How a time in the recording is written, in prompts and in reports: as players show it."""

from __future__ import annotations


def clock(ms: int) -> str:
    """A time in the recording as `m:ss.t`, or `h:mm:ss.t` from an hour on; always rounded down, as players do."""
    tenths = max(0, ms) // 100
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"
