"""Describes one session: what happened, where it went wrong, and which tools show more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.mcp.answers.answer import Answer
from claude_scope.mcp.answers.lines import fenced
from claude_scope.prompt.fence import cut
from claude_scope.prompt.sheets.untold import untold_states
from claude_scope.prompt.synthesize import synthesize
from claude_scope.values import Agent, PromptOptions

if TYPE_CHECKING:
    from claude_scope.mcp.sources.session import Entry, Session

BUDGET = 4_000
"""The default tokens of the timeline: the 13 states of the sample take 2,300, so most recordings fit completely."""


def session_answer(session: Session, budget: int = BUDGET) -> Answer:
    """List the tools for a closer look, then write the session's prompt without pictures and tree: tools show these."""
    options = PromptOptions(include_screenshots=False, inline_aria_tree=False, budget_tokens=budget)
    folder = session.folder
    prompt = synthesize(session.checked, Agent.RAW, options, out=str(folder) if folder else "", embedded=folder is None)
    return Answer(f"{_head(session)}\n\n{prompt.text.strip()}")


def _sheets_hint(session: Session) -> list[str]:
    """The line that points to the sheets of changes, if some row does not describe its change."""
    untold, _ = untold_states(session.analysis.timeline)
    if not untold:
        return []
    numbers = ", ".join(str(index + 1) for index in untold)
    return [f"- get_frames(changes=true): what changed in states {numbers}, which no row describes completely"]


def progress_answer(entry: Entry) -> Answer:
    """Describe the progress of a session that has no analysis yet."""
    fact = f"{entry.status}: {cut(entry.detail, 600)}"
    return Answer(f"Session {cut(entry.id, 120)} has no analysis.\n{fenced([fact])}")


def _head(session: Session) -> str:
    entry, timeline = session.entry, session.analysis.timeline
    wrong = timeline.wrong
    at = f"state={wrong + 1}" if wrong is not None else "state=N"
    lines = [
        f"Session {cut(entry.id, 120)}, {cut(entry.detail, 200)}, last changed {entry.at}. To look closer:",
        f"- get_frames({at}): the screen before and after that state; without a state an overview of all",
        *_sheets_hint(session),
        f'- get_structure({at}, around="changed"): roles, names and locators of what changed, or around a name',
        '- search(text="..."): when a text appeared, was clicked, requested or logged',
        "- get_prompt(agent=...): the whole brief, with the tree",
    ]
    if session.folder:
        lines.append(f"Files, on this machine: {session.folder} (frames/, session.json, report.html for a person)")
    return "\n".join(lines)
