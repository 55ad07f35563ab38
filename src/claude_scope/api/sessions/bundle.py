"""Packs the files of a session into a zip. A confined process (`bundle_process`) decodes the pictures."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from starlette.responses import FileResponse, Response

from claude_scope.api.http import concurrency_limits
from claude_scope.api.schemas.prompts import PromptRequest
from claude_scope.api.sessions.prompt_options import options_of
from claude_scope.errors import Conflict, NotFound, WorkFailed
from claude_scope.jobs.sandbox.child_process import run_once
from claude_scope.jobs.session.stored_analysis import PICTURES, analysis_of, removed, title_of
from claude_scope.store.assets.files import digest
from claude_scope.store.queries import files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session as Transaction
    from starlette.types import Receive, Scope, Send

    from claude_scope.intake.spool import Spool
    from claude_scope.store.assets.assets import AssetStore
    from claude_scope.store.queries.files import StoredFile
    from claude_scope.store.queries.sessions import StoredSession

P = ParamSpec("P")
T = TypeVar("T")
OUT = "out"
"""The subfolder of the files that are packed."""
AT_ONCE = 2
"""Maximum number of bundles that this process makes at once; others wait."""
TIMEOUT_S = 120
MEMORY_MB = 1024
FETCHED_AT_ONCE = 4


class HasFiles(Protocol):
    """The source of a bundle: `api.service.Service`, or the data of the local service."""

    @property
    def assets(self) -> AssetStore:
        """The store for files."""
        ...

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query of one statement."""
        ...


class Bundles:
    """Makes zips in folders of the spool."""

    def __init__(self, service: HasFiles, spool: Spool) -> None:
        self._service, self.spool = service, spool
        self.under_way = concurrency_limits.bundles()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def make(self, kept: StoredSession, agent: str, folder: Path) -> Path:
        """Write the zip to `folder` and return its path; the packed files stay in `folder / OUT`.

        Raises Conflict for a missing analysis or a damaged picture, and NotFound if the session is being deleted.
        """
        pictures = await asyncio.to_thread(_pictures, kept)
        async with self._slots:
            damaged = await self._fetch(pictures, folder / PICTURES)
            if damaged:
                raise Conflict(_describe_damage(kept, damaged))
            await asyncio.to_thread(_write, folder, kept, agent)
            await _run(folder)
        return folder / "bundle.zip"

    async def _fetch(self, file_ids: list[str], folder: Path) -> set[str]:
        """Copy pictures to `folder`; return the ids of damaged or missing ones."""
        found = await self._service.read(files.complete, file_ids)
        if len(found) < len(file_ids):
            raise NotFound("There is no such session.")
        slots = asyncio.Semaphore(FETCHED_AT_ONCE)

        async def fetch(file: StoredFile) -> bool:
            path = folder / file.id
            async with slots:
                with suppress(NotFound):
                    await self._service.assets.fetch(file.key, path)
                    return await asyncio.to_thread(digest, path) == (file.sha256, file.size_bytes)
            return False

        whole = await asyncio.gather(*map(fetch, found))
        return {file.id for file, is_whole in zip(found, whole, strict=True) if not is_whole}


class Bundle(Response):
    """The response with the zip. The folder is removed when the zip is sent or the client disconnects."""

    def __init__(self, bundles: Bundles, kept: StoredSession, agent: str) -> None:
        super().__init__()
        self._bundles, self._kept, self._agent = bundles, kept, agent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make the bundle and send it; raises TooManyRequests."""
        user_id = self._kept.session["userId"]
        with self._bundles.under_way.one_of(user_id), self._bundles.spool.space() as folder:
            path = await self._bundles.make(self._kept, self._agent, folder)
            name = f"{self._kept.session['id']}.zip"
            await FileResponse(path, media_type="application/zip", filename=name)(scope, receive, send)


def _pictures(kept: StoredSession) -> list[str]:
    """The ids of the stored pictures in the bundle."""
    analysis = analysis_of(kept)
    frames = [frame.image_id for frame in kept.frames if not frame.removed]
    shots = [snapshot.screenshot.name for snapshot in analysis.snapshots if snapshot.screenshot]
    return list(dict.fromkeys([*frames, *shots]))


def _describe_damage(kept: StoredSession, damaged: set[str]) -> str:
    """The message for damaged pictures."""
    numbers = [frame.number for frame in kept.frames if frame.image_id in damaged]
    if not numbers:
        return "The bundle cannot be made: the screenshot of a page is damaged or missing; record the tab again."
    return (
        f"The bundle cannot be made: the picture of frame {', '.join(map(str, numbers))} is damaged or missing; "
        "remove the frame, or record the tab again."
    )


def _write(folder: Path, kept: StoredSession, agent: str) -> None:
    """Write the input of the process: `order.json` and `analysis.json`."""
    order = {
        "title": title_of(kept),
        "agent": agent,
        "options": asdict(options_of(kept, PromptRequest())),
        "removed": sorted(removed(kept)),
    }
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    (folder / "analysis.json").write_text(kept.analysis or "", encoding="utf-8")


async def _run(folder: Path) -> None:
    try:
        code = await run_once(
            "claude_scope.api.sessions.bundle_process", folder, memory_mb=MEMORY_MB, timeout_s=TIMEOUT_S
        )
    except TimeoutError as error:
        raise WorkFailed(f"The bundle was not made within {TIMEOUT_S} seconds.") from error
    if code:
        raise WorkFailed(f"The bundle was not made: its process ended with {code}.")
