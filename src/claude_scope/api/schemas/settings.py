"""An account's preferences."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from claude_scope.api.schemas.wire import AgentTarget, Answered, Given

Minutes = Literal[5, 10, 15, 30]


class SettingsBody(Answered):
    """The preferences, used by the next upload."""

    default_agent: AgentTarget
    include_screenshots: bool
    inline_aria_tree: bool
    include_raw_diff: bool
    max_recording_length: Minutes = Field(description="Minutes")


class SettingsPatch(Given):
    """The changes; missing fields stay as they are."""

    default_agent: AgentTarget = "CLAUDE_CODE"
    include_screenshots: bool = True
    inline_aria_tree: bool = True
    include_raw_diff: bool = False
    max_recording_length: Minutes = 10
