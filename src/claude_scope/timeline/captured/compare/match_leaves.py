"""Pairs the fields, controls, headings and texts of two pages, and finds which of them moved."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.compare.row_order import moved_rows
from claude_scope.timeline.captured.page.texts import has_figure, is_figure, settled, without_digits
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

    from claude_scope.timeline.captured.page.structure import Leaf

DRAWN = frozenset({"combobox"})
"""Roles of fields that some libraries name by their value."""
MAX_MOVED = 2
MAX_TRIED = 8
"""Maximum number of candidates for a pair: the next ones in document order."""
MAX_SHORT_CHARS, MAX_COMPARED_CHARS = 40, 200
MIN_SIMILAR = 0.6
"""If two texts at the same place are at least this similar, the second is the first one, changed."""


def match_leaves(before: Sequence[Leaf], after: Sequence[Leaf], *, same_document: bool) -> dict[int, int]:
    """Map positions in `after` to the positions of the same leaves in `before`; new leaves are left out."""
    pairs: dict[int, int] = {}
    keys: list[Callable[[Leaf], Hashable]] = []
    if same_document:
        keys.append(lambda leaf: (leaf.ref, leaf.kind, leaf.label, leaf.value, leaf.within))
    keys += [
        lambda leaf: (leaf.kind, leaf.role, leaf.label, settled(leaf.value), leaf.states, leaf.within),
        lambda leaf: (leaf.kind, leaf.role, leaf.label, settled(leaf.value)),
    ]
    for key in keys:
        _pair(before, after, pairs, key)
    if same_document:
        _pair(before, after, pairs, lambda leaf: (leaf.ref, leaf.kind, leaf.role), _may_become)
    _pair(before, after, pairs, lambda leaf: (leaf.kind, leaf.role, leaf.label, leaf.within) if leaf.label else None)
    _pair(before, after, pairs, lambda leaf: (leaf.kind, leaf.role, leaf.label) if leaf.label else None)
    _pair(
        before,
        after,
        pairs,
        lambda leaf: (
            (leaf.kind, leaf.role, without_digits(leaf.value))
            if has_figure(leaf.value) and not is_figure(leaf.value)
            else None
        ),
    )
    _pair(
        before,
        after,
        pairs,
        lambda leaf: (leaf.role, leaf.parent) if same_document and leaf.kind == "text" else None,
        _may_become,
    )
    return pairs


def moved_leaves(
    before: Sequence[Leaf], after: Sequence[Leaf], pairs: Mapping[int, int], clicked: Collection[str]
) -> Iterator[PageFact]:
    """The texts and controls that moved, such as the cards of a board: the same nodes in another order.

    `pairs` is the result of `match_leaves`. If many moved, the page was rendered again, and the result is empty.
    """
    same = {str(i): after[j] for j, i in sorted(pairs.items()) if _is_same_node(before[i], after[j])}
    now = list(same)
    moved = moved_rows(sorted(same, key=int), now, [key for key in now if same[key].name in clicked])
    first = [key for key in moved if key == now[0] or now[now.index(key) - 1] not in moved]
    is_few = len(first) <= MAX_MOVED and 2 * len(moved) <= len(now)
    for key in first if is_few else ():
        place, leaf = now.index(key), same[key]
        beside = f"after {same[now[place - 1]].name}" if place else "to the top"
        noun = leaf.role if leaf.kind == "control" else ""
        yield PageFact("moved", noun, leaf.name, after=beside, nodes=(leaf.ref,))


def _is_same_node(old: Leaf, new: Leaf) -> bool:
    is_named = old.value == new.value and any(map(str.isalpha, new.value))
    return is_named and old.ref == new.ref and not new.is_aside and not new.layer


def _may_become(old: Leaf, new: Leaf) -> bool:
    """Whether a leaf may be the leaf that was at its place before, changed.

    Both may be controls, fields with the same label, figures, or similar texts.
    """
    if old.kind in ("field", "control"):
        is_drawn = old.role in DRAWN and not old.value and not new.value
        return old.label == new.label or old.kind == "control" or is_drawn
    if is_figure(old.value) and is_figure(new.value):
        return True
    return (
        old.label == new.label != ""
        or (max(len(old.value), len(new.value)) <= MAX_SHORT_CHARS and old.ref == new.ref)
        or (old.ref == new.ref and not set(old.lines).isdisjoint(new.lines))
        or _are_similar(old.value, new.value)
    )


def _are_similar(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old[:MAX_COMPARED_CHARS], new[:MAX_COMPARED_CHARS], autojunk=False)
    return (
        matcher.real_quick_ratio() >= MIN_SIMILAR
        and matcher.quick_ratio() >= MIN_SIMILAR
        and matcher.ratio() >= MIN_SIMILAR
    )


def _pair(
    before: Sequence[Leaf],
    after: Sequence[Leaf],
    pairs: dict[int, int],
    key: Callable[[Leaf], Hashable],
    may: Callable[[Leaf, Leaf], bool] = lambda old, new: True,
) -> None:
    """Pair the remaining leaves with the same key, in document order."""
    taken = set(pairs.values())
    old: dict[Hashable, list[int]] = defaultdict(list)
    for i, leaf in enumerate(before):
        if i not in taken and (of := key(leaf)) is not None:
            old[of].append(i)
    for j, leaf in enumerate(after):
        if j in pairs or (of := key(leaf)) is None or not old.get(of):
            continue
        found = next((i for i in old[of][:MAX_TRIED] if may(before[i], leaf)), None)
        if found is not None:
            old[of].remove(found)
            pairs[j] = found
