"""The commands' work: one recording to prompts and a report in a folder, written whole or not at all."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope import pictures
from claude_scope.browser.storage import check_storage_state
from claude_scope.display import display
from claude_scope.errors import UsageError
from claude_scope.intake.probe import probe
from claude_scope.keyframes.select import find_keyframes
from claude_scope.pipeline import Request, analyse
from claude_scope.prompt.frames import references, write_frames
from claude_scope.prompt.session import session_json
from claude_scope.prompt.synthesize import synthesize
from claude_scope.report.page import write_report
from claude_scope.runner import PlainRunner
from claude_scope.settings import Settings
from claude_scope.values import Agent, Analysis, Keyframes, Prompt, PromptOptions, Reading
from claude_scope.wiring import build_parts, build_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Order:
    """What the person asked for on the command line; `urls[0]` is the seed URL."""

    recording: Path
    urls: tuple[str, ...]
    title: str
    notes: str
    agents: tuple[Agent, ...]
    out: Path
    options: PromptOptions
    max_frames: int = 20
    storage_state: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the analysis, and a prompt an agent with its file."""

    analysis: Analysis
    prompts: tuple[Prompt, ...]
    prompt_paths: tuple[Path, ...]


async def analyze_recording(order: Order) -> Result:
    """Run the pipeline, then write prompts, `session.json`, frames and `report.html` into `order.out`.

    Everything is made in a folder beside `order.out` and moved there at the end, so that an interruption or an error
    leaves what was there before.

    Raises:
        UsageError: a URL is not http or https, or `order.out` is a file.
        NotARecording: the recording cannot be used.
        LaneError: neither lane saw anything.
    """
    check_order(order)
    with _staging(order.out) as folder, display() as shown:
        runner = PlainRunner(shown)
        parts = build_parts(Settings(), storage_state=order.storage_state, progress=runner.progress)
        request = Request(
            order.recording, order.urls[0], folder / "work", order.title, order.notes, order.urls[1:], order.max_frames
        )
        request.folder.mkdir()
        analysis = await analyse(request, parts, runner)
        analysis = replace(analysis, seconds=tuple(runner.seconds.items()))
        result = await runner("write", asyncio.to_thread, _write, analysis, order, folder)
        shutil.rmtree(request.folder)
        _move(folder, order.out)
    _summarise(result, runner.seconds)
    return result


def check_order(order: Order) -> None:
    """Refuse what cannot work before any work is done; raises UsageError or BadInput."""
    check_storage_state(order.storage_state)
    for url in order.urls:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise UsageError(f"{url!r} is not the address of a page; give one that starts with http:// or https://.")
    if order.out.exists() and not order.out.is_dir():
        raise UsageError(f"--out {order.out} is a file; name a folder, which is made if it is missing.")


def _write(analysis: Analysis, order: Order, folder: Path) -> Result:
    """Write everything into `folder`; paths in the prompts are those it will have in `order.out`."""
    files = write_frames(analysis, folder)
    prompts, paths = [], []
    for agent in order.agents:
        place = _as_named(order.out, agent)
        prompt = synthesize(analysis, agent, order.options, frame_files=references(files, place), out=place)
        name = f"prompt.{agent.slug}.md"
        (folder / name).write_text(prompt.text, encoding="utf-8")
        prompts.append(prompt)
        paths.append(order.out / name)
    session = session_json(analysis, prompts, out=folder, files=files)
    (folder / "session.json").write_text(json.dumps(session, ensure_ascii=False, indent=1), encoding="utf-8")
    write_report(analysis, prompts, folder)
    return Result(analysis, tuple(prompts), tuple(paths))


def _as_named(out: Path, agent: Agent) -> str:
    """The folder as the agent will name it: absolute, but for Cursor, whose `@path` is one of the workspace."""
    here, folder = Path.cwd(), out.resolve()
    return str(folder.relative_to(here) if agent is Agent.CURSOR and folder.is_relative_to(here) else folder)


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """A folder on the same disk as `out`, gone afterwards; so are the parents of `out` that were made for it."""
    made = [parent for parent in out.absolute().parents if not parent.exists()]
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".claude-scope-", dir=out.absolute().parent))
    except OSError as error:
        raise UsageError(f"Cannot write beside {out}: {error.strerror}; name another folder with --out.") from error
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        for parent in made:
            parent.rmdir()
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _move(folder: Path, out: Path) -> None:
    """Move the results in, in place of those of an earlier run; anything else in `out` stays."""
    out.mkdir(exist_ok=True)
    for agent in Agent:
        (out / f"prompt.{agent.slug}.md").unlink(missing_ok=True)
    for entry in sorted(folder.iterdir()):
        target = out / entry.name
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        entry.replace(target)


def _summarise(result: Result, seconds: dict[str, float]) -> None:
    """Tell the person, on stderr, what came out, what it costs, and what is missing."""
    analysis = result.analysis
    say = partial(print, file=sys.stderr)
    frames = analysis.keyframes
    say(f"{len(frames.frames)} keyframes of {frames.duration_ms / 1000:.1f} s, {frames.decoded_frames} frames decoded.")
    for prompt, path in zip(result.prompts, result.prompt_paths, strict=True):
        say(
            f"{path}: about {prompt.text_tokens:,} text tokens, {len(prompt.images)} frames "
            f"of about {prompt.image_tokens:,} image tokens."
        )
    say("Time: " + ", ".join(f"{station} {spent:.1f} s" for station, spent in seconds.items()) + ".")
    for lane in analysis.lanes:
        if lane.error:
            say(f"The {lane.name} lane failed: {lane.error}")
    if analysis.masked:
        say(f"{analysis.masked} secrets were masked.")


async def keyframes_of(recording: Path, out: Path | None, max_frames: int) -> Keyframes:
    """The keyframes of a recording; their pictures stay only if `out` is given."""
    with tempfile.TemporaryDirectory(prefix="claude-scope-") as scratch, display() as shown:
        runner = PlainRunner(shown)
        folder = Path(scratch) if out is None else out
        folder.mkdir(parents=True, exist_ok=True)
        probed = await runner("probe", asyncio.to_thread, probe, recording)
        return await runner("keyframes", asyncio.to_thread, find_keyframes, probed, folder, max_frames=max_frames)


async def read_images(images: Sequence[Path]) -> list[Reading]:
    """Read pictures, each by itself: the result does not depend on what else was given."""
    reader = build_reader(Settings())
    return [await reader.read(await asyncio.to_thread(pictures.load, path)) for path in images]
