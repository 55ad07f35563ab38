"""Where the parts of a capture come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CaptureLanes:
    """Where each part of a capture comes from, as its manifest says; None if it does not say.

    "page" is the page's own JavaScript world: the page can forge and silence these lines. "unchecked tab" is a picture
    that may be of another tab, because the page could not mark itself.

    `bodies` says whether bodies of requests were recorded. `is_attached` says that the tab was open before the
    recording: earlier events are missing, and so are clicks that an earlier listener of the page stopped.
    """

    console: Literal["browser", "page"] | None = None
    errors: Literal["browser", "page"] | None = None
    requests: Literal["browser", "page"] | None = None
    bodies: bool | None = None
    pixels: Literal["screencast", "tab", "unchecked tab"] | None = None
    dom: Literal["isolated world"] | None = None
    is_attached: bool = False
