"""Words the changes of one state in a line, as quoted page data."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.prompt.fence import quote
from claude_scope.prompt.rows.columns import Column, find_columns
from claude_scope.prompt.rows.wording import (
    before_and_after,
    describe_change,
    letters_and_digits,
    read_mark,
    sort_key,
)
from claude_scope.values import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Change, UiElement

COLUMN_WEIGHT = 2
"""Columns come after errors and after changes of a value."""
MIN_DRAG_PX = 200
"""From one column of a board to the next; an element that makes room moves less."""
MAX_CHANGES_WITH_DRAG = 8
"""With more changes another view appeared, and the same words are at other places in it."""
MAX_SORTED_ROWS = 8
"""Moved rows that are quoted: enough to show how a table is sorted."""
MAX_GROUPED_TEXTS = 6
"""Plain texts that are joined into one entry of a row."""
_LABEL_TYPES = frozenset({"text", "heading"})
_PICTURE_TYPES = frozenset({"icon", "image"})
_NUMBER = re.compile(r"-?\d{1,6}")


def _remove_repeated_labels(items: Sequence[Change]) -> list[Change]:
    """Removes texts that only repeat the name of a field, dialog or alert.

    A label above its field and the heading of a dialog come and go with it; a field that was used kept its label.
    """
    names = {
        (kind, name)
        for item in items
        if item.element.type not in (*_LABEL_TYPES, "link")
        and (name := letters_and_digits(item.element.name or item.element.label))
        for kind in (("added", "removed") if item.kind == "changed" else (item.kind,))
    }
    return [
        item
        for item in items
        if item.kind == "changed"
        or not (item.element.type in _LABEL_TYPES or (item.element.type == "link" and item.element.source.has_no_node))
        or (item.kind, letters_and_digits(item.element.label)) not in names
    ]


def describe_changes(
    items: Sequence[Change],
    limit: int,
    text_limit: int,
    elements: Sequence[UiElement] = (),
) -> tuple[str, int]:
    """The `limit` most important changes in one line, and how many are left out for length.

    A column of a list counts as one, and so do plain texts that appeared or went away together.
    """
    items, noise = _remove_noise(_remove_repeated_labels(items))
    found, single = find_columns(items, elements)
    ranked = _group_changes(sorted(single, key=sort_key))
    first = [group for group in ranked if sort_key(group[0])[0] < COLUMN_WEIGHT]
    entries: list[Column | list[Change]] = [*first, *found, *ranked[len(first) :]]
    shown, cut_off = entries[:limit], entries[limit:]
    parts = [one.describe(text_limit) if isinstance(one, Column) else _describe_group(one, text_limit) for one in shown]
    counts: Counter[str] = Counter()
    for one in cut_off:
        if isinstance(one, Column):
            counts["changed"] += _size(one)
        else:
            counts.update(item.kind for item in one)
    counts.update(noise)
    if counts:
        parts.append(
            "and " + ", ".join(f"{counts[k]} {k}" for k in ("added", "changed", "removed", "moved") if counts[k])
        )
    return "; ".join(parts), sum(map(_size, cut_off))


def _size(entry: Column | list[Change]) -> int:
    return max(len(entry.before), len(entry.after)) if isinstance(entry, Column) else len(entry)


def _remove_noise(items: Sequence[Change]) -> tuple[list[Change], Counter[str]]:
    """Removes small moves, focus and unnamed elements if other changes remain; also counts the moves."""
    informative = [c for c in items if c.what != "place" and not _is_unnamed(c) and "focused" not in c.after]
    if not informative:
        named = [c for c in items if not _is_unnamed(c)]
        return named or list(items), Counter()
    moved = [c for c in items if c.what == "place"]
    far = [c for c in moved if c.is_row_move or (len(informative) <= MAX_CHANGES_WITH_DRAG and _is_far(c))]
    return informative + far, Counter("moved" for _ in moved[len(far) :])


def _is_far(item: Change) -> bool:
    """Whether an element moved as far as a dragged one; an element that makes room moves by a few lines."""
    if item.is_row_move:
        return True
    then, now = ([int(n) for n in _NUMBER.findall(place)] for place in (item.before, item.after))
    return max((abs(b - a) for a, b in zip(then, now, strict=False)), default=0) >= MIN_DRAG_PX


def _is_unnamed(item: Change) -> bool:
    """Whether the change is of a picture or an unlabelled shape, of which a loading skeleton has many."""
    element = item.element
    if element.type in _PICTURE_TYPES:
        return not element.label
    words = (element.label, element.name, element.value)
    return item.kind != "changed" and element.source.has_no_node and not any(words)


def _group_changes(items: Sequence[Change]) -> list[list[Change]]:
    """Groups neighbouring plain texts of one kind, and all changes of one element; others stay alone."""
    groups: list[list[Change]] = []
    changed: dict[str, list[Change]] = {}
    for item in items:
        if item.kind == "changed" and item.element.id in changed:
            changed[item.element.id].append(item)
            continue
        last = groups[-1] if groups else []
        if last and item.is_row_move and last[0].is_row_move:
            last.append(item)
            continue
        if (
            last
            and len(last) < MAX_GROUPED_TEXTS
            and _is_plain(item)
            and _is_plain(last[0])
            and _kind_and_role(item) == _kind_and_role(last[0])
        ):
            last.append(item)
            continue
        groups.append([item])
        if item.kind == "changed":
            changed[item.element.id] = groups[-1]
    return groups


def _kind_and_role(item: Change) -> tuple[str, str]:
    return item.kind, item.element.role


def _is_plain(item: Change) -> bool:
    """Whether sign, role and label describe a change completely."""
    element = item.element
    if item.kind == "changed" or element.locator or element.state or element.value or not element.label:
        return False
    return element.source is Source.PIXELS


def _describe_group(items: Sequence[Change], text_limit: int) -> str:
    """A group as one entry: plain texts with one sign (`+ text~ "A", "B"`), or all changes of an element."""
    if items[0].is_row_move and items[1:]:
        return _describe_row_moves(items, text_limit)
    if items[0].kind == "changed" and items[1:]:
        facts = [f"{item.what}{read_mark(item)} {before_and_after(item, text_limit)}" for item in items[1:]]
        return ", ".join([describe_change(items[0], text_limit), *facts])
    first = describe_change(items[0], text_limit)
    return ", ".join([first, *(quote(item.element.label, text_limit) for item in items[1:])])


def _describe_row_moves(items: Sequence[Change], text_limit: int) -> str:
    """`4 rows changed places, from the top: "INV-205" 3 rows up, ...`."""
    moves = [f"{quote(item.element.label, text_limit)} {item.after}" for item in items[:MAX_SORTED_ROWS]]
    rest = f", and {len(items) - MAX_SORTED_ROWS} more" if items[MAX_SORTED_ROWS:] else ""
    return f"{len(items)} rows~ changed places, from the top: {', '.join(moves)}{rest}"
