"""The pipeline works as its map says: lanes run concurrently, either may fail alone, and neither
waits for the other.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from claude_scope.cli.plain_runner import PlainRunner
from claude_scope.cli.progress_display import PlainDisplay
from claude_scope.errors import InspectionError, LaneError, NotARecording, VisionError, WorkFailed
from claude_scope.pictures import EDGE, GREY, STRIPE, load
from claude_scope.pipeline import Parts, Request, analyse, viewport_of
from claude_scope.prompt.synthesize import synthesize
from claude_scope.timeline.captured.build import build_captured_timeline
from claude_scope.values import (
    Agent,
    Box,
    CapturedState,
    Counts,
    Element,
    Line,
    Node,
    Reading,
    Rebuilt,
    Snapshot,
    Suspect,
)
from tests.capture.build import act, at, loaded, page, write_capture
from tests.in_process import InProcess
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.pipeline import Progress
    from claude_scope.values import Capture, CoveredPicture, Image, Keyframes, MaskPlan, Timeline
    from claude_scope.vision.reader import PreviousFrame


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_states(tmp_path_factory.mktemp("recording") / "basket.webm")


class CountingReader:
    """Reports how many pictures it has read, and fails at the given ones."""

    name = "counting"

    def __init__(self, *fails_at: int) -> None:
        self.count = 0
        self.befores: list[str] = []
        self._fails_at = fails_at

    async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
        self.count += 1
        self.befores.append(before.reading.lines[0].text if before else "")
        if self.count in self._fails_at:
            raise VisionError("The model said no.")
        label = f"Picture {self.count}"
        box = Box(10, 10, 200, 20)
        height, width = image.shape[:2]
        return Reading(width, height, (Line(label, box, 0.9),), (Element("text", label, box, 0.9),), label, self.name)


async def one_node(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
    return tuple(Snapshot(url, True, tree=Node("document"), counts=Counts(total=1), viewport=viewport) for url in urls)


async def no_browser(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
    raise InspectionError("There is no browser.")


@pytest.fixture
def order(recording: Path, tmp_path: Path) -> Request:
    return Request(recording, "http://localhost:1/", tmp_path)


def runner() -> PlainRunner:
    return PlainRunner(PlainDisplay(sys.stderr))


async def test_every_keyframe_is_a_moment_and_both_lanes_are_reported(order: Request) -> None:
    analysis = await analyse(order, Parts(InProcess(CountingReader()), one_node), runner())
    assert len(analysis.timeline.moments) == len(analysis.keyframes.frames) == 3
    assert [lane.detail for lane in analysis.lanes] == ["3 keyframes read", "1 node of 1 page"]
    assert [lane.error for lane in analysis.lanes] == ["", ""]
    assert all(moment.keyframe.path.is_file() for moment in analysis.timeline.moments)


async def test_the_browser_lane_may_fail_alone(order: Request) -> None:
    analysis = await analyse(order, Parts(InProcess(CountingReader()), no_browser), runner())
    assert {lane.name: lane.error for lane in analysis.lanes} == {"vision": "", "browser": "There is no browser."}


async def test_the_number_of_failed_pages_is_reported_and_one_that_did_not_fail_was_seen(order: Request) -> None:
    """Although no keyframe was read."""

    async def first_alone(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
        seed, *further = urls
        return Snapshot(seed, True, tree=Node("document")), *(Snapshot(url, False, error="No.") for url in further)

    order = replace(order, urls=("http://localhost:1/b", "http://localhost:1/c"))
    analysis = await analyse(order, Parts(InProcess(CountingReader(1, 2, 3)), first_alone), runner())
    _, browser = analysis.lanes
    told = "http://localhost:1/b: No. http://localhost:1/c: No."
    assert browser.error == f"2 of 3 pages could not be inspected: {told}"


async def test_the_vision_lane_may_fail_alone(order: Request) -> None:
    analysis = await analyse(order, Parts(InProcess(CountingReader(1, 2, 3)), one_node), runner())
    vision = next(lane for lane in analysis.lanes if lane.name == "vision")
    assert vision.error == "3 of 3 keyframes were not read: The model said no."


async def test_nothing_seen_by_either_lane_is_an_error(order: Request) -> None:
    with pytest.raises(LaneError, match="Neither lane saw anything"):
        await analyse(order, Parts(InProcess(CountingReader(1, 2, 3)), no_browser), runner())


async def test_after_a_frame_that_failed_the_last_one_read_is_the_one_before(order: Request) -> None:
    reader = CountingReader(2)
    await analyse(order, Parts(InProcess(reader), one_node), runner())
    assert reader.befores == ["", "Picture 1", "Picture 1"]


async def test_both_lanes_run_at_once(order: Request) -> None:
    read = asyncio.Event()

    class Signalling(CountingReader):
        async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
            read.set()
            return await super().read(image, before)

    async def waits_for_the_reader(
        urls: Sequence[str], out: Path, *, viewport: tuple[int, int]
    ) -> tuple[Snapshot, ...]:
        await read.wait()
        return await one_node(urls, out, viewport=viewport)

    analysis = await analyse(order, Parts(InProcess(Signalling()), waits_for_the_reader), runner())
    assert analysis.snapshots[0].success


async def test_a_file_that_is_not_a_recording_ends_the_analysis_and_the_browser(tmp_path: Path) -> None:
    text = tmp_path / "notes.webm"
    text.write_text("not a video")
    with pytest.raises(NotARecording):
        await analyse(
            Request(text, "http://localhost:1/", tmp_path), Parts(InProcess(CountingReader()), one_node), runner()
        )


@pytest.mark.parametrize(
    ("recorded", "css"), [((1920, 1080), (1920, 1080)), ((2880, 1800), (1440, 900)), ((100, 60), (320, 200))]
)
def test_the_viewport_is_that_of_the_recording(recorded: tuple[int, int], css: tuple[int, int]) -> None:
    assert viewport_of(*recorded) == css


async def test_without_a_page_the_browser_lane_is_off(order: Request) -> None:
    analysis = await analyse(replace(order, seed_url=""), Parts(InProcess(CountingReader()), no_browser), runner())
    _, browser = analysis.lanes
    assert (browser.error, browser.is_off, analysis.snapshots) == ("", True, ())
    assert analysis.title == "Recording of a page"


class NeverCovers(InProcess):
    """The process that covers secrets ends at once."""

    async def mask(self, plan: MaskPlan, folder: Path) -> tuple[CoveredPicture, ...]:
        assert not plan.is_empty
        raise WorkFailed("Covering secrets in the pictures failed.")


async def test_if_secrets_cannot_be_covered_the_pictures_are_covered_whole_and_the_analysis_goes_on(
    recording: Path, tmp_path: Path
) -> None:
    """Frames that nobody read have to be covered; the session says what happened."""
    stations = NeverCovers(CountingReader(2))
    analysis = await analyse(Request(recording, "", tmp_path), Parts(stations, one_node), runner())
    assert len(analysis.timeline.moments) == 3
    assert analysis.keyframes.notes == ("Covering secrets in 3 pictures failed; they are covered whole.",)
    for moment in analysis.timeline.moments:
        assert np.isin(load(moment.keyframe.path), (GREY, STRIPE, EDGE)).all()


class NoModels(InProcess):
    """The OCR models are missing. The video shows three states of a page whose DOM does not change."""

    async def captured_timeline(
        self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes, request: Request
    ) -> Timeline:
        def fails(*_: object) -> Any:
            raise VisionError("The models are missing.")

        return await asyncio.to_thread(build_captured_timeline, capture, rebuilt, pictures, pixels, fails)


@pytest.mark.parametrize("mask_pictures", [True, False])
async def test_a_session_says_in_how_many_states_images_are_covered_because_nobody_read_them(
    recording: Path, tmp_path: Path, *, mask_pictures: bool
) -> None:
    async def rebuilt(capture: Capture, progress: Progress) -> Rebuilt:
        tree = Node("document", children=(Node("heading", "Map", box=Box(9, 9, 99, 20)),))
        states = [
            CapturedState(instant.since_ms, instant.time_ms, instant.document, tree, "") for instant in capture.instants
        ]
        seen = (replace(state, viewport=(640, 360), blind=(Box(0, 60, 300, 200),)) for state in states)
        return Rebuilt(tuple(seen), capture.acts)

    events = [*loaded(100, page()), act(2_000, "click", 5), act(4_000, "click", 5)]
    capture = write_capture(tmp_path / "one", events, recording, viewport=[640, 360])
    request = Request(capture, "", tmp_path / "out", is_capture=True, mask_pictures=mask_pictures)
    analysis = await analyse(request, Parts(NoModels(CountingReader()), no_browser, rebuild=rebuilt), runner())
    note = "Images of 3 states were not read for secrets, so they are covered."
    assert (note in analysis.keyframes.notes) is mask_pictures
    assert (note in synthesize(analysis, Agent.RAW).text) is mask_pictures


async def test_a_capture_of_a_page_that_hung_while_it_loaded_says_so(recording: Path, tmp_path: Path) -> None:
    """Such a page never sends its DOM, so only the video is analysed; the last state is where it went wrong."""
    capture = write_capture(tmp_path / "one", [at(4_900, "page", event="hang")], recording)
    request = Request(capture, "", tmp_path / "out", is_capture=True)
    analysis = await analyse(request, Parts(InProcess(CountingReader()), no_browser), runner())
    why = "The page crashed or stopped answering while it loaded: only its picture is known."
    assert [lane.error for lane in analysis.lanes] == ["", why]
    assert analysis.timeline.suspects == [Suspect(2, "page did not answer any more")]


async def test_a_capture_whose_page_cannot_be_rebuilt_is_analysed_from_its_video(
    recording: Path, tmp_path: Path
) -> None:
    async def fails(capture: Capture, progress: Progress) -> Rebuilt:
        raise InspectionError("It took too long.")

    capture = write_capture(tmp_path / "one", loaded(100, page()), recording, title="The basket", notes="At 0:01.")
    request = Request(capture, "", tmp_path / "out", notes="Mine", is_capture=True)
    analysis = await analyse(request, Parts(InProcess(CountingReader()), no_browser, rebuild=fails), runner())
    assert [lane.error for lane in analysis.lanes] == ["", "It took too long."]
    assert (len(analysis.timeline.moments), analysis.timeline.is_captured) == (3, False)
    assert (analysis.title, analysis.notes) == ("Recording of a page", "Mine")
    assert (analysis.recording_title, analysis.recording_notes) == ("The basket", "At 0:01.")
    assert analysis.seed_url == "http://localhost:3000/"
