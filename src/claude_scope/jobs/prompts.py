"""The prompt of a stored session: what `prompt.synthesize` writes, and small thumbnails in the text itself."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from claude_scope.prompt.synthesize import synthesize
from claude_scope.values import Agent, Analysis, PromptOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_THUMBNAILS = 8
MAX_THUMBNAIL_BYTES = 24 * 1024


def prompt_options(options: Mapping[str, Any]) -> PromptOptions:
    """The account's preferences, as a session keeps them, as options of a prompt."""
    return PromptOptions(
        include_screenshots=bool(options.get("include_screenshots", True)),
        inline_aria_tree=bool(options.get("inline_aria_tree", True)),
        include_raw_diff=bool(options.get("include_raw_diff", False)),
    )


def write_prompt(analysis: Analysis, agent: Agent, options: PromptOptions, thumbnails: Mapping[Path, bytes]) -> str:
    """The prompt for an agent, with at most 8 JPEG thumbnails of at most 24 KB at its end if screenshots are wanted.

    `thumbnails` are by `Keyframe.path`. Which frames are shown is what the prompt itself chose to show.
    """
    prompt = synthesize(analysis, agent, options)
    if not options.include_screenshots:
        return prompt.text
    by_name = dict(_names(analysis))
    shown = [(path.name, by_name[path.name]) for path in prompt.images if path.name in by_name][:MAX_THUMBNAILS]
    pictures = [(name, thumbnails[path]) for name, path in shown if path in thumbnails]
    return prompt.text + "".join(_picture(name, jpeg) for name, jpeg in pictures if len(jpeg) <= MAX_THUMBNAIL_BYTES)


def _names(analysis: Analysis) -> list[tuple[str, Path]]:
    from claude_scope.prompt.frames import frame_name

    return [
        (frame_name(number, moment.keyframe), moment.keyframe.path)
        for number, moment in enumerate(analysis.timeline.moments, 1)
    ]


def _picture(name: str, jpeg: bytes) -> str:
    return f"\n![{name}](data:image/jpeg;base64,{base64.b64encode(jpeg).decode()})\n"
