"""The fixed text in every prompt of a video is short."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.prompt.synthesize import synthesize
from claude_scope.prompt.tokens import text_tokens
from claude_scope.values import Agent, Timeline
from tests.analyses import checkout_analysis

if TYPE_CHECKING:
    from pathlib import Path

MAX_TOKENS = 250
_PAGE_DATA = re.compile(r"<page-data-\w+>.*?</page-data-\w+>", re.S)
_LISTS = re.compile(r"frames/|not listed|session\.json\]|^Recording: |^# |^\*\*|^$")
_TASK = re.compile(r"<task>.*|## (?:Done when|Task|Goal).*?(?=\n## |\Z)|### Now.*", re.S)


@pytest.mark.parametrize("agent", list(Agent))
def test_what_is_always_the_same_in_a_prompt_of_a_video_is_short(agent: Agent, tmp_path: Path) -> None:
    """Without page data, lists of pictures, the task and what is known of the recording."""
    whole = checkout_analysis(tmp_path)
    moments = tuple(replace(moment, elements=(), changes=()) for moment in whole.timeline.moments)
    plain = replace(whole, seed_url="", title="", notes="", snapshots=(), lanes=(), timeline=Timeline(moments))
    text = _TASK.sub("", _PAGE_DATA.sub("", synthesize(plain, agent).text))
    fixed = "\n".join(line for line in text.splitlines() if not _LISTS.search(line))
    assert "page-data-" in fixed
    assert text_tokens(fixed) <= MAX_TOKENS, fixed


def test_legends_have_only_what_occurs(tmp_path: Path) -> None:
    whole = checkout_analysis(tmp_path)
    with_locators = synthesize(whole, Agent.RAW).text
    assert "Playwright locator" in with_locators
    timeline = replace(whole.timeline, claims=(), moments=whole.timeline.moments[:1], wrong=None, also_wrong=())
    plain = synthesize(replace(whole, snapshots=(), timeline=timeline), Agent.RAW).text
    for word in ("Playwright locator", "pixels of the frames", "\u2039 stands for", "## Steps"):
        assert word not in plain
