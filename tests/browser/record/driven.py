"""Records a page while a second program acts in it as a user would: raw input over the browser's debugging port."""

from __future__ import annotations

import asyncio
import json
import zipfile
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser, Page, async_playwright

from claude_scope.browser.record import recorder
from claude_scope.browser.record.options import RecordOptions
from claude_scope.browser.record.recorder import Recorded, record
from claude_scope.browser.record.script import Script, build_script
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import pytest

Event = dict[str, Any]


@dataclass
class Driven:
    """The driver's page; after the recording `capture` has what was written, and during it `events` reads the latest
    state.
    """

    page: Page
    browser: Browser
    part: Path
    stop: asyncio.Event
    told: list[str] = field(default_factory=list)
    recorded: Recorded | None = None

    def events(self, kind: str = "") -> list[Event]:
        return [event for event in read_events(self.part) if kind in ("", event["kind"])]

    async def until(self, holds: Callable[[list[Event]], bool]) -> list[Event]:
        """Wait until the events written so far satisfy a condition."""
        for _ in range(200):
            events = self.events()
            if holds(events):
                return events
            await asyncio.sleep(0.05)
        raise AssertionError(f"not written: {[event for event in events if event['kind'] != 'dom']}")


def read_events(capture: Path) -> list[Event]:
    """The events of a capture, packed or not; an incomplete last line is left out."""
    if capture.is_file():
        with zipfile.ZipFile(capture) as packed:
            texts = [packed.read(name).decode() for name in sorted(packed.namelist()) if name.startswith("events-")]
    else:
        texts = [file.read_text("utf-8") for file in sorted(capture.glob("events-*.jsonl"))]
    return [json.loads(line) for text in texts for line in text.split("\n")[:-1]]


def read_manifest(capture: Path) -> dict[str, Any]:
    if capture.is_file():
        with zipfile.ZipFile(capture) as packed:
            found = json.loads(packed.read("manifest.json"))
    else:
        found = json.loads((capture / "manifest.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def acts(events: list[Event]) -> list[Event]:
    return sorted((event for event in events if event["kind"] == "action"), key=lambda event: float(event["t"]))


def break_script(monkeypatch: pytest.MonkeyPatch, path: str = "/") -> None:
    """Have the recorder's script fail on pages with this path."""

    def build(**options: Any) -> Script:
        script = build_script(**options)
        return replace(script, text=f"if (location.pathname !== {json.dumps(path)}) {script.text}")

    monkeypatch.setattr(recorder, "build_script", build)


@asynccontextmanager
async def driven(url: str, capture: Path, **options: Any) -> AsyncIterator[Driven]:
    """Record `url` into `capture` while the block acts."""
    port = free_port()
    stop, running = asyncio.Event(), asyncio.Event()
    told: list[str] = []
    recording = asyncio.ensure_future(
        record(RecordOptions(url, capture, headless=True, cdp_port=port, **options), stop, told.append, running.set)
    )
    waiting = asyncio.ensure_future(running.wait())
    await asyncio.wait({recording, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if recording.done():
        recording.result()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            page = browser.contexts[0].pages[0]
            with suppress(Exception):
                await page.wait_for_load_state("load")
            driver = Driven(page, browser, capture.with_name(capture.name + ".part"), stop, told)
            yield driver
            stop.set()
            driver.recorded = await recording
    finally:
        stop.set()
        await asyncio.wait({recording})
