"""Lists the contents of a capture, for a user who wants to share it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url
from claude_scope.plural import counted
from claude_scope.serialization.capture_files import EventLines, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from claude_scope.serialization.capture_files import CaptureFiles

_SHOWN_CHARS = 100
_KINDS = {
    "dom": "DOM event",
    "action": "act",
    "console": "console line",
    "error": "error",
    "request": "request",
    "socket": "WebSocket event",
    "navigation": "navigation",
    "dialog": "dialog",
    "download": "download",
    "document": "document",
}


def list_contents(capture: Path) -> Iterator[str]:
    """The contents of a capture as lines: files, acts with their values, URLs, console lines.

    Raises: BadInput: the file is missing, or is not a capture.
    """
    with opened(capture) as files:
        manifest = files.manifest()
        yield f"{capture}: {display_url(str(manifest.get('url', '')))}, by {_short(manifest.get('tool', ''))}"
        for name, size in files.sizes.items():
            yield f"  {size:>11,} bytes  {_short(name)}"
        video = "covered" if manifest.get("videoMasked") is True else "shown as they were on the screen"
        yield f"Secrets in the video: {video if files.video else 'there is no video'}."
        yield f"Bodies of requests: {'recorded' if manifest.get('bodies') is True else 'not recorded'}."
        masked = manifest.get("masked")
        kinds = masked if isinstance(masked, dict) else {}
        told = ", ".join(f"{_short(kind)} {_short(number)}" for kind, number in kinds.items())
        yield f"Masked before they were written: {told or 'nothing'}."
        count: Counter[str] = Counter()
        told_lines: list[str] = []
        events = EventLines(files)
        for event in events:
            kind = str(event.get("kind", ""))
            count[kind] += 1
            if line := _told(kind, event):
                told_lines.append(line)
        yield ", ".join(counted(count[kind], name) for kind, name in _KINDS.items() if count[kind]) or "no events"
        if unlisted := ", and ".join(_unlisted(files, events)):
            yield f"Not all events are listed: {unlisted}."
        yield from told_lines


def _unlisted(files: CaptureFiles, events: EventLines) -> Iterator[str]:
    """Why events are missing."""
    yield from (f"{name} is damaged" for name in sorted(files.damaged))
    if events.broken:
        yield f"{counted(events.broken, 'line')} cannot be read"
    if events.is_cut:
        yield "the capture has more than are read"


def _told(kind: str, event: dict[str, Any]) -> str:
    """The line for an event that a user should check; "" for other events."""
    if kind == "action":
        target = event.get("target")
        name = target.get("name") if isinstance(target, dict) else ""
        value = event.get("value", event.get("key", ""))
        held = event.get("modifiers")
        keys = "".join(f"{_short(key)}+" for key in held) if isinstance(held, list) else ""
        return f"  {keys}{_short(event.get('act'))} {_short(name)!r}" + (f": {_short(value)!r}" if value else "")
    if kind == "navigation":
        return f"  went to {_short(event.get('url'))}"
    if kind == "request":
        return f"  {_short(event.get('method'))} {_short(event.get('url'))}: {_short(event.get('status'))}"
    if kind in ("console", "error"):
        return f"  {kind}: {_short(event.get('text'))}"
    return ""


def _short(value: object) -> str:
    text = strip_controls(str(value)[: _SHOWN_CHARS * 10])
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
