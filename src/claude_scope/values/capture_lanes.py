"""Where the parts of a capture come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CaptureLanes:
    """Where each part of a capture comes from, as its manifest says; None if it does not say.

    `bodies` says whether bodies of requests were recorded. `is_attached` says that the tab was open before the
    recording: earlier events are missing, and so are clicks that an earlier listener of the page stopped.
    """

    console: Literal["browser"] | None = None
    errors: Literal["browser"] | None = None
    requests: Literal["browser"] | None = None
    bodies: bool | None = None
    pixels: Literal["screencast"] | None = None
    dom: Literal["isolated world"] | None = None
    is_attached: bool = False
