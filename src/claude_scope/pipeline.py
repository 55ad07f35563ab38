"""The pipeline: from a recording to an analysis, station by station. A plain video:

    probe ─┬─ keyframes ── read each keyframe ─┐
           └─ inspect the pages ───────────────┴─ timeline ── mask secrets ── ask a model ── Analysis

A capture, which has the page's own record in addition to the video:

    capture ─┬─ keyframes ── pictures of the states ─┐
             └─ rebuild the page at each state ──────┴─ timeline ── mask secrets ── ask a model ── Analysis

Each station is one call of `run(step, function, *arguments)`. The runner of the command line calls the function and
shows progress; the runner of the service makes the step durable. Arguments and results are values of `values/`:
pictures travel as paths, never as pixels.

Secrets are masked in texts and covered in pictures before a model is asked.

Both lanes run concurrently. If one fails, the session continues with the other and reports the error. A model is asked
only if the user chose one: about each change, then about the whole recording. If the model does not answer, the session
continues.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.errors import BadInput, DiskFailed, InspectionError, LaneError, NotARecording, WorkFailed
from claude_scope.masking.plan import (
    masked_as_written,
    plan_masks,
    use_covered_pictures,
    with_unread_note,
    without_bare_places,
    without_blind_texts,
)
from claude_scope.masking.whole_pictures import cover_all_whole
from claude_scope.plural import counted
from claude_scope.prompt.default_title import default_title, is_default_title
from claude_scope.redaction.redact import Masker, masker_of, remember_texts
from claude_scope.threads import in_thread
from claude_scope.timeline.captured.went_wrong import crashes_of, with_crashes
from claude_scope.timeline.hover_states import without_hover_states
from claude_scope.timeline.told.tell import states_to_ask, with_answers
from claude_scope.values import Analysis, EventKind, Lane, Moment, Node, Reading, Timeline, Understanding
from claude_scope.wording.record_again import CAPTURE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.question import PairContext
    from claude_scope.values import (
        Capture,
        CaptureLanes,
        CoveredPicture,
        Instant,
        Keyframe,
        Keyframes,
        MaskPlan,
        PairAnswer,
        Rebuilt,
        Recording,
        Snapshot,
        WholeAnswer,
    )

    Progress = Callable[[str, float, float | None], None]

P = ParamSpec("P")
T = TypeVar("T")

MAX_PIXEL_STATES = 60
"""Maximum number of keyframes of a capture's video: its states come from the page, and pixels add
only what the DOM lacks.
"""
NO_PAGE = "no page was named"
MIN_STATES = 2
"""Minimum number of states for asking a model: with fewer there is no change."""
RETINA_WIDTH = 2100
"""A wider recording has two device pixels per CSS pixel; tabs of 2100 CSS pixels are rare."""


@dataclass(frozen=True, slots=True)
class Request:
    """The user's request: a recording or a capture on disk, the page it shows, a title and notes.

    `folder` receives the keyframes and the screenshots. `urls` are further pages to inspect. `mask_pictures` covers
    secrets in pictures; secrets in texts are always masked. With `is_capture` the recording is a capture, and `video`
    replaces the capture's own video.
    """

    recording: Path
    seed_url: str
    folder: Path
    title: str = ""
    notes: str = ""
    urls: tuple[str, ...] = ()
    max_frames: int = 20
    mask_pictures: bool = True
    is_capture: bool = False
    video: Path | None = None


class Inspect(Protocol):
    """Takes the ARIA snapshots of pages: `browser.inspect.inspect` with its policy bound."""

    async def __call__(self, urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
        """Return one snapshot per URL, in order; raises InspectionError when no page can be inspected."""
        ...


class Rebuild(Protocol):
    """Rebuilds the states of a capture: `browser.rebuild.rebuild.rebuild`, or a rebuild begun during the recording."""

    async def __call__(self, capture: Capture, progress: Progress) -> Rebuilt:
        """Return the states; raises InspectionError when none can be rebuilt."""
        ...


class Stations(Protocol):
    """The stations that handle untrusted files; `jobs.sandbox.isolated_stations` runs them in a child process."""

    async def probe(self, path: Path) -> Recording:
        """Check that a file is a recording; raises NotARecording."""
        ...

    async def keyframes(self, recording: Recording, folder: Path, max_frames: int, progress: Progress) -> Keyframes:
        """Write the settled states of a recording to `folder`; raises NotARecording."""
        ...

    async def read(
        self, keyframe: Keyframe, before: tuple[Keyframe, Reading] | None, following: Keyframe | None = None
    ) -> Reading:
        """Read a keyframe; `before` is the previous keyframe with its reading. Raises VisionError.

        A reader may begin to read the next keyframe, `following`, before it returns this reading.
        """
        ...

    async def ask(self, asker: Asker, before: Keyframe, after: Keyframe, context: PairContext) -> PairAnswer:
        """Ask a model what changed between two keyframes; `problem` of the result says why it gave no answer."""
        ...

    async def ask_whole(
        self, asker: Asker, timeline: Timeline, answers: Sequence[PairAnswer], title: str, notes: str
    ) -> WholeAnswer:
        """Ask a model about the whole recording; `title` and `notes` are the developer's."""
        ...

    async def timeline(
        self, keyframes: Keyframes, readings: Sequence[Reading], snapshots: Sequence[Snapshot], request: Request
    ) -> Timeline:
        """Work out what changed when."""
        ...

    async def capture(self, path: Path, folder: Path) -> Capture:
        """Read a capture into a new folder; raises NotARecording."""
        ...

    async def pictures(
        self, recording: Recording, folder: Path, times_ms: Sequence[int], progress: Progress
    ) -> Keyframes:
        """Write the frames of a recording at these times to `folder`; raises NotARecording."""
        ...

    async def captured_timeline(
        self, capture: Capture, rebuilt: Rebuilt, pictures: Keyframes, pixels: Keyframes, request: Request
    ) -> Timeline:
        """Work out what changed when, from the page's own record."""
        ...

    async def mask(self, plan: MaskPlan, folder: Path) -> tuple[CoveredPicture, ...]:
        """Write copies of the pictures that show secrets, with the secrets covered."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """The dependencies of the stations, built once in `wiring.py`; `asker` is the model to ask, if the user chose one.

    `progress(step, done, total)` is called during long steps; `total` is None while it is unknown.
    `announce(sentence)` is called before the first call of a model.
    """

    stations: Stations
    inspect: Inspect
    progress: Progress = lambda step, done, total: None
    asker: Asker | None = None
    rebuild: Rebuild = rebuild
    announce: Callable[[str], None] = lambda sentence: None


class Runner(Protocol):
    """Runs one step of the pipeline; `step` names it for progress, timing and durability."""

    async def __call__(self, step: str, work: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Await `work(*args, **kwargs)`, or return the stored result of an earlier run of this step."""
        ...


async def analyse(request: Request, parts: Parts, run: Runner) -> Analysis:
    """Find the keyframes of a recording, read them, inspect its pages, and work out what changed when.

    Raises:
        NotARecording: the file cannot be used.
        LaneError: neither lane saw anything.
    """
    preparing = asyncio.create_task(parts.asker.prepare()) if parts.asker is not None else None
    try:
        return await (_analyse_capture if request.is_capture else _analyse_video)(request, parts, run)
    finally:
        if preparing is not None:
            await _cancel(preparing)


async def _analyse_video(request: Request, parts: Parts, run: Runner) -> Analysis:
    """Find the keyframes, read them, inspect the pages, and build the timeline."""
    recording = await run("probe", parts.stations.probe, request.recording)
    browser_lane = asyncio.create_task(_browser_lane(request, recording, parts, run))
    try:
        keyframes = await run(
            "keyframes", parts.stations.keyframes, recording, request.folder, request.max_frames, parts.progress
        )
        return await _from_pixels(request, recording, keyframes, browser_lane, parts, run)
    finally:
        await _cancel(browser_lane)


async def _from_pixels(
    request: Request,
    recording: Recording,
    keyframes: Keyframes,
    browser_lane: Awaitable[tuple[tuple[Snapshot, ...], Lane]],
    parts: Parts,
    run: Runner,
    capture: Capture | None = None,
) -> Analysis:
    """Read the keyframes, and work out what changed when from them and from the inspected pages.

    `capture` is the capture with this recording, if its page could not be rebuilt.
    """
    read, vision = await _vision_lane(keyframes, parts, run)
    keyframes, readings = without_hover_states(keyframes, read)
    snapshots, browser = await browser_lane
    saw_something = any(reading.lines for reading in readings) or any(snapshot.success for snapshot in snapshots)
    if vision.error and (browser.error or browser.is_off) and not saw_something:
        raise LaneError(f"Neither lane saw anything. Vision: {vision.error} Browser: {browser.error}")
    timeline = await run("timeline", parts.stations.timeline, keyframes, readings, snapshots, request)
    timeline = with_crashes(timeline, capture.events) if capture is not None else timeline
    analysis = _named_analysis(request, capture)(
        recording=recording,
        keyframes=keyframes,
        timeline=timeline,
        snapshots=snapshots,
        lanes=(vision, browser),
    )
    return await _masked_and_understood(analysis, readings, request, parts, run)


async def _analyse_capture(request: Request, parts: Parts, run: Runner) -> Analysis:
    """Rebuild the page at each state of a capture, take the pictures of those states, and build the timeline.

    If no state can be rebuilt, the video alone is analysed.
    """
    capture = await run("capture", parts.stations.capture, request.recording, request.folder / "capture")
    recording = capture.recording
    if request.video is not None:
        recording = await run("probe", parts.stations.probe, request.video)
    if recording is None:
        raise NotARecording(
            f"{request.recording} has no video; give one with `analyze VIDEO --capture`, or {CAPTURE_AGAIN}."
        )
    shown = replace(recording, masked=capture.masked if request.mask_pictures else ())
    capture = replace(capture, masked=())
    rebuilding = asyncio.create_task(run("rebuild", parts.rebuild, capture, parts.progress))
    try:
        if not capture.documents:
            raise InspectionError(_why_no_documents(capture))
        times = tuple(max(0, round(_picture_ms(instant))) for instant in capture.instants)
        pixels = await run(
            "keyframes", parts.stations.keyframes, shown, request.folder, MAX_PIXEL_STATES, parts.progress
        )
        pictures = await run("pictures", parts.stations.pictures, shown, request.folder, times, parts.progress)
        rebuilt = await rebuilding
    except LaneError as error:
        keyframes = await run(
            "keyframes 2", parts.stations.keyframes, shown, request.folder, request.max_frames, parts.progress
        )
        keyframes = replace(keyframes, notes=(*keyframes.notes, *capture.problems))
        return await _from_pixels(request, recording, keyframes, _failed_lane(str(error)), parts, run, capture)
    finally:
        await _cancel(rebuilding)
    remembering = asyncio.create_task(in_thread(remember_texts, [state.tree for state in rebuilt.states]))
    try:
        timeline = await run("timeline", parts.stations.captured_timeline, capture, rebuilt, pictures, pixels, request)
    finally:
        await _cancel(remembering)
    kept = tuple(moment.keyframe for moment in timeline.moments)
    analysis = _named_analysis(request, capture)(
        recording=recording,
        keyframes=replace(pictures, frames=kept, notes=(*pictures.notes, *capture.problems, *rebuilt.notes)),
        timeline=timeline,
        snapshots=(),
        lanes=(
            Lane("vision", "", f"{counted(len(kept), 'picture')}; texts are the page's own"),
            Lane("browser", " ".join(rebuilt.problems), f"{counted(len(rebuilt.states), 'state')} of the page rebuilt"),
        ),
    )
    readings = [moment.reading for moment in timeline.moments]
    return await _masked_and_understood(analysis, readings, request, parts, run)


def _why_no_documents(capture: Capture) -> str:
    if capture.is_damaged:
        return "The record of the page is damaged: the video alone was analyzed."
    if crashes_of(capture.events):
        return "The page crashed or stopped answering while it loaded: only its picture is known."
    return "The page was not recorded: only its picture is known."


def _named_analysis(request: Request, capture: Capture | None) -> Callable[..., Analysis]:
    """A constructor of `Analysis` with title, address and notes filled in.

    Words of the request are the developer's own. A stranger may have written the capture, so its words are stored in
    other fields, and no title is derived from its address.
    """
    named = partial(
        Analysis, title=request.title or default_title(request.seed_url), seed_url=request.seed_url, notes=request.notes
    )
    if capture is None:
        return named
    return partial(
        named,
        seed_url=capture.url or request.seed_url,
        recording_title=_unless_given(capture.title, request.title),
        recording_notes=_unless_given(capture.notes, request.notes),
        capture_lanes=_lanes_used(capture.lanes, request),
        masked=capture.masked_secrets,
    )


def _lanes_used(lanes: CaptureLanes | None, request: Request) -> CaptureLanes | None:
    """The lanes of a capture; its pixels are not used if the request has another video."""
    return lanes if lanes is None or request.video is None else replace(lanes, pixels=None)


def _unless_given(words: str, given: str) -> str:
    """The words of a capture, or "" if the developer's words begin with them; a capture may cut its words: "text…"."""
    return "" if given.startswith(words.removesuffix("…")) else words


def _picture_ms(instant: Instant) -> float:
    """The time of a state's picture in milliseconds."""
    return instant.time_ms if instant.picture_ms is None else instant.picture_ms


async def _masked_and_understood(
    analysis: Analysis, local: Sequence[Reading], request: Request, parts: Parts, run: Runner
) -> Analysis:
    """Mask the secrets of an analysis, then ask the model if the user chose one."""
    masker = await in_thread(masker_of, analysis)
    masked = await _masked(analysis, masker, local, request, parts, run)
    return masked if parts.asker is None else await _understood(parts.asker, masked, masker, parts, run)


async def _masked(
    analysis: Analysis, masker: Masker, local: Sequence[Reading], request: Request, parts: Parts, run: Runner
) -> Analysis:
    """Mask the secrets in the texts of an analysis, and cover them in its pictures if the request says so."""
    redacted = await in_thread(masker.redacted, without_bare_places(without_blind_texts(analysis)))
    if not request.mask_pictures:
        return redacted
    redacted = with_unread_note(redacted, analysis)
    plan = await in_thread(plan_masks, analysis, local, masker)
    if plan.is_empty:
        return replace(redacted, covered_places=masked_as_written(redacted))
    covered = await run("mask", _covered, plan, request.folder / "mask", parts)
    return use_covered_pictures(redacted, covered)


async def _covered(plan: MaskPlan, folder: Path, parts: Parts) -> tuple[CoveredPicture, ...]:
    """Cover the secrets in pictures; if that fails, except for a full disk, cover each picture completely."""
    try:
        return await parts.stations.mask(plan, folder)
    except DiskFailed:
        raise
    except (WorkFailed, BadInput, LaneError):
        return await in_thread(cover_all_whole, plan, folder)


async def masked_keyframes(
    request: Request, recording: Recording, keyframes: Keyframes, parts: Parts, run: Runner
) -> Analysis:
    """Read the keyframes of a recording and cover the secrets in their pictures; run no other station."""
    local, _ = await _vision_lane(keyframes, parts, run)
    moments = tuple(
        Moment(keyframe, reading, (), Node("document"), (), EventKind.INITIAL, "")
        for keyframe, reading in zip(keyframes.frames, local, strict=True)
    )
    read = Analysis("", "", "", recording, keyframes, Timeline(moments), (), ())
    return await _masked(read, await in_thread(masker_of, read), local, request, parts, run)


async def _vision_lane(keyframes: Keyframes, parts: Parts, run: Runner) -> tuple[list[Reading], Lane]:
    """Read every keyframe in order; one that cannot be read gets an empty reading."""
    readings: list[Reading] = []
    failures: list[str] = []
    last: tuple[Keyframe, Reading] | None = None
    for number, keyframe in enumerate(keyframes.frames):
        following = next(iter(keyframes.frames[number + 1 :]), None)
        try:
            reading = await run(f"read {number + 1}", parts.stations.read, keyframe, last, following)
            last = keyframe, reading
        except LaneError as failure:
            failures.append(str(failure))
            reading = Reading(keyframes.width, keyframes.height, (), (), "", reader="")
        readings.append(reading)
        parts.progress("read", number + 1, len(keyframes.frames))
    read = len(readings) - len(failures)
    error = "" if not failures else f"{len(failures)} of {len(readings)} keyframes were not read: {failures[0]}"
    return readings, Lane("vision", error, f"{counted(read, 'keyframe')} read")


async def _understood(asker: Asker, analysis: Analysis, masker: Masker, parts: Parts, run: Runner) -> Analysis:
    """Ask the model about each change and about the whole, and add its answers to an analysis with masked secrets."""
    timeline = analysis.timeline
    if len(timeline.moments) < MIN_STATES:
        return analysis
    from claude_scope.hosted.ask import unanswered
    from claude_scope.hosted.calls.spending import usage_summary
    from claude_scope.hosted.instructions import VERSION
    from claude_scope.hosted.questions import contexts

    asked = list(contexts(timeline, states_to_ask(timeline)))
    parts.announce(asker.announcement(len(asked) + 1))
    pairs = await _ask_pairs(asker, timeline, asked, parts, run)
    title = "" if is_default_title(analysis.title, analysis.seed_url) else analysis.title
    whole = await run("ask whole", parts.stations.ask_whole, asker, timeline, pairs, title, analysis.notes)
    parts.progress("ask", len(asked) + 1, len(asked) + 1)
    known = len(masker.found)
    pairs, whole = masker.value(pairs), masker.value(whole)
    told = await in_thread(with_answers, timeline, pairs, whole)
    usage = sum((pair.usage for pair in pairs), whole.usage)
    understanding = Understanding(
        asker.name,
        whole.shown if told.is_believed else "",
        whole.title if told.is_believed else "",
        told.confirmed,
        told.unchecked,
        told.contradicted,
        usage,
        masker.value(tuple(asker.answers.items())),
        VERSION,
    )
    vision, browser = analysis.lanes
    error = " ".join(filter(None, (vision.error, unanswered(pairs, whole))))
    used = usage_summary(usage, asker.ledger.priced_by)
    vision = replace(vision, error=error, detail=f"{vision.detail}; {used}; {told}")
    return replace(
        analysis,
        timeline=told.timeline,
        understanding=understanding,
        lanes=(vision, browser),
        masked=analysis.masked + len(masker.found) - known,
    )


async def _ask_pairs(
    asker: Asker, timeline: Timeline, asked: Sequence[PairContext], parts: Parts, run: Runner
) -> tuple[PairAnswer, ...]:
    """Ask about each change, several concurrently. The steps of a durable run begin in the same order each time."""
    tasks: list[asyncio.Future[PairAnswer]] = []
    for context in asked:
        before, after = (moment.keyframe for moment in timeline.moments[context.state - 2 : context.state])
        step = run(f"ask {context.state}", parts.stations.ask, asker, before, after, context)
        tasks.append(asyncio.ensure_future(step))
    try:
        for done, ended in enumerate(asyncio.as_completed(tasks), 1):
            await ended
            parts.progress("ask", done, len(tasks) + 1)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return tuple(task.result() for task in tasks)


async def _failed_lane(error: str) -> tuple[tuple[Snapshot, ...], Lane]:
    """The result of a browser lane that has already failed."""
    return (), Lane("browser", error)


async def _browser_lane(
    request: Request, recording: Recording, parts: Parts, run: Runner
) -> tuple[tuple[Snapshot, ...], Lane]:
    """Inspect the seed URL and the further URLs at the recording's aspect ratio; without a seed URL the lane is off."""
    if not request.seed_url:
        return (), Lane("browser", detail=NO_PAGE, is_off=True)
    try:
        viewport = viewport_of(recording.width, recording.height)
        snapshots = await run(
            "inspect", parts.inspect, (request.seed_url, *request.urls), request.folder, viewport=viewport
        )
    except LaneError as error:
        return (), Lane("browser", str(error))
    failed = [f"{snapshot.url}: {snapshot.error}" for snapshot in snapshots if not snapshot.success]
    nodes = sum(snapshot.counts.total for snapshot in snapshots)
    pages = f"{len(snapshots)} page" + "s" * (len(snapshots) != 1)
    partly = f"{len(failed)} of {pages} could not be inspected: " if failed and len(snapshots) > 1 else ""
    return snapshots, Lane("browser", partly + " ".join(failed), f"{counted(nodes, 'node')} of {pages}")


def viewport_of(width: int, height: int) -> tuple[int, int]:
    """The viewport in CSS pixels for a recording of this size; see RETINA_WIDTH."""
    ratio = 2 if width > RETINA_WIDTH else 1
    return max(320, round(width / ratio)), max(200, round(height / ratio))


async def _cancel(task: asyncio.Task[T]) -> None:
    """Cancel a lane whose result is no longer needed."""
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
    if not task.cancelled():
        task.exception()  # retrieved: its await raised it already, or another error is propagating
