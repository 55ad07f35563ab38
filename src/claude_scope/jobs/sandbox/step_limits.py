"""The limits of one child process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.jobs.sandbox.messages import Bounds
from claude_scope.jobs.sandbox.recording_length import MAX_MINUTES

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings

PROGRAM = ("-m", "claude_scope.jobs.sandbox.child")
"""The arguments for Python that run a child."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one child, None for no limit; `program` contains the Python arguments that run it."""

    memory_mb: int | None
    step_timeout_s: float | None
    ocr_threads: int
    max_pixels: int | None
    output_mb: int | None = 2048
    """Maximum number of megabytes of files per call: 200 incompressible 8K frames would be 13 GB."""
    max_lines: int | None = 10_000
    """Maximum number of messages per call: progress is sent four times per second of the recording, 7,560 times for
    the longest, and at most 200 pictures follow.
    """
    start_timeout_s: float = 120
    """The time for all imports on a busy machine; an idle one takes about a second."""
    program: tuple[str, ...] = PROGRAM

    @classmethod
    def of(cls, settings: ServiceSettings) -> Limits:
        """The limits from the settings."""
        return cls(settings.step_memory_mb, settings.step_timeout_s, settings.ocr_threads, settings.max_pixels)

    @classmethod
    def none(cls, ocr_threads: int) -> Limits:
        """No limits, for the user's own machine."""
        return cls(None, None, ocr_threads, None, output_mb=None, max_lines=None)

    def bounds(self, max_minutes: float) -> Bounds | None:
        """The bounds of a recording for an account with this limit in minutes."""
        return None if self.max_pixels is None else Bounds(self.max_pixels, min(max_minutes, MAX_MINUTES))
