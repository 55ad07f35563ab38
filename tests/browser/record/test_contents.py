"""`capture show` lists the contents of a capture, and says what it cannot list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.record.contents import list_contents
from claude_scope.serialization import capture_files
from tests.capture.build import act, write_capture, zipped
from tests.capture.test_read import damaged_in_archive, many_acts

if TYPE_CHECKING:
    from pathlib import Path


def unlisted(capture: Path) -> list[str]:
    return [line for line in list_contents(capture) if line.startswith("Not all events are listed")]


def test_events_beyond_the_limit_are_reported_as_unlisted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_capture(tmp_path / "one", [act(1_000 + n, "click", 10) for n in range(100)])
    assert unlisted(folder) == []
    monkeypatch.setattr(capture_files, "MAX_EVENTS_BYTES", 5_000)
    assert unlisted(folder) == ["Not all events are listed: the capture has more than are read."]


@pytest.mark.attack("captures")
def test_events_that_cannot_be_read_are_reported_as_unlisted(tmp_path: Path) -> None:
    """Lines that are not events, and everything after a damaged place in an archive."""
    folder = many_acts(tmp_path / "one")
    damaged = damaged_in_archive(zipped(folder), "events-000.jsonl", 0.7)
    (line,) = unlisted(damaged)
    assert line.startswith("Not all events are listed: events-000.jsonl is damaged")
    with (folder / "events-000.jsonl").open("a") as events:
        events.write("{}\n[]\n")
    assert unlisted(folder) == ["Not all events are listed: 2 lines cannot be read."]
