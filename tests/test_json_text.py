"""Sessions are written and masked once, fast, and stay readable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from claude_scope.redaction.redact import redact_analysis
from claude_scope.serialization.json_text import json_text
from tests.captured import captured_analysis

if TYPE_CHECKING:
    from pathlib import Path


def test_the_upper_levels_of_json_have_lines_of_their_own() -> None:
    text = json_text({"a": [{"b": [1, 2]}, {}], "ü": []}, levels=3)
    assert text == '{\n "a": [\n  {\n   "b": [1, 2]\n  },\n  {}\n ],\n "ü": []\n}'


def test_json_in_lines_is_the_same_data() -> None:
    data = {"a": [None, True, 1.5, "\u2028<\ud83d\ude00", {"b": {"c": [[], {}, [1]]}}]}
    for levels in range(7):
        assert json.loads(json_text(data, levels)) == data


def test_what_is_masked_already_is_not_masked_again(tmp_path: Path) -> None:
    """Prompt, session and report mask the same analysis: for a large page each pass takes a second."""
    once = redact_analysis(captured_analysis(tmp_path))
    assert redact_analysis(once) is once
