"""The table counts all attacks that were tried, and misses no failure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.counting import pytest_collection_modifyitems

ROOT = Path(__file__).parents[2]
SAMPLE = """
import pytest

@pytest.mark.attack("tokens")
@pytest.mark.parametrize("case", range(3))
def test_three(case):
    pass

@pytest.mark.attack("pages", cases=37)
def test_many_at_once():
    pass

@pytest.mark.attack("uploads")
def test_as_many_as_it_found(record_property):
    record_property("attacks", 9)

@pytest.mark.attack("uploads")
def test_that_gets_through():
    assert False

@pytest.fixture
def broken():
    raise OSError

@pytest.mark.attack("backups")
def test_that_was_not_even_tried(broken):
    pass

def test_an_ordinary_case():
    pass
"""
TABLE = """| boundary | attacks tried | got through |
|---|---|---|
| pages | 37 | 0 |
| uploads | 10 | 1 |
| tokens | 3 | 0 |
| backups | 0 | 1 |
| all | 50 | 2 |
"""


def test_the_table_of_a_run_is_true_although_another_process_runs_the_tests(tmp_path: Path) -> None:
    sample = tmp_path / "test_sample.py"
    sample.write_text(SAMPLE)
    options = ("-p", "tests.attacks.counting", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(tmp_path))
    command = [sys.executable, "-m", "pytest", *options, "-n", "1", str(sample)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert TABLE in run.stdout, run.stdout + run.stderr


def test_a_boundary_that_is_unknown_is_an_error(request: pytest.FixtureRequest) -> None:
    request.node.add_marker(pytest.mark.attack("tokenz"))
    with pytest.raises(pytest.UsageError, match="'tokenz' is no boundary"):
        pytest_collection_modifyitems([request.node])
