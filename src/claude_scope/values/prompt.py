"""Agents, options and a finished prompt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Agent(StrEnum):
    """The coding agents that prompts are written for; the REST API uses the same names."""

    CLAUDE_CODE = "CLAUDE_CODE"
    CODEX = "CODEX"
    CURSOR = "CURSOR"
    RAW = "RAW"

    @property
    def slug(self) -> str:
        """The name on the command line and in file names: `claude-code`."""
        return self.value.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class PromptOptions:
    """Options of the prompt; `budget_tokens` limits its text, `max_images` limits its frames, but not its sheets."""

    include_screenshots: bool = True
    inline_aria_tree: bool = True
    include_raw_diff: bool = False
    budget_tokens: int = 6000
    max_images: int = 3


@dataclass(frozen=True, slots=True)
class Prompt:
    """A finished prompt. `omitted` lists what did not fit into the budget, and `masked` counts the replaced secrets.

    `covered_places` counts the covered places in the session's pictures (None: the pictures were not masked).
    """

    agent: Agent
    text: str
    text_tokens: int
    image_tokens: int
    images: tuple[Path, ...] = ()
    omitted: tuple[str, ...] = ()
    masked: int = 0
    flagged: tuple[str, ...] = ()
    covered_places: int | None = None
