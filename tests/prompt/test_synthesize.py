"""The prompt of each agent says what is known, in that agent's layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.prompt.synthesize import synthesize
from claude_scope.values import Agent
from tests.analyses import checkout_analysis

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("agent", list(Agent))
def test_a_change_is_told_from_what_to_what(agent: Agent, tmp_path: Path) -> None:
    """Every layout holds the small changes with both values."""
    prompt = synthesize(checkout_analysis(tmp_path), agent)
    assert '"0" -> "1"' in prompt.text
    assert '"Total $93.90" -> "Total $182.90"' in prompt.text
    assert "Enter a valid card number" in prompt.text
