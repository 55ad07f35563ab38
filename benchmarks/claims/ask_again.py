"""Analyses a video with a model, and without, in one process; the steps before the model are cached for the next time.

    python -m benchmarks.claims.ask_again VIDEO OUT KEPT [--base-url URL] [--timeout SECONDS] [--anew]

Decoding and reading take most of an analysis, and a model is asked about the same states again and again.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import pickle
import shutil
from contextlib import AsyncExitStack
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.cli.analyze import Order
from claude_scope.cli.environment import load_settings
from claude_scope.hosted.calls.asker import Asker
from claude_scope.hosted.calls.choice import NO_KEY, Choice
from claude_scope.hosted.calls.model_call import TIMEOUT_S, ModelCaller
from claude_scope.jobs.sandbox.child_process import Child
from claude_scope.jobs.sandbox.isolated_stations import IsolatedStations
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.jobs.sandbox.sandbox import Sandbox
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.pipeline import Request, analyse
from claude_scope.prompt.session_json import session_json, session_text
from claude_scope.prompt.synthesize import prompt_name, synthesize
from claude_scope.redaction.redact import note_redacted
from claude_scope.settings import Settings
from claude_scope.values import Agent, Keyframe, Keyframes, Line, PromptOptions, Reading, Recording, UiElement
from claude_scope.wiring import build_parts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from claude_scope.values import Analysis

_KEPT = ("probe", "keyframes", "read", "mask")
_WORK = "work"
_FORM = "form"
_VALUES = (Recording, Keyframes, Keyframe, Reading, Line, UiElement)
"""The cached values consist of these types."""


class KeptRunner:
    """Runs the steps, and caches the results of the slow ones."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, step: str, work: Callable[..., Awaitable[Any]], /, *args: Any, **kwargs: Any) -> Any:
        if step.partition(" ")[0] not in _KEPT:
            return await work(*args, **kwargs)
        kept = self._folder / f"{step}.pickle"
        if kept.exists():
            return pickle.loads(kept.read_bytes())
        result = await work(*args, **kwargs)
        kept.write_bytes(pickle.dumps(result))
        return result


def kept_in(folder: Path) -> Path:
    """Where to cache results of types with these fields: pickles know fields only by their order."""
    form = repr([[field.name for field in fields(kind)] for kind in _VALUES])
    if (folder / _FORM).exists() and (folder / _FORM).read_text() != form:
        folder = folder.with_name(f"{folder.name}-{hashlib.sha256(form.encode()).hexdigest()[:8]}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _FORM).write_text(form)
    return folder


async def _analyse(video: Path, out: Path, kept: Path, asker: Asker | None) -> None:
    settings = load_settings(Settings)
    limits = Limits.none(settings.ocr_threads)
    work = kept / _WORK
    work.mkdir(parents=True, exist_ok=True)
    sandbox = Sandbox(Place(work, (video,)), limits, lambda place: Child.start(limits, place, warm=False), Child.kill)
    order = Order(video, (), "", "", tuple(Agent)[:1], out, PromptOptions())
    try:
        parts = build_parts(
            settings,
            IsolatedStations(sandbox),
            storage_state=None,
            progress=lambda step, done, total: None,
            asker=asker,
        )
        analysis = await analyse(Request(video, "", work), parts, KeptRunner(kept))
    finally:
        await sandbox.close()
    await asyncio.to_thread(_write, replace(analysis, seconds=()), order)


def _write(analysis: Analysis, order: Order) -> None:
    """Write the prompt and `session.json`, without pictures and report."""
    shutil.rmtree(order.out, ignore_errors=True)
    order.out.mkdir(parents=True)
    note_redacted(analysis)
    prompts = [synthesize(analysis, agent, order.options, out=str(order.out)) for agent in order.agents]
    for prompt in prompts:
        (order.out / prompt_name(prompt.agent)).write_text(prompt.text, encoding="utf-8")
    session = session_json(analysis, prompts, out=order.out)
    (order.out / "session.json").write_text(session_text(session), encoding="utf-8")


async def _main(asked: argparse.Namespace) -> None:
    async with AsyncExitStack() as stack:
        asker = None
        if asked.base_url:
            choice = Choice("openai", "stand-in", NO_KEY, asked.base_url)
            caller = ModelCaller(choice, timeout_s=asked.timeout)
            asker = await stack.enter_async_context(Asker(choice, caller=caller))
        await _analyse(asked.video.resolve(), asked.out, kept_in(asked.kept.resolve()), asker)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--base-url", default="")
    parser.add_argument("--timeout", type=float, default=TIMEOUT_S)
    parser.add_argument("--anew", action="store_true", help="forget what was kept")
    given = parser.parse_args()
    if given.anew:
        shutil.rmtree(kept_in(given.kept), ignore_errors=True)
    asyncio.run(_main(given))
