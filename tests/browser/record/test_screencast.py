"""While a page moves constantly, every third picture is taken, and always the one at which it comes to rest."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.record.video import screencast as screencast_module
from claude_scope.browser.record.video.screencast import Screencast
from claude_scope.browser.record.video.video_writer import Picture
from tests.browser.record.driven import driven
from tests.browser.record.pictures import is_near, pictures
from tests.browser.sites import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


RESTS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))
PAGE = """<title>Motion</title><body style='height: 100vh'><script>
    const move = (frames, rest) => {
      document.body.style.background = frames ? `rgb(${90 + frames % 60},120,120)` : rest;
      if (frames) requestAnimationFrame(() => move(frames - 1, rest));
    };
</script>"""


async def test_the_picture_at_which_a_motion_ends_is_kept(tmp_path: Path) -> None:
    """Three motions, each one frame longer, so that the last frame is the first, second and third after a taken one."""
    capture = tmp_path / "motion.scope"
    seen: list[tuple[int, ...]] = []
    async with Site({"/": PAGE}) as site, driven(site.url, capture) as driver:
        for number, rest in enumerate(RESTS):
            await driver.page.evaluate("([frames, rest]) => move(frames, rest)", [75 + number, f"rgb{rest}"])
            for _ in range(100):  # the encoder may be behind on a busy machine
                await asyncio.sleep(0.3)
                seen = [tuple(map(int, picture[300, 300])) for picture in pictures(driver.part / "video.webm")]
                if any(is_near(colour, rest) for colour in seen):
                    break
    assert [rest for rest in RESTS if not any(is_near(colour, rest) for colour in seen)] == []


class Session:
    """Replaces a DevTools session: records what is sent, and reports pictures on request."""

    def __init__(self) -> None:
        self.now_s = 1_000.0
        self.every: list[int | None] = []
        """The parameters of each start of a screencast; None for a stop."""

    def on(self, name: str, listener: Callable[[dict[str, Any]], None]) -> None:
        self.tell = listener

    async def send(self, method: str, parameters: dict[str, Any] | None = None) -> None:
        if method == "Page.startScreencast":
            assert not self.every or self.every[-1] is None, "the browser refuses a second one"
            self.every.append((parameters or {})["everyNthFrame"])
        elif method == "Page.stopScreencast":
            self.every.append(None)

    async def paint(self, count: int, gap_s: float) -> None:
        """Report this many pictures, at this interval by their own timestamps."""
        for _ in range(count):
            self.now_s += gap_s
            self.tell({"sessionId": 1, "data": "", "metadata": {"timestamp": self.now_s}})
            for _ in range(4):  # so that its messages have been sent
                await asyncio.sleep(0)


async def test_in_constant_motion_every_third_picture_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screencast_module, "_QUIET_S", 1_000)
    session, shown = Session(), list[Picture]()
    screencast = Screencast(session, shown.append)  # type: ignore[arg-type]
    await screencast.start()
    await session.paint(100, 0.03)
    assert (session.every, len(shown)) == ([1], 100), "thirty a second are no constant motion"
    await session.paint(20, 1 / 60)
    assert session.every == [1], "nor is a third of a second"
    await session.paint(20, 1 / 60)
    assert session.every == [1, None, 3]
    monkeypatch.setattr(screencast_module, "_QUIET_S", 0.01)
    await session.paint(1, 0.05)
    async with asyncio.timeout(30):
        while len(session.every) < 5:  # noqa: ASYNC110 - a timer changes it
            await asyncio.sleep(0.01)
    assert session.every == [1, None, 3, None, 1], "no picture came for a while"
    await asyncio.sleep(0.05)
    await screencast.stop()
    assert session.every == [1, None, 3, None, 1, None]
