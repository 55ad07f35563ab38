"""A stored session with its prompt and its bundle."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from claude_scope.api.auth.caller import TheCaller
from claude_scope.api.auth.sign_in_links import command, is_at_this_machine
from claude_scope.api.http.openapi import errors
from claude_scope.api.http.path_ids import SessionId
from claude_scope.api.http.signed_urls import addresses
from claude_scope.api.http.strict_json import StrictRoute
from claude_scope.api.routes.sessions import body, no_session
from claude_scope.api.schemas.prompts import GeneratedPrompt, PromptBody, PromptQuery, PromptRequest
from claude_scope.api.schemas.sessions import SessionDetail
from claude_scope.api.schemas.wire import AgentTarget
from claude_scope.api.sessions import prompts, stored_session
from claude_scope.api.sessions.bundle import Bundle
from claude_scope.api.sessions.prompt_options import chosen
from claude_scope.jobs.session.stored_prompt import pull_command
from claude_scope.store.queries import sessions as queries
from claude_scope.values import Agent

if TYPE_CHECKING:
    from claude_scope.api.auth.caller import Caller
    from claude_scope.api.sessions.bundle import Bundles
    from claude_scope.store.queries.sessions import StoredSession

router = APIRouter(prefix="/api", tags=["sessions"], route_class=StrictRoute)
ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        "description": "`prompt.AGENT.md`, `frames/`, `session.json` and `report.html`",
    }
}


@router.head("/sessions/{session_id}", include_in_schema=False)
@router.get("/sessions/{session_id}", response_model=SessionDetail, responses=errors(404))
async def read_session(session_id: SessionId, request: Request, caller: TheCaller) -> Response:
    """Return a session with its frames in time order, what the browser found, and its timeline."""
    found, address = await _stored_session(caller, session_id), addresses(request, caller.id)
    return await asyncio.to_thread(lambda: JSONResponse(stored_session.detail(found, address)))


@router.post("/sessions/{session_id}/generate-prompt", responses=errors(404, 409))
async def generate_prompt(
    session_id: SessionId, request: Request, caller: TheCaller, asked: PromptRequest | None = None
) -> GeneratedPrompt:
    """Write the prompt again from the stored analysis, and store it: for another agent, or without removed frames."""
    found, asked = await _stored_session(caller, session_id), asked or PromptRequest()
    written = await _write_again(request, caller, found, asked)
    values: dict[str, Any] = {
        "prompt": written.text,
        "agent_target": written.told.agent.value,
        "prompt_status": "complete",
    }
    values["options"] = chosen(found, asked)
    if not await caller.write(queries.change, session_id, values):
        raise no_session()
    session = body(await caller.read(queries.get, session_id))
    return GeneratedPrompt(**session.model_dump(by_alias=False), facts=prompts.facts_of(written))


@router.head("/sessions/{session_id}/prompt", include_in_schema=False)
@router.get("/sessions/{session_id}/prompt", responses=errors(404, 409))
async def read_prompt(
    session_id: SessionId, request: Request, caller: TheCaller, asked: Annotated[PromptQuery, Query()]
) -> PromptBody:
    """Write a prompt from the stored analysis without storing it, for the previews of each agent."""
    found = await _stored_session(caller, session_id)
    written = await _write_again(request, caller, found, asked)
    return PromptBody(agent_target=written.told.agent.value, prompt=written.text, facts=prompts.facts_of(written))


@router.head("/sessions/{session_id}/bundle", include_in_schema=False)
@router.get("/sessions/{session_id}/bundle", response_class=Response, responses={**errors(404, 409), **ZIP})
async def read_bundle(
    session_id: SessionId,
    request: Request,
    caller: TheCaller,
    agent_target: Annotated[AgentTarget | None, Query(alias="agentTarget")] = None,
) -> Response:
    """Return the prompt, frames, `session.json` and `report.html` as a zip, as the command line writes them."""
    found = await _stored_session(caller, session_id)
    if request.method == "HEAD":  # the length is unknown until the bundle is made
        return Response(media_type="application/zip")
    bundles: Bundles = request.app.state.bundles
    return Bundle(bundles, found, agent_target or found.session["agentTarget"])


async def _write_again(request: Request, caller: Caller, found: StoredSession, asked: PromptRequest) -> prompts.Written:
    """Write the prompt again. For a user at this machine, it can name files in a local folder."""
    settings = caller.service.settings
    is_here = is_at_this_machine(request, settings)
    server = "" if is_here else (settings.public_url or str(request.base_url)).rstrip("/")

    def pull(agent: Agent) -> str:
        typed = pull_command(found.session["id"], agent, server)
        return command(typed.removeprefix("claude-scope "), settings) if is_here else typed

    handed = request.app.state.handed_over if is_here else None
    return await prompts.write_again(caller.service, found, asked, pull, handed)


async def _stored_session(caller: Caller, session_id: str) -> StoredSession:
    found = await caller.read(queries.stored, session_id)
    if found is None:
        raise no_session()
    return found
