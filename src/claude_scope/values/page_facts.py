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
`reordered`: the order of a table or list. `columns`, `rows`, `row`, `moved`: its columns, its rows (such as their
number), the cells of a row, the place of a row. `scrolled`: the page scrolled, with the heading that is at its top now.
`value`, `state`: the value or the state of a field, control or text. `added`, `removed`: other parts. `running`: a
figure that changes by itself. `mismatch`: a total that is not the sum of its lines. `unchanged`: something stayed the
same although a change was due. `nothing`: no difference at all.
"""


NO_CHANGE: frozenset[PageFactKind] = frozenset({"unchanged", "nothing"})
"""Kinds of facts that report no change."""


@dataclass(frozen=True, slots=True)
class PageFact:
    """One fact of a row.

    `noun` is our word for the fact's subject ("table", "field", "button"), `name` is the page's own name for it
    ("Total", a row's key), and `part` is a column or the changed state. `items` are entries, rows or parts, each with
    our noun and the page's words; `more` is the number of further items. `count` is the number of rows before and
    after; for a `page`, both are the number of the row that showed it last. `nodes` are the ids of the elements that
    the fact is about. `is_back` says that the page by itself undid what an act had changed. `is_cut` says that the page
    was too large to read in full, so there may be more rows than the fact says.
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
        """Whether the fact only says that another page is shown, without naming the page."""
        return self.kind == "page" and not self.name and self.count is None

    @property
    def texts(self) -> tuple[str, ...]:
        """The page's own words in the fact."""
        return (self.name, self.part, self.before, self.after, *(text for _, text in self.items))
