"""Differences between the fields, controls and texts of two pages, and what appeared and vanished together."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.timeline.captured.compare.compare_lines import compare_lines
from claude_scope.timeline.captured.compare.compare_rows import noun_of, row_text, state_word
from claude_scope.timeline.captured.compare.match_leaves import DRAWN
from claude_scope.timeline.captured.compare.new_errors import data_entries, is_explanation, is_new_error
from claude_scope.timeline.captured.compare.part_order import mixed
from claude_scope.timeline.captured.page.error_texts import is_error
from claude_scope.timeline.captured.page.read_rows import TOGGLES
from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import is_count_line, is_figure, is_prompt, settled
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from claude_scope.values import PageFactKind

MAX_PARTS = 16
"""Maximum number of items that a fact lists about what appeared."""
MAX_IN_ORDER = 8
"""More parts than this may not all fit in a row, so the important ones come first."""
MAX_ROWS = 3
MAX_BLOCKS = 3
_TOLD_STATES = frozenset(
    {"checked", "disabled", "expanded", "expanded=false", "selected", "pressed", "current", "busy"}
)
_MAX_TEXT = 60
_OPTIONS = frozenset({"listbox", "menu", "tablist"})
MAX_OPTIONS, MAX_OPTION_CHARS = 6, 80
"""A list of options with at most this many entries and characters is reported in full."""
MIN_LETTERS = 3
_HINTS = frozenset("!* ")
"""Marks at required and refused fields; how many there are says nothing."""
ERROR = "error"
"""The noun in a fact about an error that vanished."""
MAX_GONE = 3
MIN_NUMBERS = 3
"""If at least this many bare numbers appear or vanish at once, they only number lines, pages or days."""
_NO_REFUSALS: Mapping[str, str] = MappingProxyType({})


def compare_leaf(old: Leaf, new: Leaf) -> Iterator[PageFact]:
    """The differences between two states of a leaf."""
    nodes = (new.ref,) if new.ref else ()
    noun = leaf_noun(new)
    is_other = old.value != new.value if new.kind == "field" else settled(old.value) != settled(new.value)
    if {*old.value, *new.value} <= _HINTS:
        is_other = False
    if is_other:
        if is_error(new) and not is_error(old):
            yield PageFact("error", name=new.label, after=new.value, nodes=nodes)
        elif old.lines and new.lines:
            yield from compare_lines(old.lines, new.lines, nodes)
        else:
            yield PageFact(
                "value", noun if new.kind != "text" else "", new.label, before=old.value, after=new.value, nodes=nodes
            )
    elif new.role in DRAWN and old.label != new.label and not new.value:  # its label is its value
        yield PageFact("value", noun, "", before=old.label, after=new.label, nodes=nodes)
    elif new.kind == "text" and old.label != new.label and old.label and new.label and not is_figure(new.value):
        yield PageFact("value", "", "", before=old.label, after=new.label, nodes=nodes)
    for state in sorted(old.states ^ new.states):
        if state.partition("=")[0] in _TOLD_STATES and not (
            state == "expanded=false" and "expanded" in old.states | new.states
        ):
            yield PageFact("state", noun, new.name, state_word(state, state in new.states), nodes=nodes)
        elif state == "refused" and new.refusal:
            yield PageFact("error", "field", new.name, after=new.refusal, nodes=nodes)
        elif state in ("invalid", "refused") and state in new.states:
            yield PageFact("state", noun, new.name, "invalid", nodes=nodes)


def leaf_noun(leaf: Leaf) -> str:
    """The noun and label of a leaf; a text has no noun."""
    if leaf.kind == "field" and leaf.role not in TOGGLES:
        return "field" if leaf.role in ("textbox", "searchbox", "spinbutton") else leaf.role
    return "" if leaf.kind in ("text", "message") else leaf.role


def parts_of(one: Leaf | Section, most_rows: int = MAX_ROWS) -> Iterator[tuple[str, str]]:
    """Describe a leaf or section as pairs of our noun and the page's words; a section gives only its first rows."""
    if isinstance(one, Section):
        columns = f" ({_shortened(', '.join(filter(None, one.columns)))})" if one.columns else ""
        number = counted(len(one.rows), "row") if one.role == "table" else f"{len(one.rows):,}"
        is_long = one.is_table or len(one.rows) > MAX_ROWS
        size = f" of {'at least ' if one.is_cut else ''}{number}" if is_long else ""
        if not one.rows:
            yield f"{noun_of(one)} of 0 rows:", ", ".join(filter(None, one.columns))
        most_rows = len(one.rows) if _is_short(one) else most_rows
        for row in one.rows[:most_rows]:
            yield f"{noun_of(one)}{columns}{size}:", row_text(row, next(filter(None, row.cells), ""))
        return
    states = [state_word(state, True) for state in sorted(one.states) if state in _TOLD_STATES - {"expanded=false"}]
    noun = leaf_noun(one) + (f" [{', '.join(states)}]" if states else "")
    value = f"{one.label}: {one.value}" if one.label and one.value and one.kind != "control" else one.name
    yield noun, value[:_MAX_TEXT]


def _is_short(section: Section) -> bool:
    """Whether a list is short enough to report all its entries, such as the options of a field."""
    words = [row.text for row in section.rows]
    return section.role in _OPTIONS and len(words) <= MAX_OPTIONS and sum(map(len, words)) <= MAX_OPTION_CHARS


def as_texts(parts: Sequence[Leaf | Section]) -> list[Leaf | Section]:
    """Split short lists of texts into their entries, because these may be messages or validation errors."""
    found: list[Leaf | Section] = []
    for part in parts:
        if (
            isinstance(part, Leaf)
            or part.is_table
            or len(part.rows) > MAX_ROWS
            or any(row.controls for row in part.rows)
        ):
            found.append(part)
        else:
            found += [Leaf("text", "text", row.ref, row.text, layer=part.layer) for row in part.rows]
    return found


def _shortened(columns: str) -> str:
    """The names of the columns, cut to the first few if they are too long."""
    return columns if len(columns) <= _MAX_TEXT else f"{columns[:_MAX_TEXT].rpartition(',')[0] or columns[:_MAX_TEXT]}…"


def blocks(order: Sequence[Leaf | Section], new: Collection[int]) -> list[list[Leaf | Section]]:
    """Group the leaves and sections at these positions into runs of neighbours."""
    found: list[list[Leaf | Section]] = []
    last = -2
    for position, item in enumerate(order):
        if position not in new:
            continue
        if position == last + 1 and found:
            found[-1].append(item)
        else:
            found.append([item])
        last = position
    return found


def block_facts(
    parts: Sequence[Leaf | Section], known: str = "", refusals: Mapping[str, str] = _NO_REFUSALS
) -> Iterator[PageFact]:
    """Facts about what appeared: one for each error and message, then one for the rest.

    `known` are the case-folded texts of the page before; `refusals` maps refs of validation messages to the names of
    their fields.
    """
    rest: list[Leaf | Section] = []
    entries = data_entries(parts)
    parts = as_texts(parts)
    labels = {part.label for part in parts if isinstance(part, Leaf)}
    for part in parts:
        is_label = isinstance(part, Leaf) and part.value.removesuffix(":") in labels
        if isinstance(part, Leaf) and not is_label and _reports_error(part, parts, known, refusals, entries):
            noun, name = ("field", refusals[part.ref]) if part.ref in refusals else ("", part.label)
            yield PageFact("error", noun, name, after=part.value, nodes=(part.ref,))
        elif isinstance(part, Leaf) and part.kind == "message" and not is_count_line(part.value):
            yield PageFact("message", after=part.value, nodes=(part.ref,))
        else:
            rest.append(part)
    yield from _fact_of("added", rest)


def _reports_error(
    leaf: Leaf, parts: Sequence[Leaf | Section], known: str, refusals: Mapping[str, str], entries: Collection[str]
) -> bool:
    if leaf.ref in refusals:
        return True
    return leaf.ref not in entries and is_new_error(leaf, known) and not is_explanation(leaf, parts)


def gone_facts(parts: Sequence[Leaf | Section], *, with_errors: bool = False) -> Iterator[PageFact]:
    """Facts about what vanished, without messages.

    If only controls and images vanished, they are left out too, because others replaced them. `with_errors` says that
    the user filled in a field: error messages that vanished are then reported, because the user corrected the error.
    """
    for part in parts if with_errors else ():
        if isinstance(part, Leaf) and part.kind == "message" and is_error(part):
            yield PageFact("removed", items=((ERROR, part.value),), nodes=(part.ref,))
    told = [part for part in parts if isinstance(part, Section) or part.kind != "message"]
    if any(isinstance(part, Section) or part.kind not in ("control", "image") for part in told):
        yield from _fact_of("removed", told)


def _fact_of(kind: PageFactKind, parts: Sequence[Leaf | Section]) -> Iterator[PageFact]:
    told = without_echoes(parts)
    if kind == "added" and len(told) > MAX_IN_ORDER:
        told = mixed(told)
    most = MAX_PARTS if kind == "added" else MAX_GONE
    rows = MAX_ROWS if len(told) <= MAX_ROWS else MAX_ROWS - 1
    items = tuple(dict.fromkeys(part for echo in told for part in parts_of(echo, rows)))
    items = _parted(part for part in items if part[1])
    if items:
        nodes = tuple(echo.ref for echo in told if echo.ref)[:20]
        yield PageFact(kind, items=items[:most], more=max(0, len(items) - most), nodes=nodes)


def _parted(items: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Give the noun "text" to a text after the rows of a section, so that it does not read like one of the rows."""
    found: list[tuple[str, str]] = []
    for noun, text in items:
        found.append(("text" if not noun and found and found[-1][0].endswith(":") else noun, text))
    return tuple(found)


def without_echoes(parts: Sequence[Leaf | Section]) -> list[Leaf | Section]:
    """Drop texts that repeat a label or are shorter than a word, and pictures unless nothing else is left."""
    labelled = (part for part in parts if isinstance(part, Leaf) and part.kind in ("field", "text") and part.label)
    labels = {part.label.rstrip(" *:") for part in labelled}
    kept = [
        part
        for part in parts
        if isinstance(part, Section)
        or not (
            (part.kind == "text" and (part.value.rstrip(" *:") in labels or _is_icon(part)))
            or (part.kind == "control" and not any(map(str.isalnum, part.name)))
            or (part.kind == "field" and not part.name)
            or not settled(part.name).strip("#")
            or (part.kind == "text" and not part.label and is_prompt(part.value))
        )
    ]
    named = [part for part in kept if not (isinstance(part, Leaf) and part.kind == "image")]
    counted = [part for part in named if not _is_bare_number(part)]
    return (counted if len(named) - len(counted) >= MIN_NUMBERS else named) or kept


def _is_bare_number(part: Leaf | Section) -> bool:
    return isinstance(part, Leaf) and part.kind == "text" and not part.label and part.value.isdecimal()


def _is_icon(leaf: Leaf) -> bool:
    """Whether a text is too short to be a word: initials, a symbol, the name of a key."""
    return sum(letter.isalnum() for letter in leaf.value) < MIN_LETTERS and not (leaf.label or is_figure(leaf.value))
