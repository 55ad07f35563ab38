"""A user's hand over a second connection: raw mouse and key events, each recorded with its target before it is sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.captures.live import look, now_ms, path_of
from benchmarks.captures.truth import DoneAct

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Dialog, ElementHandle, FrameLocator, Locator, Page

    from benchmarks.captures.truth import Step, Truth

_HOLD_MS = 60
_KEY_PAUSE_MS = 50
_MOVE_PAUSE_MS = 16
_NOTCH, _NOTCH_MS = 60, 30
"""Pixels of one notch of the wheel, and the time to the next."""
_SETTLE_MS = 900
"""Longer than the double-click interval, and than most animations."""
_UNDER = """([pressed, x, y]) => {
  const carried = pressed.closest("li, [draggable=true]");
  return document.elementsFromPoint(x, y).find((element) => !carried?.contains(element));
}"""
"""The element under the pointer, or under the item that is dragged there."""
_READ_MS = 400
"""How long a dialog of the browser stays open."""


@dataclass(frozen=True)
class Aim:
    """What the driver intends to act on: the element, and its role and name in the accessibility tree (role "": not in
    it).
    """

    locator: Locator
    role: str
    name: str


class Hand:
    """Acts in one page, waits after each act until the page has settled, and takes its tree."""

    def __init__(self, page: Page, truth: Truth, address: str) -> None:
        self.page = page
        self.address = address
        self._truth = truth
        self._at = (640.0, 700.0)
        page.on("dialog", self._answer)

    # --- what it aims at ---

    def by(self, role: Any, name: str, within: Page | Locator | FrameLocator | None = None, nth: int = 0) -> Aim:
        """The element with this role and name."""
        place = self.page if within is None else within
        return Aim(place.get_by_role(role, name=name or None, exact=True).nth(nth), role, name)

    def at(self, selector: str, role: str = "", name: str = "", within: Any = None) -> Aim:
        """The element of a CSS selector, for elements without a role or name."""
        place = self.page if within is None else within
        return Aim(place.locator(selector).first, role, name)

    # --- acts of the pointer ---

    async def click(self, aim: Aim, act: str = "click", offset: tuple[float, float] | None = None, **more: Any) -> None:
        """Press and release; `act` is the recorded kind: click, check, uncheck or contextmenu."""
        button: Any = "right" if act == "contextmenu" else "left"
        done = await self._press(act, aim, aim, offset, button=button)
        await asyncio.sleep(_HOLD_MS / 1000)
        await self.page.mouse.up(button=button)
        await self._settle(done, **more)

    async def check(self, aim: Aim, on: Aim | None = None) -> None:
        """Press a checkbox, radio button or switch; `on` is the label to press instead."""
        await self._toggle(aim, on, "check")

    async def uncheck(self, aim: Aim, on: Aim | None = None) -> None:
        """Press a checkbox or switch to turn it off."""
        await self._toggle(aim, on, "uncheck")

    async def _toggle(self, aim: Aim, on: Aim | None, act: str) -> None:
        done = await self._press(act, aim, on or aim)
        await asyncio.sleep(_HOLD_MS / 1000)
        await self.page.mouse.up()
        await self._settle(done)

    async def double_click(self, aim: Aim) -> None:
        """Double-click."""
        done = await self._press("dblclick", aim, aim)
        await self.page.mouse.up()
        await asyncio.sleep(0.08)
        await self.page.mouse.down(click_count=2)
        await self.page.mouse.up(click_count=2)
        await self._settle(done)

    async def drag(self, aim: Aim, to: Aim | tuple[float, float], offset: tuple[float, float] | None = None) -> None:
        """Press, move to another element (or by a number of pixels), release."""
        done = await self._press("drag", aim, aim, offset)
        x, y = self._at
        await asyncio.sleep(0.1)
        if isinstance(to, Aim):
            box = await _box(await to.locator.element_handle())
            await self._carry(box[0] + box[2] / 2, box[1] + box[3] * 0.6)
        else:
            await self._carry(x + to[0], y + to[1])
        await asyncio.sleep(0.15)
        pressed = await aim.locator.element_handle()
        under = (await self.page.evaluate_handle(_UNDER, [pressed, *self._at])).as_element()
        done.to_path = await path_of(under) if under else None
        await self.page.mouse.up()
        await self._settle(done)

    async def hover(self, aim: Aim) -> None:
        """Move to an element and stay; the arrival is the act."""
        handle = await aim.locator.element_handle()
        path = await path_of(handle)
        await self._reach(aim)
        done = DoneAct("hover", aim.role, aim.name, path, now_ms(), now_ms())
        self._truth.acts.append(done)
        await self._settle(done)

    async def wheel(self, aim: Aim, pixels: int, at: tuple[float, float] | None = None) -> None:
        """Turn the wheel over a scrollable element, or at a point of the viewport over it."""
        await (self._carry(*at) if at else self._reach(aim))
        path = await path_of(await aim.locator.element_handle())
        sent = now_ms()
        await self.page.mouse.wheel(0, _NOTCH if pixels > 0 else -_NOTCH)
        acked = now_ms()
        turned = []  # no waiting for the page between two notches, since a pause would end the scrolling
        for _ in range(abs(pixels) // _NOTCH - 1):
            await asyncio.sleep(_NOTCH_MS / 1000)
            turned.append(asyncio.ensure_future(self.page.mouse.wheel(0, _NOTCH if pixels > 0 else -_NOTCH)))
        await asyncio.gather(*turned)
        done = DoneAct("scroll", aim.role, aim.name, path, sent, acked)
        self._truth.acts.append(done)
        await self._settle(done)

    async def move_away(self) -> None:
        """Move to an empty corner."""
        await self._carry(1276, 716)

    # --- the keyboard ---

    async def type(self, aim: Aim, text: str, value: str | None = None) -> None:
        """Type into the focused field; `value` is its value afterwards."""
        path = await path_of(await aim.locator.element_handle())
        sent = now_ms()
        for number, letter in enumerate(text):
            await self.page.keyboard.type(letter)
            if number == 0:
                acked = now_ms()
            await asyncio.sleep(_KEY_PAUSE_MS / 1000)
        done = DoneAct("type", aim.role, aim.name, path, sent, acked, value=text if value is None else value)
        self._truth.acts.append(done)
        await self._settle(done)

    async def edit(self, aim: Aim, keys: list[str], value: str) -> None:
        """Press keys that edit the focused field, such as Backspace."""
        path = await path_of(await aim.locator.element_handle())
        sent = now_ms()
        for number, key in enumerate(keys):
            await self.page.keyboard.press(key)
            if number == 0:
                acked = now_ms()
        done = DoneAct("type", aim.role, aim.name, path, sent, acked, value=value)
        self._truth.acts.append(done)
        await self._settle(done)

    async def key(self, aim: Aim, key: str, act: str = "key", value: str = "", shown: str = "") -> None:
        """Press a key; `act` is the recorded kind: key, select, check, uncheck. `shown` is its name in the capture."""
        path = await path_of(await aim.locator.element_handle())
        sent = now_ms()
        await self.page.keyboard.down(key) if "+" not in key else await self.page.keyboard.press(key)
        acked = now_ms()
        if "+" not in key:
            await asyncio.sleep(0.04)
            await self.page.keyboard.up(key)
        done = DoneAct(act, aim.role, aim.name, path, sent, acked, value=value)
        done.key = (shown or key) if act == "key" else ""
        self._truth.acts.append(done)
        await self._settle(done)

    # --- files ---

    async def choose_files(self, opener: Aim, field: Aim, files: list[Path]) -> None:
        """Click what opens the file chooser, and choose files in it."""
        session = await self.page.context.new_cdp_session(self.page)
        await session.send("Page.enable")
        await session.send("Page.setInterceptFileChooserDialog", {"enabled": True})
        opened: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def chosen(event: Any) -> None:
            if not opened.done():
                opened.set_result(event)

        session.on("Page.fileChooserOpened", chosen)
        await self.click(opener, look=False)
        chooser = await asyncio.wait_for(opened, 10)
        path = await path_of(await field.locator.element_handle())
        sent = now_ms()
        await session.send(
            "DOM.setFileInputFiles", {"files": [str(f) for f in files], "backendNodeId": chooser["backendNodeId"]}
        )
        names = ", ".join(file.name for file in files)
        done = DoneAct("file", field.role, field.name, path, sent, now_ms(), value=names)
        self._truth.acts.append(done)
        await self._settle(done)
        await session.detach()

    # --- between the acts ---

    async def look(self, name: str) -> None:
        """Take the live tree."""
        self._truth.looks.append(await look(self.page, name))

    async def wait(self, ms: float) -> None:
        """Do nothing."""
        await asyncio.sleep(ms / 1000)

    async def _settle(self, done: DoneAct, look: bool = True, ms: float = _SETTLE_MS) -> None:
        await asyncio.sleep(ms / 1000)
        await self.page.wait_for_load_state("load")
        if look:
            await self.look(f"after {len(self._truth.acts)}: {done.act} {done.role} {done.name!r}")

    async def _reach(self, aim: Aim, offset: tuple[float, float] | None = None) -> None:
        handle = await aim.locator.element_handle(timeout=10_000)
        x, y, box_width, box_height = await _box(handle)
        end = (x + offset[0], y + offset[1]) if offset else (x + box_width / 2, y + box_height / 2)
        width, height = await self.page.evaluate("[innerWidth, innerHeight]")
        if not (0 <= end[0] < width and 0 <= end[1] < height):
            raise ValueError(f"{aim.locator} is not in view; scroll first.")
        await self._carry(*end)

    async def _carry(self, x: float, y: float, steps: int = 8) -> None:
        for step in range(1, steps + 1):
            part = step / steps
            await self.page.mouse.move(self._at[0] + (x - self._at[0]) * part, self._at[1] + (y - self._at[1]) * part)
            await asyncio.sleep(_MOVE_PAUSE_MS / 1000)
        self._at = (x, y)

    async def _press(
        self, act: str, aim: Aim, on: Aim, offset: tuple[float, float] | None = None, button: Any = "left"
    ) -> DoneAct:
        """Record the place of the target, move to it or to its label, and press at once: a pause would be a hover."""
        path: list[Step] = await path_of(await aim.locator.element_handle(timeout=10_000))
        await self._reach(on, offset)
        sent = now_ms()
        await self.page.mouse.down(button=button)
        done = DoneAct(act, aim.role, aim.name, path, sent, now_ms())
        self._truth.acts.append(done)
        return done

    async def _answer(self, dialog: Dialog) -> None:
        await asyncio.sleep(_READ_MS / 1000)
        await dialog.accept()


async def _box(handle: ElementHandle) -> tuple[float, float, float, float]:
    box = await handle.bounding_box()
    if box is None:
        raise ValueError(f"{handle} is not on the screen, so no pointer can move to it.")
    return box["x"], box["y"], box["width"], box["height"]
