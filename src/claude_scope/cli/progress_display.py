"""Shows progress on stderr: live bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import TaskID

ACTIVITIES = {
    "probe": "Looking at the file",
    "keyframes": "Finding keyframes",
    "read": "Reading keyframes",
    "ask": "Asking the model",
    "inspect": "Inspecting the page",
    "timeline": "Working out what changed",
    "mask": "Covering secrets",
    "write": "Writing prompts",
    "report": "Writing session.json and report",
}


class Display(Protocol):
    """Receives the start, progress and end of each station."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def start(self, station: str) -> None:
        """Show that a station begins; it may already have begun."""

    def progress(self, station: str, done: float, total: float | None) -> None:
        """Show the progress of a station; `total` is None while it is unknown."""

    def finish(self, station: str, seconds: float) -> None:
        """Show that a station has ended, with its total time in seconds."""

    def note(self, sentence: str) -> None:
        """Show a sentence above the stations."""


def display() -> Display:
    """The live display if stderr is a terminal, otherwise the plain one."""
    return LiveDisplay() if sys.stderr.isatty() else PlainDisplay(sys.stderr)


class PlainDisplay:
    """Prints one line per finished station, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.flush()

    def start(self, station: str) -> None:
        """Do nothing: the line is written at the end."""

    def progress(self, station: str, done: float, total: float | None) -> None:
        """Do nothing: percentages would flood a log."""

    def finish(self, station: str, seconds: float) -> None:
        """Write the station's line."""
        print(f"{ACTIVITIES.get(station, station)}: {seconds:.1f} s", file=self._stream, flush=True)

    def note(self, sentence: str) -> None:
        """Write the sentence."""
        print(sentence, file=self._stream, flush=True)


class LiveDisplay:
    """Shows one bar per station."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def start(self, station: str) -> None:
        """Add the station's bar."""
        if station not in self._tasks:
            self._tasks[station] = self._bars.add_task(ACTIVITIES.get(station, station), total=None, note="")

    def progress(self, station: str, done: float, total: float | None) -> None:
        """Move the station's bar."""
        self.start(station)
        self._bars.update(self._tasks[station], completed=done, total=total, note=_note(station, done, total))

    def finish(self, station: str, seconds: float) -> None:
        """Fill the station's bar."""
        self.start(station)
        self._bars.update(self._tasks[station], completed=1, total=1, note="")

    def note(self, sentence: str) -> None:
        """Print the sentence above the bars."""
        self._bars.console.print(sentence, highlight=False, markup=False)


def _note(station: str, done: float, total: float | None) -> str:
    if station == "keyframes":
        return f"{done / 1000:.0f} s" + (f" of {total / 1000:.0f} s" if total else "")
    return f"{done:.0f} of {total:.0f}" if total else ""
