"""Writes the list of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.mcp.answers.answer import Answer
from claude_scope.mcp.answers.lines import MAX_TOKENS, fenced, fit
from claude_scope.prompt.fence import cut, quote

if TYPE_CHECKING:
    from claude_scope.mcp.shelf import Listed
    from claude_scope.mcp.sources.session import Entry

EMPTY = "There are no sessions yet. Make one with `record`, or with `claude-scope record URL` in a terminal."


def list_answer(listed: Listed) -> Answer:
    """Write one row per session. Titles and addresses may come from a page, so the rows are fenced."""
    problems = [f"Not read: {problem}" for problem in listed.problems]
    if not listed.entries:
        return Answer("\n".join([EMPTY, *problems]))
    kept, left = fit(map(_row, listed.entries), MAX_TOKENS)
    more = [f"{left} more did not fit; ask for fewer with `limit`."] if left else []
    head = "id | last changed | status | title | address | what it holds | where; the newest first"
    return Answer("\n".join([head, fenced(kept), *more, *problems]))


def _row(entry: Entry) -> str:
    facts = (entry.id, entry.at, entry.status, quote(entry.title, 80), quote(entry.url, 100), entry.detail, entry.where)
    return " | ".join(cut(fact, 200) for fact in facts)
