"""The work of `pull`: writes the files of a service's session into a folder, as `analyze` would."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.cli.results.output_files import of_analysis
from claude_scope.cli.results.staging import staging
from claude_scope.errors import NotFound
from claude_scope.values import Agent

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings

NOT_HERE = "This machine's service has no session {}; for one of a service elsewhere give --server URL."


@dataclass(frozen=True, slots=True)
class PullOrder:
    """The options of `pull`: an empty `server` means this machine's service, whose data `settings` name."""

    session_id: str
    server: str
    agent: Agent
    out: Path
    settings: ServiceSettings


async def pull(order: PullOrder) -> Path:
    """Write the files, and return the prompt's path.

    Raises NotFound if there is no such session, and UsageError or Busy if the service cannot be asked.
    """
    with tempfile.TemporaryDirectory(prefix="claude-scope-pull-") as name:
        made = Path(name) / "session"
        await (_fetch_remote(order, made) if order.server else _make_here(order, Path(name), made))
        with staging(order.out, of_analysis) as staged:
            await asyncio.to_thread(_write, order, made, staged.folder)
    return order.out / f"prompt.{order.agent.slug}.md"


async def _fetch_remote(order: PullOrder, made: Path) -> None:
    from claude_scope.remote.bundle import fetch_session
    from claude_scope.remote.client import remote_service

    await fetch_session(remote_service(order.server, os.environ), order.session_id, made, order.agent.value)


async def _make_here(order: PullOrder, work: Path, made: Path) -> None:
    from claude_scope.api.sessions.bundle import Bundles
    from claude_scope.intake.spool import Spool
    from claude_scope.mcp.sources.local import LocalService
    from claude_scope.remote.bundle import unpack

    service = LocalService(order.settings)
    kept = await service.stored(order.session_id)
    if kept is None:
        raise NotFound(NOT_HERE.format(order.session_id[:80]))
    bundle = await Bundles(service, Spool(work)).make(kept, order.agent.value, work)
    await asyncio.to_thread(unpack, bundle, made)


def _write(order: PullOrder, made: Path, folder: Path) -> None:
    """Move the files to their place, and rewrite the prompt with the paths of pictures for the agent."""
    from claude_scope.cli.results.write_results import path_for_agent
    from claude_scope.prompt.session_json import load_session
    from claude_scope.prompt.synthesize import synthesize

    for path in made.iterdir():
        shutil.move(path, folder / path.name)
    analysis = load_session(json.loads((folder / "session.json").read_text("utf-8")), folder)
    prompt = synthesize(analysis, order.agent, out=path_for_agent(order.out, order.agent))
    (folder / f"prompt.{order.agent.slug}.md").write_text(prompt.text, encoding="utf-8")
    pictures = len(list((folder / "frames").glob("*.png")))
    print(f"{order.session_id}: {pictures} pictures, session.json and report.html in {order.out}.", file=sys.stderr)
