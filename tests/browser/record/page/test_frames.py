"""Readable frames share the recording of the topmost one; a frame that its parent cannot read is a root of its own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error

from tests.browser.record.page.recorded import INPUT, Line, Recorded, recorded

if TYPE_CHECKING:
    from playwright.async_api import Browser

FULL_SNAPSHOT = 2
TOP = """<body style="margin: 0"><p style="margin: 0; height: 20px">Top</p>
<style>iframe { width: 400px; height: 200px; display: block; border: 5px solid } #far { border-width: 3px }</style>
<iframe id=near name=near src=/near></iframe><iframe id=far name=far sandbox=allow-scripts src=/far></iframe>"""
NEAR = """<body style="margin: 0"><button style="height: 40px">Near</button><label>City <input></label>
<iframe id=inner name=inner sandbox=allow-scripts src=/far style="transform: scale(0.5)"></iframe>"""
FAR = "<body style='margin: 0'><button style='height: 40px'>Far</button><input aria-label=Street>"


def nodes(line: Line) -> list[Line]:
    """All nodes of a full snapshot."""
    found, waiting = [], [line["event"]["data"]["node"]]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.get("childNodes", []))
    return found


def roots(it: Recorded) -> dict[str, list[Line]]:
    """The lines of each world that sent a full snapshot."""
    by_world: dict[str, list[Line]] = {}
    for line, sender in zip(it.lines, it.senders, strict=True):
        by_world.setdefault(sender, []).append(line)
    return {
        world: lines
        for world, lines in by_world.items()
        if any(line["kind"] == "dom" and line["event"]["type"] == FULL_SNAPSHOT for line in lines)
    }


async def worlds_of(it: Recorded) -> dict[str, str]:
    """The world of each frame, by the frame's name."""
    found: dict[str, str] = {}
    for world in it.worlds:
        with suppress(Error):  # that of a document that is gone
            found[await it.call("window.name", world)] = world
    return found


async def test_a_frame_that_its_parent_cannot_read_records_itself(browser: Browser) -> None:
    async with recorded(browser, {"/": TOP, "/near": NEAR, "/far": FAR}) as it:
        await it.page.mouse.click(20, 20 + 5 + 20)  # the button of the near frame
        await it.page.mouse.click(20, 20 + 210 + 3 + 20)  # that of the far one
        await it.page.wait_for_timeout(800)
        worlds = await worlds_of(it)
    top, near, far, inner = (worlds[name] for name in ("", "near", "far", "inner"))
    found = roots(it)
    assert set(found) == {top, far, inner}
    assert near not in it.senders  # it sends through the frame around it
    first = {world: next(line for line in lines if line["kind"] == "dom") for world, lines in found.items()}
    assert all(line["frame"] == line["document"] for line in first.values())
    [click] = [line for line in found[top] if line["kind"] == "action"]
    assert click["point"] == [20, 45]
    assert click["document"] == first[top]["frame"] != click["frame"]
    [click] = [line for line in found[far] if line["kind"] == "action"]
    assert click["point"] == [17, 20]
    assert click["target"]["name"] == "Far"
    full = next(line for line in found[far] if line["kind"] == "dom" and line["event"]["type"] == FULL_SNAPSHOT)
    assert [node["id"] for node in nodes(full) if node.get("tagName") == "button"] == [click["node"]]
    assert all(line["inside"] for line in found[far] if line["kind"] == "masked")
    assert "document" not in {line["kind"] for line in [*found[far], *found[inner]]}
    known = {"begin", "document", "dom", "action", "begun", "masked", "visibility"}
    assert {line["kind"] for line in it.lines} <= known


async def test_the_host_finds_the_iframe_around_a_root(browser: Browser) -> None:
    async with recorded(browser, {"/": TOP, "/near": NEAR, "/far": FAR}) as it:
        worlds = await worlds_of(it)
        full = [
            line
            for line in it.of("dom")
            if line["event"]["type"] == FULL_SNAPSHOT and line["frame"] == it.of("document")[0]["frame"]
        ]
        ids = {node["attributes"]["id"]: node["id"] for node in nodes(full[-1]) if node.get("tagName") == "iframe"}
        assert await it.call("recorder.idOf(document.getElementById('far'))") == ids["far"]
        assert await it.call("recorder.idOf(document.createElement('p'))") == 0
        assert await it.call("recorder.boxOf(document.getElementById('far'))") == [3, 233, False]
        inner = "document.getElementById('near').contentDocument.getElementById('inner')"
        left, top, is_scaled = await it.call(f"recorder.boxOf({inner})")
        assert (left > 5, top > 25, is_scaled) == (True, True, True)
        assert await it.call(f"recorder.idOf({inner})") > 0
        before = len(it.lines)
        await it.call("recorder.snapshot()", worlds["far"])
        await it.until(lambda: len(it.lines) > before)
        new = [(line["kind"], line["event"]["type"]) for line in it.lines[before:] if line["kind"] == "dom"]
        assert ("dom", FULL_SNAPSHOT) in new


async def test_a_root_records_what_scripts_do_in_the_frames_that_it_reads(browser: Browser) -> None:
    async with recorded(browser, {"/": TOP, "/near": NEAR, "/far": FAR}) as it:
        near = next(frame for frame in it.page.frames if frame.url.endswith("/near"))
        far = next(frame for frame in it.page.frames if frame.url.endswith("/far"))
        await near.evaluate("document.querySelector('input').value = 'Oslo'")
        await far.evaluate("document.querySelector('input').value = 'Main'")
        await it.until(lambda: len(it.data(INPUT)) == 2)
        assert {data["text"] for data in it.data(INPUT)} == {"Oslo", "Main"}


async def test_places_of_masked_texts_are_recorded_by_the_root_that_has_the_node(browser: Browser) -> None:
    async with recorded(browser, {"/": TOP, "/near": NEAR, "/far": FAR}) as it:
        worlds = await worlds_of(it)
        node = await it.call("recorder.idOf(document.querySelector('button'))", worlds["far"])
        await it.call(f"recorder.mark([[{node}, true]], 0)", worlds["far"])
        await it.until(lambda: any(line["boxes"] for line in it.of("masked")))
        [note] = [line for line in it.of("masked") if line["boxes"]]
        assert it.senders[it.lines.index(note)] == worlds["far"]
        # The page around the frame knows its place.
        await it.until(lambda: any([place[1:3] for place in line["frames"]] == [[0, 230]] for line in it.of("masked")))
        assert not any(line["boxes"] for line in it.of("masked") if not line["inside"])
