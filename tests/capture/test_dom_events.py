"""An invalid DOM event is left out and counted; the events around it are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.capture import dom_events
from claude_scope.capture.read import read_capture
from tests.capture.build import START, added, dom, element, loaded, mutation, page, text, write_capture
from tests.capture.senseless import SENSELESS, SENSELESS_SNAPSHOTS

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Capture
    from tests.capture.build import Event

GOOD = [
    *loaded(100, page(element(10, "h1", text(11, "One")))),
    mutation(1_000, adds=[added(5, element(12, "h2"))]),
    mutation(3_000, adds=[added(5, element(14, "h2"))]),
]
LEFT_OUT = "1 invalid event of the capture left out."


def read(folder: Path, events: list[Event]) -> Capture:
    return read_capture(write_capture(folder / "one", events), folder / "read")


def stored(capture: Capture) -> list[Any]:
    """The stored events of the first document, read by a strict JSON parser."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    found: list[Any] = json.loads(capture.documents[0].events.read_text(), parse_constant=refuse)
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Capture:
    return read(tmp_path_factory.mktemp("plain"), GOOD)


@pytest.mark.attack("captures")
@pytest.mark.parametrize("wrong", SENSELESS)
def test_an_event_that_makes_no_sense_is_left_out_and_counted(wrong: str, plain: Capture, tmp_path: Path) -> None:
    kind, data = SENSELESS[wrong]
    capture = read(tmp_path, [*GOOD, dom(2_000, kind, data)])
    assert capture.problems == (LEFT_OUT,)
    assert capture.instants == plain.instants
    assert stored(capture) == stored(plain)


@pytest.mark.attack("captures")
@pytest.mark.parametrize("timestamp", ["NaN", "Infinity", "-1", "1e400", '"soon"', "null", "{}"])
def test_an_event_at_no_time_is_left_out_and_counted(timestamp: str, plain: Capture, tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "one", GOOD)
    event = json.dumps(mutation(2_000, adds=[added(5, element(20, "p"))]))
    with (folder / "events-000.jsonl").open("a") as file:
        file.write(event.replace(f'"timestamp": {round(START + 2_000)}', f'"timestamp": {timestamp}') + "\n")
    capture = read_capture(folder, tmp_path / "read")
    assert capture.problems == (LEFT_OUT,)
    assert capture.instants == plain.instants
    assert stored(capture) == stored(plain)


@pytest.mark.attack("captures")
@pytest.mark.parametrize("wrong", SENSELESS_SNAPSHOTS)
def test_after_a_snapshot_that_makes_no_sense_changes_wait_for_the_next(wrong: str, tmp_path: Path) -> None:
    """Later changes refer to node ids from this snapshot."""
    lost = mutation(2_500, adds=[added(5, element(30, "p"))])
    again = loaded(4_000, page(element(10, "h1", text(11, "Two"))))[1:]
    capture = read(tmp_path, [*GOOD[:-1], dom(2_000, 2, SENSELESS_SNAPSHOTS[wrong]), lost, *again])
    assert capture.problems == (LEFT_OUT,)
    assert [event["timestamp"] - START for event in stored(capture)] == [100, 101, 1_000, 4_000, 4_001]


def test_only_the_invalid_items_of_a_mutation_are_left_out(tmp_path: Path) -> None:
    adds = [added(5, element(20, "p")), added(5, {**element(22, "p"), "tagName": 5}), added(5, element(24, "p"))]
    capture = read(tmp_path, [*GOOD, mutation(2_000, adds=adds)])
    assert capture.problems == (LEFT_OUT,)
    kept = next(event for event in stored(capture) if event["timestamp"] == START + 2_000)
    assert [add["node"]["id"] for add in kept["data"]["adds"]] == [20, 24]


def test_what_is_nested_too_deep_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The replayer and Playwright's snapshot are recursive."""
    monkeypatch.setattr(dom_events, "MAX_DEPTH", 50)
    adds = []
    for levels in (49, 51):
        node = text(1_000, "deep")
        for number in range(1_001, 1_000 + levels):
            node = element(number, "div", node)
        adds.append(added(5, node))
    capture = read(tmp_path, [*GOOD, *(mutation(2_000 + n, adds=[add]) for n, add in enumerate(adds))])
    assert capture.problems == (LEFT_OUT,)
    assert len(stored(capture)) == len(GOOD)


def test_what_the_rebuild_does_not_use_is_not_a_problem(tmp_path: Path) -> None:
    unused = [dom(50, 0, {}), dom(60, 1, {}), dom(1_500, 5, {"tag": "x", "payload": [1]})]
    unused += [dom(1_600, 3, {"source": source, "id": 10, "anything": None}) for source in (7, 9, 10, 11, 16)]
    capture = read(tmp_path, [*unused, *GOOD])
    assert capture.problems == ()
    assert [event["type"] for event in stored(capture)] == [4, 2, 3, 3]


def test_what_rrweb_writes_makes_sense() -> None:
    """Changes with every field that their types allow."""
    style = {"id": 10, "attributes": {"style": {"color": ["red", "important"], "top": "1px", "left": False}, "x": None}}
    shadow = {**element(20, "x-a", element(21, "b") | {"isShadow": True}), "isShadowHost": True, "isCustom": True}
    frame = {"type": 0, "id": 30, "childNodes": [], "compatMode": "BackCompat"}
    media = element(40, "input") | {"attributes": {"checked": True, "rr_scrollTop": 12.5, "selected": False}}
    changes: list[Event] = [
        {"source": 0, "texts": [{"id": 11, "value": None}], "attributes": [style], "removes": [], "adds": []},
        {"source": 0, "adds": [added(5, shadow), added(5, frame), added(5, media, before=-1)], "isAttachIframe": True},
        {"source": 0, "removes": [{"parentId": 5, "id": 10, "isShadow": True}]},
        {"source": 2, "type": 5, "id": -1},
        {"source": 6, "positions": [{"x": 1.5, "y": -2, "id": 10, "timeOffset": -40}]},
        {"source": 8, "styleId": 3, "adds": [{"rule": "a{}", "index": [0, 1]}], "removes": [{"index": 2}]},
        {"source": 8, "id": 10, "replaceSync": "a{}"},
        {"source": 13, "id": 10, "index": [0], "set": {"property": "top", "value": None, "priority": ""}},
        {"source": 15, "id": 1, "styleIds": [1], "styles": [{"styleId": 1, "rules": [{"rule": "a{}", "index": 0}]}]},
    ]
    assert [dom_events.check({"type": 3, "data": change}) for change in changes] == ["whole"] * len(changes)
