"""Writes and reads `session.json`: a whole analysis as versioned JSON (docs/session-json.md)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from claude_scope import __version__
from claude_scope.errors import BadInput
from claude_scope.prompt.claims.voice import OF_SESSION
from claude_scope.prompt.frames import FOLDER, default_references, frame_name
from claude_scope.prompt.sheets.layout import change_sheets
from claude_scope.redaction.redact import redact_analysis
from claude_scope.serialization.codec import decode, encode
from claude_scope.serialization.shared_values import OnceEncoder
from claude_scope.values import (
    Analysis,
    CaptureLanes,
    Keyframe,
    Keyframes,
    Lane,
    Moment,
    Recording,
    Snapshot,
    Timeline,
    Understanding,
)
from claude_scope.wording.claim_wording import describe_claim
from claude_scope.wording.page_facts import describe_fact, summary_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claude_scope.prompt.frames import FrameFile
    from claude_scope.values import Claim, Prompt

SCHEMA = "claude-scope/session"
VERSION = 5
"""Increases when a field is removed or changes its meaning, not for a new field. No other version is read."""


def session_json(
    analysis: Analysis,
    prompts: Iterable[Prompt] = (),
    *,
    out: Path | None = None,
    files: Mapping[Path, FrameFile] | None = None,
) -> dict[str, Any]:
    """The analysis as JSON data, with secrets masked and paths relative to the folder `out`.

    `files` is the result of `write_frames`. A file outside `out`, such as the recording, is written by its name only.
    """
    analysis = redact_analysis(analysis)
    frames = _all_frames(analysis)
    names = default_references(frames)
    names.update({path: file.name for path, file in (files or {}).items()})

    def relative(path: Path) -> str:
        if path in names:
            return names[path]
        return path.relative_to(out).as_posix() if out is not None and path.is_relative_to(out) else path.name

    data = encode(replace(analysis, timeline=replace(analysis.timeline, moments=(), claims=())), relative)
    del data["timeline"]["claims"], data["recording"]["masked"], data["recording"]["url"], data["recording"]["title"]
    sheets = {sheet.name: sheet for sheet in change_sheets(analysis.timeline)}
    data["keyframes"]["sheets"] = [
        {"file": f"{FOLDER}/{name}", "states": list(sheet.states)} for name, sheet in sheets.items() if out is not None
    ]
    data["keyframes"]["frames"] = [_frame(n, k, names, files or {}) for n, k in enumerate(frames, 1)]
    encoder = OnceEncoder()
    data["timeline"]["moments"] = [_moment(n, moment, encoder) for n, moment in enumerate(analysis.timeline.moments, 1)]
    data["seconds"] = dict(analysis.seconds)
    data["claims"] = [_claim(n, claim, analysis.timeline) for n, claim in enumerate(analysis.timeline.claims, 1)]
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "tool": {"name": "claude-scope", "version": __version__},
        **data,
        "prompts": [_prompt(prompt, frames, sheets) for prompt in prompts],
    }


def session_text(session: Mapping[str, Any]) -> str:
    """The text of `session.json`, on one line: line breaks and indents made up half of the file for a dense table."""
    return json.dumps(session, ensure_ascii=False, separators=(",", ":"))


def _all_frames(analysis: Analysis) -> list[Keyframe]:
    """The keyframes of the moments in the order of the prompt, then any others. Two moments may share a picture."""
    used = [moment.keyframe for moment in analysis.timeline.moments]
    paths = {keyframe.path for keyframe in used}
    return used + [keyframe for keyframe in analysis.keyframes.frames if keyframe.path not in paths]


def _frame(
    number: int, keyframe: Keyframe, names: Mapping[Path, str], files: Mapping[Path, FrameFile]
) -> dict[str, Any]:
    data: dict[str, Any] = encode(keyframe, str)
    del data["path"], data["bare"]
    name = names[keyframe.path]
    file = files.get(keyframe.path)
    scaled = file is not None and file.full != file.path
    full = str(PurePosixPath(name).parent / "full" / PurePosixPath(name).name) if scaled else name
    return {"number": number, "file": name, "fullFile": full, **data}


def _moment(number: int, moment: Moment, encoder: OnceEncoder) -> dict[str, Any]:
    data: dict[str, Any] = encoder.encode(replace(moment, keyframe=_NONE))
    del data["keyframe"], data["blind"]
    data["facts"] = [row | {"text": describe_fact(fact)} for row, fact in zip(data["facts"], moment.facts, strict=True)]
    return {"frame": number, **data, "summary": summary_of(moment)}


def _claim(number: int, claim: Claim, timeline: Timeline) -> dict[str, Any]:
    """A claim with its times and its subject: an element of the page's tree, otherwise a text."""
    keyframe = timeline.moments[claim.state - 1].keyframe
    then = timeline.moments[max(0, claim.state - 1 - (claim.kind == "disappeared"))]
    known = next((element for element in then.elements if claim.element and element.id == claim.element), None)
    data: dict[str, Any] = encode(claim, str)
    return {
        "id": f"c{number}",
        "timeMs": keyframe.timestamp_ms,
        "sinceMs": keyframe.since_ms,
        **data,
        "score": round(claim.score, 3),
        "element": {
            "id": claim.element,
            "type": known.type if known else "text",
            "name": (known.name if known else "") or claim.name,
            "isTypeSure": known is not None,
        },
        "text": describe_claim(claim, OF_SESSION),
    }


_NONE = Keyframe(0, 0.0, "", Path())


def _prompt(prompt: Prompt, frames: Sequence[Keyframe], sheets: Iterable[str]) -> dict[str, Any]:
    """A prompt without its text; its pictures have their names in this folder instead of the agent's paths."""
    names = [*(frame_name(n, keyframe) for n, keyframe in enumerate(frames, 1)), *sheets]
    data: dict[str, Any] = encode(prompt, lambda path: f"{FOLDER}/{path.name}" if path.name in names else path.name)
    del data["text"]
    return {"file": f"prompt.{prompt.agent.slug}.md", **data}


def load_session(data: Any, out: Path) -> Analysis:
    """Load the analysis that `session_json` wrote for the folder `out`, with the pictures of full size.

    Raises:
        BadInput: the data is not a session, has an unknown version, is damaged, or names files outside `out`.
    """
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise BadInput(f"The file is not a session of Claude Scope; give the session.json that it wrote to {out}.")
    version = data.get("version")
    if type(version) is not int or version != VERSION:
        is_older = type(version) is int and version < VERSION
        then = "analyze the recording again" if is_older else "update claude-scope"
        raise BadInput(f"The session has version {version!r}, and only version {VERSION} is read; {then}.")
    try:
        return _load(data, out)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        raise BadInput(f"The session in {out} is damaged ({error}); analyse the recording again.") from error


def _load(data: dict[str, Any], out: Path) -> Analysis:
    def path(name: str) -> Path:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
            raise ValueError(f"{name!r} is outside of the folder")
        return out / name

    frames: list[Keyframe] = [
        decode(Keyframe, frame | {"path": frame["fullFile"]}, path) for frame in data["keyframes"]["frames"]
    ]
    moments = [
        replace(decode(Moment, moment | {"keyframe": _ENCODED_NONE}, path), keyframe=_numbered(frames, moment["frame"]))
        for moment in data["timeline"]["moments"]
    ]
    keyframes: Keyframes = decode(Keyframes, data["keyframes"] | {"frames": []}, path)
    claims = [item | {"element": item["element"]["id"]} for item in data.get("claims", [])]
    timeline: Timeline = decode(Timeline, data["timeline"] | {"moments": [], "claims": claims}, path)
    return Analysis(
        title=data["title"],
        seed_url=data["seedUrl"],
        notes=data["notes"],
        recording=decode(Recording, data["recording"], path),
        keyframes=replace(keyframes, frames=tuple(frames)),
        timeline=replace(timeline, moments=tuple(moments)),
        snapshots=decode(tuple[Snapshot, ...], data["snapshots"], path),
        lanes=decode(tuple[Lane, ...], data["lanes"], path),
        seconds=tuple(data["seconds"].items()),
        masked=data["masked"],
        covered_places=data.get("coveredPlaces"),
        recording_title=data.get("recordingTitle", ""),
        recording_notes=data.get("recordingNotes", ""),
        capture_lanes=decode(CaptureLanes | None, data.get("captureLanes"), path),
        understanding=decode(Understanding | None, data.get("understanding"), path),
    )


def _numbered(frames: list[Keyframe], number: object) -> Keyframe:
    """The frame with this number, counted from 1."""
    if type(number) is not int or not 1 <= number <= len(frames):
        raise ValueError(f"there is no frame {number!r}")
    return frames[number - 1]


_ENCODED_NONE: dict[str, Any] = encode(_NONE, str)
