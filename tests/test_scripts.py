"""`scripts/test` leaves out the slow tests that have their own job, except those that its arguments name."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TEST = Path(__file__).parent.parent / "scripts" / "test"
ECHO = '#!/bin/sh\nprintf "%s\\n" "$@"\n'


def told(folder: Path, *arguments: str) -> list[str]:
    """The arguments that a copy of the script passes to `scripts/setup` and then to pytest, both replaced."""
    for program in ("scripts/setup", ".venv/bin/pytest"):
        (folder / program).parent.mkdir(parents=True)
        (folder / program).write_text(ECHO)
        (folder / program).chmod(0o755)
    shutil.copy(TEST, folder / "scripts" / "test")
    ran = subprocess.run([folder / "scripts" / "test", *arguments], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


@pytest.mark.parametrize(
    "argument", ["tests/claims", "./tests/claims/", "tests/claims/test_bars.py", "tests/claims/test_bars.py::test_one"]
)
def test_what_an_argument_names_is_run(argument: str, tmp_path: Path) -> None:
    setup, *given = told(tmp_path, argument, "-x")
    assert setup == "--for-all-tests"
    assert given[-2:] == [argument, "-x"]
    assert [item for item in given if "claims" in item] == [argument]
    assert "--ignore=tests/test_readers.py" in given


@pytest.mark.parametrize("arguments", [(), ("-x",), ("tests/mcp", "tests/claims_of_another_kind")])
def test_the_slow_tests_are_left_out_otherwise(arguments: tuple[str, ...], tmp_path: Path) -> None:
    setup, *given = told(tmp_path, *arguments)
    assert setup == "--for-tests"
    assert {"--ignore=tests/claims", "--ignore=tests/mcp/test_asking.py", *arguments} <= set(given)


def test_all_leaves_out_nothing(tmp_path: Path) -> None:
    setup, *given = told(tmp_path, "--all", "-x")
    assert setup == "--for-all-tests"
    assert [item for item in given if item.startswith("--ignore")] == []
