"""Facts about a captured page, typed so that prompt, report, web app and agents word them alike."""

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

`error`, `message`: a new text. `page`: another page or view. `opened`, `closed`: dialogs, menus, popups. `sorted`,
`reordered`, `columns`, `rows`, `row`, `moved`: a table or list: its order, its columns, the number of rows, the cells
of a row, the place of a row. `scrolled`: the page scrolled, with the heading that is at its top now. `value`, `state`:
of a field, control or text. `added`, `removed`: other parts. `running`: a figure that changes by itself. `mismatch`: a
total that is not the sum of its lines. `unchanged`: something stayed although a change was due. `nothing`: no
difference at all.
"""


NO_CHANGE: frozenset[PageFactKind] = frozenset({"unchanged", "nothing"})
"""Kinds of facts that report no change."""


@dataclass(frozen=True, slots=True)
class PageFact:
    """One fact of a row.

    `noun` is our word for its subject ("table", "field", "button"), `name` the page's ("Total", a row's key), and
    `part` a column or the changed state. `items` are entries, rows or parts, each with our noun and the page's words;
    `more` counts further ones. `count` is the number of rows before and after; for a `page` both are the number of the
    row that showed it last. `nodes` are the ids of the elements that it is about. `is_back`: the page undid by itself
    what an act had changed. `is_cut`: the page was too large to read in full, so there may be more rows than it says.
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
    is_cut: bool = False

    @property
    def is_unnamed_page(self) -> bool:
        """Whether it only says that another page is shown."""
        return self.kind == "page" and not self.name and self.count is None

    @property
    def texts(self) -> tuple[str, ...]:
        """The page's own words."""
        return (self.name, self.part, self.before, self.after, *(text for _, text in self.items))
