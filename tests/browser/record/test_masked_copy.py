"""`capture mask` covers what was masked in the DOM in every picture of the video, and nothing else."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from claude_scope.browser.record.masked_copy import copy_masked
from claude_scope.errors import BadInput
from claude_scope.serialization.masked_places import MaskedPlaces
from tests.browser.record.driven import driven, read_events, read_manifest
from tests.browser.record.mask_captures import WHITE, begun, capture, masked, shown
from tests.browser.sites import Answer, Site
from tests.capture.build import START, at, loaded, page, write_capture, zipped
from tests.capture.test_read import damaged_in_archive

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.sites import Route

PAGE = """<!doctype html><style>body { margin: 0; height: 3000px }
div, input, output { display: block; height: 80px; border: 0 }
.red { background: red } .blue { background: blue } .green { background: lime } .yellow { background: yellow }</style>
<div class=green></div><div data-private class=red style="width: 300px"></div>
<input type=password class=blue aria-label=Password value=h>
<button onclick="const it = document.querySelector('input'); it.type = 'text'; later(it.value)">Show</button>
<div id=host></div><output></output><iframe src="/inner" style="border: 0; width: 400px; height: 120px"></iframe>
<script>
const later = (value) => setTimeout(() => {
  document.querySelector('output').innerHTML = `<span class=yellow>it is ${value}</span>`;
  const shadow = document.querySelector('#host').attachShadow({mode: 'open'});
  shadow.innerHTML = "<div data-private style='background: red; height: 60px'></div>";
}, 300);
const advertise = () => {
  const frame = document.createElement('iframe');
  frame.src = location.href.replace('127.0.0.1', 'localhost') + 'other';
  document.body.append(frame);
};
</script>"""
INNER = "<style>body { margin: 20px }</style><div data-private style='background: red; height: 60px'>secret</div>"
RED, BLUE, YELLOW, LIME = (255, 0, 0), (0, 0, 255), (255, 255, 0), (0, 255, 0)


async def test_masked_values_are_covered_in_every_picture(tmp_path: Path) -> None:
    """Including scrolled content, frames and shadow roots, and a text that repeats what was typed.

    A cross-origin frame is added last, and the picture changes after that.
    """
    capture, copy = tmp_path / "shown.scope", tmp_path / "copy.scope"
    async with (
        Site({"/": PAGE, "/inner": INNER, "/other": "<p>Buy this", "*": Answer("", 404)}) as site,
        driven(site.url, capture) as driver,
    ):
        await driver.page.click("input")
        await driver.page.keyboard.type("hunter22")
        await driver.page.click("text=Show")
        await driver.page.wait_for_timeout(900)
        await driver.page.mouse.wheel(0, 60)
        await driver.page.wait_for_timeout(300)
        await driver.page.mouse.wheel(0, -60)
        await driver.page.wait_for_timeout(300)
        await driver.page.evaluate("advertise()")
        await driver.page.wait_for_timeout(1_800)
    copy_masked(capture, copy, with_video=True)
    before, after = shares(capture, tmp_path / "before"), shares(copy, tmp_path / "after")
    assert min(before[item] for item in (RED, BLUE, YELLOW, LIME)) > 0.0005, "the original shows all of it"
    assert {item: after[item] for item in (RED, BLUE, YELLOW)} == {RED: 0, BLUE: 0, YELLOW: 0}
    assert after[LIME] > 0.9 * before[LIME], "the rest is as it was"
    assert read_manifest(copy)["videoMasked"] is True
    assert read_events(copy) == read_events(capture)


FRAMES = """<!doctype html><style>body { margin: 0 } iframe { display: block; width: 300px; height: 100px; border: 0 }
.green { background: lime; height: 60px }</style>
<div class=green></div><div style="zoom: 1.7"><iframe src="/inner"></iframe></div><iframe src="/field"></iframe>
<script>
const frame = document.createElement('iframe');
frame.src = location.href.replace('127.0.0.1', 'localhost') + 'between';
document.body.append(frame);
</script>"""
BETWEEN = """<body style="margin: 0 0 0 60px"><script>
const frame = document.createElement('iframe');
frame.src = location.origin.replace('localhost', '127.0.0.1') + '/inner';
document.body.append(frame);
</script>"""
VALUE = (
    "<body style='margin: 0'><input name=api_key value=1234567890 style='background: blue; border: 0; height: 80px'>"
)


async def test_places_are_noted_as_the_screen_shows_them(tmp_path: Path) -> None:
    """In a zoomed frame, in a frame inside a cross-origin one, in a field with an initial value, in a page with pinch
    zoom.
    """
    capture, copy = tmp_path / "shown.scope", tmp_path / "copy.scope"
    routes: dict[str, Route] = {
        "/": FRAMES,
        "/inner": INNER,
        "/field": VALUE,
        "/between": BETWEEN,
        "*": Answer("", 404),
    }
    async with Site(routes) as site, driven(site.url, capture) as driver:
        await driver.page.wait_for_timeout(1_000)
        session = await driver.browser.contexts[0].new_cdp_session(driver.page)
        await session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1.5})
        await driver.page.wait_for_timeout(1_300)
        await driver.page.evaluate("document.body.style.background = 'silver'")
        await driver.page.wait_for_timeout(300)
    copy_masked(capture, copy, with_video=True)
    before, after = shares(capture, tmp_path / "before"), shares(copy, tmp_path / "after")
    assert min(before[item] for item in (RED, BLUE, LIME)) > 0.0005, "the original shows all of it"
    assert (after[RED], after[BLUE]) == (0, 0)
    assert after[LIME] > 0.9 * before[LIME], "the rest is as it was"


def shares(capture: Path, folder: Path) -> dict[tuple[int, int, int], float]:
    """The largest share of a picture that each colour covers, over all pictures."""
    with zipfile.ZipFile(capture) as packed:
        packed.extract("video.webm", folder)
    found = dict.fromkeys((RED, BLUE, YELLOW, LIME), 0.0)
    with av.open(str(folder / "video.webm")) as video:
        for frame in video.decode(video=0):
            pixels: Any = frame.to_ndarray(format="rgb24").astype(int)
            for colour in found:
                near = (np.abs(pixels - np.array(colour)).max(axis=2) < 60).mean()
                found[colour] = max(found[colour], float(near))
    return found


def test_a_place_is_covered_on_the_way_from_one_to_the_next() -> None:
    """And only while the video shows its page."""
    shown = MaskedPlaces()
    masked = {"viewport": [800, 600], "frames": [], "inside": False}
    for event in (
        at(0, "page", event="show"),
        at(100, "masked", since=START, boxes=[[1, 0, 0, 10, 10]], **masked),
        at(3_000, "masked", since=START + 2_900, boxes=[[1, 0, 300, 10, 10]], **masked),
        at(9_000, "page", event="show") | {"page": "p2"},
    ):
        shown.add(event)
    spans = [(place.since_ms - START, place.until_ms - START, place.box) for place in shown.places()]
    assert spans == [
        (-150, 4_000, (0, 0, 10, 10)),
        (2_750, 4_000, (0, 0, 10, 310)),
        (2_750, 10_000, (0, 300, 10, 310)),
    ]


def test_a_capture_with_more_events_than_are_read_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values that were masked later would stay visible."""
    (tmp_path / "video").write_bytes(b"no video")
    events = [*loaded(100, page()), at(100, "masked", boxes=[], frames=[], viewport=[1280, 720], inside=False)]
    folder = write_capture(tmp_path / "one.scope.part", events, tmp_path / "video", maskedPlaces=True)
    monkeypatch.setattr("claude_scope.serialization.capture_files.MAX_EVENTS_BYTES", 1_000)
    with pytest.raises(BadInput, match="MB of events; record a shorter time"):
        copy_masked(folder, tmp_path / "copy.scope", with_video=True)


MASKED = [shown(0), begun(0), *(masked(100 + n, (n % 97, n % 89, 9, 9)) for n in range(2_000))]
STILL = dict.fromkeys(range(0, 3_000, 30), WHITE)


@pytest.mark.attack("captures")
@pytest.mark.parametrize(
    ("member", "with_video", "says"),
    [
        ("events-000.jsonl", True, "record again .*another copy of the file"),
        ("events-000.jsonl", False, "record again .*another copy of the file"),
        ("video.webm", True, "leave the video out with --no-video"),
    ],
)
def test_a_capture_with_a_damaged_file_is_not_copied(member: str, with_video: bool, says: str, tmp_path: Path) -> None:
    """The events after the damage may include masked places, and the copy would look complete."""
    scope = damaged_in_archive(zipped(capture(tmp_path / "one", STILL, MASKED)), member, 0.7)
    with pytest.raises(BadInput, match=f"^{member} is damaged in .*one.scope; .*{says}"):
        copy_masked(scope, tmp_path / "copy.scope", with_video=with_video)
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.attack("captures")
def test_a_video_is_not_copied_if_a_line_of_the_events_cannot_be_read(tmp_path: Path) -> None:
    """The line may be a masked place. The last line of a killed recording is cut off, which does
    not count as damage.
    """
    folder = capture(tmp_path / "one.scope.part", {0: WHITE}, MASKED[:3])
    events = folder / "events-000.jsonl"
    lines = events.read_text().splitlines(keepends=True)
    events.write_text("".join([*lines, lines[-1][:20]]))
    copy_masked(folder, tmp_path / "cut.scope", with_video=True)
    events.write_text("".join([*lines, lines[-1][:20] + "\n", *lines[-1:]]))
    with pytest.raises(BadInput, match=r"^1 line of the events of .* cannot be read .* with --no-video\.$"):
        copy_masked(folder, tmp_path / "copy.scope", with_video=True)
    assert not list(tmp_path.glob("copy*"))
    copy_masked(folder, tmp_path / "copy.scope", with_video=False)


@pytest.mark.attack("captures")
def test_all_files_of_a_copy_have_one_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = capture(tmp_path / "one.scope.part", {0: WHITE}, MASKED[:3])
    (folder / "assets").mkdir()
    for number in range(6):
        (folder / "assets" / f"{number:064}").write_bytes(bytes(900_000))
    monkeypatch.setattr("claude_scope.serialization.capture_files.MAX_COPIED_BYTES", 5_000_000)
    with pytest.raises(BadInput, match="unpacks to more than 5 MB; record a shorter time"):
        copy_masked(folder, tmp_path / "copy.scope", with_video=False)
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ({}, "does not note where masked values stood"),
        ({"maskedPlaces": True}, "cannot be read; leave it out with --no-video"),
        ({"videoStart": None}, "has no video to cover"),
        ({"maskedPlaces": True, "videoStart": 1e300}, "has a video of another time than its events"),
        ({"maskedPlaces": True, "format": 10**300}, "is not a capture of a known version"),
    ],
)
def test_a_video_that_cannot_be_covered_is_not_copied(manifest: dict[str, Any], says: str, tmp_path: Path) -> None:
    (tmp_path / "video").write_bytes(b"no video")
    events = [*loaded(100, page()), at(100, "masked", boxes=[], frames=[], viewport=[1280, 720], inside=False)]
    folder = write_capture(tmp_path / "one.scope.part", events, tmp_path / "video", **manifest)
    with pytest.raises(BadInput, match=says):
        copy_masked(folder, tmp_path / "copy.scope", with_video=True)
    assert not list(tmp_path.glob("copy*"))
    copy_masked(folder, tmp_path / "copy.scope", with_video=False)
    assert read_events(tmp_path / "copy.scope") == read_events(folder)
