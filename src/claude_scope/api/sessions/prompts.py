"""Writes the prompt of a session from its stored analysis, without video, model or browser."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.api.schemas.prompts import PromptFacts
from claude_scope.api.sessions.prompt_options import options_of
from claude_scope.errors import NotFound
from claude_scope.jobs.session.stored_analysis import analysis_of, removed
from claude_scope.jobs.session.stored_prompt import (
    append_pictures,
    pulled_folder,
    render_for_folder,
    render_prompt,
    with_pull_command,
)
from claude_scope.prompt.synthesize import prompt_name
from claude_scope.prompt.tokens import base64_tokens
from claude_scope.store.queries import files
from claude_scope.values import Agent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from claude_scope.api.schemas.prompts import PromptRequest
    from claude_scope.api.service import Service
    from claude_scope.api.sessions.handed_over import HandedOver
    from claude_scope.jobs.session.stored_prompt import RenderedPrompt
    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import Prompt, PromptOptions


class Written(NamedTuple):
    """A written prompt. `told` has its metadata, and its text without inline pictures or a pull command.

    `file` is the path of the prompt's file, `pull` the command that writes the prompt's files; empty if there is none.
    """

    text: str
    told: Prompt
    file: str = ""
    pull: str = ""


async def write_again(
    service: Service,
    kept: StoredSession,
    asked: PromptRequest,
    pull: Callable[[Agent], str],
    handed: HandedOver | None = None,
) -> Written:
    """Write a prompt. `pull` returns the command that writes its files; `handed` writes folders for local users.

    Raises Conflict if the analysis is missing or a picture is damaged, and UsageError if the budget is too small.
    """
    agent, options = Agent(asked.agent_target or kept.session["agentTarget"]), options_of(kept, asked)
    if asked.pictures == "inline":
        prompt, shown = await asyncio.to_thread(_lay_out, kept, agent, options)
        thumbnails = await _thumbnails(service, kept, [item.path for item in shown])
        return Written(append_pictures(prompt.text, shown, thumbnails), prompt)
    if asked.pictures == "folder" and handed is not None:
        return await _in_folder(kept, agent, options, handed)
    session_id = kept.session["id"]
    folder, command = pulled_folder(session_id), pull(agent)
    prompt = await asyncio.to_thread(_for_folder, kept, agent, options, folder)
    text = with_pull_command(prompt.text, command, session_id)
    return Written(text, prompt, f"{folder}/{prompt_name(agent)}", command)


async def _in_folder(kept: StoredSession, agent: Agent, options: PromptOptions, handed: HandedOver) -> Written:
    """Write a prompt that names files in a folder of this machine. The prompt itself is also written to that folder."""
    folder = handed.folder(kept.session["id"])
    prompt = await asyncio.to_thread(_for_folder, kept, agent, options, str(folder))
    handed.put(kept, prompt_name(agent), prompt.text)
    return Written(prompt.text, prompt, str(folder / prompt_name(agent)))


def _for_folder(kept: StoredSession, agent: Agent, options: PromptOptions, folder: str) -> Prompt:
    return render_for_folder(analysis_of(kept), agent, options, folder, removed=removed(kept))


def facts_of(written: Written) -> PromptFacts:
    """The metadata of a prompt."""
    text, prompt, file, pull = written
    inline = len(text) - len(prompt.text) if not file else 0
    return PromptFacts(
        text_tokens=prompt.text_tokens,
        pasted_tokens=prompt.text_tokens + base64_tokens(inline),
        file=file or None,
        pull=pull or None,
        image_tokens=prompt.image_tokens,
        images=[path.name for path in prompt.images],
        omitted=list(prompt.omitted),
        masked=prompt.masked,
        covered_places=prompt.covered_places,
        flagged=list(prompt.flagged),
    )


def _lay_out(kept: StoredSession, agent: Agent, options: PromptOptions) -> RenderedPrompt:
    return render_prompt(analysis_of(kept), agent, options, removed=removed(kept))


async def _thumbnails(service: Service, kept: StoredSession, pictures: Collection[Path]) -> dict[Path, bytes]:
    """The bytes of thumbnails, by the paths of their frames in the analysis."""
    small = {frame.image_id: frame.thumbnail_id for frame in kept.frames}
    wanted = {path: small[path.name] for path in pictures if path.name in small}
    keys = await service.read(files.keys, list(wanted.values()))
    there = [(path, keys[file_id]) for path, file_id in wanted.items() if file_id in keys]
    contents = await asyncio.gather(*(_content(service, key) for _, key in there))
    return {path: content for (path, _), content in zip(there, contents, strict=True)}


async def _content(service: Service, key: str) -> bytes:
    """Read a stored picture; empty if it was deleted meanwhile."""
    try:
        return await service.assets.get(key)
    except NotFound:
        return b""
