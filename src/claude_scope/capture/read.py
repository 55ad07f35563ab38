"""Reads a capture: unpacks it, collects its facts, and writes the DOM events of each document into a file."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from claude_scope.capture import container
from claude_scope.capture.damage import damage, is_record_damaged, limits_reached
from claude_scope.capture.document_files import DocumentFiles
from claude_scope.capture.facts import PAGE_CLOSED, Facts, folded, with_tabs_named
from claude_scope.capture.fields import MAX_URL_CHARS, count, epoch_ms, pair, text
from claude_scope.capture.lanes import capture_lanes
from claude_scope.capture.masked import MaskedTimes, masked_secrets
from claude_scope.capture.pointer import moving_ms
from claude_scope.capture.recording_gaps import recording_gaps
from claude_scope.capture.state_times import Tick, state_times
from claude_scope.capture.typed_texts import TypedTexts
from claude_scope.errors import NotARecording
from claude_scope.plural import counted
from claude_scope.serialization.capture_files import MAX_MANIFEST_BYTES, CaptureFiles, EventLines
from claude_scope.values import Capture
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from claude_scope.values import Document

MAX_STYLES_BYTES = 50_000_000
MAX_TITLE_CHARS = 500
_WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*$")


def read_capture(path: Path, into: Path) -> Capture:
    """Read a .scope file, or the folder of an unfinished capture; `into` is a new folder for the unpacked files.

    Raises:
        NotARecording: it is not a capture, or has neither the page's DOM nor a video.
    """
    into.mkdir(parents=True, exist_ok=True)
    damaged_files = container.unpack(path, into)
    folder = into
    files = CaptureFiles(folder, path)
    manifest = _checked(files.manifest(), path)
    offset = epoch_ms(manifest, "videoStart") or epoch_ms(manifest, "started")
    if offset is None:
        raise NotARecording(f"{path} does not say when it began; {CAPTURE_AGAIN}.")
    facts, split, lines = Facts(offset), DocumentFiles(into, offset), EventLines(files)
    masked, typed = MaskedTimes(offset), TypedTexts(offset)
    last_ms, page_title = 0.0, ""
    for event in lines:
        if event["kind"] == "dom":
            split.add(event)
            typed.add(event)
        elif event["kind"] == "document":
            split.begin(event)
            page_title = page_title or text(event, "title", MAX_TITLE_CHARS).strip()
        elif event["kind"] == "image":
            split.add_image(event)
        else:
            if event["kind"] == "page":
                split.add_page_event(event)
            masked.add(event)
            facts.add(event)
        last_ms = max(last_ms, (epoch_ms(event, "t") or 0.0) - offset)
    documents = split.close()
    if not documents and container.video_of(folder) is None:
        raise NotARecording(f"{path} has neither the page's DOM nor a video; {CAPTURE_AGAIN}.")
    ended = epoch_ms(manifest, "ended")
    problems = [*damage(damaged_files, lines, last_ms, ended - offset if ended is not None else None)]
    if broken := facts.broken + split.broken:
        problems.append(f"{counted(broken, 'invalid event')} of the capture left out.")
    if ended is None:
        problems.append("The recording was not ended: what came after the last event is missing.")
    problems += limits_reached(facts, split.left_out_ms, last_ms if lines.is_cut else None)
    problems += recording_gaps(manifest, offset)
    end_ms = (ended - offset) if ended is not None and ended > offset else last_ms
    acts = tuple(sorted(map(typed.with_erased, facts.acts), key=lambda act: act.time_ms))
    last_ms = max((tick.time_ms for tick in split.ticks), default=0.0)
    told = [line for line in facts.events if not (line.text == PAGE_CLOSED and line.time_ms > last_ms)]
    events = with_tabs_named(told, documents)
    by_page = _latest_documents(documents)
    ticks = [
        *split.ticks,
        *(
            Tick(act.time_ms, act.target.document or by_page.get(act.page, ""), is_act=True, until_ms=act.until_ms)
            for act in acts
        ),
    ]
    known = {document.id for document in documents}
    pointer = split.pointer.after(offset)
    instants = state_times([tick for tick in ticks if tick.document in known], end_ms, moving_ms(pointer))
    width, height = pair(manifest, "viewport") or (0, 0)
    return Capture(
        recording=None,
        offset_ms=offset,
        duration_ms=round(max(0.0, min(end_ms, 86_400_000.0))),
        url=_web_address(text(manifest, "url", MAX_URL_CHARS)),
        title=text(manifest, "title", MAX_TITLE_CHARS),
        notes=text(manifest, "notes", 2_000),
        viewport=(max(0, min(round(width), 16_384)), max(0, min(round(height), 16_384))),
        acts=acts,
        log=folded([*facts.log, *facts.errors], [instant.since_ms for instant in instants]),
        requests=tuple(sorted(facts.requests, key=lambda request: request.start_ms)),
        events=tuple(sorted(events, key=lambda event: event.time_ms)),
        documents=documents,
        instants=instants,
        styles=_write_styles(folder),
        problems=tuple(problems),
        is_damaged=is_record_damaged(damaged_files, lines),
        lanes=capture_lanes(manifest),
        pointer=pointer,
        page_title=page_title,
        masked=masked.found(),
        masked_secrets=masked_secrets(manifest),
    )


def _web_address(url: str) -> str:
    """The address of a recorded page; "" for anything else that a file may contain, such as javascript:."""
    return url if _WEB_ADDRESS.match(url) else ""


def _checked(manifest: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """The manifest; raises NotARecording if it has an unknown version."""
    if count(manifest, "format") < 1:
        raise NotARecording(f"{path} is not a capture of a known version; {CAPTURE_AGAIN}.")
    if count(manifest, "format") > 1:
        raise NotARecording(f"{path} was written by a later version of Claude Scope; update Claude Scope.")
    return manifest


def _write_styles(folder: Path) -> Path | None:
    """Write the texts of the loaded style sheets, by their addresses, to a file; None if there are none."""
    found: dict[str, str] = {}
    left = MAX_STYLES_BYTES
    listed = folder / "assets.jsonl"
    if listed.is_file():
        with listed.open("rb") as file:
            while line := file.readline(MAX_MANIFEST_BYTES):
                sheet = _sheet(folder, line)
                if sheet is not None and (left := left - len(sheet[1])) >= 0:
                    found[sheet[0]] = sheet[1]
    if not found:
        return None
    path = folder / "styles.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def _sheet(folder: Path, line: bytes) -> tuple[str, str] | None:
    """The address and text of the style sheet that a line of assets.jsonl names; None for other lines."""
    try:
        asset = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asset, dict) or not text(asset, "type").startswith("text/css"):
        return None
    path = folder / "assets" / text(asset, "file", 64)
    if path.parent != folder / "assets" or not path.is_file():
        return None
    return text(asset, "url", MAX_URL_CHARS), path.read_text("utf-8", errors="replace")


def _latest_documents(documents: tuple[Document, ...]) -> dict[str, str]:
    """The last document of each page, by the page's id."""
    return {document.page: document.id for document in documents}
