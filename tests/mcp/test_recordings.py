"""`record`: a browser opens, the answer comes at once, and `get_session` reports the progress."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from claude_scope.mcp.recordings import Recordings
from examples.shop.server import address, make_server
from tests.mcp.results import ask, asking, error_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WITHIN_S = 5.0
ENDS_WITHIN_S = 120.0


@pytest.fixture
def page() -> Iterator[str]:
    server = make_server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address(server)
    server.shutdown()
    server.server_close()


async def test_a_recording_is_answered_at_once_and_followed_to_its_end(tmp_path: Path, page: str) -> None:
    recordings = Recordings(tmp_path, ["--headless", "--stop-after", "4"])
    async with asking(tmp_path, recordings=recordings) as client:
        began = time.monotonic()
        said = await text_of(client, "record", url=page, title="The promo code", notes="It is refused.")
        assert time.monotonic() - began < WITHIN_S
        name = said.removeprefix("Session ").partition(":")[0]
        assert f'get_session(session="{name}")' in said
        seen = [await text_of(client, "get_session", session=name)]
        while "## Timeline" not in seen[-1] and time.monotonic() - began < 120:
            await asyncio.sleep(0.5)
            seen.append(await text_of(client, "get_session", session=name))
            assert "error:" not in seen[-1], seen[-1]
        listed = await text_of(client, "list_sessions")
    assert "has no analysis" in seen[0]
    assert any("the developer is showing it" in item for item in seen)
    assert "The promo code" in seen[-1]
    assert name in listed
    assert exit_statuses(recordings) == [0]


def test_the_end_of_the_server_does_not_end_a_recording(tmp_path: Path, page: str) -> None:
    recordings = Recordings(tmp_path, ["--headless", "--stop-after", "2"])
    asyncio.run(recordings.start(page, "", ""))
    assert exit_statuses(recordings) == [0]
    assert list(tmp_path.glob("*/session.json"))


async def test_a_window_that_is_not_open_yet_is_not_called_open(
    tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claude_scope.mcp.recordings.STARTED_WITHIN_S", 0)
    recordings = Recordings(tmp_path, ["--headless", "--stop-after", "1"])
    async with asking(tmp_path, recordings=recordings) as client:
        said = await text_of(client, "record", url=page)
    assert "the browser is starting" in said
    assert "is open" not in said
    assert exit_statuses(recordings) == [0]


def exit_statuses(recordings: Recordings) -> list[int]:
    """The exit statuses of its processes, once they have ended."""
    return [item.process.wait(ENDS_WITHIN_S) for item in recordings._started.values()]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.com/", "is not the address of a page"),
        ("--help", "is not the address of a page"),
    ],
)
async def test_a_recording_that_cannot_start_says_why(tmp_path: Path, url: str, message: str) -> None:
    async with asking(tmp_path, recordings=Recordings(tmp_path)) as client:
        said = await error_of(client, "record", url=url)
    assert message in said


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a display")
async def test_without_a_display_the_developer_is_asked_to_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with asking(tmp_path, recordings=Recordings(tmp_path)) as client:
        said = await error_of(client, "record", url="http://localhost:9/")
    assert said.startswith("The recording did not start: there is no display to show a window on. Ask the developer")
    assert "--headless" not in said


async def test_over_http_the_record_tool_is_missing(tmp_path: Path) -> None:
    async with asking(tmp_path) as client:
        assert "record" not in [tool.name for tool in (await client.list_tools()).tools]
        assert (await ask(client, "record", url="http://localhost/")).is_error
