"""The findings are one list: a new file that makes observations has to be in it."""

from __future__ import annotations

import ast
from pathlib import Path

import claude_scope.timeline.findings
from claude_scope.timeline.findings.findings import FINDINGS, find_all

FOLDER = Path(claude_scope.timeline.findings.__file__).parent


def makes_observations(path: Path) -> bool:
    """Whether a file calls `Observation(...)`."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id == "Observation" for call in calls)


def test_every_file_that_makes_observations_is_in_the_list() -> None:
    makers = {path.stem for path in FOLDER.glob("*.py") if makes_observations(path)}
    assert makers == {finding.__module__.rpartition(".")[2] for finding in FINDINGS}


def test_no_finding_needs_a_moment() -> None:
    assert find_all([], None) == []
    assert all(finding([], None) == {} for finding in FINDINGS)
