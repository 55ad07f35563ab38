"""Finds the files that an earlier run wrote into a folder of results: only these may be replaced."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from claude_scope.errors import UsageError
from claude_scope.png import is_own_png
from claude_scope.values import Agent

FRAME = re.compile(r"(?:\d{3,}-\d{2,}m\d\d\.\ds|changes-\d+)\.png")
"""The pictures in `frames/`: those of states, named by `frame_name`, and the sheets of changes."""

PAGE = re.compile(r"page-\d{2,}\.png")
"""The screenshots of pages, named by `inspect`."""

MARK = ".claude-scope.published"
"""Lists the results of an unfinished run, one per line, until its `session.json` identifies them."""
PAIR = 2
KEYFRAME = re.compile(r"\d{9,}\.png")
"""The pictures of `claude-scope keyframes`, named by `PngStore`."""


def of_analysis(out: Path) -> list[Path]:
    """The files that `claude-scope analyze` wrote, according to its `session.json`, or to `MARK` if it was killed.

    Raises:
        UsageError: a file has the name of a result, but no earlier run wrote it.
    """
    names = ("session.json", "report.html", *(f"prompt.{agent.slug}.md" for agent in Agent))
    pages = [path for path in sorted(out.glob("page-*.png")) if PAGE.fullmatch(path.name)]
    frames = [*out.glob("frames/*.png"), *out.glob("frames/full/*.png")]
    there = [out / name for name in names if os.path.lexists(out / name)]
    there += [*pages, *(path for path in sorted(frames) if FRAME.fullmatch(path.name))]
    session = _session(out / "session.json")
    strange = set(there if session is None else pages)
    strange -= {out / str(name) for name in _screenshots(session or {})} | marked_in(out)
    return _refuse_foreign_files(out, there, [path for path in there if path in strange])


def marked_in(out: Path) -> set[Path]:
    """The files that a killed run had published, or would have replaced; no path that leads out of the folder."""
    try:
        names = map(Path, (out / MARK).read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return set()
    return {out / name for name in names if not name.is_absolute() and ".." not in name.parts}


def answers_in(out: Path) -> dict[str, str]:
    """The answers of a model that an earlier analysis wrote into a folder, by the digests of their questions."""
    session = _session(out / "session.json") or {}
    told = session.get("understanding")
    answers = told.get("answers") if isinstance(told, dict) else None
    pairs = answers if isinstance(answers, list) else []
    return {
        pair[0]: pair[1] for pair in pairs if isinstance(pair, list) and len(pair) == PAIR and all(map(_is_text, pair))
    }


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def of_keyframes(out: Path) -> list[Path]:
    """The files that `claude-scope keyframes` wrote; each picture has a marker (`png.is_own_png`).

    Raises:
        UsageError: a file has the name of a keyframe, but no earlier run wrote it.
    """
    there = [path for path in sorted(out.glob("*.png")) if KEYFRAME.fullmatch(path.name)]
    return _refuse_foreign_files(out, there, [path for path in there if path.is_file() and not is_own_png(path)])


def _refuse_foreign_files(out: Path, there: list[Path], strangers: list[Path]) -> list[Path]:
    """Return the files in `there`; raises UsageError if one is foreign or a folder."""
    strangers = [path for path in there if path in strangers or path.is_dir()]
    if strangers:
        name = strangers[0].relative_to(out)
        raise UsageError(f"{out} already holds {name}, which claude-scope did not write; name another --out.")
    return there


def _session(path: Path) -> dict[str, Any] | None:
    """The `session.json` of an earlier run; None if there is none."""
    try:
        session = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    from claude_scope.prompt.session_json import SCHEMA  # slow to import, and not needed for a new folder

    return session if isinstance(session, dict) and session.get("schema") == SCHEMA else None


def _screenshots(session: dict[str, Any]) -> list[Any]:
    snapshots = session.get("snapshots")
    return [shot.get("screenshot") for shot in snapshots or () if isinstance(shot, dict)]
