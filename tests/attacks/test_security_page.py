"""SECURITY.md has a row for each boundary of the attack suite, and the files that it names contain attacks on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.attacks.counting import BOUNDARIES

ROOT = Path(__file__).parents[2]


def rows() -> dict[str, list[str]]:
    """Each boundary in the table, and the files that test it."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| ([a-z ]+) \| .* \| (`tests/.*`) \|$", text, re.MULTILINE)
    return {boundary: re.findall(r"`([^`]+)`", files) for boundary, files in found}


def test_every_boundary_has_its_row() -> None:
    assert list(rows()) == list(BOUNDARIES)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_the_files_of_a_row_hold_attacks_on_it(boundary: str) -> None:
    for name in rows()[boundary]:
        assert (ROOT / name).is_file(), name
        assert f'pytest.mark.attack("{boundary}"' in (ROOT / name).read_text(encoding="utf-8"), name
