"""`analyze` starts the browser while it still reads the capture, and closes it as soon as the states are rebuilt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.find_browser import BROWSER_VARIABLE
from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.browser.rebuild.replayed import Replayer
from claude_scope.capture.read import read_capture
from claude_scope.cli.ahead.browser_ahead import browser_ahead
from claude_scope.errors import BrowserMissing
from tests.browser.rebuild.test_rebuild import START
from tests.cli.test_work_ahead import write

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Capture


@pytest.fixture
def capture(tmp_path: Path) -> Capture:
    """A capture whose window differs in size from the one in which the browser starts."""
    folder = tmp_path / "page.scope.part"
    write(folder, 4, videoStart=START - 40, ended=START + 5_000, viewport=[640, 480])
    return read_capture(folder, tmp_path / "read")


async def test_the_states_are_the_same_and_the_browser_is_closed_behind_them(
    capture: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[Any] = []
    state = Replayer.state

    async def noted(self: Replayer, *given: Any) -> Any:
        pages.append(self.page)
        assert self.page.viewport_size == {"width": 640, "height": 480}
        return await state(self, *given)

    monkeypatch.setattr(Replayer, "state", noted)
    async with browser_ahead() as station:
        built = await station(capture, lambda *_: None)
        async with asyncio.timeout(20):
            while not pages[0].is_closed():  # noqa: ASYNC110 - the browser says nothing
                await asyncio.sleep(0.05)
    assert built == await rebuild(capture)


async def test_a_browser_that_is_missing_is_reported_by_the_station_alone(
    capture: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is not a capture is reported as such, even without a browser."""
    monkeypatch.setenv(BROWSER_VARIABLE, "/nowhere/chromium")
    async with browser_ahead():
        await asyncio.sleep(0)
    async with browser_ahead() as station:
        with pytest.raises(BrowserMissing):
            await station(capture, lambda *_: None)


async def test_a_browser_that_nobody_needs_is_closed(capsys: pytest.CaptureFixture[str]) -> None:
    async with browser_ahead():
        await asyncio.sleep(0.3)
    assert len(asyncio.all_tasks()) == 1
    assert not capsys.readouterr().err
