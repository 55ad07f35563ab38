"""What one child process may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.jobs.sandbox.messages import Bounds
from claude_scope.jobs.sandbox.recording_length import MAX_MINUTES

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings

PROGRAM = ("-m", "claude_scope.jobs.sandbox.child")
"""Arguments for Python."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use, None for no limit, and `program`, what it runs."""

    memory_mb: int | None
    step_timeout_s: float | None
    ocr_threads: int
    max_pixels: int | None
    output_mb: int | None = 2048
    """Of files that one call writes: 200 frames of 8K that do not compress would be 13 GB."""
    max_lines: int | None = 10_000
    """Of one answer: progress is told four times in a second of a recording, which makes 7,560 in the longest, and 200
    pictures at most."""
    start_timeout_s: float = 120
    """For a child to import everything on a machine that is busy; it takes about a second on an idle one."""
    program: tuple[str, ...] = PROGRAM

    @classmethod
    def of(cls, settings: ServiceSettings) -> Limits:
        """Those of the settings."""
        return cls(settings.step_memory_mb, settings.step_timeout_s, settings.ocr_threads, settings.max_pixels)

    @classmethod
    def none(cls, ocr_threads: int) -> Limits:
        """For a person's own machine, where the person decides what is too much."""
        return cls(None, None, ocr_threads, None, output_mb=None, max_lines=None)

    def bounds(self, max_minutes: float) -> Bounds | None:
        """What a recording may be, of an account that allows itself so many minutes."""
        return None if self.max_pixels is None else Bounds(self.max_pixels, min(max_minutes, MAX_MINUTES))
