"""Reads from a manifest where the parts of a capture come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from claude_scope.capture.fields import mapping
from claude_scope.values import CaptureLanes

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T", bound=str)


def capture_lanes(manifest: Mapping[str, Any]) -> CaptureLanes:
    """The manifest's `lanes` and `attached`; unknown words are ignored. Older captures have `bodies` only."""
    lanes = mapping(manifest, "lanes")
    bodies = [value for value in (lanes.get("bodies"), manifest.get("bodies")) if isinstance(value, bool)]
    return CaptureLanes(
        console=_known(lanes, "console", "browser", "page"),
        errors=_known(lanes, "errors", "browser", "page"),
        requests=_known(lanes, "requests", "browser", "page"),
        bodies=next(iter(bodies), None),
        pixels=_known(lanes, "pixels", "screencast", "tab", "unchecked tab"),
        dom=_known(lanes, "dom", "isolated world"),
        is_attached=manifest.get("attached") is True or lanes.get("before") == "unknown",
    )


def _known(lanes: Mapping[str, Any], name: str, *words: T) -> T | None:
    """The lane's word, if it is one of these."""
    return next((word for word in words if lanes.get(name) == word), None)
