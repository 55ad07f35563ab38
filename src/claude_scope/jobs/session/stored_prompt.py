"""Renders the prompt of a stored session: the text of `prompt.synthesize`, with embedded thumbnails."""

from __future__ import annotations

import base64
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

    The prompt selects the pictures. States with a number in `removed` (from 1) are left out; pictures keep their names
    of the complete analysis. Raises UsageError for a budget that is too small.
    """
    keyframes = enumerate((moment.keyframe for moment in analysis.timeline.moments), 1)
    names = {keyframe.path: frame_name(number, keyframe) for number, keyframe in keyframes}
    left = remove_frames(analysis, {number - 1 for number in removed})
    prompt = synthesize(left, agent, options, frame_files=names, embedded=True)
    paths = {name: path for path, name in names.items()}
    shown = [Shown(image.name, paths[image.name]) for image in prompt.images]
    return RenderedPrompt(prompt, shown[:MAX_THUMBNAILS] if options.include_screenshots else [])


def append_pictures(text: str, shown: Sequence[Shown], thumbnails: Mapping[Path, bytes]) -> str:
    """Append the pictures to the prompt, each a JPEG of at most 24 KB; larger ones are left out."""
    pictures = [(name, thumbnails.get(path, b"")) for name, path in shown]
    return text + "".join(_picture(name, jpeg) for name, jpeg in pictures if 0 < len(jpeg) <= MAX_THUMBNAIL_BYTES)


def write_prompt(analysis: Analysis, agent: Agent, options: PromptOptions, thumbnails: Mapping[Path, bytes]) -> str:
    """Render the prompt and append its pictures; `thumbnails` are by `Keyframe.path`."""
    prompt, shown = render_prompt(analysis, agent, options)
    return append_pictures(prompt.text, shown, thumbnails)


def _picture(name: str, jpeg: bytes) -> str:
    return f"\n![{name}](data:image/jpeg;base64,{base64.b64encode(jpeg).decode()})\n"
