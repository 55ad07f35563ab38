"""A covered place of the video is flat in each frame of its range; everything else stays as it was."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
import pytest_asyncio

from tests.extension.browser import extended
from tests.extension.stored import SHOP, bytes_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from claude_scope.values import Image

pytestmark = pytest.mark.asyncio(loop_scope="module")
RECORD = """async ({ type, grows }) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [320, 240];
  const context = canvas.getContext("2d");
  const parts = [];
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: type, videoBitsPerSecond: 2_500_000 });
  recorder.ondataavailable = ({ data }) => data.size && parts.push(data);
  const draw = (number) => {
    context.fillStyle = "white";
    context.fillRect(0, 0, 640, 480);
    for (let line = 0; line < 30; line++) {
      context.fillStyle = `hsl(${line * 40} 80% 40%)`;
      context.fillText(`Line ${line} of secrets ${number}`, 4 + ((number * 3) % 40), 12 + line * 14);
    }
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 40));
  const stored = async (number) => {  // a busy machine encodes late
    for (const until = parts.length + 2; parts.length < until; await pause()) draw(number);
  };
  draw(0);
  recorder.start(200);
  for (let number = 1; number < 40; number++) {
    if (grows && number === 20) {
      await stored(number);
      [canvas.width, canvas.height] = [640, 480];
    }
    draw(number);
    await pause();
  }
  await stored(40);
  const ended = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.stop();
  await ended;
  globalThis.video = new Blob(parts);
}"""
COVER = """async (masks) => {
  const { covered } = await import("/review/cover.js");
  globalThis.told = [];
  globalThis.done = await covered(globalThis.video, masks, (part) => globalThis.told.push(part));
}"""
WHOLE = 1e9
"""Seconds: the end of each video."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def page(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    async with extended(tmp_path_factory.mktemp("cover")) as browser:
        yield await browser.open("popup/popup.html")


def decoded(video: bytes) -> list[tuple[float, Image]]:
    """The frames by their time in ms; the pictures are Y planes, which are not converted."""
    with av.open(io.BytesIO(video), "r") as container:
        frames = list(container.decode(video=0))
    assert all(frame.time is not None for frame in frames)
    return [(round(1000 * (frame.time or 0)), frame.to_ndarray(format="gray").astype(np.uint8)) for frame in frames]


def inside(picture: Image, mask: dict[str, float]) -> Image:
    height, width = picture.shape
    x, y = mask["x"] * width, mask["y"] * height
    return picture[round(y) : round(y + mask["height"] * height), round(x) : round(x + mask["width"] * width)]


def outside(picture: Image, mask: dict[str, float]) -> Image:
    """Everything but the place and 16 pixels around it, which the encoder blurs."""
    height, width = picture.shape
    flat = picture.astype(float)
    x, y = mask["x"] * width, mask["y"] * height
    top, left = max(0, round(y) - 16), max(0, round(x) - 16)
    flat[top : round(y + mask["height"] * height) + 16, left : round(x + mask["width"] * width) + 16] = 0
    return flat


async def cover(page: Page, *masks: dict[str, float]) -> tuple[list[Any], list[Any]]:
    """The frames before and after."""
    await page.evaluate(COVER, list(masks))
    told = await page.evaluate("globalThis.told")
    assert told == sorted(told)
    assert told[-1] == 1
    return decoded(await bytes_of(page, "globalThis.video")), decoded(await bytes_of(page, "globalThis.done"))


@pytest.mark.parametrize("type_", ["video/webm;codecs=vp9", "video/webm;codecs=vp8"])
async def test_a_place_is_covered_in_its_range_only(page: Page, type_: str) -> None:
    await page.evaluate(RECORD, {"type": type_, "grows": False})
    mask = {"x": 0.25, "y": 0.25, "width": 0.5, "height": 0.3, "from": 0.5, "to": 1.0}
    before, after = await cover(page, mask)
    assert [time for time, _ in after] == [time for time, _ in before]
    flats = 0
    ends = [*[time for time, _ in before][1:], WHOLE]
    for (time, old), (_, new), end in zip(before, after, ends, strict=True):
        is_covered = time <= 1000 and end > 500
        flats += is_covered
        assert (np.ptp(inside(new, mask)) < 12) == is_covered
        assert np.abs(outside(new, mask) - outside(old, mask)).mean() < 2
        assert np.abs(outside(new, mask) - outside(old, mask)).max() < 90
        if not is_covered:
            assert np.abs(inside(new, mask).astype(float) - inside(old, mask)).mean() < 4
    assert 5 < flats < len(before) - 5


async def test_several_places_are_covered_in_the_whole_video_after_the_tab_was_resized(page: Page) -> None:
    await page.evaluate(RECORD, {"type": "video/webm;codecs=vp9", "grows": True})
    first = {"x": 0, "y": 0, "width": 0.31, "height": 0.21, "from": 0, "to": WHOLE}
    second = {"x": 0.63, "y": 0.7, "width": 0.37, "height": 0.3, "from": 0, "to": WHOLE}
    before, after = await cover(page, first, second)
    assert [time for time, _ in after] == [time for time, _ in before]
    assert (
        {picture.shape for _, picture in after} == {picture.shape for _, picture in before} == {(240, 320), (480, 640)}
    )
    for _, new in after:
        assert np.ptp(inside(new, first)) < 12
        assert np.ptp(inside(new, second)) < 12


async def test_a_large_video_keeps_its_size(page: Page) -> None:
    """A service does not take more than 100 MB."""
    await page.evaluate(RECORD, {"type": "video/webm;codecs=vp9", "grows": False})
    mask = {"x": 0, "y": 0, "width": 0.1, "height": 0.1, "from": 0, "to": WHOLE}
    before, size, count = await page.evaluate(
        """async (mask) => {
          const { covered } = await import("/review/cover.js");
          const { read } = await import("/review/webm.js");
          const done = await covered(globalThis.video, [mask], () => {}, 1);
          return [globalThis.video.size, done.size, read(await done.arrayBuffer()).frames.length];
        }""",
        mask,
    )
    assert size < 1.15 * before
    assert count == len(decoded(await bytes_of(page, "globalThis.video")))


async def test_without_a_place_each_frame_stays_bit_by_bit(page: Page) -> None:
    await page.evaluate(RECORD, {"type": "video/webm;codecs=vp9", "grows": False})
    before, after = await cover(page)
    assert all(np.array_equal(old, new) for (_, old), (_, new) in zip(before, after, strict=True))
    assert [time for time, _ in after] == [time for time, _ in before]


async def test_a_player_can_seek_in_what_is_written(page: Page) -> None:
    await page.evaluate(RECORD, {"type": "video/webm;codecs=vp9", "grows": False})
    await page.evaluate(COVER, [])
    found = await page.evaluate(
        """async () => {
          const video = document.createElement("video");
          video.src = URL.createObjectURL(globalThis.done);
          await new Promise((resolve) => (video.onloadeddata = resolve));
          video.currentTime = 1;
          await new Promise((resolve) => (video.onseeked = resolve));
          return [video.duration, video.currentTime];
        }"""
    )
    assert found[1] == 1
    assert 1 < found[0] < 10


async def test_a_video_that_was_cut_off_is_read_up_to_there(page: Page) -> None:
    await page.evaluate(RECORD, {"type": "video/webm;codecs=vp9", "grows": False})
    whole = decoded(await bytes_of(page, "globalThis.video"))
    await page.evaluate("globalThis.video = globalThis.video.slice(0, globalThis.video.size * 0.7)")
    await page.evaluate(COVER, [])
    rest = decoded(await bytes_of(page, "globalThis.done"))
    assert 0 < len(rest) < len(whole)
    assert [time for time, _ in rest] == [time for time, _ in whole][: len(rest)]


async def test_a_damaged_video_is_not_taken_for_covered(page: Page) -> None:
    await page.evaluate(RECORD, {"type": "video/webm;codecs=vp9", "grows": False})
    mask = {"x": 0, "y": 0, "width": 1, "height": 1, "from": 0, "to": WHOLE}
    said = await page.evaluate(
        """async (mask) => {
          const { read, write } = await import("/review/webm.js");
          const { covered } = await import("/review/cover.js");
          const film = read(await globalThis.video.arrayBuffer());
          film.frames[3].data = film.frames[3].data.map(() => 0x99);
          return covered(write(film), [mask], () => {}).then(() => "", String);
        }""",
        mask,
    )
    assert "could not be covered" in said


async def test_the_video_of_claude_scope_record_is_read_too(page: Page) -> None:
    """Its muxer writes known sizes, other durations and cues."""
    with zipfile.ZipFile(SHOP) as archive:
        film = archive.read("video.webm")
    times = await page.evaluate(
        """async (text) => {
          const { read } = await import("/review/webm.js");
          const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
          return read(bytes.buffer).frames.map(({ time }) => time);
        }""",
        base64.b64encode(film).decode(),
    )
    assert times == [time for time, _ in decoded(film)]
