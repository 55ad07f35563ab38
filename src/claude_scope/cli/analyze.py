"""The work of `analyze`, `keyframes` and `read`: from a recording to prompts and a report in a folder.

Slow modules are imported in the functions that need them, while the child process that decodes starts up.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.browser.find_browser import is_root
from claude_scope.browser.storage_state import check_storage_state
from claude_scope.browser.urls import display_url, is_web_address, split_credentials
from claude_scope.capture.container import is_capture
from claude_scope.cli.ahead.browser_ahead import browser_ahead
from claude_scope.cli.interrupt import stops_ignored
from claude_scope.cli.plain_runner import PlainRunner
from claude_scope.cli.progress_display import display
from claude_scope.cli.results.output_files import answers_in, of_analysis, of_keyframes
from claude_scope.cli.results.staging import staging
from claude_scope.cli.results.summary import summary
from claude_scope.cli.results.write_results import import_writers, write_prompts, write_rest
from claude_scope.errors import ClaudeScopeError, UsageError
from claude_scope.garbage import collect_rarely
from claude_scope.hosted.calls.choice import choose
from claude_scope.jobs.sandbox.pool import hide_paths, one_sandbox
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.threads import in_thread
from claude_scope.values import Agent, Keyframe, Keyframes, PromptOptions, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.cli.ahead.work_ahead import WorkAhead
    from claude_scope.cli.results.staging import Staged
    from claude_scope.cli.results.write_results import Written
    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.calls.choice import Choice
    from claude_scope.jobs.sandbox.confinement import Confinement
    from claude_scope.settings import Settings

    Announce = Callable[[Written], None]
    """Receives the prompts when they are in place; the other results follow."""

ROOT_WARNING = "warning: Root's browser inspects the page without its sandbox; run as an ordinary user."


@dataclass(frozen=True, slots=True)
class Order:
    """The options of `analyze`; `urls[0]` is the seed URL, `vision` the reader or model.

    `mask`: secrets are covered in the pictures. `capture` is the folder of a capture with the video `recording`.
    `is_own`: this command made the recording, so no stranger can have written it.
    """

    recording: Path
    urls: tuple[str, ...]
    title: str
    notes: str
    agents: tuple[Agent, ...]
    out: Path
    options: PromptOptions
    max_frames: int = 20
    storage_state: Path | None = None
    vision: str = "local"
    base_url: str = ""
    max_cost_usd: float | None = None
    mask: bool = True
    capture: Path | None = None
    is_own: bool = False


async def analyze_recording(order: Order, announce: Announce, ahead: WorkAhead | None = None) -> Written:
    """Run the pipeline, then write prompts, frames, `session.json` and `report.html` into `order.out`.

    `announce` receives the prompts when they are in place; the other results follow. `ahead` is the work that began
    during the recording.

    Raises:
        UsageError: a URL is not http or https, `order.out` cannot be written to, or the model cannot be asked.
        NotARecording: the recording cannot be used.
        LaneError: neither lane saw anything.
        OSError: raised by `announce`; the results are in place.
    """
    collect_rarely()
    choice = check_order(order)
    if choice is None:
        return await _analyze(order, announce, None, ahead)
    from claude_scope.wiring import open_asker

    async with open_asker(choice, order.max_cost_usd, answers_in(order.out)) as asker:
        return await _analyze(order, announce, asker)


async def _analyze(order: Order, announce: Announce, asker: Asker | None, ahead: WorkAhead | None = None) -> Written:
    unheard: OSError | None = None
    with staging(order.out, of_analysis) as staged:
        async with AsyncExitStack() as stack:
            written = await _write_prompts(order, asker, ahead, staged, stack)
            with stops_ignored():
                await asyncio.sleep(0)  # an earlier stop signal is raised here, before any result is in place
                staged.publish()
                try:
                    announce(written)
                except OSError as error:  # the reader of stdout has gone; the results are still written
                    unheard = error
                print("Prompts are ready; session.json and report.html follow.", file=sys.stderr, flush=True)
                with display() as progress:
                    await PlainRunner(progress)("report", in_thread, write_rest, written, staged.folder, order.out)
    if unheard is not None:
        raise unheard
    return written


async def _write_prompts(
    order: Order,
    asker: Asker | None,
    ahead: WorkAhead | None,
    staged: Staged,
    stack: AsyncExitStack,
) -> Written:
    """Analyze the recording, write the prompts, and print the summary. `stack` closes the child and the browser."""
    pages = [split_credentials(url) for url in order.urls]
    seed, *further = [url for url, _ in pages] or [""]
    known = [credentials for _, credentials in pages if credentials]
    recording = _resolve_dev_path(order.recording)
    capture = order.capture or (recording if is_capture(recording) else None)
    if is_root() and (seed or capture is not None):
        print(ROOT_WARNING, file=sys.stderr)
    rebuild = ahead.rebuild if ahead else None
    if rebuild is None and capture is not None:
        rebuild = await stack.enter_async_context(browser_ahead())  # first, as it takes longest to start
    settings = await in_thread(_load_settings)
    with display() as progress:
        runner = PlainRunner(progress)
        inputs = tuple(filter(None, (recording, order.capture)))
        warn = None if order.is_own else _warn_if_open
        limits = Limits.none(settings.ocr_threads)
        prepared = await ahead.sandbox_with(recording) if ahead else None
        if prepared is None:
            sandbox = await stack.enter_async_context(one_sandbox(limits, staged.work, inputs, warn))
        else:
            sandbox, capture = prepared
        await in_thread(import_stations)
        from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations
        from claude_scope.pipeline import Request, analyse
        from claude_scope.wiring import build_parts

        parts = build_parts(
            settings,
            IsolatedStations(sandbox),
            storage_state=order.storage_state,
            credentials=known,
            progress=runner.progress,
            asker=asker,
            announce=progress.note,
        )
        if rebuild is not None:
            parts = replace(parts, rebuild=rebuild)
        request = Request(
            capture or recording,
            seed,
            sandbox.folder,
            order.title,
            order.notes,
            tuple(further),
            order.max_frames,
            order.mask,
            capture is not None,
            recording if order.capture else None,
        )
        imported = asyncio.create_task(in_thread(import_writers))
        try:
            analysis = await analyse(request, parts, runner)
        except ClaudeScopeError as error:
            raise error if prepared is None else hide_paths(error, request.recording, recording.name) from error
        await imported
        analysis = replace(analysis, seconds=tuple(runner.seconds.items()))
        written = await runner(
            "write", in_thread, write_prompts, analysis, order.agents, order.options, staged.folder, order.out
        )
    for line in summary(analysis, written.prompts, written.paths, runner.seconds):
        print(line, file=sys.stderr)
    return written


def check_order(order: Order) -> Choice | None:
    """Validate the options before any work, and return the chosen model; raises UsageError or BadInput."""
    has_page = order.urls or order.capture is not None or is_capture(order.recording)
    if order.storage_state is not None and not has_page:
        raise UsageError("--storage-state signs in to the page of --url; give --url too, or leave it out.")
    check_storage_state(order.storage_state)
    if order.capture is not None and not order.capture.exists():
        raise UsageError(f"--capture {order.capture}: there is no such file or folder.")
    if order.capture is not None and not is_capture(order.capture):
        raise UsageError(f"--capture {order.capture} is not a capture; give a .scope file, or the folder of one.")
    for url in order.urls:
        if not is_web_address(url) or any(letter.isspace() for letter in url):
            raise UsageError(f"--url {display_url(url)!r} is not the address of a page; {_suggestion(url)}")
    return _choose(order.vision, order.base_url, order.max_cost_usd)


def _choose(vision: str, base_url: str, max_cost_usd: float | None) -> Choice | None:
    """The model that the options name, with its key, or None; raises UsageError."""
    choice = choose(vision, base_url, os.environ)
    if choice is None and max_cost_usd is not None:
        raise UsageError(
            "--max-cost is for a model; the local reader costs nothing. Add --vision MODEL, or leave it out."
        )
    return choice


def _suggestion(url: str) -> str:
    """Suggest a correction of an invalid address, in which often only the scheme is missing."""
    if is_web_address(url):
        return "write a space in it as %20."
    if is_web_address(f"http://{url}") and re.match(r"(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?(/|$)", url):
        return f"did you mean http://{url}?"
    if "@" in url:
        return "in a user name or password write / as %2F, # as %23, ? as %3F and : as %3A."
    if url.startswith(("http://", "https://")):
        return "its host or its port cannot be one (a port is a number from 1 to 65535)."
    return "give one that starts with http:// or https://."


def _warn_if_open(confinement: Confinement) -> None:
    """Warn on stderr if a hostile file that takes over its decoder could access more than that file."""
    if not confinement.whole:
        print(
            f"warning: A stranger's file could take over its decoder, and {confinement}; {confinement.advice}.",
            file=sys.stderr,
        )


def _load_settings() -> Settings:
    """Load the settings; the library that checks them takes a tenth of a second to import."""
    from claude_scope.cli.environment import load_settings
    from claude_scope.settings import Settings

    return load_settings(Settings)


def import_stations() -> None:
    """Import the stations' modules, which takes a third of a second, while the child and the browser start."""
    from claude_scope import wiring  # noqa: F401


def _resolve_dev_path(path: Path) -> Path:
    """Resolve `/dev/stdin` or `/dev/fd/3`, which mean other files in a child process."""
    real = path.resolve() if path.parts[:2] in (("/", "dev"), ("/", "proc")) else path
    return real if real.is_file() else path


async def keyframes_of(
    recording: Path, out: Path | None, max_frames: int, *, mask: bool = True
) -> tuple[Keyframes, int | None]:
    """Find the keyframes of a recording, and return them with the number of covered places (None: not masked).

    Pictures are only written if `out` is given; with `mask` they are read, and secrets in them covered.
    """
    if out is None:
        with tempfile.TemporaryDirectory() as folder:
            return await _select(recording, Path(folder), max_frames, write=False, mask=False)
    with staging(out, of_keyframes) as staged:
        found, covered_places = await _select(recording, staged.folder, max_frames, write=True, mask=mask)
    frames = tuple(replace(frame, path=out / frame.path.name, bare=None) for frame in found.frames)
    return replace(found, frames=frames), covered_places


async def _select(
    recording: Path, folder: Path, max_frames: int, *, write: bool, mask: bool
) -> tuple[Keyframes, int | None]:
    """Find the keyframes; `write` moves their pictures to `folder`, and `mask` covers secrets in them."""
    recording = _resolve_dev_path(recording)
    from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations

    settings = _load_settings()
    covered_places = None
    with display() as shown:
        runner = PlainRunner(shown)
        limits = Limits.none(settings.ocr_threads)
        async with one_sandbox(limits, folder, (recording,), _warn_if_open) as sandbox:
            stations = IsolatedStations(sandbox)
            probed = await runner("probe", stations.probe, recording)
            to = sandbox.folder if write else None
            found = await runner("keyframes", stations.keyframes, probed, to, max_frames, runner.progress)
            if mask:
                from claude_scope.pipeline import Request, masked_keyframes
                from claude_scope.wiring import build_parts

                parts = build_parts(settings, stations, storage_state=None, progress=runner.progress)
                request = Request(recording, "", sandbox.folder)
                masked = await masked_keyframes(request, probed, found, parts, runner)
                found, covered_places = masked.keyframes, masked.covered_places
            for frame in found.frames if write else ():
                frame.path.rename(folder / frame.path.name)
    return found, covered_places


async def read_images(images: Sequence[Path]) -> list[Reading]:
    """Read pictures independently of each other."""
    from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations

    settings = _load_settings()
    with tempfile.TemporaryDirectory() as folder:
        limits = Limits.none(settings.ocr_threads)
        async with one_sandbox(limits, Path(folder), tuple(images), _warn_if_open) as sandbox:
            stations = IsolatedStations(sandbox)
            return [await stations.read(Keyframe(0, 1.0, "", path), None) for path in images]
