"""All frames of a rebuilt page are measured in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import ElementHandle, Frame

from claude_scope.values import Box
from tests.browser.rebuild.test_rebuild import DOCUMENT, START, Dom, found, rebuilt

if TYPE_CHECKING:
    from pathlib import Path


def framed(dom: Dom, frames: int) -> list[dict[str, Any]]:
    """A page with adjacent frames, each with a button and an invisible text."""
    style = "position:absolute; top:100px; width:200px; height:80px; border:10px solid; padding:5px"
    names = [f"frame{number}" for number in range(frames)]
    elements = [dom.node("iframe", called=name, style=f"{style}; left:{250 * at}px") for at, name in enumerate(names)]
    events = dom.page(dom.node("h1", "Frames"), *elements)
    for at, name in enumerate(names):
        hidden = dom.node("p", "Nobody sees this", style="opacity:0")
        button = dom.node(
            "button", f"Press {at}", style="position:absolute; left:20px; top:30px; width:90px; height:20px"
        )
        html = dom.node("html", dom.node("head"), dom.node("body", button, hidden))
        document = {"type": DOCUMENT, "id": 1_000 + at, "childNodes": [html]}
        add = {"parentId": dom.ids[name], "nextId": None, "node": document}
        data = {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [add], "isAttachIframe": True}
        events.append({"type": 3, "timestamp": START + 100 + at, "data": data})
    return events


async def test_what_frames_show_is_in_coordinates_of_the_page(tmp_path: Path) -> None:
    built = await rebuilt(tmp_path, framed(Dom(), 2))
    buttons = [node for node in built.states[0].tree.walk() if node.role == "button"]
    assert [(node.name, node.box) for node in buttons] == [
        ("Press 0", Box(35, 145, 90, 20)),
        ("Press 1", Box(285, 145, 90, 20)),
    ]
    assert found(built, "paragraph").hidden


async def test_no_frame_is_asked_on_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call is a round trip through two processes: a state used to need four for each frame, and two for itself."""
    asked: list[object] = []

    async def count(self: object, *given: Any, **named: Any) -> None:
        asked.append(self)

    for kind in (ElementHandle, Frame):
        monkeypatch.setattr(kind, "evaluate", count)
    assert found(await rebuilt(tmp_path, framed(Dom(), 5)), "button").name == "Press 0"
    assert not asked
