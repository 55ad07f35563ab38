"""A recording in the browser's storage becomes a capture that Claude Scope reads."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from claude_scope.capture.read import read_capture
from tests.cli.command import scope_anew
from tests.extension.browser import extended
from tests.extension.stored import SHOP, bytes_of, store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")
CAPTURE = """(await import("/sending/capture.js")).captureOf(
  await (await import("/storage/recordings.js")).get("%s"))"""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def page(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    async with extended(tmp_path_factory.mktemp("zip")) as browser:
        yield await browser.open("manifest.json")


async def test_a_recording_becomes_a_capture_that_python_reads(page: Page, tmp_path: Path) -> None:
    await store(page, "whole", title="The coupon is lost", notes="Twice")
    path = tmp_path / "whole.scope"
    path.write_bytes(await bytes_of(page, CAPTURE % "whole"))
    read, original = read_capture(path, tmp_path / "into"), read_capture(SHOP, tmp_path / "shop")
    assert (read.title, read.notes) == ("The coupon is lost", "Twice")
    assert read.acts == original.acts
    assert len(read.documents) == len(original.documents) > 0
    assert not read.problems
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(SHOP) as shop:
        assert archive.testzip() is None
        assert archive.read("video.webm") == shop.read("video.webm")
        assert archive.read("events-000.jsonl") == shop.read("events-000.jsonl")


async def test_a_recording_without_a_video_is_a_capture(page: Page, tmp_path: Path) -> None:
    await store(page, "blind", video=b"")
    path = tmp_path / "blind.scope"
    path.write_bytes(await bytes_of(page, CAPTURE % "blind"))
    assert read_capture(path, tmp_path / "into").documents


async def test_the_same_recording_gives_the_same_bytes(page: Page) -> None:
    await store(page, "twice")
    assert await bytes_of(page, CAPTURE % "twice") == await bytes_of(page, CAPTURE % "twice")


async def test_events_are_split_at_whole_lines(page: Page) -> None:
    await page.evaluate(
        """async () => {
          const { append, create } = await import("/storage/recordings.js");
          await create({ id: "long", title: "", notes: "", url: "", startedAt: 0, bytes: 0, manifest: { format: 1 } });
          for (let part = 0; part < 5; part++) {
            const text = "é".repeat(1500);
            const lines = Array.from({ length: 1000 }, (_, line) => JSON.stringify({ part, line, text }) + "\\n");
            await append("long", "events.jsonl", lines.join(""));
          }
        }"""
    )
    with zipfile.ZipFile(io.BytesIO(await bytes_of(page, CAPTURE % "long"))) as archive:
        names = [name for name in archive.namelist() if name.startswith("events-")]
        assert names == ["events-000.jsonl", "events-001.jsonl", "events-002.jsonl"]
        assert max(archive.getinfo(name).file_size for name in names) <= 8_000_000
        lines = [json.loads(line) for name in names for line in archive.read(name).splitlines()]
    expected = [(part, line) for part in range(5) for line in range(1000)]
    assert [(line["part"], line["line"]) for line in lines] == expected


async def test_analyze_reads_the_file(page: Page, tmp_path: Path) -> None:
    await store(page, "analyzed", title="The coupon is lost")
    path = tmp_path / "analyzed.scope"
    path.write_bytes(await bytes_of(page, CAPTURE % "analyzed"))
    ended = await asyncio.to_thread(scope_anew, "analyze", path, "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    assert "Place order" in (tmp_path / "out" / "prompt.claude-code.md").read_text("utf-8")
