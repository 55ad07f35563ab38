"""Events that were written before a secret was recognised are masked in their files."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.browser.record import event_files
from claude_scope.browser.record.capture_folder import CaptureFolder
from claude_scope.browser.record.masking import LineMasker
from claude_scope.browser.record.script import MASK
from claude_scope.browser.record.tabs.late_secrets import DELAY_S, LateSecrets
from tests.browser.record.driven import read_events

if TYPE_CHECKING:
    from pathlib import Path

KEY = "AKIAIOSFODNN7EXAMPLE"
NOW = time.time() * 1000 - 100_000
"""Epoch ms, before the files are begun."""


def shows(t: float, text: str, node: int = 7) -> dict[str, Any]:
    """An event after which a node shows a text."""
    changed = {"type": 3, "data": {"source": 0, "texts": [{"id": node, "value": text}]}}
    return {"kind": "dom", "t": t, "document": "d1", "event": changed}


def texts_in(capture: CaptureFolder) -> list[str]:
    return [event["event"]["data"]["texts"][0]["value"] for event in read_events(capture.path)]


def folder(tmp_path: Path, masker: LineMasker) -> CaptureFolder:
    return CaptureFolder(tmp_path / "a.scope", masker, {}, lambda: None)


def test_letters_that_were_written_before_are_masked_in_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only of the time while the secret was typed; later events are appended behind them."""
    monkeypatch.setattr(event_files, "_MAX_FILE_CHARS", 150)
    masker = LineMasker()
    capture = folder(tmp_path, masker)
    written = ["Code AKIA", *(KEY[:end] for end in range(1, len(KEY) + 1)), "Saved"]
    for number, text in enumerate(written):
        capture.write_event(shows(NOW + number * 2_000, text))
    assert texts_in(capture) == written
    masker.learn(f"my key {KEY}", typed=True, within=True, late=True)
    capture.mask_again(NOW + 2_000)
    capture.write_event(shows(NOW + 90_000, f"Got {KEY}"))
    capture.close()
    assert len([*capture.path.glob("events-*.jsonl")]) > 3
    assert texts_in(capture) == ["Code AKIA", *[MASK] * len(KEY), "Saved", f"Got {MASK}"]
    assert not [*capture.path.glob("*.new")]


def test_places_of_texts_that_still_show_a_part_are_reported(tmp_path: Path) -> None:
    """A node that shows something else by now is not covered."""
    masker = LineMasker()
    capture = folder(tmp_path, masker)
    for node, text in [(7, KEY[:9]), (8, KEY[:12]), (7, "Saved"), (9, "Apples")]:
        capture.write_event(shows(NOW, text, node))
    masker.learn(KEY, typed=True, within=True, late=True)
    capture.mask_again(NOW)
    capture.close()
    assert masker.marks == {("d1", 7): False, ("d1", 8): True}


def test_a_full_disk_keeps_the_written_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays as it is, and the recording ends."""
    masker = LineMasker()
    capture = folder(tmp_path, masker)
    capture.write_event(shows(NOW, KEY[:9]))
    masker.learn(KEY, typed=True, within=True, late=True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(event_files, "_changed", full)
    capture.mask_again(NOW)
    assert capture.failure is not None
    assert texts_in(capture) == [KEY[:9]]
    assert not [*capture.path.glob("*.new")]


async def test_many_late_secrets_are_masked_together() -> None:
    """Since the earliest; a flush masks at once what is pending, and nothing twice."""
    calls: list[float] = []
    late = LateSecrets(calls.append)
    for since in (30.0, 10.0, 20.0):
        late.note(since)
    assert calls == []
    await asyncio.sleep(DELAY_S + 0.2)
    assert calls == [10.0]
    late.note(40.0)
    late.flush()
    late.flush()
    await asyncio.sleep(DELAY_S + 0.2)
    assert calls == [10.0, 40.0]
