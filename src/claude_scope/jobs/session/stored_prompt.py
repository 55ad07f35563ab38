"""Renders the prompt of a stored session, with its pictures as files in a folder or inline."""

from __future__ import annotations

import base64
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claude_scope.prompt.frames import frame_name
from claude_scope.prompt.synthesize import synthesize
from claude_scope.timeline.remove_frames import remove_frames
from claude_scope.values import Agent, Analysis, PromptOptions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from claude_scope.values import Prompt

MAX_THUMBNAILS = 8
MAX_THUMBNAIL_BYTES = 24 * 1024


def prompt_options(options: Mapping[str, Any]) -> PromptOptions:
    """Convert the stored preferences of a session into options of a prompt."""
    return PromptOptions(
        include_screenshots=bool(options.get("include_screenshots", True)),
        inline_aria_tree=bool(options.get("inline_aria_tree", True)),
        include_raw_diff=bool(options.get("include_raw_diff", False)),
    )


class Shown(NamedTuple):
    """A picture that a prompt refers to: its name, and its `Keyframe.path`."""

    name: str
    path: Path


class RenderedPrompt(NamedTuple):
    """A prompt, and the pictures to append."""

    prompt: Prompt
    shown: list[Shown]


def render_prompt(
    analysis: Analysis, agent: Agent, options: PromptOptions, *, removed: Collection[int] = ()
) -> RenderedPrompt:
    """Render the prompt for an agent, with at most 8 pictures to append if screenshots are enabled.

    The prompt selects the pictures. States whose numbers (from 1) are in `removed` are left out; pictures keep their
    names from the complete analysis. Raises UsageError for a budget that is too small.
    """
    keyframes = enumerate((moment.keyframe for moment in analysis.timeline.moments), 1)
    names = {keyframe.path: frame_name(number, keyframe) for number, keyframe in keyframes}
    left = remove_frames(analysis, {number - 1 for number in removed})
    prompt = synthesize(left, agent, options, frame_files=names, embedded=True)
    paths = {name: path for path, name in names.items()}
    shown = [Shown(image.name, paths[image.name]) for image in prompt.images]
    return RenderedPrompt(prompt, shown[:MAX_THUMBNAILS] if options.include_screenshots else [])


def render_for_folder(
    analysis: Analysis, agent: Agent, options: PromptOptions, folder: str, *, removed: Collection[int] = ()
) -> Prompt:
    """Render the prompt as `analyze` writes it, with its pictures and `session.json` in `folder`."""
    left = remove_frames(analysis, {number - 1 for number in removed})
    return synthesize(left, agent, options, out=folder)


def pulled_folder(session_id: str) -> str:
    """The folder into which `claude-scope pull` writes a session, relative to the agent's working folder."""
    return f"claude-scope-out/{session_id}"


def pull_command(session_id: str, agent: Agent, server: str = "") -> str:
    """The command that writes the files of a session to that folder; `server` is the address of its service."""
    there = f" --server {shlex.quote(server)}" if server else ""
    return f"claude-scope pull {session_id} --agent {agent.slug}{there}"


def with_pull_command(text: str, command: str, session_id: str) -> str:
    """The prompt with a first line that says how to get its files."""
    return f"First run `{command}`: it writes the files named below into `{pulled_folder(session_id)}`.\n\n{text}"


def append_pictures(text: str, shown: Sequence[Shown], thumbnails: Mapping[Path, bytes]) -> str:
    """Append the pictures to the prompt as JPEGs of at most 24 KB each; larger ones are left out."""
    pictures = [(name, thumbnails.get(path, b"")) for name, path in shown]
    return text + "".join(_picture(name, jpeg) for name, jpeg in pictures if 0 < len(jpeg) <= MAX_THUMBNAIL_BYTES)


def write_prompt(analysis: Analysis, agent: Agent, options: PromptOptions, session_id: str) -> str:
    """Render the prompt to store. On another machine, the user has to add the service's address to its command."""
    prompt = render_for_folder(analysis, agent, options, pulled_folder(session_id))
    return with_pull_command(prompt.text, pull_command(session_id, agent), session_id)


def _picture(name: str, jpeg: bytes) -> str:
    return f"\n![{name}](data:image/jpeg;base64,{base64.b64encode(jpeg).decode()})\n"
