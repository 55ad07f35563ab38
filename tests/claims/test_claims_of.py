"""The claims of a session.json, in the words of the judge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.claims.claims_of import read_analysis

if TYPE_CHECKING:
    from pathlib import Path

PROMPT = """<timeline>
state | time | kind | what changed | evidence
1 | 0:00.0 | initial | The recording starts.
2-3 | 0:02.0 | error | "The book was refused" appeared.
</timeline>
"""


def written(folder: Path, *claims: dict[str, Any]) -> Path:
    """The folder of an analysis with three states."""
    frames: list[dict[str, Any]] = [
        {"number": n, "timestampMs": 2000 * n, "beganMs": 2000 * n - 500, "pointer": None, "fullFile": f"{n}.png"}
        for n in (1, 2, 3)
    ]
    whole = {
        "claims": [{"timeMs": 4000, "sinceMs": 3500, "isSaid": True, "probability": 0.9, **one} for one in claims],
        "keyframes": {"frames": frames},
        "timeline": {"moments": [{"frame": n} for n in (1, 2, 3)], "wrong": 1},
    }
    (folder / "session.json").write_text(json.dumps(whole))
    (folder / "prompt.fix.md").write_text(PROMPT)
    return folder


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"kind": "appeared", "property": "text", "after": "Saved"}, ("appeared", "text", "Saved")),
        ({"kind": "error", "after": "Not saved"}, ("appeared", "error", "Not saved")),
        ({"kind": "scrolled", "after": "down 340"}, ("moved", "scroll", "down 340")),
        ({"kind": "scrolled", "text": "The list scrolled up by 80 px"}, ("moved", "scroll", "up 80")),
        ({"kind": "state", "property": "checked", "after": "true"}, ("appeared", "state", "checked")),
        ({"kind": "state", "property": "checked", "after": "false"}, ("appeared", "state", "not checked")),
        ({"kind": "state", "before": "valid", "after": "invalid"}, ("changed", "state", "invalid")),
        ({"kind": "went_wrong", "after": "an error"}, ("wrong", "state", "an error")),
        ({"kind": "rows_replaced", "property": "rows"}, ("rows_replaced", "rows", "")),
    ],
)
def test_kinds(tmp_path: Path, given: dict[str, Any], read: tuple[str, str, str]) -> None:
    """Each kind has one form; what is left out is empty."""
    (claim,) = read_analysis(written(tmp_path, {"id": "c1", "state": 2, **given})).claims
    assert (claim.kind, claim.property, claim.after) == read


def test_element_and_times(tmp_path: Path) -> None:
    """The picture before is that of the state before."""
    element = {"type": "button", "name": "Save", "isTypeSure": False}
    given = {"id": "c1", "state": 2, "kind": "act", "property": "click", "element": element, "box": [1, 2, 3, 4]}
    analysed = read_analysis(written(tmp_path, given, {"id": "c2", "state": 3, "kind": "page", "isSaid": False}))
    act, page = analysed.claims
    assert (act.type, act.name, act.is_type_sure, act.box) == ("button", "Save", False, (1, 2, 3, 4))
    assert (act.before_ms, act.since_ms, act.time_ms) == (2000, 3500, 4000)
    assert not page.is_said
    assert analysed.has_claims
    assert analysed.wrong == 2


def test_a_row_of_several_states(tmp_path: Path) -> None:
    """Such a row is that of each of them."""
    rows = read_analysis(written(tmp_path)).rows
    assert rows[2] == rows[3]
    assert sorted(rows) == [1, 2, 3]
