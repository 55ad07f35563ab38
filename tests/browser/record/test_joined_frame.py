"""Events of a frame of another origin get ids of the document around it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from claude_scope.browser.record.tabs.joined_frame import FIRST_ID, JoinedFrame

DOCUMENT, BUTTON, TEXT = FIRST_ID, FIRST_ID + 1, FIRST_ID + 2
"""The new ids of the frame's nodes 1, 2 and 3."""


@pytest.fixture
def joined() -> JoinedFrame:
    """A frame with a button, attached to the iframe 40."""
    ids = itertools.count(FIRST_ID)
    frame = JoinedFrame("p1f1", lambda: next(ids))
    text = {"type": 3, "id": 3, "textContent": "Pay"}
    button = {"type": 2, "id": 2, "tagName": "button", "childNodes": [text]}
    snapshot = {"type": 2, "data": {"node": {"type": 0, "id": 1, "childNodes": [button]}}}
    data = frame.attached(snapshot, 40, 1_000.4)["data"]
    [add] = data["adds"]
    assert (data["isAttachIframe"], add["parentId"], add["node"]["id"]) == (True, 40, DOCUMENT)
    [inner] = add["node"]["childNodes"]
    assert (inner["id"], inner["rootId"], inner["childNodes"][0]["id"]) == (BUTTON, DOCUMENT, TEXT)
    return frame


def incremental(**data: Any) -> dict[str, Any]:
    return {"type": 3, "timestamp": 1, "data": data}


def test_nodes_of_mutations_are_translated(joined: JoinedFrame) -> None:
    added = {"parentId": 1, "nextId": 2, "node": {"type": 2, "id": 9, "tagName": "p", "childNodes": []}}
    removed = {"parentId": 2, "id": 3}
    marked, changed = {"id": 2, "attributes": {"class": "a"}}, {"id": 3, "value": "Paid"}
    event = joined.translated(
        incremental(source=0, adds=[added], removes=[removed], attributes=[marked], texts=[changed])
    )
    assert event is not None
    data = event["data"]
    assert (data["adds"][0]["parentId"], data["adds"][0]["nextId"]) == (DOCUMENT, BUTTON)
    assert data["adds"][0]["node"]["id"] == FIRST_ID + 3
    assert data["removes"] == [{"parentId": BUTTON, "id": TEXT}]
    assert [part["id"] for part in (*data["attributes"], *data["texts"])] == [BUTTON, TEXT]


def test_nodes_of_other_events_are_translated(joined: JoinedFrame) -> None:
    scrolled = joined.translated(incremental(source=3, id=1, x=0, y=9))
    moved = joined.translated(incremental(source=1, positions=[{"x": 1, "y": 1, "id": 2, "timeOffset": 0}]))
    selected = joined.translated(incremental(source=14, ranges=[{"start": 3, "startOffset": 0, "end": 3}]))
    assert scrolled is not None
    assert scrolled["data"]["id"] == DOCUMENT
    assert moved is not None
    assert moved["data"]["positions"][0]["id"] == BUTTON
    assert selected is not None
    assert selected["data"]["ranges"][0] == {"start": TEXT, "startOffset": 0, "end": TEXT}


def test_adopted_style_sheets_keep_belonging_together(joined: JoinedFrame) -> None:
    adopted = joined.translated(incremental(source=15, id=1, styleIds=[5], styles=[{"styleId": 5, "rules": []}]))
    rule = joined.translated(incremental(source=8, styleId=5, adds=[{"rule": "a {}", "index": 0}]))
    assert adopted is not None
    assert rule is not None
    assert adopted["data"]["styleIds"] == [rule["data"]["styleId"]] == [adopted["data"]["styles"][0]["styleId"]]
    assert rule["data"]["styleId"] >= FIRST_ID


def test_sizes_of_the_frame_say_nothing_about_the_page(joined: JoinedFrame) -> None:
    assert joined.translated(incremental(source=4, width=300, height=150)) is None
    assert joined.translated({"type": 4, "timestamp": 1, "data": {"href": "http://localhost/"}}) is None


def test_the_frame_gets_its_own_ids_back(joined: JoinedFrame) -> None:
    assert [joined.node(own) for own in (1, 2, 99, None)] == [DOCUMENT, BUTTON, None, None]
    assert joined.own_node(BUTTON) == 2
    joined.begin()
    assert (joined.node(2), joined.own_node(BUTTON)) == (None, None)
