"""Builds the timeline table: one dense row per state with what changed, as quoted page data."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.prompt.acts.clicks import MIN_DRAG_PX
from claude_scope.prompt.fence import cut, quote
from claude_scope.prompt.rows.columns import Column, find_columns
from claude_scope.prompt.rows.wording import (
    before_and_after,
    covered_ids,
    describe_change,
    letters_and_digits,
    read_mark,
    sort_key,
)
from claude_scope.values import EventKind, Source

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from claude_scope.prompt.budget import Detail
    from claude_scope.values import Change, Moment, Timeline, UiElement

COLUMN_WEIGHT = 2
"""Columns come after errors and after changes of a value."""
MAX_CHANGES_WITH_DRAG = 8
"""With more changes another view appeared, and the same words are at other places in it."""
MAX_SORTED_ROWS = 8
"""Moved rows that are quoted: enough to show how a table is sorted."""
MAX_GROUPED_TEXTS = 6
"""Plain texts that are joined into one entry of a row."""
_LABEL_TYPES = frozenset({"text", "heading"})
_PICTURE_TYPES = frozenset({"icon", "image"})
_WORDS = re.compile(r"\w+")
_NUMBER = re.compile(r"-?\d{1,6}")
_MEASURE = re.compile(r"\d ?%|\bpx\b")
_RECOLOURED = re.compile(r"The colours of the screen changed while its texts stayed\b")
_EMPTIED = re.compile(r"The screen became empty\b")
_SCROLLED = re.compile(r"The content scrolled(?: (?:up|down|left|right) by \d{1,6} px)?\.")


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
    *,
    scrolled: bool = False,
    was_covered: Container[str] = (),
) -> tuple[str, int]:
    """The `limit` most important changes in one line, and how many are left out for length.

    A column of a list counts as one, and so do plain texts that appeared or went away together. After scrolling,
    columns are only counted: they say no more than that other lines are in view.
    """
    items, noise = _remove_noise(_remove_repeated_labels(items))
    found, single = find_columns(items, elements)
    ranked = _group_changes(sorted(single, key=sort_key))
    first = [group for group in ranked if sort_key(group[0])[0] < COLUMN_WEIGHT]
    entries: list[Column | list[Change]] = [*first, *([] if scrolled else found), *ranked[len(first) :]]
    shown, cut_off = entries[:limit], entries[limit:]
    rest = [*cut_off, *(found if scrolled else [])]
    parts = [
        one.describe(text_limit) if isinstance(one, Column) else _describe_group(one, text_limit, was_covered)
        for one in shown
    ]
    counts: Counter[str] = Counter()
    for one in rest:
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
    """Whether the change is of a picture or an unlabelled shape, of which a loading skeleton has many.

    Words beside a field identify it; words beside a shape of unknown type do not.
    """
    element = item.element
    if element.type in _PICTURE_TYPES:
        return not element.label
    words = (element.label, element.name, element.value, element.near if element.type != "other" else "")
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
    return element.source is Source.PIXELS and (element.type != "text" or not element.near)


def _describe_group(items: Sequence[Change], text_limit: int, was_covered: Container[str] = ()) -> str:
    """A group as one entry: plain texts with one sign (`+ text~ "A", "B"`), or all changes of an element."""
    if items[0].is_row_move and items[1:]:
        return _describe_row_moves(items, text_limit)
    if items[0].kind == "changed" and items[1:]:
        facts = [
            f"{item.what}{read_mark(item)} {before_and_after(item, text_limit, was_covered)}" for item in items[1:]
        ]
        return ", ".join([describe_change(items[0], text_limit, was_covered), *facts])
    first = describe_change(items[0], text_limit, was_covered)
    return ", ".join([first, *(quote(item.element.label, text_limit) for item in items[1:])])


def _describe_row_moves(items: Sequence[Change], text_limit: int) -> str:
    """`4 rows changed places, from the top: "INV-205" 3 rows up, ...`."""
    moves = [f"{quote(item.element.label, text_limit)} {item.after}" for item in items[:MAX_SORTED_ROWS]]
    rest = f", and {len(items) - MAX_SORTED_ROWS} more" if items[MAX_SORTED_ROWS:] else ""
    return f"{len(items)} rows~ changed places, from the top: {', '.join(moves)}{rest}"


def timeline_row(timeline: Timeline, index: int, detail: Detail) -> tuple[str, int]:
    """`4 | 0:07.8 | navigation | what changed | evidence`, and how many changes it leaves out."""
    moment = timeline.moments[index]
    limit = detail.changes * 2 if index == timeline.wrong else detail.changes
    scrolled = _SCROLLED.match(moment.summary) is not None
    was_covered = covered_ids(timeline.moments[index - 1].elements) if index else ()
    changed, left_out = describe_changes(
        moment.changes, limit, detail.text, moment.elements, scrolled=scrolled, was_covered=was_covered
    )
    what = _what(moment, changed, detail)
    cells = [str(index + 1), clock(moment.keyframe.since_ms), _kind(moment), what]
    seen = _evidence(moment, what)[: detail.evidence] if moment.kind is not EventKind.INITIAL else []
    if seen:
        cells.append("seen: " + ", ".join(cut(text, detail.text) for text in seen))
    return " | ".join(cells), left_out


def _evidence(moment: Moment, what: str) -> list[str]:
    """The evidence that adds to the row; measurements (shares, pixels) only if nothing else is known."""
    new = [text for text in moment.evidence if not _is_redundant(text, what)]
    informative = [text for text in new if not _MEASURE.search(text)]
    return informative if informative or moment.changes or moment.summary.startswith("Only") else new[:1]


def _kind(moment: Moment) -> str:
    keyframe = moment.keyframe
    left = keyframe.until_ms if keyframe.transient else None
    shown = f", gone after {(left - keyframe.since_ms) / 1000:.1f} s" if left is not None else ""
    also = " transient" if keyframe.transient and moment.kind is not EventKind.TRANSIENT else ""
    return f"{moment.kind}{also}{shown}"


def _what(moment: Moment, changed: str, detail: Detail) -> str:
    if not changed:
        return cut(moment.summary or moment.reading.description, detail.text * 2) or "nothing that was read changed"
    lead = _lead(moment, detail)
    return f"{lead.rstrip('.')}: {changed}" if lead else changed


def _lead(moment: Moment, detail: Detail) -> str:
    """What a summary adds to the changes: that another view appeared, or that the content scrolled."""
    summary = moment.summary
    if _EMPTIED.match(summary):
        return summary
    if moment.kind is EventKind.NAVIGATION:
        return "another view" if summary.startswith("Another view appeared") else cut(summary, detail.text * 2)
    known = _SCROLLED.match(summary) or _RECOLOURED.match(summary)
    return known[0] if known else ""


def _is_redundant(text: str, row: str) -> bool:
    """Whether the row already contains every significant word of some evidence."""
    known = set(_WORDS.findall(row.casefold()))
    return all(word in known or word in _STOP_WORDS for word in _WORDS.findall(text.casefold()))


_STOP_WORDS = frozenset(
    "a an and the of to in on at from was were is it its with went gone changed change changes appeared disappeared "
    "added removed new now state text value field element elements opened closed typed became away more by "
    "that reads like error red here first".split()
)


def timeline_table(timeline: Timeline, indices: Sequence[int], detail: Detail) -> tuple[tuple[str, ...], int]:
    """The rows of these moments, with a line for each gap, and how many changes are left out.

    Consecutive states that came by themselves and changed only the same text, as a clock does, share one row.
    """
    lines: list[str] = []
    left_out, last = 0, -1
    for _, run in groupby(enumerate(indices), key=lambda item: _text_run_key(timeline, item[1], item[1] - item[0])):
        numbers = [index for _, index in run]
        index = numbers[0]
        if index > last + 1:
            lines.append(gap_line(last + 1, index - 1))
        shown = _merge_run(timeline, numbers) if len(numbers) > 1 else timeline
        line, missing = timeline_row(shown, index, detail)
        lines.append(f"{index + 1}-{numbers[-1] + 1}{line[len(str(index + 1)) :]}" if len(numbers) > 1 else line)
        left_out += missing
        last = numbers[-1]
    if last + 1 < len(timeline.moments):
        lines.append(gap_line(last + 1, len(timeline.moments) - 1))
    return tuple(lines), left_out


def _text_run_key(timeline: Timeline, index: int, run: int) -> tuple[str, int]:
    """The grouping key: for a moment that changed one text, its element and run; unique for other moments."""
    moment = timeline.moments[index]
    changes = moment.changes
    is_one = moment.by_itself and len(changes) == 1 and changes[0].what == "text"
    return (changes[0].element.id, run) if is_one and index != timeline.wrong else ("", index)


def _merge_run(timeline: Timeline, numbers: Sequence[int]) -> Timeline:
    """The timeline with the change of a whole run in its first moment, from the first value to the last."""
    moments = list(timeline.moments)
    first, last = moments[numbers[0]], moments[numbers[-1]]
    whole = replace(last.changes[0], before=first.changes[0].before)
    moments[numbers[0]] = replace(first, changes=(whole,))
    return replace(timeline, moments=tuple(moments))


def gap_line(first: int, last: int) -> str:
    """A line for states that are not shown."""
    return f"{first + 1}..{last + 1} | not shown" if last > first else f"{first + 1} | not shown"
