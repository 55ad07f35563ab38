"""Frames over HTTP: their details, and removing and restoring them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.api.schemas.frames import FrameDetail
from claude_scope.serialization import json_rows
from claude_scope.values import Node, Source
from tests.analyses import checkout_analysis
from tests.api.build import complete_session

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from claude_scope.api.service import Service
    from tests.api.build import Person

DIALOG, UNTOLD, TOTAL = 1, 2, 4
"""Numbers of frames: the first change, a change without a description, and the change of the total."""


class Session:
    """A complete session and an account that asks about it."""

    def __init__(self, client: httpx.AsyncClient, who: Person, session_id: str) -> None:
        self._client, self._who, self._path = client, who, f"/api/sessions/{session_id}"

    async def ask(self, method: str, path: str = "") -> httpx.Response:
        return await self._client.request(method, f"{self._path}{path}", headers=self._who.headers)

    async def whole(self) -> dict[str, Any]:
        body: dict[str, Any] = (await self.ask("GET")).json()
        return body

    async def frame(self, frame_id: str) -> dict[str, Any]:
        answer = await self.ask("GET", f"/frames/{frame_id}")
        assert answer.status_code == 200, answer.text
        FrameDetail.model_validate(answer.json(), by_alias=True, extra="forbid")
        body: dict[str, Any] = answer.json()
        return body


@pytest.fixture
async def session(client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path) -> Session:
    return Session(client, ana, await complete_session(service, ana, tmp_path / "frames"))


def nodes(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All nodes of an `ariaTree` in document order."""
    return [other_node for node in tree for other_node in (node, *nodes(node.get("children", [])))]


async def test_a_frame_in_depth_is_what_the_session_says_of_it_and_more(session: Session) -> None:
    whole = await session.whole()
    for short, moment in zip(whole["frames"], whole["timeline"]["moments"], strict=True):
        frame = await session.frame(short["id"])
        assert frame | short == frame
        for name in ("kind", "summary", "evidence", "transient"):
            assert frame[name] == moment[name]
        seen = [{"kind": entry["kind"], "text": entry["text"]} for entry in frame["observations"]]
        assert seen == moment["observations"]
        for change, told in zip(frame["changes"], moment["changes"], strict=True):
            assert change | told | {"element": None} == change | {"element": None}
            assert change["element"] | told["element"] == change["element"]
        assert (frame["width"], frame["height"], frame["reader"]) == (1280, 720, "local")


async def test_elements_have_boxes_in_pixels_of_the_frame(session: Session) -> None:
    frame = await session.frame((await session.whole())["frames"][TOTAL]["id"])
    pay = next(element for element in frame["elements"] if element["label"] == "Place order")
    assert pay == {
        "id": "e47", "type": "button", "role": "button", "label": "Place order", "name": "Place order", "value": "",
        "state": [], "box": [620, 340, 180, 44], "source": "both", "confidence": 0.93,
        "locator": "page.getByRole('button', { name: 'Place order', exact: true })",
    }  # fmt: skip
    assert {change["element"]["id"] for change in frame["changes"] if change["kind"] != "removed"} <= {
        element["id"] for element in frame["elements"]
    }


async def test_what_went_away_has_its_box_in_the_frame_before(session: Session) -> None:
    frames = (await session.whole())["frames"]
    gone = 0
    for before, after in pairwise(frames):
        old = {element["id"]: element["box"] for element in (await session.frame(before["id"]))["elements"]}
        for change in (await session.frame(after["id"]))["changes"]:
            if change["kind"] == "removed":
                gone += 1
                assert change["element"]["box"] == old[change["element"]["id"]]
    assert gone >= 5


async def test_the_flat_tree_has_the_rows_of_the_nested_one(session: Session) -> None:
    for short in (await session.whole())["frames"]:
        frame = await session.frame(short["id"])
        rows = [(row["role"], row["name"], row.get("diffStatus")) for row in frame["tree"]]
        assert rows == [(node["role"], node["name"], node.get("diffStatus")) for node in nodes(short["ariaTree"])]
        assert frame["treeRows"] == len(rows)
        ids = {entry["id"] for entry in frame["elements"]} | {change["element"]["id"] for change in frame["changes"]}
        assert {row["elementId"] for row in frame["tree"] if "elementId" in row} == ids
        assert not any("box" in row for row in frame["tree"] if "elementId" in row), "it is that of the element"
        assert frame["tree"][0]["level"] == 1


async def test_a_deep_tree_has_levels_and_a_large_one_is_cut(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claude_scope.api.sessions.frame_detail.MAX_ROWS", 2)
    leaf = Node("button", "Pay", states=("disabled",), text="now", source=Source.PIXELS)
    nested = Node("document", children=(Node("dialog", "Order", ref="e1", children=(leaf,)), Node("link", "Back")))
    monkeypatch.setattr("tests.api.build.build_tree", lambda *_: nested)
    made = Session(client, ana, await complete_session(service, ana, tmp_path))
    frame = await made.frame((await made.whole())["frames"][0]["id"])
    assert frame["tree"] == [
        {"level": 1, "role": "dialog", "name": "Order", "elementId": "e1", "source": "aria"},
        {"level": 2, "role": "button", "name": "Pay", "states": ["disabled"], "value": "now", "source": "pixels"},
    ]
    assert (frame["treeRows"], json_rows.MAX_ROWS) == (3, 10_000)


async def test_a_frame_that_nobody_could_read_says_so(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path
) -> None:
    analysis = checkout_analysis(tmp_path)
    first, *rest = analysis.timeline.moments
    unread = replace(first, reading=replace(first.reading, reader="", lines=(), elements=()), elements=())
    analysis = replace(analysis, timeline=replace(analysis.timeline, moments=(unread, *rest)))
    made = Session(client, ana, await complete_session(service, ana, tmp_path, analysis))
    frame = await made.frame((await made.whole())["frames"][0]["id"])
    assert (frame["reader"], frame["elements"], frame["tree"], frame["width"]) == ("", [], [], 1280)


async def test_after_one_was_left_out_the_next_frame_tells_its_changes_too(session: Session) -> None:
    frames = (await session.whole())["frames"]
    before = await session.frame(frames[TOTAL + 1]["id"])
    assert (await session.ask("DELETE", f"/frames/{frames[TOTAL]['id']}")).status_code == 204
    gone = await session.ask("GET", f"/frames/{frames[TOTAL]['id']}")
    assert (gone.status_code, gone.json()["message"]) == (404, "There is no such frame.")
    after = await session.frame(frames[TOTAL + 1]["id"])
    told = [(change["before"], change["after"]) for change in after["changes"]]
    assert ("Total $93.90", "Total $182.90") in told
    assert len(after["changes"]) > len(before["changes"])
    moment = (await session.whole())["timeline"]["moments"][TOTAL]
    assert (moment["frameId"], moment["summary"]) == (after["id"], after["summary"])


async def test_a_frame_that_is_taken_in_again_is_as_it_was(session: Session) -> None:
    first = await session.whole()
    frames, (one, two) = first["frames"], (first["frames"][TOTAL]["id"], first["frames"][TOTAL + 1]["id"])
    for frame_id in (one, two):
        assert (await session.ask("DELETE", f"/frames/{frame_id}")).status_code == 204
    assert (await session.ask("POST", f"/frames/{two}/restore")).status_code == 204
    between = await session.whole()
    assert [frame["id"] for frame in between["frames"]] == [frame["id"] for frame in frames if frame["id"] != one]
    assert between["frameCount"] == len(frames) - 1
    assert [frame["id"] for frame in between["removedFrames"]] == [one]
    told = await session.frame(two)
    assert ("Total $93.90", "Total $182.90") in [(change["before"], change["after"]) for change in told["changes"]]
    counts = [change["kind"] for change in told["changes"]]
    assert told["diffSummary"] == {kind: counts.count(kind) for kind in ("added", "changed", "removed")}
    assert (await session.ask("POST", f"/frames/{one}/restore")).status_code == 204
    assert {**(await session.whole()), "updatedAt": ""} == {**first, "updatedAt": ""}


async def test_taking_in_what_was_not_left_out_changes_nothing(session: Session) -> None:
    first = await session.whole()
    answer = await session.ask("POST", f"/frames/{first['frames'][DIALOG]['id']}/restore")
    assert (answer.status_code, answer.content) == (204, b"")
    assert await session.whole() == first
    missing = await session.ask("POST", f"/frames/{first['frames'][0]['id'][:-1]}99/restore")
    assert (missing.status_code, missing.json()["message"]) == (404, "There is no such frame.")


async def test_the_counts_of_a_frame_are_its_changes_whatever_is_left_out(session: Session) -> None:
    frames = (await session.whole())["frames"]
    for frame in (*frames[:-1:3], frames[1]):  # two of them are adjacent
        assert (await session.ask("DELETE", f"/frames/{frame['id']}")).status_code == 204
        for shown in (await session.whole())["frames"]:
            kinds = [change["kind"] for change in (await session.frame(shown["id"]))["changes"]]
            assert shown["diffSummary"] == {kind: kinds.count(kind) for kind in ("added", "changed", "removed")}


async def test_a_change_without_words_has_its_places(session: Session) -> None:
    """Its places are those on the prompt's sheet of changes, even if a frame before it was removed."""
    whole = await session.whole()
    frames = [await session.frame(short["id"]) for short in whole["frames"]]
    assert [place for place, frame in enumerate(frames) if frame["untold"]] == [UNTOLD]
    ((x, y, width, height),) = frames[UNTOLD]["untold"]
    assert 0 <= x < x + width <= frames[UNTOLD]["width"]
    assert 0 <= y < y + height <= frames[UNTOLD]["height"]


async def test_a_list_shows_what_happened_and_the_frame_that_shows_it(
    session: Session, client: httpx.AsyncClient, ana: Person
) -> None:
    async def listed() -> tuple[str, str]:
        (row,) = (await client.get("/api/sessions", headers=ana.headers)).json()
        return row["happened"], row["thumbnailUrl"]

    whole = await session.whole()
    wrong = next(frame for frame in whole["frames"] if frame["id"] == whole["timeline"]["wrong"])
    assert await listed() == (whole["timeline"]["wrongBecause"], wrong["thumbnailUrl"])
    assert (await client.get(wrong["thumbnailUrl"])).status_code == 200
    await session.ask("DELETE", f"/frames/{wrong['id']}")
    without = await session.whole()
    happened, thumbnail = await listed()
    assert thumbnail != wrong["thumbnailUrl"]
    assert thumbnail in {frame["thumbnailUrl"] for frame in without["frames"]}
    assert happened == (without["timeline"]["wrongBecause"] or "Nothing shows what went wrong.")
    await session.ask("POST", f"/frames/{wrong['id']}/restore")
    assert await listed() == (whole["timeline"]["wrongBecause"], wrong["thumbnailUrl"])
