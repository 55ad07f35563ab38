"""Lists what a capture holds, for a person who wants to hand it on, and makes a copy without its video."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url
from claude_scope.errors import BadInput
from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EVENTS = re.compile(r"events-\d{3,6}\.jsonl")
_PARTS = re.compile(r"manifest\.json|video\.webm|events-\d{3,6}\.jsonl|assets\.jsonl|assets/[0-9a-f]{64}")
_MAX_MANIFEST_BYTES = 1_000_000
_MAX_LINE_BYTES = 64_000_000
_MAX_BYTES = 2_000_000_000
"""A zip that says less than it holds is read no further than this."""
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
    """The lines that say what a capture holds: files, acts with their values, addresses, console lines.

    Raises:
        BadInput: the file is missing, or is no capture.
    """
    with _opened(capture) as packed:
        manifest = _manifest(packed, capture)
        yield f"{capture}: {display_url(str(manifest.get('url', '')))}, by {_short(manifest.get('tool', ''))}"
        for part in packed.infolist():
            yield f"  {part.file_size:>11,} bytes  {_short(part.filename)}"
        video = "covered" if manifest.get("videoMasked") is True else "shown as they were on the screen"
        yield f"Secrets in the video: {video if 'video.webm' in packed.namelist() else 'there is no video'}."
        yield f"Bodies of requests: {'recorded' if manifest.get('bodies') is True else 'not recorded'}."
        masked = manifest.get("masked")
        kinds = masked if isinstance(masked, dict) else {}
        told = ", ".join(f"{_short(kind)} {_short(number)}" for kind, number in kinds.items())
        yield f"Masked before they were written: {told or 'nothing'}."
        count: Counter[str] = Counter()
        told_lines: list[str] = []
        for event in _events(packed):
            kind = str(event.get("kind", ""))
            count[kind] += 1
            if line := _told(kind, event):
                told_lines.append(line)
        yield ", ".join(counted(count[kind], name) for kind, name in _KINDS.items() if count[kind]) or "no events"
        yield from told_lines


def copy_without_video(capture: Path, copy: Path) -> None:
    """Write the capture again without its video.

    Raises:
        BadInput: the file is missing, or is no capture.
    """
    with _opened(capture) as packed:
        manifest = _manifest(packed, capture) | {"videoStart": None}
        with zipfile.ZipFile(copy, "x", zipfile.ZIP_DEFLATED) as written:
            written.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
            for part in packed.infolist():
                if _PARTS.fullmatch(part.filename) and part.filename not in ("manifest.json", "video.webm"):
                    with packed.open(part) as source, written.open(part.filename, "w") as target:
                        left = _MAX_BYTES
                        while left > 0 and (piece := source.read(1_000_000)):
                            target.write(piece)
                            left -= len(piece)


def _opened(capture: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(capture)
    except OSError as error:
        raise BadInput(f"{capture} cannot be read ({error.strerror}); give a file that `record` wrote.") from error
    except zipfile.BadZipFile as error:
        raise BadInput(f"{capture} is no capture; give a file NAME.scope that `record` wrote.") from error


def _manifest(packed: zipfile.ZipFile, capture: Path) -> dict[str, Any]:
    try:
        with packed.open("manifest.json") as file:
            manifest = json.loads(file.read(_MAX_MANIFEST_BYTES))
    except (KeyError, ValueError, RecursionError, zipfile.BadZipFile, OSError) as error:
        raise BadInput(f"{capture} has no manifest; give a file NAME.scope that `record` wrote.") from error
    if not isinstance(manifest, dict):
        raise BadInput(f"{capture} has no manifest; give a file NAME.scope that `record` wrote.")
    return manifest


def _events(packed: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """The events that can be read; lines that cannot be are passed over."""
    left = _MAX_BYTES
    for name in sorted(filter(_EVENTS.fullmatch, packed.namelist())):
        try:
            with packed.open(name) as file:
                while left > 0 and (line := file.readline(_MAX_LINE_BYTES)):
                    left -= len(line)
                    try:
                        event = json.loads(line)
                    except (ValueError, RecursionError):
                        continue
                    if isinstance(event, dict):
                        yield event
        except (zipfile.BadZipFile, OSError, EOFError, ValueError):
            continue


def _told(kind: str, event: dict[str, Any]) -> str:
    """The line for an event that a person should look at, "" for others."""
    if kind == "action":
        target = event.get("target")
        name = target.get("name") if isinstance(target, dict) else ""
        value = event.get("value", event.get("key", ""))
        return f"  {_short(event.get('act'))} {_short(name)!r}" + (f": {_short(value)!r}" if value else "")
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
