"""`--vision claude-code`, `codex` and `gemini`: which command is used, and what is refused before any work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import UsageError
from claude_scope.hosted.calls.choice import choose
from tests.hosted_commands.stand_in import stand_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("vision", "program", "name", "shown"),
    [
        ("claude-code", "claude", "claude-code:sonnet", "Claude Code"),
        ("claude-code:opus", "claude", "claude-code:opus", "Claude Code"),
        ("codex", "codex", "codex", "Codex"),
        ("codex:gpt-6.1-terra", "codex", "codex:gpt-6.1-terra", "Codex"),
        ("gemini", "gemini", "gemini:flash", "Gemini CLI"),
    ],
)
def test_a_command_needs_no_key(vision: str, program: str, name: str, shown: str, tmp_path: Path) -> None:
    choice = choose(vision, "", stand_in(tmp_path, program, ""))
    assert choice is not None
    assert (choice.name, choice.display_name, choice.is_command) == (name, shown, True)


@pytest.mark.parametrize(
    ("vision", "base_url", "told"),
    [
        ("codex", "", "--vision codex needs the command codex, which is not on the search path; install it, or leave "
         "out --vision: the local reader needs none."),
        ("gemini", "http://localhost:1/", "--base-url is for a provider; Gemini CLI knows its own address, so leave it "
         "out."),
        ("gpt", "", "--vision takes local, anthropic, openai, google, claude-code, codex, gemini or NAME:MODEL, not "
         "'gpt'."),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_says_why(vision: str, base_url: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        choose(vision, base_url, {"PATH": str(tmp_path)})
    assert str(raised.value) == told
