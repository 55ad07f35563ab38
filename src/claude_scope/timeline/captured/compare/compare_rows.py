"""Differences between two states of a table or list: columns, order, rows and cells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.row_keys import cell_at, keyed_rows
from claude_scope.timeline.captured.compare.row_order import MIN_SORTED, first_misplaced, moved_rows, sorted_by
from claude_scope.timeline.captured.page.read_rows import TICK
from claude_scope.timeline.captured.page.texts import is_figure, settled, without_ids
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from claude_scope.timeline.captured.compare.row_keys import Keyed
    from claude_scope.timeline.captured.compare.row_order import Order
    from claude_scope.timeline.captured.page.structure import Row, Section

MAX_ITEMS = 4
MAX_PARTS = 8
MIN_WINDOW = 15
"""A table with fewer rows shows all rows of its page."""
MAX_NAME_CHARS = 30
MAX_NAME_CELLS, MIN_WORD_CHARS = 4, 3
_MAX_SINGLE_CELLS = 3
_TOGGLED = {"", TICK}
"""The texts by which a cell shows the states of a checkbox."""
_ITEM_WORDS = {
    "tablist": "tab",
    "menu": "entry",
    "menubar": "entry",
    "listbox": "option",
    "list": "entry",
    "tree": "entry",
    "feed": "entry",
    "cards": "card",
}
_SECTION_WORDS = {"tablist": "tabs", "feed": "list", "tree": "tree", "cards": "cards"}


def noun_of(section: Section) -> str:
    """The noun for a section."""
    return _SECTION_WORDS.get(section.role, section.role)


def row_noun(section: Section) -> str:
    """The noun for the rows of a section."""
    return _ITEM_WORDS.get(section.role, "row")


def name_of(section: Section) -> str:
    """The name of a section or, if it has no name, its first columns."""
    if section.name:
        return section.name
    columns = ", ".join(name for name in section.columns if name)
    return (
        columns
        if len(columns) <= MAX_NAME_CHARS
        else f"{columns[:MAX_NAME_CHARS].rpartition(',')[0] or columns[:MAX_NAME_CHARS]}…"
    )


def compare_rows(old: Section, new: Section, clicked: Collection[str]) -> Iterator[PageFact]:
    """Compare two states of a section; `clicked` are the names of the acts' targets."""
    keyed = keyed_rows(old, new)
    same = _same_rows(old, new, keyed)
    yield from _columns(old, new, same)
    common = [key for key in keyed.after if key in keyed.before]
    was = [key for key in keyed.before if key in keyed.after]
    is_window = _is_window(keyed)
    if 2 * len(common) < len(keyed.after) or (is_window and was != common):
        orders = _orders(old, new, keyed, list(keyed.before), list(keyed.after), clicked)
        if orders:
            yield _sorted_fact(new, keyed, orders, list(keyed.after), None)
            return  # a virtual list shows other rows after sorting
    if was != common:
        yield from _order(old, new, keyed, was, common, clicked, same)
    changed = _renamed(keyed)
    yield from _cells(new, keyed, [*((key, key) for key in common), *changed])
    yield from _came_and_went(old, new, keyed, changed)
    yield from _states(new, keyed, common)


def _is_window(keyed: Keyed) -> bool:
    """Whether a long table shows some new rows and lacks some old ones, so that it may be a window on more rows."""
    sizes = len(keyed.before), len(keyed.after)
    common = len(keyed.before.keys() & keyed.after.keys())
    return common < min(sizes) and min(sizes) >= MIN_WINDOW and sizes[0] != sizes[1]


def _same_rows(old: Section, new: Section, keyed: Keyed) -> tuple[int, int] | None:
    """The number of rows before and after, if both sides are known to have the same rows; otherwise None."""
    is_same = keyed.before.keys() == keyed.after.keys() and not (old.is_cut or new.is_cut)
    return (len(keyed.after), len(keyed.after)) if is_same else None


def _columns(old: Section, new: Section, count: tuple[int, int] | None) -> Iterator[PageFact]:
    """The columns that were added, removed or moved; `count` is the number of rows if they are the same."""
    came = [name for name in new.columns if name and name not in old.columns]
    went = [name for name in old.columns if name and name not in new.columns]
    if came or went:
        items = (*(("+", name) for name in came), *(("-", name) for name in went))
        yield PageFact("columns", noun_of(new), name_of(new), items=items, count=count, nodes=(new.ref,))
    elif old.columns != new.columns:
        names = ", ".join(filter(None, new.columns))
        yield PageFact("columns", noun_of(new), name_of(new), after=names, count=count, nodes=(new.ref,))


def _orders(
    old: Section, new: Section, keyed: Keyed, was: Sequence[str], now: Sequence[str], clicked: Collection[str]
) -> list[tuple[int, Order | None]]:
    """The columns by which the rows are sorted now, a clicked column first."""
    pairs = keyed.columns
    named = {place for place, (_, j) in enumerate(pairs) if _is_named(_column(new, j), clicked)}
    if len(now) < MIN_SORTED or (not named and was == now):
        return []
    before = [[cell_at(keyed.before[key], i) for i, _ in pairs] for key in was]
    after = [[cell_at(keyed.after[key], j) for _, j in pairs] for key in now]
    for place in named if set(was) != set(now) else ():
        if len({cells[place] for cells in after}) == 1 and before != after:
            return [(pairs[place][1], None)]  # all visible rows are equal in the clicked column
    orders: Sequence[Order] = sorted_by(before, after, named)
    common = {*was} & {*now}
    stayed, there = ([key for key in keys if key in common] for keys in (was, now))
    is_moved = len(stayed) >= MIN_SORTED and stayed != there
    if set(was) != set(now) and orders and orders[0].column not in named and not is_moved:
        return []  # another page of the rows may be sorted by chance
    return [(pairs[order.column][1], order) for order in orders]


def _sorted_fact(
    new: Section,
    keyed: Keyed,
    orders: Sequence[tuple[int, Order | None]],
    now: Sequence[str],
    count: tuple[int, int] | None,
) -> PageFact:
    said = [order_words(new, order, place) for place, order in orders]
    by = [place for place, _ in orders]
    misplaced = _misplaced(keyed, orders[0], now)
    if misplaced:
        said[0] += f" ({misplaced[0]} before {misplaced[1]})"
    first = tuple((row_noun(new), row_text(row, key, by)) for key, row in islice(keyed.after.items(), 3))
    larger, smaller = misplaced or ("", "")
    return PageFact(
        "sorted",
        noun_of(new),
        name_of(new),
        part=", then ".join(said),
        before=larger,
        after=smaller,
        items=first,
        count=count,
        nodes=(new.ref,),
    )


def _misplaced(keyed: Keyed, by: tuple[int, Order | None], now: Sequence[str]) -> tuple[str, str] | None:
    """Two neighbours that are not in numeric order, if the rows are sorted as text; otherwise None."""
    place, order = by
    if order is None or not order.is_text:
        return None
    return first_misplaced([cell_at(keyed.after[key], place) for key in now], order)


def _order(
    old: Section,
    new: Section,
    keyed: Keyed,
    was: Sequence[str],
    common: Sequence[str],
    clicked: Collection[str],
    count: tuple[int, int] | None,
) -> Iterator[PageFact]:
    """The change in the order of the remaining rows; `count` is their number if no rows were added or removed."""
    acted = {key for key in common if {key, row_name(keyed.after[key], key)} & set(clicked)}
    moved = moved_rows(was, common, acted if len(acted) == 1 else ())
    is_few = 0 < len(moved) <= max(1, len(common) // 6)
    orders = _orders(old, new, keyed, was, common, clicked)
    is_clicked = any(_is_named(_column(new, place), clicked) for place, _ in orders[:1])
    if orders and (is_clicked or not is_few):
        yield _sorted_fact(new, keyed, orders, common, count)
    elif is_few:
        for key in moved[:MAX_ITEMS]:
            place = common.index(key)
            beside = f"after {row_name(keyed.after[common[place - 1]], common[place - 1])}" if place else "to the top"
            row = keyed.after[key]
            yield PageFact("moved", row_noun(new), row_name(row, key), after=beside, nodes=(row.ref,))
    elif moved:
        first = tuple((row_noun(new), row_text(row, key)) for key, row in islice(keyed.after.items(), 3))
        yield PageFact("reordered", noun_of(new), name_of(new), items=first, count=count, nodes=(new.ref,))


def order_words(section: Section, order: Order | None, place: int) -> str:
    """The order in words: "Pages descending", or only the column if all its visible cells are equal."""
    if order is None:
        return _column(section, place)
    way = "ascending" if order.is_ascending else "descending"
    return f"{_column(section, place) or noun_of(section)} {'as text, not by number' if order.is_text else way}"


def _is_named(column: str, names: Collection[str]) -> bool:
    return bool(column) and any(column.casefold() == name.casefold() for name in names)


def _column(section: Section, place: int) -> str:
    return section.columns[place] if place < len(section.columns) else ""


def _renamed(keyed: Keyed) -> list[tuple[str, str]]:
    """The keys, before and after, of rows whose key changed, but whose node and half of whose cells did not."""
    left = {row.ref: key for key, row in keyed.before.items() if key not in keyed.after and row.ref}
    found = []
    for key, row in keyed.after.items():
        before = left.get(row.ref) if key not in keyed.before else None
        if before is None:
            continue
        then = keyed.before[before]
        same = sum(a == b for a, b in zip(then.cells, row.cells, strict=False) if a or b)
        filled = max(sum(map(bool, then.cells)), sum(map(bool, row.cells)))
        if filled > 1 and 2 * same >= filled:
            found.append((before, key))
    return found


def _cells(new: Section, keyed: Keyed, pairs: Sequence[tuple[str, str]]) -> Iterator[PageFact]:
    """The changed cells, one fact per row; a column that changed in many rows gets one fact instead."""
    by_column: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    places = {key: place for place, key in enumerate(keyed.after)}
    for before, after in pairs:
        if not new.is_table and len(keyed.before[before].cells) != len(keyed.after[after].cells):
            yield from _parts(new, before, keyed.before[before], keyed.after[after])
            continue
        for place, (i, j) in enumerate(keyed.columns):
            then, now = cell_at(keyed.before[before], i), cell_at(keyed.after[after], j)
            if settled(then) == settled(now) or _numbers_row(then, now, places.get(after, 0)):
                continue
            if _column(new, j) or {then, now} != _TOGGLED:
                by_column[place].append((before, then, now))
    many = {place for place, changes in by_column.items() if len(changes) > _MAX_SINGLE_CELLS}
    for place in sorted(many):
        changes = by_column[place]
        items = tuple((row_noun(new), f"{key}: {_arrow(then, now)}") for key, then, now in changes[:3])
        column, more = _column(new, keyed.columns[place][1]), len(changes) - len(items)
        nodes = (new.ref,)
        yield PageFact(
            "rows", noun_of(new), name_of(new), column, items=items, more=more, nodes=nodes, is_cut=new.is_cut
        )
    by_row: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place, changes in by_column.items():
        for key, then, now in changes if place not in many else ():
            by_row[key].append((_column(new, keyed.columns[place][1]), _arrow(then, now)))
    for key, cells in by_row.items():
        row = keyed.before[key]
        yield PageFact("row", row_noun(new), row_name(row, key), items=tuple(cells), nodes=(row.ref,))


def _numbers_row(then: str, now: str, place: int) -> bool:
    """Whether only the number at the beginning of a cell changed, which is the place of its row in the table."""
    (old, rest), (number, other) = (text.partition(" ")[::2] for text in (then, now))
    return rest == other and old.isdecimal() and number in (str(place), str(place + 1))


def _arrow(then: str, now: str) -> str:
    return f"{then or '(empty)'} -> {now or '(empty)'}"


def _parts(new: Section, key: str, then: Row, now: Row) -> Iterator[PageFact]:
    """What appeared and vanished within an entry, such as a submenu or a badge."""
    before, after = Counter(then.cells), Counter(now.cells)
    came, went = list(dict.fromkeys((after - before).elements())), list(dict.fromkeys((before - after).elements()))
    if len(came) == len(went) == 1:
        yield PageFact(
            "row", row_noun(new), row_name(now, key), items=(("", _arrow(went[0], came[0])),), nodes=(now.ref,)
        )
        return
    items = [*(("+", text) for text in came[:MAX_PARTS]), *(("-", text) for text in went[:MAX_ITEMS])]
    more = len(came) + len(went) - len(items)
    if items:
        yield PageFact("row", row_noun(new), row_name(now, key), items=tuple(items), more=more, nodes=(now.ref,))


def _came_and_went(old: Section, new: Section, keyed: Keyed, renamed: Sequence[tuple[str, str]]) -> Iterator[PageFact]:
    """The rows that were added and removed; `renamed` are the keys, before and after, of rows whose key changed."""
    known = {key for pair in renamed for key in pair}
    came = [key for key in _comparable(keyed.after, keyed.before, is_cut=old.is_cut) if key not in known]
    went = [key for key in _comparable(keyed.before, keyed.after, is_cut=new.is_cut) if key not in known]
    if not came and not went:
        return
    sizes = len(keyed.before), len(keyed.after)
    stayed = sizes[1] - len(came)
    rows = {**keyed.before, **keyed.after}
    if len(went) > MAX_ITEMS or (came and went and not stayed):
        # After a filter, a search or paging, the rows that are there matter more than the removed ones.
        now = list(keyed.after)[:MAX_ITEMS]
        signs = [*(("now", key) for key in now), *(("-", key) for key in went[: MAX_ITEMS - 1])]
        more = len(came) + stayed - len(now)
    else:
        signs = [*(("+", key) for key in came[:MAX_ITEMS]), *(("-", key) for key in went)]
        more = max(0, len(came) - MAX_ITEMS)
    items = tuple((sign, row_text(rows[key], key) if sign != "-" else row_name(rows[key], key)) for sign, key in signs)
    nodes = tuple(rows[key].ref for key in (*came, *went))[:20]
    fact = PageFact("rows", noun_of(new), name_of(new), row_noun(new), items=items, more=more, count=sizes, nodes=nodes)
    yield replace(fact, is_cut=old.is_cut or new.is_cut or _is_window(keyed))


def _comparable(keys: Collection[str], other: Collection[str], *, is_cut: bool) -> list[str]:
    """The keys that the other side lacks.

    If the other side is cut (`is_cut`), keys after the last common key do not count, because the other side may have
    them beyond its cut.
    """
    places = [at for at, key in enumerate(keys) if key in other] if is_cut else []
    end = places[-1] if places else len(keys)
    return [key for key in list(keys)[:end] if key not in other]


def row_name(row: Row, key: str) -> str:
    """The name of a row: its key or, if the key is a figure or very short, the first of its cells that has words."""
    if not is_figure(key) and len(key) >= MIN_WORD_CHARS:
        return _short(key)
    return _short(next(filter(_is_telling, row.cells[:MAX_NAME_CELLS]), key))


def _is_telling(cell: str) -> bool:
    """Whether a cell can name its row: it has words that do not change by themselves."""
    return len(cell) >= MIN_WORD_CHARS and not is_figure(cell) and settled(cell) == cell


def row_text(row: Row, key: str, columns: Sequence[int] = ()) -> str:
    """The name of a row with up to two of its cells, those in `columns` first: `Silent Harbour (Beacon Hill, 100)`."""
    name = row_name(row, key)
    first = [row.cells[place] for place in columns if place < len(row.cells)]
    cells = dict.fromkeys(
        cell for cell in (*first, *row.cells) if cell and len(cell) <= 30 and not _is_within(cell, name)
    )
    rest = [cell for cell in cells if cell in first or settled(cell) == cell][:2]
    return f"{name} ({', '.join(rest)})" if rest else name


def _is_within(cell: str, name: str) -> bool:
    """Whether a name contains the text of a cell as whole words: "0" is not within "SKU-0000"."""
    return re.search(rf"(?<![^\s(]){re.escape(cell)}(?![^\s),;:])", name) is not None


def _short(key: str) -> str:
    key = without_ids(key)
    return key if len(key) <= 60 else f"{key[:59].rstrip()}…"


def _states(new: Section, keyed: Keyed, common: Sequence[str]) -> Iterator[PageFact]:
    """State changes of rows and of the controls in them: selected, checked, expanded."""
    by_state: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for key in common:
        then, now = keyed.before[key], keyed.after[key]
        for state in now.states ^ then.states:
            if state == "checked" and _has_toggled_cell(new, keyed, then, now):
                continue  # reported as a change of the cell
            if state != "expanded=false" or "expanded" not in now.states | then.states:
                by_state[state, state in now.states].append(key)
        if len(then.controls) == len(now.controls):
            yield from _controls(new, key, then, now)
    selected = {state for state, is_on in by_state if is_on}
    for (state, is_on), keys in by_state.items():
        if not is_on and state in selected and state in ("selected", "current"):
            continue  # another row was selected instead, which is reported
        items = tuple((row_noun(new), row_name(keyed.after[key], key)) for key in keys[:MAX_ITEMS])
        nodes = tuple(keyed.after[key].ref for key in keys)[:20]
        more = len(keys) - len(items)
        yield PageFact("state", row_noun(new), part=state_word(state, is_on), items=items, more=more, nodes=nodes)


def _has_toggled_cell(new: Section, keyed: Keyed, then: Row, now: Row) -> bool:
    """Whether a checkbox in a column with a name changed."""
    return any(_column(new, j) and {cell_at(then, i), cell_at(now, j)} == _TOGGLED for i, j in keyed.columns)


def _controls(new: Section, key: str, then: Row, now: Row) -> Iterator[PageFact]:
    for (role, name, before), (_, other, after) in zip(then.controls, now.controls, strict=True):
        if name != other and name not in then.text and other not in now.text:
            yield PageFact("row", row_noun(new), _short(key), items=((role, f"{name} -> {other}"),), nodes=(now.ref,))
        elif before != after and name == other and role not in ("checkbox", "radio", "switch", "link"):
            for state in sorted(after ^ before):
                yield PageFact(
                    "state",
                    role,
                    name,
                    state_word(state, state in after),
                    items=((row_noun(new), _short(key)),),
                    nodes=(now.ref,),
                )


_OPPOSITES: Mapping[str, str] = {
    "checked": "unchecked",
    "disabled": "enabled",
    "selected": "not selected",
    "pressed": "not pressed",
    "expanded": "collapsed",
    "expanded=false": "expanded",
    "invalid": "valid",
    "refused": "valid",
    "busy": "not busy",
    "current": "not current",
}


def state_word(state: str, is_on: bool) -> str:
    """The word for a state that is on or off, such as `checked`, `unchecked`, `collapsed`."""
    if state == "expanded=false" and is_on:
        return "collapsed"
    if state == "refused" and is_on:
        return "invalid"
    return state.partition("=")[0] if is_on else _OPPOSITES.get(state, f"not {state.partition('=')[0]}")
