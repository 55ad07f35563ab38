"""The local reader on real pages: text, types, values, states."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.scoring import Score
from claude_scope.values import Element
from claude_scope.vision.reading_json import as_json

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vision.conftest import Screens

NAMES = ("market_checkout", "account_settings", "signup_errors", "projects", "projects_dialog")


def one(screens: Screens, screen: str, kind: str, label: str) -> Element:
    found = [e for e in screens.reading(screen).elements if e.type == kind and label.lower() in e.label.lower()]
    assert len(found) == 1, [(e.type, e.label) for e in screens.reading(screen).elements]
    return found[0]


@pytest.mark.parametrize(("suffix", "text", "types"), [("", 0.95, 0.85), (".recorded", 0.94, 0.75)])
def test_text_and_types(screens: Screens, suffix: str, text: float, types: float) -> None:
    """Clean pictures and frames of a recording are read about equally well; see
    benchmarks/reading.py for the numbers.
    """
    score = Score()
    for name in NAMES:
        score.add(screens.truth(name), screens.reading(name + suffix))
    assert score.text >= text
    assert score.macro >= types, score.f1


def test_a_field_has_the_name_next_to_it_and_the_value_inside(screens: Screens) -> None:
    """What was typed is the value; a placeholder is not."""
    assert one(screens, "market_checkout", "input", "First name").value == "Mira"
    assert one(screens, "market_checkout", "input", "Street address").value == ""
    assert one(screens, "account_settings", "input", "Email").value == "jordan@example.org"


def test_states_that_can_be_seen(screens: Screens) -> None:
    """Checked, invalid and disabled are reported; other states are left out."""
    assert one(screens, "market_checkout", "checkbox", "Billing address").state == ("checked",)
    assert one(screens, "market_checkout", "checkbox", "Send me offers").state == ()
    assert one(screens, "account_settings", "radio", "Light theme").state == ("checked",)
    assert one(screens, "signup_errors", "input", "Work email").state == ("invalid",)
    assert one(screens, "signup_errors", "input", "Full name").state == ()
    assert one(screens, "signup_errors", "button", "Create account").state == ("disabled",)


def test_describes_a_screen_in_one_sentence(screens: Screens) -> None:
    """It names the page's title and its controls; an open dialog takes precedence."""
    assert screens.reading("account_settings").description.startswith('A page titled "Account settings", with ')
    assert 'dialog "Delete project?"' in screens.reading("projects_dialog").description


def test_an_empty_screen_is_read_as_empty(screens: Screens) -> None:
    """No text is invented."""
    reading = screens.reader.read_sync(np.full((300, 400, 3), 255, np.uint8))
    assert reading.lines == ()
    assert reading.elements == ()
    assert reading.description == "An empty screen."


@pytest.mark.parametrize("shape", [(1, 1, 3), (2000, 30, 3), (33, 1999, 3)])
def test_odd_sizes_are_read(screens: Screens, shape: tuple[int, int, int]) -> None:
    """A picture of any size gives a reading of that size."""
    noise = np.random.default_rng(1).integers(0, 255, shape, dtype=np.uint8)
    reading = screens.reader.read_sync(noise)
    assert (reading.height, reading.width) == shape[:2]


def test_report(screens: Screens) -> None:
    """The JSON of one picture has the documented keys and whole pixels."""
    report = as_json("a.png", screens.reading("signup_errors"))
    assert list(report) == ["file", "width", "height", "lines", "elements", "description"]
    lines, elements = report["lines"], report["elements"]
    assert isinstance(lines, list)
    assert isinstance(elements, list)
    assert set(lines[0]) == {"text", "bbox", "confidence"}
    assert {"type", "label", "state", "bbox", "confidence", "source"} <= set(elements[0])
    assert all(isinstance(side, int) for element in elements for side in element["bbox"])
    assert elements[0]["source"] == "pixels"


def test_reading_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    """ONNX Runtime would store a device id and telemetry events there."""
    read = (
        "import numpy as np; from claude_scope.vision.local import LocalReader; "
        "LocalReader().read_sync(np.full((99, 99, 3), 255, np.uint8))"
    )
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", read], check=True, env=environment)
    assert list(tmp_path.iterdir()) == []
