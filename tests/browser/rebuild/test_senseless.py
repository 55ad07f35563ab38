"""An invalid DOM event affects nothing else: the states around it are rebuilt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.capture.read import read_capture
from claude_scope.values import Capture, Document, Instant
from tests.capture.build import START, dom, element, loaded, mutation, page, text, write_capture
from tests.capture.senseless import HARMLESS, SENSELESS, UNUSABLE

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import CapturedState
    from tests.capture.build import Event

pytestmark = pytest.mark.timeout(120)
STEP_MS = 1_000


def between_good_ones(wrong: dict[str, tuple[Any, Any]], first: Event) -> list[Event]:
    """A page whose heading is changed before, between and after these events."""
    events = loaded(100, first)
    for number, (kind, data) in enumerate(wrong.values(), 1):
        events += [heading(number, STEP_MS * number), dom(STEP_MS * number + 10, kind, data)]
    return [*events, heading(len(wrong) + 1, STEP_MS * (len(wrong) + 1))]


def heading(number: int, ms: float) -> Event:
    return mutation(ms, texts=[{"id": 11, "value": f"State {number}"}])


def shown(state: CapturedState) -> list[str]:
    return [node.name for node in state.tree.walk() if node.role == "heading"]


@pytest.mark.attack("captures", cases=len(SENSELESS) + len(UNUSABLE) + len(HARMLESS))
async def test_all_states_around_events_that_make_no_sense_are_rebuilt(tmp_path: Path) -> None:
    """Events with an invalid shape are left out when the capture is read, those on which the replayer throws during the
    replay.
    """
    wrong = {**SENSELESS, **UNUSABLE, **HARMLESS}
    first = page(element(10, "h1", text(11, "State 0")))
    ended = START + STEP_MS * (len(wrong) + 3)
    events = between_good_ones(wrong, first)
    capture = read_capture(write_capture(tmp_path / "one", events, ended=ended), tmp_path / "read")
    found = await rebuild(capture)
    assert capture.problems == (f"{len(SENSELESS)} invalid events of the capture left out.",)
    assert found.problems == ()
    assert found.notes == (f"{len(UNUSABLE)} events of the page's DOM could not be replayed and were left out.",)
    every = [f"State {number}" for number in range(len(wrong) + 2)]
    assert list(dict.fromkeys(name for state in found.states for name in shown(state))) == every
    assert all(len(shown(state)) == 1 for state in found.states)


@pytest.mark.attack("captures", cases=len(SENSELESS))
async def test_the_replayer_itself_loses_only_such_events(tmp_path: Path) -> None:
    """The last line of defence: the same events in a file that was not validated."""
    wrong = {name: event for name, event in SENSELESS.items() if event[0] != 4}
    events = between_good_ones(wrong, page(element(10, "h1", text(11, "State 0"))))
    path = tmp_path / "document.json"
    path.write_text(json.dumps([event["event"] for event in events if event["kind"] == "dom"]).replace("NaN", "null"))
    end_ms = STEP_MS * (len(wrong) + 1) + 500
    capture = Capture(
        recording=None,
        offset_ms=START,
        duration_ms=end_ms,
        url="http://localhost/",
        title="",
        notes="",
        viewport=(1280, 720),
        documents=(Document("d1", "p1", "http://localhost/", 0, path),),
        instants=(Instant(0, 500, "d1"), Instant(500, end_ms, "d1")),
    )
    found = await rebuild(capture)
    assert found.problems == ()
    assert [shown(state) for state in found.states] == [["State 0"], [f"State {len(wrong) + 1}"]]
