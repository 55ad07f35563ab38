"""The workflow engine is replaceable: one file knows it."""

from __future__ import annotations

from tests.test_imports import PACKAGE, imported


def test_one_file_knows_the_workflow_engine() -> None:
    knows = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name.partition(".")[0] == "dbos" for name in imported(path.read_text("utf-8"), path.stem))
    }
    assert knows == {"jobs/engine.py"}
