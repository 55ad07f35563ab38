"""The work of each tool, without the SDK: opens the session, chooses its parts, writes the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from claude_scope.errors import BadInput
from claude_scope.mcp.answers.answer import Answer
from claude_scope.mcp.recordings import STARTING
from claude_scope.mcp.sources.session import Session

if TYPE_CHECKING:
    from claude_scope.mcp.pictures import Pictures
    from claude_scope.mcp.recordings import Recordings
    from claude_scope.mcp.shelf import Shelf

MAX_LISTED = 50
MIN_BUDGET, MAX_BUDGET = 1_500, 20_000
NO_PICTURES = "The pictures are not in this text: get_frames shows them."


class Tools:
    """The tools for the sessions of a shelf; without `recordings`, `record` raises BadInput."""

    def __init__(self, shelf: Shelf, pictures: Pictures, recordings: Recordings | None = None) -> None:
        self._shelf, self._pictures, self._recordings = shelf, pictures, recordings

    async def list_sessions(self, limit: int) -> Answer:
        """List the newest sessions."""
        from claude_scope.mcp.answers.sessions import list_answer

        if not 1 <= limit <= MAX_LISTED:
            raise BadInput(f"limit {limit} is out of range; give 1 to {MAX_LISTED}.")
        return list_answer(await self._shelf.entries(limit))

    async def get_session(self, session_id: str, budget: int) -> Answer:
        """Describe a session, or its progress while it has no analysis."""
        from claude_scope.mcp.answers.session import progress_answer, session_answer

        _check_budget(budget)
        if self._recordings and (going := self._recordings.progress(session_id)):
            return progress_answer(going)
        found = await self._shelf.find(session_id)
        if not isinstance(found, Session):
            return progress_answer(found)
        return await asyncio.to_thread(session_answer, found, budget)

    async def get_frames(
        self, session_id: str, state: int | None, time: str, size: int, *, changes: bool = False
    ) -> Answer:
        """Show pictures of a session; with `changes` the sheets of its changed regions."""
        from claude_scope.mcp.answers.frames import choose_frames, choose_sheets

        session = await self._shelf.open(session_id)
        if changes:
            drawn = await asyncio.to_thread(choose_sheets, session)
            frames = {number: await session.picture(number - 1) for number in drawn.states}
            return Answer(drawn.text, await self._pictures.draw(drawn.sheets, frames, size=size))
        shown = choose_frames(session, state, time)
        contents = [await session.picture(number - 1) for number in shown.states]
        made = await self._pictures.make(contents, shown.labels, size=size, is_grid=shown.is_grid)
        return Answer(shown.text, made)

    async def get_structure(self, session_id: str, state: int, around: str) -> Answer:
        """Write the accessibility tree of a state."""
        from claude_scope.mcp.answers.structure import structure_answer

        session = await self._shelf.open(session_id)
        return await asyncio.to_thread(structure_answer, session, state, around)

    async def search(self, session_id: str, text: str) -> Answer:
        """Find words in a session."""
        from claude_scope.mcp.answers.search import search_answer

        session = await self._shelf.open(session_id)
        return await asyncio.to_thread(search_answer, session, text)

    async def get_prompt(self, session_id: str, agent: str, budget: int) -> Answer:
        """Write the prompt for an agent; it contains the paths of pictures only if the agent can read them."""
        _check_budget(budget)
        session = await self._shelf.open(session_id)
        return await asyncio.to_thread(_prompt, session, agent, budget)

    async def record(self, url: str, title: str, notes: str, *, own_browser: bool = False) -> Answer:
        """Open a browser window in which the developer shows a bug or a flow.

        With `own_browser` they choose a tab of their own browser instead, and the window shows the list.
        """
        if self._recordings is None:
            raise BadInput("This server cannot open a browser for you; record in the web app.")
        if own_browser:
            return await self._record_own(self._recordings, url, title, notes)
        entry = await self._recordings.start(url, title, notes)
        window = "the browser is starting" if entry.detail == STARTING else "a browser window is open at the address"
        return Answer(
            f"Session {entry.id}: {window}. Ask the developer to show it there and to close the window; "
            f'then call get_session(session="{entry.id}"), which also says if the browser did not start.'
        )

    async def _record_own(self, recordings: Recordings, url: str, title: str, notes: str) -> Answer:
        if url.strip():
            raise BadInput(
                "With own_browser no page is opened: the developer chooses a tab that is open. Leave url out, and tell "
                "them which page to choose."
            )
        entry = await recordings.start_own(title, notes)
        return Answer(
            f"Session {entry.id}: {entry.detail}. You are not told which tabs are open. Tell the developer what to "
            f"show, and that they choose the tab and stop the recording in that window; then call "
            f'get_session(session="{entry.id}"), which also says if they chose none.'
        )


def _prompt(session: Session, agent: str, budget: int) -> Answer:
    from claude_scope.prompt.frames import FOLDER
    from claude_scope.prompt.synthesize import synthesize
    from claude_scope.values import Agent, PromptOptions

    wanted = next((other_agent for other_agent in Agent if other_agent.slug == agent), None)
    if wanted is None:
        raise BadInput(
            f"{agent[:40]!r} is not an agent; give one of {', '.join(other_agent.slug for other_agent in Agent)}."
        )
    if session.folder:
        options = PromptOptions(budget_tokens=budget)
        has_sheets = (session.folder / FOLDER / "changes-1.png").is_file()  # older results have none
        prompt = synthesize(session.checked, wanted, options, out=str(session.folder), has_sheets=has_sheets)
        return Answer(prompt.text)
    options = PromptOptions(budget_tokens=budget, include_screenshots=False)
    return Answer(f"{NO_PICTURES}\n\n{synthesize(session.checked, wanted, options, embedded=True).text}")


def _check_budget(budget: int) -> None:
    if not MIN_BUDGET <= budget <= MAX_BUDGET:
        raise BadInput(f"budget {budget} is out of range; give {MIN_BUDGET} to {MAX_BUDGET} tokens.")
