"""Writes the prompt of a session from its stored analysis, without video, model or browser."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from claude_scope.api.schemas.prompts import PromptFacts
from claude_scope.api.sessions.stored_session import analysis_of, removed
from claude_scope.errors import NotFound
from claude_scope.jobs.session.stored_prompt import append_pictures, prompt_options, render_prompt
from claude_scope.prompt.tokens import base64_tokens
from claude_scope.store.queries import files
from claude_scope.values import Agent

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from claude_scope.api.schemas.prompts import PromptRequest
    from claude_scope.api.service import Service
    from claude_scope.jobs.session.stored_prompt import RenderedPrompt
    from claude_scope.store.queries.sessions import StoredSession
    from claude_scope.values import Prompt, PromptOptions


class Written(NamedTuple):
    """A prompt with its pictures; `told` is the same before they were put in, and what is to know about it."""

    text: str
    told: Prompt


async def write_again(service: Service, kept: StoredSession, asked: PromptRequest) -> Written:
    """The prompt anew; raises Conflict without an analysis, and UsageError for a budget too small."""
    agent = Agent(asked.agent_target or kept.session["agentTarget"])
    prompt, shown = await asyncio.to_thread(_lay_out, kept, agent, options_of(kept, asked))
    thumbnails = await _thumbnails(service, kept, [one.path for one in shown])
    return Written(append_pictures(prompt.text, shown, thumbnails), prompt)


def facts_of(written: Written) -> PromptFacts:
    """What there is to know about a prompt."""
    text, prompt = written
    return PromptFacts(
        text_tokens=prompt.text_tokens,
        pasted_tokens=prompt.text_tokens + base64_tokens(len(text) - len(prompt.text)),
        image_tokens=prompt.image_tokens,
        images=[path.name for path in prompt.images],
        omitted=list(prompt.omitted),
        masked=prompt.masked,
        covered_places=prompt.covered_places,
        flagged=list(prompt.flagged),
    )


def options_of(kept: StoredSession, asked: PromptRequest) -> PromptOptions:
    """Those that the session keeps, and what is asked for besides."""
    return replace(prompt_options(chosen(kept, asked)), budget_tokens=asked.budget)


def chosen(kept: StoredSession, asked: PromptRequest) -> dict[str, Any]:
    """The options that a session keeps from now on."""
    given = {name: value for name, value in asked.given().items() if name in _OPTIONS and value is not None}
    return {**kept.options, **given}


_OPTIONS = ("include_screenshots", "inline_aria_tree", "include_raw_diff")


def _lay_out(kept: StoredSession, agent: Agent, options: PromptOptions) -> RenderedPrompt:
    return render_prompt(analysis_of(kept), agent, options, removed=removed(kept))


async def _thumbnails(service: Service, kept: StoredSession, pictures: Collection[Path]) -> dict[Path, bytes]:
    """The small pictures of frames, by the path that the analysis gives the large ones: their files' ids."""
    small = {frame.image_id: frame.thumbnail_id for frame in kept.frames}
    wanted = {path: small[path.name] for path in pictures if path.name in small}
    keys = await service.read(files.keys, list(wanted.values()))
    there = [(path, keys[file_id]) for path, file_id in wanted.items() if file_id in keys]
    contents = await asyncio.gather(*(_content(service, key) for _, key in there))
    return {path: content for (path, _), content in zip(there, contents, strict=True)}


async def _content(service: Service, key: str) -> bytes:
    """Empty if it was deleted meanwhile."""
    try:
        return await service.assets.get(key)
    except NotFound:
        return b""
