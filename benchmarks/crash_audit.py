"""Counts lost, duplicate and leftover work after all processes have ended, without using the service."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from claude_scope.store.tables import File, Frame, Session

if TYPE_CHECKING:
    from collections.abc import Collection

    from benchmarks.crash_places import Place
    from claude_scope.store.assets.files import Audit, Files
    from claude_scope.store.database import Database

STATES = 3
"""States of the uploaded recording: each has to be a frame."""


@dataclass
class Found:
    """Counts; all but `complete`, `swept`, `begun` and `repeated` should be zero."""

    complete: int = 0
    told_errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong_frames: list[str] = field(default_factory=list)
    rows_without_file: int = 0
    files_without_row: int = 0
    videos_left: int = 0
    swept: int = 0
    left_in_folders: int = 0
    finished_twice: list[str] = field(default_factory=list)
    begun: int = 0
    repeated: int = 0

    def rows(self) -> list[tuple[str, str]]:
        """Names and figures for a table."""
        return [
            ("accepted sessions that ended complete", str(self.complete)),
            ("accepted sessions that ended in an error that says why", _list(self.told_errors)),
            ("accepted sessions lost: neither, or gone", _list(self.lost)),
            ("sessions with a frame missing, or twice", _list(self.wrong_frames)),
            ("rows without a file", str(self.rows_without_file)),
            ("files without a row", str(self.files_without_row)),
            ("videos of complete sessions left", str(self.videos_left)),
            ("files of dead processes left in folders", str(self.left_in_folders)),
            ("half-stored files that the sweep removed", str(self.swept)),
            ("finished steps that were run again", _list(self.finished_twice)),
            ("steps begun, and of these again since a death was in them", f"{self.begun}, {self.repeated}"),
        ]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, and no finished step was repeated."""
        bad = (self.told_errors, self.lost, self.wrong_frames, self.finished_twice)
        numbers = (self.rows_without_file, self.files_without_row, self.videos_left, self.left_in_folders)
        return not any(bad) and not any(numbers)


def audit(place: Place, accepted: Collection[str]) -> Found:
    """Audit everything. Sessions whose upload was never confirmed count too: every row must reach an end."""
    found = Found()
    with place.database() as database:
        rows = _sessions(database)
        for session_id in {*accepted, *rows}:
            _look_at(session_id, rows.get(session_id), found)
        _frames(database, rows, found)
        with database.transaction() as tx:
            complete = select(Session.id).where(Session.status == "complete")  # a failed one can be retried
            videos = select(File.id).where(File.kind == "video", File.session_id.in_(complete))
            found.videos_left = len(tx.scalars(videos).all())
        compared = asyncio.run(_compare(place.files(database), found))
    found.rows_without_file = len(compared.rows_without_file)
    found.files_without_row = len(compared.keys_without_row)
    found.left_in_folders = sum(
        path.is_file() and path.name != "lock"
        for name in ("work", "uploads")
        for path in (place.data / name).rglob("*")
    )
    _steps(place, found)
    return found


async def _compare(files: Files, found: Found) -> Audit:
    """Rows with files, after the sweep that normally runs an hour later."""
    found.swept = await files.sweep(0)
    return await files.audit()


def _sessions(database: Database) -> dict[str, tuple[str, str]]:
    """Status and error by id."""
    with database.transaction() as tx:
        rows = tx.execute(select(Session.id, Session.status, Session.last_error))
        return {row.id: (row.status, row.last_error or "") for row in rows}


def _look_at(session_id: str, row: tuple[str, str] | None, found: Found) -> None:
    if row is None:
        found.lost.append(f"{session_id} has no row")
    elif row[0] == "complete":
        found.complete += 1
    elif row[0] == "error" and row[1]:
        found.told_errors.append(row[1])
    else:
        found.lost.append(f"{session_id} is {row[0]}")


def _frames(database: Database, rows: dict[str, tuple[str, str]], found: Found) -> None:
    """Each complete session has each state once, with an existing picture and thumbnail, and its analysis."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    with database.transaction() as tx:
        ready = set(tx.scalars(select(File.id).where(File.state == "ready")))
        for frame in tx.execute(select(Frame.session_id, Frame.number, Frame.image_id, Frame.thumbnail_id)):
            numbers[frame.session_id].append(frame.number)
            if not {frame.image_id, frame.thumbnail_id} <= ready:
                found.wrong_frames.append(f"{frame.session_id}: a picture of frame {frame.number} is gone")
        for session_id, analysis in tx.execute(select(Session.id, Session.analysis)):
            pictures = json.loads(analysis)["keyframes"]["frames"] if analysis else ()
            files = {picture["file"] for picture in pictures}
            if rows[session_id][0] == "complete" and (
                sorted(numbers[session_id]) != list(range(1, STATES + 1)) or not files <= ready
            ):
                found.wrong_frames.append(f"{session_id}: {sorted(numbers[session_id])}")


def _steps(place: Place, found: Found) -> None:
    """From the log: a step that begins after its result was stored was repeated."""
    stored, begun = set(), Counter[tuple[str, str]]()
    for line in place.log.read_text().splitlines():
        _, _, job, what, step = line.split(" ", 4)
        if what == "end":
            stored.add((job, step))
            continue
        begun[job, step] += 1
        if (job, step) in stored:
            found.finished_twice.append(f"{job} {step}")
    found.begun, found.repeated = begun.total(), begun.total() - len(begun)


def _list(texts: list[str]) -> str:
    return f"{len(texts)} ({'; '.join(sorted(set(texts)))[:300]})" if texts else "0"
