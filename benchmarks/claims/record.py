"""Starts the applications and records their flows.

    python -m benchmarks.claims.record [--app NAME ...] [--flow NAME ...] [--out FOLDER] [--missing]

The folder APP-FLOW gets the video of the tab, the capture, and the acts of the flow. `--missing` skips flows that are
recorded already. The exit status is 1 if a flow was not completed.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import pkgutil
import shutil
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av

from benchmarks.captures.live import now_ms
from benchmarks.captures.truth import Truth
from benchmarks.claims import apps
from benchmarks.claims.app import App
from benchmarks.claims.install import install
from benchmarks.claims.lot import drawn
from benchmarks.claims.person import Person
from benchmarks.claims.recordings import RECORDINGS, FlowTruth, TrueAct, name_of, read_truth
from benchmarks.claims.tab import emptied, recorded

if TYPE_CHECKING:
    from playwright.async_api import Page

    from benchmarks.claims.app import Flow

_QUIET_S, _QUIET_TRIES = 0.8, 10
"""The recording of the first page starts when it is still."""
_LAST_LOOK_S = 1.5
_LEAST_SEEN_MS = 800.0
"""The video continues at least this long after the last act."""
_MOST_LOST_MS = 3_000.0
"""A still page is painted about once a second."""


def main() -> int:
    """Record; returns the exit status."""
    known = {app.name: app for app in all_apps()}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--app", choices=sorted(known), action="append", help="only this one; may be given several times"
    )
    parser.add_argument("--flow", action="append", help="only flows of this name")
    parser.add_argument("--out", type=Path, default=RECORDINGS)
    parser.add_argument("--missing", action="store_true", help="only what was not recorded, or not to the end")
    asked = parser.parse_args()
    failed: list[str] = []
    for name in asked.app or sorted(known):
        app = known[name]
        flows = [flow for flow in app.flows if asked.flow is None or flow.name in asked.flow]
        if asked.missing:
            flows = [flow for flow in flows if not _is_recorded(asked.out / name_of(app.name, flow.name))]
        if flows:
            failed += record_app(app, flows, asked.out)
    for line in failed:
        print(f"not finished: {line}")
    return 1 if failed else 0


def all_apps() -> list[App]:
    """The applications of `apps/`, by name."""
    found: dict[str, App] = {}
    for module in pkgutil.iter_modules(apps.__path__):
        members = vars(importlib.import_module(f"{apps.__name__}.{module.name}")).values()
        found |= {member.name: member for member in members if isinstance(member, App)}
    return [found[name] for name in sorted(found)]


def record_app(app: App, flows: list[Flow], out: Path) -> list[str]:
    """Record flows of an application, which is restarted for each; returns the flows that were not completed."""
    failed = []
    try:
        install(app)
    except Exception as error:  # the other applications are still recorded
        return [f"{app.name}: not installed: {error}"]
    for flow in flows:
        print(f"recording {app.name}-{flow.name}", flush=True)
        try:
            with TemporaryDirectory() as folder, app.start(Path(folder)) as address:
                truth = asyncio.run(record_flow(app, flow, address, out))
        except Exception as error:
            traceback.print_exc()
            failed.append(f"{app.name}-{flow.name}: {error}")
            continue
        if truth.problem:
            failed.append(f"{truth.name}: {truth.problem}")
    return failed


async def record_flow(app: App, flow: Flow, address: str, out: Path) -> FlowTruth:
    """Record one flow into its folder."""
    name = name_of(app.name, flow.name)
    folder, lot, done, problem = emptied(out / name), drawn(name), Truth(name), ""
    video = folder / f"{name}{lot.suffix}"
    async with recorded(address, folder / "capture", lot) as tab:
        if app.is_dark:
            await tab.page.emulate_media(color_scheme="dark")
        await _still(tab.page)
        person = Person(tab.page, done, address, name)
        trembling = asyncio.create_task(person.begin())
        await asyncio.sleep(0.2)
        await tab.start()
        await trembling
        await asyncio.sleep(_LAST_LOOK_S)
        try:
            await flow.use(person)
        except Exception as error:
            problem = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        await asyncio.sleep(_LAST_LOOK_S)
        duration_ms = now_ms() - tab.offset_ms
        await tab.stop(video)
    last_ms = _last_picture_ms(video)
    lost_ms = duration_ms - last_ms
    is_seen = all(act.acked_ms - tab.offset_ms + _LEAST_SEEN_MS < last_ms for act in done.acts)
    if not problem and (lost_ms > _MOST_LOST_MS or not is_seen):
        problem = f"the video ends {lost_ms / 1000:.1f} s before the flow: the encoder had too little time"
    capture = folder / f"{name}.scope"
    shutil.move(next((folder / "capture").glob("*.scope")), capture)
    shutil.rmtree(folder / "capture")
    acts = [
        TrueAct(
            act.act,
            act.sent_ms - tab.offset_ms,
            person.ended_ms.get(id(act), act.acked_ms) - tab.offset_ms,
            act.role,
            act.name,
            act.value,
            act.key,
            person.boxes.get(id(act)),
        )
        for act in done.acts
    ]
    wrong_ms = None
    if flow.goes_wrong and acts:
        wrong_ms = acts[-1].time_ms if person.wrong_ms is None else person.wrong_ms - tab.offset_ms
    truth = FlowTruth(
        app=app.name,
        flow=flow.name,
        half=app.half,
        codec=lot.codec,
        size=lot.size,
        bits_per_second=lot.bits_per_second,
        video=video.name,
        capture=capture.name,
        offset_ms=tab.offset_ms,
        duration_ms=duration_ms,
        goes_wrong=flow.goes_wrong,
        wrong_ms=wrong_ms,
        acts=acts,
        problem=problem,
    )
    truth.write(folder)
    print(f"  {duration_ms / 1000:.1f} s, {len(acts)} acts, {lot}{f', {problem}' * bool(problem)}", flush=True)
    return truth


def _last_picture_ms(video: Path) -> float:
    """The time of a video's last picture."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        times = [packet.pts * packet.time_base for packet in container.demux(stream) if packet.pts is not None]
    return float(max(times, default=0)) * 1000


async def _still(page: Page) -> None:
    """Wait until the page has not changed for a while."""
    before = b""
    for _ in range(_QUIET_TRIES):
        now = await page.screenshot()
        if now == before:
            return
        before = now
        await asyncio.sleep(_QUIET_S)


def _is_recorded(folder: Path) -> bool:
    return (folder / "truth.json").exists() and not read_truth(folder).problem


if __name__ == "__main__":
    raise SystemExit(main())
