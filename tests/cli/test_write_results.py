"""The files that `analyze` writes from a finished analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.cli.results.write_results import write_prompts, write_rest
from claude_scope.redaction.redact import Masker
from claude_scope.values import Agent, Analysis, PromptOptions
from tests.analyses import checkout_analysis

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_texts_of_a_masked_analysis_are_not_masked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline masked them. On a dense table, masking them again took a third of the time of the report."""
    analysis = checkout_analysis(tmp_path)
    masked: list[Analysis] = []
    monkeypatch.setattr(Masker, "redacted", lambda self, given: masked.append(given))
    out = tmp_path / "out"
    out.mkdir()
    write_rest(write_prompts(analysis, [Agent.RAW], PromptOptions(), out, out), out, out)
    assert masked == []
    assert {"prompt.raw.md", "session.json", "report.html"} <= {path.name for path in out.iterdir()}
