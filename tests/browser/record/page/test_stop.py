"""The recorder stops when its host does, and goes on when a page reopens its document."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.browser.record.page.recorded import INPUT, Recorded, recorded

if TYPE_CHECKING:
    from playwright.async_api import Browser

PAGE = "<input id=name><button>Go</button><iframe srcdoc='<input><p>In'></iframe>"


async def listeners(it: Recorded, expression: str) -> list[str]:
    """The types of the event listeners of an object in the recorder's world."""
    session, context = it.worlds[await it.main_world()]
    target = await session.send("Runtime.evaluate", {"expression": expression, "uniqueContextId": context["uniqueId"]})
    found = await session.send("DOMDebugger.getEventListeners", {"objectId": target["result"]["objectId"]})
    return [listener["type"] for listener in found["listeners"]]


async def still_records(it: Recorded) -> bool:
    """Whether an act and a change cause lines."""
    before = len(it.lines)
    await it.page.evaluate("document.querySelector('input').value += 'x'; document.body.append('more')")
    await it.page.mouse.click(5, 5)
    await it.page.wait_for_timeout(1_200)
    return len(it.lines) > before


async def test_nothing_is_left_at_work_after_a_stop(browser: Browser) -> None:
    async with recorded(browser, {"/": PAGE}) as it:
        assert await still_records(it)
        assert "pointerdown" in await listeners(it, "window")
        await it.call("recorder.stop()")
        for target in ("window", "document", "document.querySelector('iframe')", "frames[0]", "frames[0].document"):
            assert await listeners(it, target) == []
        natives = "Element.prototype.attachShadow, EventTarget.prototype.addEventListener, MutationObserver"
        assert await it.call(f"[{natives}].map(String).every((text) => text.includes('[native code]'))")
        assert not await still_records(it)


async def test_it_stops_without_its_host(browser: Browser) -> None:
    async with recorded(browser, {"/": PAGE}, heartbeat=True) as it:
        for _ in range(10):
            await it.call("recorder.alive()")
            await asyncio.sleep(0.3)
        assert await still_records(it)
        await asyncio.sleep(2.5)
        assert not await still_records(it)


async def test_a_busy_page_does_not_stop_it(browser: Browser) -> None:
    """While a script or a dialog holds the page up, the host cannot call either."""
    async with recorded(browser, {"/": PAGE}, heartbeat=True) as it:
        await it.call("recorder.alive()")
        await it.page.evaluate("const until = performance.now() + 3_000; while (performance.now() < until);")
        await it.call("recorder.alive()")
        assert await still_records(it)


async def test_a_reopened_document_is_recorded(browser: Browser) -> None:
    """`document.open()` removes all listeners."""
    async with recorded(browser, {"/": PAGE}) as it:
        await it.page.evaluate(
            "document.open(); document.write('<title>New</title><input id=other><button>Go</button>'); document.close()"
        )
        await it.page.wait_for_timeout(300)
        await it.page.click("button")
        await it.page.type("#other", "Ada")
        await it.do("other.value += '!'")
        assert [line["act"] for line in it.of("action")] == ["click", "type"]
        assert [data["text"] for data in it.data(INPUT)][-1] == "Ada!"
