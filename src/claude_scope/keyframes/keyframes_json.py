"""Formats keyframes as JSON for `claude-scope keyframes --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claude_scope.values import Keyframe, Keyframes


def as_json(keyframes: Keyframes) -> dict[str, Any]:
    """Return the selection as plain values; times in milliseconds, `file` relative to the folder of the pictures."""
    return {
        "keyframes": [_one(keyframe) for keyframe in keyframes.frames],
        "duration_ms": keyframes.duration_ms,
        "decoded_frames": keyframes.decoded_frames,
        "dropped": keyframes.dropped,
        "notes": list(keyframes.notes),
    }


def _one(keyframe: Keyframe) -> dict[str, Any]:
    return {
        "timestamp_ms": keyframe.timestamp_ms,
        "ssim": keyframe.ssim,
        "reason": keyframe.reason,
        "transient": keyframe.transient,
        "file": keyframe.path.name,
    }
