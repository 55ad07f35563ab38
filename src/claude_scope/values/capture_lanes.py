"""The value that says where the parts of a capture come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CaptureLanes:
    """Where each part of a capture comes from, according to its manifest; None if the manifest does not say.

    "page" means the page's own JavaScript world, in which the page can forge and suppress these records. "unchecked
    tab" means that the pictures may be of another tab, because the page could not mark itself.

    `bodies` says whether bodies of requests were recorded. `is_attached` says that the tab was open before the
    recording, so that earlier events are missing, and clicks that an earlier listener of the page stopped, too.
    """

    console: Literal["browser", "page"] | None = None
    errors: Literal["browser", "page"] | None = None
    requests: Literal["browser", "page"] | None = None
    bodies: bool | None = None
    pixels: Literal["screencast", "tab", "unchecked tab"] | None = None
    dom: Literal["isolated world"] | None = None
    is_attached: bool = False
