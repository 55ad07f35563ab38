"""A session as agents see it, and the protocol of a source of sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from claude_scope.prompt.synthesize import CheckedAnalysis
    from claude_scope.values import Analysis

Status = Literal["complete", "processing", "error"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in a list. `at` is the time of its last change (ISO 8601, UTC), `where` names its source.

    `detail` is one sentence: its progress, the reason for its failure, or its content.
    """

    id: str
    title: str
    url: str
    at: str
    status: Status
    detail: str
    where: str


@dataclass(frozen=True)
class Session:
    """An opened session with its analysis and access to its files.

    `picture(index)` returns the full-size PNG of the state with this index. `folder` is the folder of its files on this
    machine, with `prompt.*.md`, `session.json` and `frames/`; None if the agent cannot read them.
    """

    entry: Entry
    analysis: Analysis
    picture: Callable[[int], Awaitable[bytes]]
    folder: Path | None = None

    @cached_property
    def checked(self) -> CheckedAnalysis:
        """The checked analysis, as `synthesize` takes it."""
        from claude_scope.prompt.synthesize import check_analysis

        return check_analysis(self.analysis)


class Source(Protocol):
    """A source of sessions."""

    async def entries(self, limit: int) -> list[Entry]:
        """The newest sessions, at most `limit`; raises ClaudeScopeError if they cannot be read."""
        ...

    async def open(self, session_id: str) -> Session | Entry | None:
        """The session; only its entry while it has no analysis; None if this source does not have it."""
        ...
