"""Facts about a captured page: typed, so that prompt, report, web app and agents word them alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageFactKind = Literal[
    "error",
    "message",
    "page",
    "opened",
    "closed",
    "sorted",
    "reordered",
    "columns",
    "rows",
    "row",
    "moved",
    "scrolled",
    "value",
    "state",
    "added",
    "removed",
    "running",
    "mismatch",
    "unchanged",
    "nothing",
]
"""The kind of a fact.

`error`, `message`: a text that appeared. `page`: another page or view. `opened`, `closed`: dialogs, menus, popups.
`sorted`, `reordered`, `columns`, `rows`, `row`, `moved`: of a table or list, its order, columns, number of rows, the
cells of a row, the place of one. `scrolled`: the page, to what is at its top now. `value`, `state`: of a field, control
or text. `added`, `removed`: other parts. `running`: a figure that changes by itself. `mismatch`: a total that is
no sum of its lines. `unchanged`: what stayed where a change was due. `nothing`: no text, name, value or state differs.
"""


NO_CHANGE: frozenset[PageFactKind] = frozenset({"unchanged", "nothing"})
"""Kinds of facts that tell of no change."""


@dataclass(frozen=True, slots=True)
class PageFact:
    """One fact of a row.

    `noun` is our word for what it is about ("table", "field", "button"), `name` the page's ("Total", a row's key), and
    `part` a column, or the state that changed. `items` are entries, rows or parts, each with a noun of ours and the
    page's words, and `more` further ones. `count` is the number of rows before and after; of a `page` both are the
    number of the row that showed it last. `nodes` are the ids of the elements that it is about. `is_back`: it took back
    by itself what an act had changed.
    """

    kind: PageFactKind
    noun: str = ""
    name: str = ""
    part: str = ""
    before: str = ""
    after: str = ""
    items: tuple[tuple[str, str], ...] = ()
    more: int = 0
    count: tuple[int, int] | None = None
    nodes: tuple[str, ...] = ()
    is_back: bool = False

    @property
    def is_unnamed_page(self) -> bool:
        """Whether it only says that the page is another one."""
        return self.kind == "page" and not self.name and self.count is None

    @property
    def texts(self) -> tuple[str, ...]:
        """The page's own words."""
        return (self.name, self.part, self.before, self.after, *(text for _, text in self.items))
