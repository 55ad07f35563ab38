"""The options of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """The options of `record`.

    `capture` is the file `NAME.scope`; during the recording the folder `NAME.scope.part` is next to it. `profile` is a
    folder that keeps the browser's profile; without it the profile is deleted after the recording. `viewport` is in CSS
    pixels; None means the size of the window, or 1280x720 without a window. `cdp_port` lets another program act in
    the page.
    """

    url: str
    capture: Path
    title: str = ""
    notes: str = ""
    viewport: tuple[int, int] | None = None
    headless: bool = False
    cdp_port: int | None = None
    profile: Path | None = None
    storage_state: Path | None = None
    stop_after_s: float | None = None
    bodies: bool = False


def part_of(capture: Path) -> Path:
    """The folder of a capture during its recording."""
    return capture.with_name(capture.name + ".part")
