"""The claims in a session.json, and the rows of its prompt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from benchmarks.claims.claims_of import read_analysis

if TYPE_CHECKING:
    from pathlib import Path

PROMPT = """<timeline>
state | time | kind | what changed | evidence
1 | 0:00.0 | initial | The recording starts.
2-3 | 0:02.0 | error | "The book was refused" appeared.
</timeline>
"""
SURE = {
    "timeMs": 4000,
    "sinceMs": 3500,
    "isSaid": True,
    "score": 0.9,
    "before": "",
    "after": "",
    "text": "",
    "name": "",
}


def written(folder: Path, *claims: dict[str, Any]) -> Path:
    """The folder of an analysis with three states."""
    frames: list[dict[str, Any]] = [
        {"number": n, "timestampMs": 2000 * n, "beganMs": 2000 * n - 500, "pointer": None, "fullFile": f"{n}.png"}
        for n in (1, 2, 3)
    ]
    whole = {
        "claims": [SURE | claim for claim in claims],
        "keyframes": {"frames": frames},
        "timeline": {"moments": [{"frame": n} for n in (1, 2, 3)], "wrong": 1},
    }
    (folder / "session.json").write_text(json.dumps(whole))
    (folder / "prompt.fix.md").write_text(PROMPT)
    return folder


def test_claims_and_their_times(tmp_path: Path) -> None:
    """The picture before is that of the previous state."""
    act = {"id": "c1", "state": 2, "kind": "act", "property": "click", "name": "Save", "box": [1, 2, 3, 4]}
    page = {"id": "c2", "state": 3, "kind": "page", "property": "address", "isSaid": False, "box": None}
    analysed = read_analysis(written(tmp_path, act, page))
    click, another = analysed.claims
    assert (click.kind, click.property, click.name, click.box) == ("act", "click", "Save", (1, 2, 3, 4))
    assert (click.before_ms, click.since_ms, click.time_ms) == (2000, 3500, 4000)
    assert another.box is None
    assert not another.is_said
    assert analysed.wrong == 2


def test_a_row_of_several_states(tmp_path: Path) -> None:
    """Such a row belongs to each of them."""
    rows = read_analysis(written(tmp_path)).rows
    assert rows[2] == rows[3]
    assert sorted(rows) == [1, 2, 3]
