"""Finds what stayed the same after an act that might have changed it: figures, values, tables and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.timeline.captured.compare.compare_leaves import leaf_noun
from claude_scope.timeline.captured.compare.compare_rows import name_of, noun_of, row_noun
from claude_scope.timeline.captured.compare.overlays import DIALOGS
from claude_scope.timeline.captured.compare.stayed.tallies import tally_text
from claude_scope.timeline.captured.page.amounts import amounts_in
from claude_scope.timeline.captured.page.texts import has_figure
from claude_scope.values import FIELD_ROLES, PageFact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.captured.compare.compare_pages import Compared
    from claude_scope.timeline.captured.page.structure import Leaf, Row, Section
    from claude_scope.values import Act

MIN_ROWS = 2
"""A shorter table or list is not reported."""
MIN_LONG = 8
"""A list without a name is reported only with at least this many rows."""
MAX_UNCHANGED = 2
"""Maximum number of tables and lists to report in a row; only one if the row reports something else."""
MAX_BESIDE = 5
"""If a row has more facts, most of what stayed the same is not reported."""
_PRESSES = frozenset({"click", "dblclick", "drag", "file"})
_SEARCHES = frozenset({"searchbox", "combobox"})
"""Roles of fields that may filter a list while the user types."""
CHOICES = frozenset({"check", "uncheck", "select"})
"""Acts that may filter a list."""
_ENTRIES = frozenset({"type", "select"})
STEP_OF = 2
"""How many numbers a text has that shows the step of a form, such as "Page 2 of 3"."""
MAX_FEW = 4
"""At most this many rows appear or vanish when one or two rows are added to, or removed from, a page of a table."""
_VIEWS = frozenset({"sorted", "reordered", "columns", "page", "opened"})
"""Kinds of facts after which the page may show other rows of the same data."""
_OF_ROWS = frozenset({"sorted", "reordered", "rows"})
_DATA = frozenset({"error", "message", "page", "value", "row", "rows", "state"})
"""Kinds of facts that make a change of a table likely; opening something does not."""


def unchanged_facts(
    compared: Compared,
    told: Sequence[PageFact],
    acts: Sequence[Act],
    typed: Mapping[str, str],
    *,
    is_filter: bool = False,
) -> tuple[PageFact, ...]:
    """At most one fact about what stayed after acts that might have changed it.

    `told` are the other facts of the row, `typed` the names and values of fields that the user typed into.
    `is_filter` says that an earlier choice like the last act showed or hid rows.
    """
    if not acts or (acts[-1].kind == "click" and acts[-1].target.role in FIELD_ROLES):
        return ()
    if is_filter and acts[-1].kind in CHOICES and not any(fact.kind in _OF_ROWS for fact in told):
        return _same_list(compared) if len(told) <= MAX_BESIDE else ()
    if compared.figures and not _filters(acts, told):
        return compared.figures[:1]
    if (tallies := _tallies(compared, told, acts)) or len(told) > MAX_BESIDE:
        return tallies
    if compared.is_rest_same and told and all(_leaves_page(fact, acts[-1]) for fact in told):
        return (PageFact("unchanged", "the rest of the page"),)
    if kept := _still_open(compared, told, acts) or _kept_values(compared, told, typed):
        return kept
    return _same_rows(compared, told, acts)


def _still_open(compared: Compared, told: Sequence[PageFact], acts: Sequence[Act]) -> tuple[PageFact, ...]:
    """Where a refused form still is: the dialog that stayed open, or the text that shows its step."""
    if not _is_press(acts) or not any(fact.kind == "error" for fact in told):
        return ()
    items = [(item.role, item.name) for item in compared.open if item.role in DIALOGS]
    items += [("", leaf.value) for leaf in compared.counts if len(amounts_in(leaf.value)) == STEP_OF]
    return (PageFact("unchanged", items=tuple(items[:1])),) if items else ()


def _leaves_page(fact: PageFact, act: Act) -> bool:
    """Whether a fact is only about a closed dialog, or about scrolling to something other than the act's target."""
    if fact.kind == "scrolled":
        return fact.name.casefold() != act.target.name.casefold()
    return fact.kind == "closed" and fact.noun in DIALOGS


def _tallies(compared: Compared, told: Sequence[PageFact], acts: Sequence[Act]) -> tuple[PageFact, ...]:
    """The totals and counts next to data that changed: a few rows were added or removed, or a number in a row changed.

    After a choice that changed nothing else, it is the first total of the page, which may have had to change.
    """
    if acts[-1].kind in CHOICES and not told:
        found = list(compared.totals[:1])
    elif _is_press(acts) and not {fact.kind for fact in told} & _VIEWS and any(map(_changes_data, told)):
        found = list(compared.tallies[:MAX_UNCHANGED])
    else:
        found = []
    items = tuple(("", tally_text(leaf)) for leaf in found)
    return (PageFact("unchanged", items=items, nodes=tuple(leaf.ref for leaf in found)),) if items else ()


def _changes_data(fact: PageFact) -> bool:
    """Whether a few rows were added or removed, or a number in a row of a table changed."""
    if fact.kind == "rows":
        came_or_went = len(fact.items) + fact.more
        return fact.count is not None and came_or_went <= MAX_FEW and all(sign in ("+", "-") for sign, _ in fact.items)
    is_cell = fact.kind == "row" and fact.noun == "row"
    return is_cell and any(column and has_figure(change) and " -> " in change for column, change in fact.items)


def _same_list(compared: Compared) -> tuple[PageFact, ...]:
    """The text that counts the rows of a filtered list or, if there is none, the longest list."""
    counts = [("", leaf.value) for leaf in compared.counts]
    lists = [item for item in compared.unchanged if len(item.rows) >= MIN_ROWS and _is_data(item)]
    lists.sort(key=lambda other_list: -len(other_list.rows))
    items = tuple((counts + [_rows_of(item) for item in lists])[:1])
    return (PageFact("unchanged", items=items),) if items else ()


def _rows_of(section: Section) -> tuple[str, str]:
    noun, rows = noun_of(section), counted(len(section.rows), row_noun(section))
    if section.is_cut:
        return f"the first {rows} of a {noun}", name_of(section)
    return rows if noun in rows.split() else f"{noun} of {rows}", name_of(section)


def _filters(acts: Sequence[Act], told: Sequence[PageFact]) -> bool:
    """Whether a choice or a search showed or hid rows, so that a total may still include all rows."""
    is_choice = acts[-1].kind in CHOICES or acts[-1].target.role in _SEARCHES
    return is_choice and any(fact.kind == "rows" for fact in told)


def _kept_values(compared: Compared, told: Sequence[PageFact], typed: Mapping[str, str]) -> tuple[PageFact, ...]:
    """Typed values that are still in their fields on another page, such as a filter's value, or after an error."""
    if not any(fact.kind in ("page", "error") for fact in told):
        return ()
    fields = (leaf for leaf in compared.fields if leaf.label and any(map(str.isalnum, leaf.value)))  # unmasked ones
    kept = [leaf for leaf in fields if typed.get(leaf.label) == leaf.value][:MAX_UNCHANGED]
    items = tuple((leaf_noun(leaf), f"{leaf.label}: {leaf.value}") for leaf in kept)
    return (PageFact("unchanged", items=items, nodes=tuple(leaf.ref for leaf in kept)),) if items else ()


def _same_rows(compared: Compared, told: Sequence[PageFact], acts: Sequence[Act]) -> tuple[PageFact, ...]:
    """The unchanged tables and lists, or the text that counts their rows."""
    most = 1 if told else MAX_UNCHANGED
    kinds = {fact.kind for fact in told}
    if kinds & _OF_ROWS or (_is_press(acts) and "removed" in kinds and kinds <= {"added", "removed"}):
        counts = tuple(("", leaf.value) for leaf in _counts(compared, told))[:1]
        return (PageFact("unchanged", items=counts),) if counts else ()
    may_change = any(act.kind in _ENTRIES or (act.kind == "key" and act.key == "Enter") for act in acts)
    is_page = bool(told) and told[0].kind == "page"
    if told and all(map(_opens, told)):
        return ()
    changed = [fact for fact in told if not _closes_list(fact)]
    is_due = is_page or any(fact.kind == "error" for fact in told) or all(fact.kind in _DATA for fact in changed)
    if not may_change and not (_is_press(acts) and is_due):
        return ()
    if acts[-1].kind == "type" and acts[-1].target.role not in _SEARCHES:
        return ()
    rows = [item for item in compared.unchanged if len(item.rows) >= MIN_ROWS and _is_data(item)]
    with_lists = may_change or not told or is_page
    rows = [row for row in rows if row.is_table or (with_lists and (row.name or len(row.rows) >= MIN_LONG))]
    rows.sort(key=lambda row: (not row.is_table, -len(row.rows)))
    items = tuple(map(_rows_of, rows[:most]))
    return (PageFact("unchanged", items=items, nodes=tuple(row.ref for row in rows[:most])),) if items else ()


def _counts(compared: Compared, told: Sequence[PageFact]) -> list[Leaf]:
    """The texts that count rows, those with the most numbers first ("1-10 of 42"); else tallies near changed rows."""
    counts = sorted(compared.counts, key=lambda leaf: -len(amounts_in(leaf.value)))
    is_order = any(fact.kind in ("sorted", "reordered") for fact in told)
    return [] if compared.is_paging else counts or ([] if is_order else list(compared.tallies))


def _opens(fact: PageFact) -> bool:
    """Whether a fact only says that something was expanded or collapsed."""
    if fact.kind == "state":
        return fact.part in ("expanded", "collapsed")
    return fact.kind == "row" and fact.noun != "row" and len({sign for sign, _ in fact.items} & {"+", "-"}) == 1


def _closes_list(fact: PageFact) -> bool:
    """Whether a fact only says that the list of a combobox closed."""
    return fact.kind == "removed" and all(noun.startswith("listbox") for noun, _ in fact.items[:1])


def _is_press(acts: Sequence[Act]) -> bool:
    return any(act.kind in _PRESSES for act in acts)


def _is_data(section: Section) -> bool:
    """Whether a section contains data: a table, or a list with figures, but not a menu of links."""
    links = sum(not _beside_controls(row) for row in section.rows)
    return section.is_table or (2 * links <= len(section.rows) and any(has_figure(row.text) for row in section.rows))


def _beside_controls(row: Row) -> str:
    """The text of a row without its links and buttons."""
    text = row.text
    for _, name, _ in row.controls:
        text = text.replace(name, " ") if name else text
    return "".join(letter for letter in text if letter.isalnum())
