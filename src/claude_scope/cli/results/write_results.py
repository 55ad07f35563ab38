"""Writes the results of `analyze`: the prompts with the pictures that they list, then everything else.

The report and `session.json` take longer than the prompts, which the user can use meanwhile. The functions import slow
modules, which `import_writers` has loaded during the analysis.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.values import Agent, Analysis, Prompt, Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.prompt.frames import FrameFile
    from claude_scope.values import PromptOptions


@dataclass(frozen=True, slots=True)
class Written:
    """An analysis with its written prompts. `files` are the written frames, by `Keyframe.path`."""

    analysis: Analysis
    prompts: tuple[Prompt, ...]
    paths: tuple[Path, ...]
    """The paths of the published prompts."""
    files: dict[Path, FrameFile]
    sheets: tuple[str, ...]
    """The names of the sheets of changes."""


def import_writers() -> None:
    """Import modules, and compile patterns and templates, which takes half a second, while waiting for the child."""
    from claude_scope import png  # noqa: F401
    from claude_scope.lexicon.secret_names import kinds_of_label
    from claude_scope.prompt import frames, synthesize  # noqa: F401
    from claude_scope.prompt import session_json as session  # noqa: F401
    from claude_scope.report import page

    kinds_of_label("password")  # builds the patterns of all names of secrets
    page.compile_templates()


def write_prompts(
    analysis: Analysis, agents: Sequence[Agent], options: PromptOptions, folder: Path, out: Path
) -> Written:
    """Write the prompts and the pictures that they list into `folder`; the prompts contain their paths in `out`."""
    from claude_scope.prompt.frames import write_frames
    from claude_scope.prompt.sheets.draw import write_sheets
    from claude_scope.prompt.synthesize import prompt_name, synthesize
    from claude_scope.redaction.redact import note_redacted

    note_redacted(analysis)
    with ThreadPoolExecutor(1) as pool:  # pictures are encoded without the interpreter's lock
        drawing = pool.submit(write_sheets, analysis.timeline, folder)
        prompts = [synthesize(analysis, agent, options, out=path_for_agent(out, agent)) for agent in agents]
        sheets = tuple(path.name for path in drawing.result())
    for prompt in prompts:
        (folder / prompt_name(prompt.agent)).write_text(prompt.text, encoding="utf-8")
    paths = tuple(out / prompt_name(prompt.agent) for prompt in prompts)
    listed = {path.name for prompt in prompts for path in prompt.images}
    return Written(analysis, tuple(prompts), paths, write_frames(analysis, folder, listed.__contains__), sheets)


def write_rest(written: Written, folder: Path, out: Path) -> None:
    """Write the other frames, `session.json` and `report.html` into `folder`.

    The files of `write_prompts` are already in `out`.
    """
    from claude_scope.prompt.frames import FOLDER, write_frames
    from claude_scope.prompt.session_json import session_json, session_text
    from claude_scope.redaction.redact import note_redacted
    from claude_scope.report.page import embed, write_report

    analysis, prompts = written.analysis, written.prompts
    analysis = replace(analysis, snapshots=tuple(_keep_screenshot(s, folder) for s in analysis.snapshots))
    note_redacted(analysis)
    there = {file.path.name for file in written.files.values()}
    others = write_frames(analysis, folder, lambda name: name not in there)
    small = {path: out / file.name for path, file in written.files.items()}
    small |= {path: file.path for path, file in others.items()}
    with ThreadPoolExecutor(1) as pool:  # pictures are encoded without the interpreter's lock
        embedded = pool.submit(embed, analysis, small)
        session = session_json(analysis, prompts, out=folder, files=written.files | others)
        (folder / "session.json").write_text(session_text(session), encoding="utf-8")
    sheets = [out / FOLDER / name for name in written.sheets]
    write_report(analysis, prompts, folder, small, sheets, embedded.result())


def _keep_screenshot(snapshot: Snapshot, folder: Path) -> Snapshot:
    """Move the screenshot of an inspected page to the results."""
    if snapshot.screenshot is None:
        return snapshot
    kept = folder / snapshot.screenshot.name
    snapshot.screenshot.replace(kept)
    return replace(snapshot, screenshot=kept)


def path_for_agent(out: Path, agent: Agent) -> str:
    """The folder as the agent names it: relative to the workspace for Cursor's `@path`, absolute for other agents."""
    here, folder = Path.cwd(), out.resolve()
    return str(folder.relative_to(here) if agent is Agent.CURSOR and folder.is_relative_to(here) else folder)
