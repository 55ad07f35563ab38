"""The list of licences matches the lock file and the installed packages, and an outdated list is detected."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the files that the script reads."""
    for name in ("scripts/licences", "scripts/lockfile.py", "docs/licences.md", "uv.lock", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def licences(project: Path, option: str) -> int:
    command = [sys.executable, str(project / "scripts/licences"), option]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_the_list_of_licences_is_up_to_date(project: Path) -> None:
    assert licences(project, "--check") == 0


def test_a_missing_row_is_noticed_and_written_again(project: Path) -> None:
    page = project / "docs/licences.md"
    right = page.read_text()
    page.write_text(right.replace("| **av** | BSD-3-Clause |\n", ""))
    assert page.read_text() != right
    assert licences(project, "--check") == 1
    assert licences(project, "--write") == 0
    assert page.read_text() == right


def test_only_what_a_user_installs_is_listed(project: Path) -> None:
    page = (project / "docs/licences.md").read_text()
    assert "| colorama (Windows only) |" in page
    assert "| anthropic (with `[hosted]` only) |" in page
    assert "pytest" not in page  # a development dependency


def test_there_is_one_opencv() -> None:
    """All builds of OpenCV contain the module `cv2`: pip would install a second one over the first."""
    names = {load["name"] for load in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]}
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python-headless"}
    assert "override-dependencies" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")  # which pip ignores
