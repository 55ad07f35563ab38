"""Reads the tree of a rebuilt page into sections and leaves, without wrappers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.cut_end import cut_end
from claude_scope.timeline.captured.page.icon_words import without_icon_words
from claude_scope.timeline.captured.page.placed_rows import placed_table
from claude_scope.timeline.captured.page.read_rows import (
    CELLS,
    CONTROLS,
    LISTS,
    TABLES,
    TOGGLES,
    field_value,
    lines_of,
    read_cards,
    read_list,
    read_table,
)
from claude_scope.timeline.captured.page.structure import Leaf, Overlay, Page, Section
from claude_scope.timeline.captured.page.texts import (
    MIN_SENTENCE_SHARE,
    PHRASES,
    is_figure,
    one_line,
    pieces,
    prop_of,
    shown_name,
    text_of,
)
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import LeafKind
    from claude_scope.values import Node

DIALOGS = frozenset({"dialog", "alertdialog"})
_OVERLAYS = DIALOGS | {"menu"}
_MESSAGES = frozenset({"alert", "status", "log"})
_FIGURES = frozenset({"progressbar", "meter", "slider", "scrollbar"})
_ASIDE = frozenset({"navigation", "banner", "contentinfo", "menubar"})
_PARTS = frozenset({"region", "group", "radiogroup", "form", "tabpanel", "article", "figure", "complementary"})
"""Roles whose name is the name of a part of the page."""
_INERT = frozenset({"option", "separator", "none", "presentation"})
_LINE = PHRASES | {"link"}
MAX_MESSAGE_CHARS, MIN_MESSAGE_LETTERS = 400, 3
_MAX_LABEL = 60
_BUTTONS = frozenset({"button", "img"})
_IGNORED_STATES = frozenset({"active", "required", "readonly"})


def read_page(tree: Node, url: str, title: str, cards: Collection[str] = (), *, is_cut: bool = False) -> Page:
    """Read the page of a rebuilt tree; `cards` are the refs of containers whose children are cards.

    `is_cut`: the page has more elements than the tree.
    """
    reader = _Reader(cards)
    reader.visit(without_icon_words(tree), _Place())
    order = tuple(_labelled(reader.order))
    order = cut_end(order, tree) if is_cut else order
    leaves = tuple(item for item in order if isinstance(item, Leaf))
    sections = tuple(item for item in order if isinstance(item, Section))
    texts = frozenset(
        text
        for item in order
        for text in ((item.value, item.label) if isinstance(item, Leaf) else _texts_of(item))
        if text
    )
    return Page(url, title, leaves, sections, tuple(reader.overlays), order, texts, is_cut)


@dataclass(frozen=True, slots=True)
class _Place:
    """The context of a node.

    `layer` is the ref of the overlay around it, `within` the name of the part of the page around it, `parent` the ref
    of the node around it, and `row` the text of the row header before it. `is_aside` has the same meaning as in `Leaf`.
    """

    layer: str = ""
    within: str = ""
    parent: str = ""
    row: str = ""
    is_aside: bool = False


@dataclass(slots=True)
class _Reader:
    cards: Collection[str]
    order: list[Leaf | Section] = field(default_factory=list)
    overlays: list[Overlay] = field(default_factory=list)

    def visit(self, node: Node, place: _Place) -> None:
        """Read a node and its descendants."""
        role = node.role
        if node.hidden or role in _INERT or _is_behind(node) or (role == "tooltip" and not _has_fields(node)):
            return
        if role in _ASIDE:
            place = replace(place, is_aside=True)
        if role in _OVERLAYS:
            ref = node.ref or next((item.ref for item in node.walk() if item.ref), "")
            self.overlays.append(Overlay(role, ref, one_line(node.name) or _heading_of(node)))
            place = replace(place, layer=ref, within="")
        if node.ref in self.cards and node.children:
            self.order.append(self._titled(read_cards(node, place.layer), place))
        elif role in TABLES and (table := read_table(node, place.layer) or _placed(node, place.layer)) is not None:
            self.order.append(table)
            for line in lines_of(node) if table.columns else ():
                if _has_fields(line):
                    self._container(line, replace(place, parent=node.ref))
                else:
                    self._leaf("text", line, replace(place, parent=node.ref), value=text_of(line))
        elif role in LISTS and role != "menubar" and not _has_fields(node) and (found := read_list(node, place.layer)):
            self.order.append(self._titled(found, place))
        elif role in FIELD_ROLES and (below := _below_frame(node)):
            for inner in below:
                self.visit(inner, place)
        elif role in FIELD_ROLES or role == "listbox":
            self._leaf("field", node, place, value=field_value(node), label=self._label(node, place))
        elif role in TOGGLES:
            self._leaf("field", node, place, value="", label=self._label(node, place))
        elif role in _FIGURES:
            value = next((state[6:] for state in node.states if state.startswith("value=")), text_of(node))
            kind: LeafKind = "text" if any(map(str.isalpha, value)) else "field"  # "step 2 of 3", 40 %
            self._leaf(kind, node, place, value=value, label=self._label(node, place))
        elif role in CONTROLS:
            value = one_line(node.name) or text_of(node) or one_line(prop_of(node, "/description")) or _label_in(node)
            self._leaf("control", node, place, value=value)
            for inner in _lists_in(node):  # a menu entry with a submenu
                self.visit(inner, place)
        elif role == "heading":
            self._leaf("heading", node, place, value=one_line(node.name) or text_of(node))
        elif role in _MESSAGES and (text := _message(node)) and len(text) <= MAX_MESSAGE_CHARS:
            is_said = sum(map(str.isalpha, text)) >= MIN_MESSAGE_LETTERS
            name = one_line(node.name)
            self._leaf("message" if is_said else "text", node, place, value=text, label="" if name == text else name)
        elif role == "definition":
            last = self.order[-1] if self.order else None
            label = last.value if isinstance(last, Leaf) and last.role == "term" else ""
            self._leaf("text", node, place, value=text_of(node), label=label.removesuffix(":"))
        elif role == "term":
            self._leaf("text", node, place, value=text_of(node))
        elif role in ("img", "image"):
            if node.name:
                self._leaf("image", node, place, value=one_line(node.name))
        elif role == "generic" and _has_grids(node) and (table := _placed(node, place.layer)) is not None:
            self.order.append(table)
        else:
            self._container(node, place)

    def _container(self, node: Node, place: _Place) -> None:
        within = one_line(node.name) if node.role in _PARTS and node.name else place.within
        row = one_line(text_of(node)) if node.role == "rowheader" else place.row
        inner = replace(place, within=within, parent=node.ref or place.parent, row=row)
        if node.text and not node.children:
            self._leaf("text", node, inner, value=one_line(node.text))
            return
        if node.name and node.children and is_figure(figure := text_of(node)) and not _has_controls(node):
            self._leaf("text", node, inner, value=figure, label=one_line(node.name))
            return
        if not node.children:
            if node.role != "iframe":
                self._leaf("text", node, inner, value=one_line(shown_name(node)))
            return
        for run in _runs(node.children):
            if len(run) == 1 and run[0].role not in PHRASES:
                self.visit(run[0], inner)
                if run[0].role == "rowheader":
                    inner = replace(inner, row=one_line(text_of(run[0])))
            elif _is_sentence(run):
                text = one_line(" ".join(filter(None, map(_said, run))))
                if text:
                    is_one = len(run) == 1 and run[0].role in PHRASES
                    role, lines = (run[0].role, run[0].text) if is_one else ("text", "")
                    self._leaf("text", replace(node, role=role, text=lines, states=()), inner, value=text)
            else:
                for item in run:
                    if item.role in PHRASES:
                        self._leaf("text", item, inner, value=one_line(_said(item)))
                    else:
                        self.visit(item, inner)

    def _leaf(self, kind: LeafKind, node: Node, place: _Place, *, value: str, label: str = "") -> None:
        if not value and kind != "field":
            return
        if kind == "text" and place.row and value != place.row:
            label = place.row.removesuffix(":")
        states = frozenset(node.states) - _IGNORED_STATES
        self.order.append(
            Leaf(
                kind,
                node.role,
                node.ref or place.parent,
                value,
                label,
                states,
                place.layer,
                place.within,
                place.parent,
                node.box,
                place.is_aside,
                prop_of(node, "/description") if "refused" in states else "",
                _lines(node) if kind == "text" else (),
            )
        )

    def _titled(self, section: Section, place: _Place) -> Section:
        """Give a section without a name the heading right before it, or the name of the part around it."""
        last = self.order[-1] if self.order else None
        heading = last.value if isinstance(last, Leaf) and last.kind == "heading" and last.layer == place.layer else ""
        return replace(section, name=section.name or heading or place.within, is_aside=place.is_aside)

    def _label(self, node: Node, place: _Place) -> str:
        """The name of a field, otherwise the words before it in its row or line, otherwise the placeholder."""
        if node.name:
            name = one_line(node.name)
            if node.role == "combobox" and name != node.text:  # some libraries add its value to its name
                name = name.removesuffix(one_line(node.text))
            return name.strip().removesuffix(":")
        if place.row:
            return place.row.removesuffix(":")
        last = self.order[-1] if self.order else None
        if (
            isinstance(last, Leaf)
            and last.kind == "text"
            and last.parent == place.parent
            and len(last.value) <= _MAX_LABEL
        ):
            return last.value.removesuffix(":")
        return one_line(prop_of(node, "/placeholder"))


def _label_in(node: Node) -> str:
    """The label in a control with only an icon, which the screen does not show."""
    return next((one_line(item.name) for item in node.walk() if item.name and not item.hidden), "")


def _is_behind(node: Node) -> bool:
    """Whether a field is hidden from assistive technology, because a styled field stands in front of it."""
    return node.role in FIELD_ROLES and "aria-hidden" in node.states and "active" not in node.states


def _lists_in(node: Node) -> Iterator[Node]:
    """The outermost lists and menus below a node."""
    for child in node.children:
        if child.role in LISTS:
            yield child
        else:
            yield from _lists_in(child)


def _message(node: Node) -> str:
    """The text of a message, without its buttons."""
    return " ".join(pieces(node, but=_BUTTONS)) or text_of(node)


def _texts_of(section: Section) -> Iterator[str]:
    """The texts of the rows of a section, and of their cells."""
    for row in section.rows:
        yield row.text
        yield from row.cells


def _placed(node: Node, layer: str) -> Section | None:
    """Read a grid whose rows have no roles; None if it has cells with roles, or fields."""
    has_cells = any(item.role in CELLS for item in node.walk())
    return None if has_cells or _has_fields(node) else placed_table(node, layer)


def _has_grids(node: Node) -> bool:
    """Whether a part consists of several grids, for example one for the header and one for the first column."""
    children = [child for child in node.children if any(item.role in TABLES for item in child.walk())]
    return len(children) > 1


def _runs(children: Sequence[Node]) -> Iterator[list[Node]]:
    """Group adjacent pieces of running text; every other child is alone."""
    run: list[Node] = []
    for child in children:
        if child.hidden:
            continue
        is_inline = not _lines(child) and (child.role in _LINE or (child.role == "generic" and _is_inline(child)))
        if run and not is_inline:
            yield run
            run = []
        if is_inline:
            run.append(child)
        else:
            yield [child]
    if run:
        yield run


def _lines(node: Node) -> tuple[str, ...]:
    """The lines of a block of code."""
    return tuple(filter(None, map(one_line, node.text.split("\n")))) if "\n" in node.text else ()


def _is_inline(node: Node) -> bool:
    """Whether a wrapper contains only a piece of text."""
    return (bool(node.text) and not node.children) or (
        bool(node.children)
        and all(child.role == "text" or (child.role in PHRASES and not child.children) for child in node.children)
    )


def _is_sentence(run: Sequence[Node]) -> bool:
    """Whether pieces form one line of text that does not consist mostly of links."""
    if any(node.role == "generic" and node.box and run[0].box and abs(node.box.y - run[0].box.y) > 4 for node in run):
        return False
    generic = sum(node.role == "generic" for node in run)
    if generic > 1:
        return False
    words = sum(len(_said(node)) for node in run if node.role != "link")
    links = sum(len(_said(node)) for node in run if node.role == "link")
    return bool(words) and words >= MIN_SENTENCE_SHARE * (words + links)


def _said(node: Node) -> str:
    return text_of(node) or node.name


def _has_controls(node: Node) -> bool:
    return any(item.role in CONTROLS | FIELD_ROLES for item in node.walk())


def _has_fields(node: Node) -> bool:
    """Whether a node contains fields; a list that does only arranges the fields of a form."""
    return any(item.role in FIELD_ROLES for item in node.walk())


def _below_frame(node: Node) -> list[Node]:
    """The fields and lists in a field that is only a frame, such as a combobox around its textbox."""
    below = [item for item in node.walk() if item is not node and item.role in FIELD_ROLES | {"listbox"}]
    return below if any(item.role in FIELD_ROLES for item in below) else []


def _heading_of(node: Node) -> str:
    """The heading of a dialog or, without a heading, its first text if that is short."""
    for item in node.walk():
        if item.role == "heading":
            return one_line(item.name) or text_of(item)
    first = next((item for item in node.walk() if item.text or item.name), None)
    is_title = first is not None and first.role in ("generic", "paragraph", *PHRASES) and len(first.text) <= _MAX_LABEL
    return one_line(first.text) if first is not None and is_title else ""


def _labelled(order: Sequence[Leaf | Section]) -> Iterator[Leaf | Section]:
    """The parts of a page, where texts get the words before them as their label.

    A text without a label gets the short text or heading right before it as its label, if the text is a figure or if
    the words before it end with a colon.
    """
    before: Leaf | Section | None = None
    for item in order:
        found = item
        is_bare = isinstance(item, Leaf) and item.kind == "text" and not item.label
        if isinstance(item, Leaf) and is_bare and isinstance(before, Leaf) and before.layer == item.layer:
            is_label = (
                before.kind in ("text", "heading") and not is_figure(before.value) and len(before.value) <= _MAX_LABEL
            )
            if is_label and (is_figure(item.value) or before.value.endswith(":")):
                found = replace(item, label=before.value.removesuffix(":"))
        yield found
        before = item
