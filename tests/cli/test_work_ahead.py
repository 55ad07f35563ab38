"""`record` rebuilds states of the page while it records, when the page leaves enough processor time."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.rebuild.rebuild import rebuild
from claude_scope.browser.rebuild.replayed import Replayer
from claude_scope.capture.read import read_capture
from claude_scope.cli.ahead import work_ahead
from claude_scope.cli.ahead.work_ahead import WorkAhead
from claude_scope.jobs.sandbox.child_process import Child
from tests.browser.rebuild.test_rebuild import START, Dom

if TYPE_CHECKING:
    from claude_scope.jobs.sandbox.messages import Place
    from claude_scope.jobs.sandbox.step_limits import Limits

STATES = 10


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_ahead, "_PAUSE_S", 0.05)


@pytest.fixture
def replayed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the states that were replayed."""
    found: list[int] = []
    state = Replayer.state

    async def counted(self: Replayer, capture: Any, number: int, wanted: list[int]) -> Any:
        found.append(number)
        return await state(self, capture, number, wanted)

    monkeypatch.setattr(Replayer, "state", counted)
    return found


def write(folder: Path, states: int, **manifest: Any) -> None:
    """Write a recording of a page to which a button is added each second."""
    dom = Dom()
    events = dom.page(dom.node("h1", "Log"), dom.node("button", "Add"))
    events += [dom.added(1_000 * at, dom.node("button", f"Line {at}")) for at in range(1, states)]
    lines = [{"kind": "dom", "t": e["timestamp"], "page": "p1", "document": "d1", "event": e} for e in events]
    folder.mkdir(exist_ok=True)
    (folder / "events-000.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    about = {"format": 1, "started": START, "viewport": [1280, 720], **manifest}
    (folder / "manifest.json").write_text(json.dumps(about))


def packed(folder: Path, to: Path) -> Path:
    """The capture file of a recording."""
    return Path(shutil.make_archive(str(folder), "zip", folder)).rename(to)


async def test_only_the_last_states_are_left_for_the_end(tmp_path: Path, replayed: list[int]) -> None:
    folder = tmp_path / "page.scope.part"
    write(folder, STATES)
    ahead = WorkAhead(folder)
    ahead.start()
    try:
        async with asyncio.timeout(60):
            while len(replayed) < STATES - 2:  # noqa: ASYNC110 - the work says nothing
                await asyncio.sleep(0.05)
        replayed.clear()
        write(folder, STATES + 2, videoStart=START - 40, ended=START + 1_000 * STATES + 3_000)
        capture = read_capture(folder, tmp_path / "read")
        built = await ahead.rebuild(capture, lambda *_: None)
        assert replayed == [8, 9, 10, 11]
        assert built == await rebuild(capture)
    finally:
        await ahead.close()


async def test_a_page_that_moves_all_the_time_is_left_alone(tmp_path: Path, replayed: list[int]) -> None:
    """The page and its recorder need the processor: recording must not cost more than documented."""
    folder = tmp_path / "page.scope.part"
    write(folder, STATES)
    ahead = WorkAhead(folder)
    ahead.start()
    with (folder / "video.webm").open("wb") as video:
        wrote_s = time.monotonic() - 0.1
        for _ in range(200):
            now_s = time.monotonic()
            video.write(bytes(int(2 * work_ahead.MAX_GROWTH_BYTES_S * (now_s - wrote_s))))
            video.flush()
            wrote_s = now_s
            await asyncio.sleep(0.01)
        assert not replayed
    await ahead.close()


async def test_the_output_of_a_page_during_a_rebuild_counts_for_its_whole_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that writes half of the allowed amount is processed after each pause."""
    now_s, rebuilt_s = [0.0], list[float]()
    states = SimpleNamespace(instants=range(100))

    async def pauses(_: WorkAhead, seconds: float) -> bool:
        now_s[0] += seconds
        return len(rebuilt_s) == 3

    async def starts(_: WorkAhead) -> object:
        return object()

    async def rebuilds(*_: object) -> None:
        rebuilt_s.append(now_s[0])
        now_s[0] += 5

    monkeypatch.setattr(work_ahead, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    monkeypatch.setattr(work_ahead, "size_of", lambda _: int(work_ahead.MAX_GROWTH_BYTES_S / 2 * now_s[0]))
    monkeypatch.setattr(work_ahead, "read_growing", lambda *_: states)
    monkeypatch.setattr(WorkAhead, "_has_ended_after", pauses)
    monkeypatch.setattr(WorkAhead, "_start_child", starts)
    monkeypatch.setattr(WorkAhead, "_rebuild_ahead", rebuilds)
    ahead = WorkAhead(tmp_path)
    ahead.start()
    await ahead.close()
    assert rebuilt_s == pytest.approx([0.1, 5.15, 10.2])


async def test_a_child_that_was_started_while_it_was_recorded_reads_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is warm: it has imported the stations' modules before it gets the file."""
    started: list[Child] = []
    start = Child.start

    async def counted(limits: Limits, place: Place, *, warm: bool) -> Child:
        child = await start(limits, place, warm=warm)
        started.append(child)
        assert warm
        return child

    monkeypatch.setattr(Child, "start", counted)
    folder = tmp_path / "page.scope.part"
    write(folder, 2)
    ahead = WorkAhead(folder)
    ahead.start()
    try:
        async with asyncio.timeout(60):
            while not started:  # noqa: ASYNC110 - the work says nothing
                await asyncio.sleep(0.05)
        write(folder, 3, ended=START + 5_000)
        prepared = await ahead.sandbox_with(packed(folder, tmp_path / "page.scope"))
        assert prepared is not None
        sandbox, copy = prepared
        found = await sandbox.call("capture", copy, sandbox.folder / "capture", None)
        assert len(found.instants) == 3
        assert [sandbox.child] == started
    finally:
        await ahead.close()
    assert not sandbox.folder.exists()
    assert not started[0].alive
