"""Names the sheets in a prompt: their paths for the agent, and the rows that they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.prompt.frames import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.prompt.sheets.layout import Sheet


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet in a prompt: `rows` says in words which rows' changes it shows; `states` are their numbers."""

    path: str
    rows: str
    states: tuple[int, ...]
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.rpartition("/")[2]


def listed(sheets: Iterable[Sheet], out: str = "") -> tuple[ListedSheet, ...]:
    """The sheets that `write_sheets` wrote to the frames folder below `out`, which is named as the agent names it."""
    prefix = f"{out.rstrip('/')}/" if out and out != "." else ""
    return tuple(
        ListedSheet(f"{prefix}{FOLDER}/{sheet.name}", _rows(sheet.states), sheet.states, (sheet.width, sheet.height))
        for sheet in sheets
    )


def _rows(states: tuple[int, ...]) -> str:
    *others, last = map(str, states)
    return f"rows {', '.join(others)} and {last}" if others else f"row {last}"
