"""A user's hand: slower than that of `benchmarks.captures`, moving in arcs with rests; it scrolls to targets out of
view.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from benchmarks.captures.hand import Aim, Hand
from benchmarks.captures.live import now_ms, path_of
from benchmarks.captures.truth import DoneAct, Truth

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

_STEP_S = 0.016
_LOOK_S = 0.8, 1.4
"""How long the user looks at the result of an act."""
_AIM_S = 0.12, 0.3
_KEY_S = 0.06, 0.16
_NOTCH, _NOTCH_S = 100, 0.06
_WRONG = "wrong"
"""A look with this name marks the act before it as the one where it went wrong; by default it is the last act."""


class Person(Hand):
    """The hand; it stores for each of its acts where the target was (in pixels of the page) and when the act ended."""

    def __init__(self, page: Page, truth: Truth, address: str, seed: str) -> None:
        super().__init__(page, truth, address)
        self._random = random.Random(seed)
        self._now_at = self._at
        self._box: tuple[float, float, float, float] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.boxes: dict[int, tuple[float, float, float, float]] = {}
        self.ended_ms: dict[int, float] = {}
        self.wrong_ms: float | None = None
        page.on("domcontentloaded", lambda _: self._again())

    async def begin(self) -> None:
        """Move a little, as a hand does: while a page is still, the first picture arrives late."""
        width, height = await self.page.evaluate("[innerWidth, innerHeight]")
        self._at = self._now_at = width * 0.42, height * 0.8
        for step in range(50):
            await self.page.mouse.move(self._at[0] + step % 2, self._at[1])
            await asyncio.sleep(_STEP_S)

    async def type(self, aim: Aim, text: str, value: str | None = None) -> None:
        """Type into the focused field; `value` is its value afterwards."""
        await self._remember(aim.locator)
        path = await path_of(await aim.locator.element_handle())
        sent, acked = now_ms(), 0.0
        for letter in text:
            await self.page.keyboard.type(letter)
            acked = acked or now_ms()
            await asyncio.sleep(self._random.uniform(*_KEY_S))
        done = DoneAct("type", aim.role, aim.name, path, sent, acked, value=text if value is None else value)
        self._truth.acts.append(done)
        await self._settle(done)

    async def edit(self, aim: Aim, keys: list[str], value: str) -> None:
        """Press keys that edit the focused field, such as Backspace."""
        await self._remember(aim.locator)
        await super().edit(aim, keys, value)

    async def key(self, aim: Aim, key: str, act: str = "key", value: str = "", shown: str = "") -> None:
        """Press a key; `act` is the recorded kind: key, select, check, uncheck."""
        await self._remember(aim.locator)
        await super().key(aim, key, act, value, shown)

    async def look(self, name: str) -> None:
        """Look at the page; `wrong` marks the state in which it went wrong."""
        if name == _WRONG and self._truth.acts:
            self.wrong_ms = self._truth.acts[-1].sent_ms

    async def _settle(self, done: DoneAct, look: bool = True, ms: float = 0.0) -> None:
        self.ended_ms[id(done)] = now_ms()
        if self._box:
            self.boxes[id(done)] = self._box
        await asyncio.sleep(max(ms / 1000, self._random.uniform(*_LOOK_S)))
        await self.page.wait_for_load_state("load")

    async def _reach(self, aim: Aim, offset: tuple[float, float] | None = None) -> None:
        await self._bring_into_view(aim.locator, offset)
        await self._remember(aim.locator)
        await super()._reach(aim, offset)

    async def _press(
        self, act: str, aim: Aim, on: Aim, offset: tuple[float, float] | None = None, button: Any = "left"
    ) -> DoneAct:
        """Go there, rest for a moment, and press."""
        await self._reach(on, offset)
        await asyncio.sleep(self._random.uniform(*_AIM_S))
        await self._remember(on.locator)
        path = await path_of(await aim.locator.element_handle(timeout=10_000))
        sent = now_ms()
        await self.page.mouse.down(button=button)
        done = DoneAct(act, aim.role, aim.name, path, sent, now_ms())
        self._truth.acts.append(done)
        return done

    async def _carry(self, x: float, y: float, steps: int = 0) -> None:
        """Move in a slight arc that starts and ends slowly; longer distances take longer, 0.9 s at most."""
        (left, top), began = self._at, time.monotonic()
        distance = math.dist(self._at, (x, y))
        duration_s = min(0.9, 0.25 + distance / 2000)
        while (part := (time.monotonic() - began) / duration_s) < 1:
            eased = (1 - math.cos(math.pi * part)) / 2
            bend = math.sin(math.pi * eased) * distance * 0.06
            self._now_at = left + (x - left) * eased, max(1.0, top + (y - top) * eased - bend)
            await self.page.mouse.move(*self._now_at)
            await asyncio.sleep(_STEP_S)
        await self.page.mouse.move(x, y)
        self._at = self._now_at = x, y

    async def _bring_into_view(self, locator: Locator, offset: tuple[float, float] | None) -> None:
        """Turn the wheel in the middle of the page until the target is in view; this is a separate act."""
        await locator.element_handle(timeout=10_000)
        width, height = await self.page.evaluate("[innerWidth, innerHeight]")
        box = await locator.bounding_box()
        if box is None or _is_in_view(box, offset, height):
            return
        await self._carry(width / 2, height / 2)
        sent = now_ms()
        for _ in range(60):
            middle = box["y"] + (offset[1] if offset else box["height"] / 2)
            if height * 0.15 <= middle <= height * 0.85:
                break
            await self.page.mouse.wheel(0, _NOTCH if middle > height / 2 else -_NOTCH)
            await asyncio.sleep(_NOTCH_S)
            before, box = box, await locator.bounding_box() or box
            if before == box:
                break
        done = DoneAct("scroll", "", "", [], sent, now_ms())
        self._truth.acts.append(done)
        self._box = None
        await self._settle(done)

    async def _remember(self, locator: Locator) -> None:
        box = None
        with suppress(Error):
            box = await locator.bounding_box(timeout=2_000)
        self._box = (box["x"], box["y"], box["width"], box["height"]) if box else None

    def _again(self) -> None:
        """The pointer stays in place when another page loads, whose script does not know its position."""
        task = asyncio.ensure_future(self._move_again())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _move_again(self) -> None:
        with suppress(Error):
            await self.page.mouse.move(*self._now_at)


def _is_in_view(box: Any, offset: tuple[float, float] | None, height: float) -> bool:
    middle = box["y"] + (offset[1] if offset else box["height"] / 2)
    return bool(4 <= middle <= height - 4)
