"""A page as a user would divide it: sections of rows, and leaves, on the page itself or on an overlay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.values import Box

LeafKind = Literal["heading", "field", "control", "message", "image", "text"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The smallest thing that a user would name.

    `label` is the accessible name of a field or control, or the words before a text. `value` is the text itself, the
    value of a field, or the name of a control. `layer` is the ref of the overlay around it, "" on the page; `within` is
    the name of the part of the page around it, such as a group. `parent` is the ref of the node around it.
    """

    kind: LeafKind
    role: str
    ref: str
    value: str
    label: str = ""
    states: frozenset[str] = frozenset()
    layer: str = ""
    within: str = ""
    parent: str = ""
    box: Box | None = None
    is_aside: bool = False
    """Whether it is in the navigation, header or footer of a page."""
    refusal: str = ""
    """The text of the browser's validation bubble at a field."""
    lines: tuple[str, ...] = ()
    """The lines of a block of code; empty for other texts."""

    @property
    def name(self) -> str:
        """The words by which a user finds it."""
        return self.label or self.value


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or an entry of a list: the text of each cell, and its states."""

    ref: str
    cells: tuple[str, ...]
    states: frozenset[str] = frozenset()
    controls: tuple[tuple[str, str, frozenset[str]], ...] = ()
    """The role, name and states of each control in the row."""
    refs: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The text of all cells."""
        return " ".join(filter(None, self.cells))


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together. `columns` are the headers of a table."""

    role: str
    ref: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    layer: str = ""
    is_aside: bool = False
    heads: tuple[tuple[str, frozenset[str]], ...] = ()
    """Each column with the refs of its header."""
    is_cut: bool = False
    """Whether the page has more rows than these."""

    @property
    def is_table(self) -> bool:
        """Whether it is a table, that is, has column headers."""
        return bool(self.columns)


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay: a dialog, a menu, a popup."""

    role: str
    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page at one moment. `order` has all leaves and sections in document order."""

    url: str
    title: str
    leaves: tuple[Leaf, ...]
    sections: tuple[Section, ...]
    overlays: tuple[Overlay, ...]
    order: tuple[Leaf | Section, ...] = ()
    texts: frozenset[str] = field(default_factory=frozenset)
    """All texts, to find those that two pages have in common."""
    is_cut: bool = False
    """Whether the page has further parts after the last part in `order`."""

    @property
    def states(self) -> list[frozenset[str]]:
        """The states of each leaf and row: checked, selected, disabled."""
        return [
            states
            for item in self.order
            for states in ((item.states,) if isinstance(item, Leaf) else (row.states for row in item.rows))
        ]

    @property
    def folded_texts(self) -> str:
        """All texts, case-folded, one per line, for searching."""
        return "\n".join(("", *self.texts, "")).casefold()

    def headings(self) -> Iterator[Leaf]:
        """The headings on the page itself, the highest level first."""
        found = [leaf for leaf in self.leaves if leaf.kind == "heading"]
        yield from sorted(found, key=lambda leaf: next((s for s in leaf.states if s.startswith("level=")), "level=9"))
