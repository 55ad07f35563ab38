"""What differs between two states of a table or list: columns, order, rows and cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.row_keys import keyed_rows
from claude_scope.timeline.captured.compare.row_order import MIN_SORTED, moved_rows, sorted_by
from claude_scope.timeline.captured.page.texts import is_figure, settled
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from claude_scope.timeline.captured.compare.row_keys import Keyed
    from claude_scope.timeline.captured.compare.row_order import Order
    from claude_scope.timeline.captured.page.structure import Row, Section

MAX_ITEMS = 4
MAX_NAME_CELLS = 4
_MAX_SINGLE_CELLS = 3
_MAX_SINGLE_STATES = 3
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
    """What a person calls a section."""
    return _SECTION_WORDS.get(section.role, section.role)


def row_noun(section: Section) -> str:
    """What a person calls one of its rows."""
    return _ITEM_WORDS.get(section.role, "row")


def name_of(section: Section) -> str:
    """The name of a section, else its first columns."""
    return section.name or ", ".join(name for name in section.columns if name)[:60]


def compare_rows(old: Section, new: Section, clicked: Collection[str]) -> Iterator[PageFact]:
    """The facts of two states of one section; `clicked` are the names of what was acted on."""
    keyed = keyed_rows(old, new)
    yield from _columns(old, new)
    common = [key for key in keyed.after if key in keyed.before]
    was = [key for key in keyed.before if key in keyed.after]
    if was != common:
        yield from _order(old, new, keyed, was, common, clicked)
    elif set(new.marked) - set(old.marked) and len(common) >= MIN_SORTED:
        yield from _order(old, new, keyed, was, common, new.marked)
    changed = _renamed(keyed, same_refs=True)
    yield from _cells(old, new, keyed, [*((key, key) for key in common), *changed])
    yield from _came_and_went(new, keyed, {one for one, _ in changed}, {one for _, one in changed})
    yield from _states(new, keyed, common)


def _columns(old: Section, new: Section) -> Iterator[PageFact]:
    came = [name for name in new.columns if name and name not in old.columns]
    went = [name for name in old.columns if name and name not in new.columns]
    if came or went:
        items = (*(("+", name) for name in came), *(("-", name) for name in went))
        yield PageFact("columns", noun_of(new), name_of(new), items=items, nodes=(new.ref,))
    elif old.columns != new.columns:
        yield PageFact(
            "columns", noun_of(new), name_of(new), after=", ".join(filter(None, new.columns)), nodes=(new.ref,)
        )


def _order(
    old: Section, new: Section, keyed: Keyed, was: Sequence[str], common: Sequence[str], clicked: Collection[str]
) -> Iterator[PageFact]:
    """How the order of the rows that stayed changed."""
    names = old.columns or new.columns
    pairs = keyed.columns
    preferred = {
        place
        for place, (_, j) in enumerate(pairs)
        if j < len(new.columns) and _is_named(new.columns[j], (*clicked, *new.marked))
    }
    moved = moved_rows(was, common)
    before = [[_at(keyed.before[key], i) for i, _ in pairs] for key in was]
    after = [[_at(keyed.after[key], j) for _, j in pairs] for key in common]
    is_few = 0 < len(moved) <= max(1, len(common) // 6) and not preferred
    orders = sorted_by(before, after, preferred) if len(common) >= MIN_SORTED and not is_few else []
    if orders:
        said = ", then ".join(_order_words(new, order, pairs[order.column][1]) for order in orders)
        first = tuple((row_noun(new), row_text(keyed.after[key], key)) for key in common[:3])
        yield PageFact("sorted", noun_of(new), name_of(new), part=said, items=first, nodes=(new.ref,))
    elif is_few and names is not None:
        for key in moved[:MAX_ITEMS]:
            place = common.index(key)
            beside = f"after {common[place - 1]}" if place else "to the top"
            yield PageFact("moved", row_noun(new), key, after=beside, nodes=(keyed.after[key].ref,))
    elif moved:
        first = tuple((row_noun(new), row_text(keyed.after[key], key)) for key in common[:3])
        yield PageFact("reordered", noun_of(new), name_of(new), items=first, nodes=(new.ref,))


def _order_words(section: Section, order: Order, place: int) -> str:
    """ "Pages descending"."""
    return f"{_column(section, place) or noun_of(section)} {'ascending' if order.is_ascending else 'descending'}"


def _is_named(column: str, names: Collection[str]) -> bool:
    return bool(column) and any(column.casefold() == name.casefold() for name in names)


def _column(section: Section, place: int) -> str:
    return section.columns[place] if place < len(section.columns) else ""


def _at(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _renamed(keyed: Keyed, *, same_refs: bool) -> list[tuple[str, str]]:
    """The keys, before and after, of rows whose key changed: the same node, and half of its cells."""
    left = {row.ref: key for key, row in keyed.before.items() if key not in keyed.after and row.ref}
    found = []
    for key, row in keyed.after.items():
        before = left.get(row.ref) if same_refs and key not in keyed.before else None
        if before is None:
            continue
        then = keyed.before[before]
        same = sum(a == b for a, b in zip(then.cells, row.cells, strict=False) if a or b)
        filled = max(sum(map(bool, then.cells)), sum(map(bool, row.cells)))
        if filled > 1 and 2 * same >= filled:
            found.append((before, key))
    return found


def _cells(old: Section, new: Section, keyed: Keyed, pairs: Sequence[tuple[str, str]]) -> Iterator[PageFact]:
    """The cells that changed, row by row; those of a column that changed in many rows together."""
    by_column: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for before, after in pairs:
        for place, (i, j) in enumerate(keyed.columns):
            then, now = _at(keyed.before[before], i), _at(keyed.after[after], j)
            if settled(then) != settled(now):
                by_column[place].append((before, then, now))
    many = {place for place, changes in by_column.items() if len(changes) > _MAX_SINGLE_CELLS}
    for place in sorted(many):
        changes = by_column[place]
        items = tuple(
            (row_noun(new), f"{key}: {then or '(empty)'} -> {now or '(empty)'}") for key, then, now in changes[:3]
        )
        column = _column(new, keyed.columns[place][1])
        yield PageFact(
            "rows", noun_of(new), name_of(new), column, items=items, more=len(changes) - len(items), nodes=(new.ref,)
        )
    by_row: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for place, changes in by_column.items():
        for key, then, now in changes:
            if place not in many:
                by_row[key].append((place, then, now))
    for key, cells in by_row.items():
        items = tuple(
            (_column(new, keyed.columns[place][1]), f"{then or '(empty)'} -> {now or '(empty)'}")
            for place, then, now in cells
        )
        name = row_name(keyed.before[key], key)
        yield PageFact("row", row_noun(new), name, items=items, nodes=(keyed.before[key].ref,))


def _came_and_went(
    new: Section, keyed: Keyed, renamed_from: Collection[str], renamed_to: Collection[str]
) -> Iterator[PageFact]:
    came = [key for key in keyed.after if key not in keyed.before and key not in renamed_to]
    went = [key for key in keyed.before if key not in keyed.after and key not in renamed_from]
    if not came and not went:
        return
    sizes = len(keyed.before), len(keyed.after)
    stayed = sizes[1] - len(came)
    rows = {**keyed.before, **keyed.after}
    if len(went) > MAX_ITEMS or (came and went and not stayed):
        # A filter, another page of a list, another search: what is there now says more than what went.
        now = list(keyed.after)[:MAX_ITEMS]
        signs = [*(("now", key) for key in now), *(("-", key) for key in went[: MAX_ITEMS - 1])]
        more = len(came) + stayed - len(now)
    else:
        signs = [*(("+", key) for key in came[:MAX_ITEMS]), *(("-", key) for key in went)]
        more = max(0, len(came) - MAX_ITEMS)
    items = tuple((sign, row_text(rows[key], key) if sign != "-" else row_name(rows[key], key)) for sign, key in signs)
    nodes = tuple(rows[key].ref for key in (*came, *went))[:20]
    yield PageFact("rows", noun_of(new), name_of(new), row_noun(new), items=items, more=more, count=sizes, nodes=nodes)


def row_name(row: Row, key: str) -> str:
    """The words by which a person knows a row: its key, or of a number the first words beside it."""
    words = next((cell for cell in row.cells[:MAX_NAME_CELLS] if cell and not is_figure(cell)), "")
    return _short(words if words and is_figure(key) else key)


def row_text(row: Row, key: str) -> str:
    """A row by its name and two more of its texts: `Silent Harbour (Beacon Hill, 100)`."""
    name = row_name(row, key)
    rest = [cell for cell in row.cells if cell and settled(cell) == cell and cell not in name and len(cell) <= 30][:2]
    return f"{name} ({', '.join(rest)})" if rest else name


def _short(key: str) -> str:
    return key if len(key) <= 60 else f"{key[:59].rstrip()}…"


def _states(new: Section, keyed: Keyed, common: Sequence[str]) -> Iterator[PageFact]:
    """Rows that are selected, checked or expanded now, or not any more, and what can be used in them."""
    by_state: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for key in common:
        then, now = keyed.before[key], keyed.after[key]
        for state in now.states ^ then.states:
            if state != "expanded=false" or "expanded" not in now.states | then.states:
                by_state[state, state in now.states].append(key)
        if len(then.controls) == len(now.controls):
            yield from _controls(new, key, then, now)
    won = {state for state, is_on in by_state if is_on}
    for (state, is_on), keys in by_state.items():
        if not is_on and state in won and state in ("selected", "current"):
            continue  # the row that is selected instead says it
        items = tuple((row_noun(new), row_name(keyed.after[key], key)) for key in keys[:MAX_ITEMS])
        nodes = tuple(keyed.after[key].ref for key in keys)[:20]
        more = len(keys) - len(items)
        yield PageFact("state", row_noun(new), part=_state(state, is_on), items=items, more=more, nodes=nodes)


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
                    _state(state, state in after),
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
    "busy": "not busy",
    "current": "not current",
}


def _state(state: str, is_on: bool) -> str:
    """How a state is told: `checked`, `collapsed`, `selected`."""
    if state == "expanded=false" and is_on:
        return "collapsed"
    return state.partition("=")[0] if is_on else _OPPOSITES.get(state, f"not {state.partition('=')[0]}")


state_word = _state
