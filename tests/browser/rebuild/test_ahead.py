"""States that are rebuilt during the recording equal those that are rebuilt at the end."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.rebuild.ahead import open_replayer_behind, rebuild_ahead
from claude_scope.browser.rebuild.known_states import KnownStates
from claude_scope.browser.rebuild.rebuild import rebuild, rebuild_in
from claude_scope.browser.rebuild.replayed import Replayer
from claude_scope.values import Act, Capture, Document, Instant, Target
from tests.browser.rebuild.test_rebuild import START, Dom

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 8


def page() -> list[dict[str, Any]]:
    """A page to which a button is added each second."""
    dom = Dom()
    events = dom.page(dom.node("h1", "Log"), dom.node("button", "Add", called="add"))
    return events + [dom.added(1_000 * at, dom.node("button", f"Line {at}")) for at in range(1, SECONDS)]


def capture(folder: Path, events: list[dict[str, Any]], seconds: int, **changed: Any) -> Capture:
    """The capture of the first seconds, with a click at the end of each."""
    folder.mkdir()
    path = folder / "document.json"
    path.write_text(
        "[" + ",".join(json.dumps(event) for event in events if event["timestamp"] < START + 1000 * seconds) + "]"
    )
    whole = Capture(
        recording=None,
        offset_ms=START,
        duration_ms=seconds * 1_000,
        url="http://localhost/",
        title="",
        notes="",
        viewport=(1280, 720),
        acts=tuple(
            Act("click", 1_000 * at + 999.5, 1_000 * at + 999.5, "p1", Target("d1", 8)) for at in range(seconds)
        ),
        documents=(Document("d1", "p1", "http://localhost/", 0, path),),
        instants=tuple(Instant(1_000 * at, 1_000 * at + 999, "d1") for at in range(seconds)),
    )
    return replace(whole, **changed)


@pytest.fixture
def replayed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the states that were replayed."""
    found: list[int] = []
    state = Replayer.state

    async def counted(self: Replayer, whole: Capture, number: int, wanted: list[int]) -> Any:
        found.append(number)
        return await state(self, whole, number, wanted)

    monkeypatch.setattr(Replayer, "state", counted)
    return found


async def test_states_that_are_known_are_not_replayed_again(tmp_path: Path, replayed: list[int]) -> None:
    known, events = KnownStates(), page()
    whole = capture(tmp_path / "whole", events, SECONDS)
    async with open_replayer_behind(whole.viewport) as replayer:
        for seconds in (4, 6):
            await rebuild_ahead(replayer, capture(tmp_path / f"{seconds}", events, seconds), known, asyncio.Event())
        assert replayed == [0, 1, 2, 3]
        replayed.clear()
        built = await rebuild_in(replayer, whole, lambda *_: None, known)
        assert replayed == [4, 5, 6, 7]
    assert built == await rebuild(whole)


async def test_a_state_that_something_later_changed_is_replayed_again(tmp_path: Path, replayed: list[int]) -> None:
    """An event can be written late: those of cross-origin frames take another path."""
    known, events = KnownStates(), page()
    ended = asyncio.Event()
    async with open_replayer_behind((1280, 720)) as replayer:
        await rebuild_ahead(replayer, capture(tmp_path / "first", events, 6), known, ended)
        dom = Dom()
        dom.page(dom.node("h1", "Log"), dom.node("button", "Add", called="add"))
        dom._last = 500
        late = [*events, dom.added(2_500, dom.node("button", "Late"))]
        replayed.clear()
        built = await rebuild_in(replayer, capture(tmp_path / "late", late, SECONDS), lambda *_: None, known)
        assert replayed == [2, 3, 4, 5, 6, 7]
        assert any(node.name == "Late" for node in built.states[2].tree.walk())


async def test_nothing_is_rebuilt_ahead_once_the_recording_has_ended(tmp_path: Path, replayed: list[int]) -> None:
    ended = asyncio.Event()
    ended.set()
    async with open_replayer_behind((1280, 720)) as replayer:
        await rebuild_ahead(replayer, capture(tmp_path / "first", page(), 6), KnownStates(), ended)
    assert not replayed
