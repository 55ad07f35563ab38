"""A hover is recorded if the page reacts to it, not if something else changes at that moment; and scrolling of a busy
page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.record.driven import acts, driven, read_events
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.browser.record.driven import Driven

PAGE = """<style>button, iframe {{ display: block; margin: 30px }}</style>{0}<output id=out></output>
    <script>const say = (text) => {{ out.textContent = text }}</script>"""


async def done_in(page_text: str, capture: Path, use: Callable[[Driven], Awaitable[None]]) -> list[tuple[str, str]]:
    """Kind and name of the acts that are recorded while `use` controls the page."""
    async with (
        Site({"/": PAGE.format(page_text), "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        await use(driver)
        await driver.page.wait_for_timeout(700)
    return [(act["act"], act["target"]["name"]) for act in acts(read_events(capture))]


async def test_an_answer_in_a_busy_page(tmp_path: Path) -> None:
    """The element that the pointer left may still change; the recorded hover is the one to which its own element
    reacts.
    """
    page_text = """<button onmouseleave="setTimeout(say, 60, 'Closed')">Left</button>
        <button onmouseenter="setTimeout(() => { this.ariaExpanded = true }, 150)">Menu</button>"""

    async def use(driver: Driven) -> None:
        await driver.page.hover("text=Left")
        await driver.page.wait_for_timeout(700)
        box = await driver.page.locator("text=Menu").bounding_box()
        assert box is not None
        await driver.page.mouse.move(5, 5)
        await driver.page.wait_for_timeout(100)
        await driver.page.mouse.move(box["x"] + 5, box["y"] + 5)

    assert await done_in(page_text, tmp_path / "busy.scope", use) == [("hover", "Menu")]


async def test_the_time_of_a_hover_is_when_the_pointer_arrived(tmp_path: Path) -> None:
    """After the element's reaction to the first move over it, and not when the page moves below the pointer."""
    page_text = """<button id=menu onmouseenter="this.ariaExpanded = true">Menu</button><script>
        menu.addEventListener("mousemove", (event) => {
            if (!event.movementX) return;
            console.log("moved " + (performance.timeOrigin + event.timeStamp));
            setTimeout(() => menu.style.marginTop = "34px", 250);
        })</script>"""

    async def use(driver: Driven) -> None:
        box = await driver.page.locator("#menu").bounding_box()
        assert box is not None
        for x in (8, 16):
            await driver.page.mouse.move(box["x"] + x, box["y"] + 10)
            await driver.page.wait_for_timeout(150)

    assert await done_in(page_text, tmp_path / "menu.scope", use) == [("hover", "Menu")]
    events = read_events(tmp_path / "menu.scope")
    said = [event["text"].split() for event in events if event["kind"] == "console"]
    moves = [float(words[1]) for words in said if words[0] == "moved"]  # a busy page receives a move later
    assert acts(events)[0]["t"] == pytest.approx(moves[-1], abs=60)


async def test_what_the_page_changes_by_itself_is_not_an_answer(tmp_path: Path) -> None:
    page_text = "<button>Plain</button><script>setInterval(() => say(Date.now()), 500)</script>"

    async def use(driver: Driven) -> None:
        await driver.page.wait_for_timeout(2_000)
        shown = await driver.page.inner_text("#out")
        await driver.page.wait_for_function(f"out.textContent !== '{shown}'")
        await driver.page.wait_for_timeout(180)  # long enough for the page to count as quiet
        await driver.page.hover("text=Plain")

    assert await done_in(page_text, tmp_path / "clock.scope", use) == []


async def test_a_drag_is_not_a_hover(tmp_path: Path) -> None:
    page_text = "<input type=range aria-label=Range oninput='say(value)'>"

    async def use(driver: Driven) -> None:
        mouse = driver.page.mouse
        box = await driver.page.locator("input").bounding_box()
        assert box is not None
        await mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
        await mouse.down()
        for step in range(4):
            await mouse.move(box["x"] + box["width"] / 2 + 8 * step, box["y"] + 8)
            await driver.page.wait_for_timeout(200)  # long enough for the page to count as quiet
        await mouse.up()

    assert await done_in(page_text, tmp_path / "drag.scope", use) == [("drag", "Range")]


async def test_a_wheel_ends_a_hover(tmp_path: Path) -> None:
    page_text = """<button id=plain>Plain</button><p style="height: 3000px">Long</p>
        <script>addEventListener("wheel", () => setTimeout(say, 150, 'Later'), { passive: true })</script>"""

    async def use(driver: Driven) -> None:
        await driver.page.hover("#plain")
        await driver.page.wait_for_timeout(200)
        await driver.page.mouse.wheel(0, 60)

    assert [act for act, _ in await done_in(page_text, tmp_path / "wheel.scope", use)] == ["scroll"]


async def test_an_editor_that_scrolls_to_its_caret_does_not_end_the_typing(tmp_path: Path) -> None:
    """Even soon after a wheel event, which may scroll for a while."""
    page_text = """<div id=lines style="height: 40px; overflow: auto"><p style="height: 3000px">Lines</p></div>
        <textarea oninput="lines.scrollTop += 20"></textarea>"""

    async def use(driver: Driven) -> None:
        await driver.page.focus("textarea")
        await driver.page.hover("#lines")
        await driver.page.mouse.wheel(0, 60)
        await driver.page.wait_for_timeout(100)
        await driver.page.keyboard.type("dry", delay=60)

    assert [act for act, _ in await done_in(page_text, tmp_path / "editor.scope", use)] == ["scroll", "type"]


async def test_a_frame_of_another_origin_is_not_a_target_of_hovers(tmp_path: Path) -> None:
    """Changes inside it are not a reaction of the surrounding page; hovers inside it are its own."""
    frame = """<button id=press onclick="this.after('Pressed')">Press</button><p>
        <button onmouseenter="this.title = 'Help'">Help</button>"""

    async def use(driver: Driven) -> None:
        inner = driver.page.frame_locator("iframe")
        await inner.locator("#press").click()
        await driver.page.wait_for_timeout(900)
        await inner.locator("text=Help").hover()

    async with Site({"/frame": frame, "*": Answer("", 404)}) as other:
        page_text = f"<iframe src='http://localhost:{other.port}/frame'></iframe>"
        done = await done_in(page_text, tmp_path / "frame.scope", use)
    assert done == [("click", "Press"), ("hover", "Help")]


async def test_scrolling_of_a_busy_page_is_one_act(tmp_path: Path) -> None:
    page_text = "<p style='height: 3000px'>Long</p>"

    async def use(driver: Driven) -> None:
        mouse = driver.page.mouse
        await mouse.move(200, 300)
        await driver.page.evaluate("""() => addEventListener("wheel", () => setTimeout(() => {
            const end = performance.now() + 500;
            while (performance.now() < end);
        }, 30), { once: true })""")
        await mouse.wheel(0, 60)
        await mouse.wheel(0, 60)

    assert [act for act, _ in await done_in(page_text, tmp_path / "scroll.scope", use)] == ["scroll"]
