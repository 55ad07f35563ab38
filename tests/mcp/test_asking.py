"""The requirement: five recordings, each answered over stdio within five calls and 15,000 tokens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from benchmarks.asking.asking import ask
from benchmarks.asking.recordings import BUGS, Bug

if TYPE_CHECKING:
    from pathlib import Path

MOST_CALLS = 5
MOST_TOKENS = 15_000


def test_there_are_five() -> None:
    assert len(BUGS) == 5


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
async def test_what_went_wrong_is_reported_in_few_calls_and_tokens(bug: Bug, tmp_path: Path) -> None:
    await asyncio.to_thread(bug.make, tmp_path / bug.name)  # it uses Playwright's synchronous API
    talk = await ask(tmp_path)
    assert len(talk.calls) <= MOST_CALLS
    assert talk.tokens <= MOST_TOKENS
    for fact in bug.evidence:
        assert fact in talk.text
