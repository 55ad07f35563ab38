"""The process that makes a bundle from a folder.

    python -m claude_scope.api.sessions.bundle_process FOLDER PARENT MEMORY_MB

It runs confined, because it decodes pictures from an untrusted recording.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.jobs.sandbox.confinement import confine
from claude_scope.jobs.sandbox.rlimits import end_with_parent, limit
from claude_scope.jobs.session.stored_analysis import PICTURES
from claude_scope.prompt.frames import references, write_frames
from claude_scope.prompt.session_json import load_session, session_json, session_text
from claude_scope.prompt.sheets.draw import write_sheets
from claude_scope.prompt.synthesize import prompt_name, synthesize
from claude_scope.redaction.redact import redact_analysis
from claude_scope.report.page import write_report
from claude_scope.timeline.remove_frames import remove_frames
from claude_scope.values import Agent, PromptOptions

if TYPE_CHECKING:
    from claude_scope.values import Analysis

COMPRESSED = (".png", ".jpg")
"""Suffixes of files that are already compressed."""


def main() -> None:
    """Write `bundle.zip` in FOLDER."""
    folder, parent, memory_mb = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    end_with_parent(parent)
    limit(memory_mb)
    confine(readable=(), writable=(folder,))
    order = json.loads((folder / "order.json").read_text("utf-8"))
    data = json.loads((folder / "analysis.json").read_text("utf-8"))
    whole = replace(load_session(data, folder / PICTURES), title=order["title"])
    out = folder / "out"
    out.mkdir()
    write(remove_frames(whole, {number - 1 for number in order["removed"]}), order, out)
    pack(out, folder / "bundle.zip")


def write(analysis: Analysis, order: dict[str, Any], out: Path) -> None:
    """Write the same files as the command line does, with paths relative to the folder."""
    shots = tuple(_shot(number, snapshot, out) for number, snapshot in enumerate(analysis.snapshots, 1))
    analysis = redact_analysis(replace(analysis, snapshots=shots))
    files = write_frames(analysis, out)
    sheets = write_sheets(analysis.timeline, out)
    agent = Agent(order["agent"])
    prompt = synthesize(analysis, agent, PromptOptions(**order["options"]), frame_files=references(files))
    (out / prompt_name(agent)).write_text(prompt.text, encoding="utf-8")
    session = session_json(analysis, [prompt], out=out, files=files)
    (out / "session.json").write_text(session_text(session), encoding="utf-8")
    write_report(analysis, [prompt], out, {path: file.path for path, file in files.items()}, sheets)


def _shot(number: int, snapshot: Any, out: Path) -> Any:
    """Copy the screenshot of an inspected page to a file with a readable name."""
    if snapshot.screenshot is None:
        return snapshot
    kept = out / f"page-{number:02d}.png"
    shutil.copyfile(snapshot.screenshot, kept)
    return replace(snapshot, screenshot=kept)


def pack(folder: Path, target: Path) -> None:
    """Write all files of a folder to a zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            kind = zipfile.ZIP_STORED if path.suffix in COMPRESSED else zipfile.ZIP_DEFLATED
            if path.is_file():
                archive.write(path, path.relative_to(folder), compress_type=kind)


if __name__ == "__main__":
    main()
