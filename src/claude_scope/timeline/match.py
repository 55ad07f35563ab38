"""Finds each element of one keyframe again in the next, by text, type and place.

Four passes, the surest first: the same text at the same place, at a place that everything else moved to as well
(scrolling), anywhere; then another text at the same place. Each element is used once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.boxes import centre, contains, iou, same_place
from claude_scope.timeline.text import normal, same_text, similarity
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.values import Element

SHIFT_GRID = 4
"""Pixels: offsets closer than this are one shift; OCR boxes wobble by one or two."""
MIN_SHIFTED = 4
"""So many elements must move alike before it is called scrolling."""
MAX_VOTERS = 150
"""A bound on work: pairs of texts are compared, and a screen has seldom more lines."""
SAME_OVERLAP = 0.35
"""Another view has at most this share of its texts in common with the one before (header and footer often stay)."""
SAME_KEPT = 0.7
"""Where so much of what was there stayed, the view is the same and something was loaded into it."""
NEARBY_PX = 48
"""A label of one or two letters is only believed to be the same one if it moved no further."""
FIELDS = frozenset({"input", "select", "checkbox", "radio"})
WORDED = frozenset({"button", "link", "tab"})

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Matches:
    """Index pairs (before, after), what is left on either side, and the shift most elements made, in pixels."""

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    shift: tuple[int, int] = (0, 0)


def match(before: Sequence[Element], after: Sequence[Element]) -> Matches:
    """Pair the elements of two readings of the same page."""
    shift = common_shift(before, after)
    keeps_page = is_same_view(before, after)
    pairs: list[Pair] = []
    left, right = set(range(len(before))), set(range(len(after)))
    for cost in (
        _same_text_same_place((0, 0)),
        _same_text_same_place(shift),
        _same_text_elsewhere,
        _other_text_same_place(keeps_page),
    ):
        found = _assign(before, after, left, right, cost)
        pairs += found
        left -= {i for i, _ in found}
        right -= {j for _, j in found}
    return Matches(tuple(sorted(pairs)), tuple(sorted(left)), tuple(sorted(right)), shift)


def is_again(earlier: Element, later: Element) -> bool:
    """Whether an element that went away has come back: the same text at the same place."""
    return bool(words(later)) and _same_text_same_place((0, 0))(earlier, later) is not None


def same_thing(earlier: Element, later: Element) -> bool:
    """Whether two elements of neighbouring keyframes are one that did not change: the same words at the same place."""
    return _same_text_same_place((0, 0))(earlier, later) is not None


def words(element: Element) -> str:
    """What stands on an element: its label, or what it holds; one reading takes for a field what another does not."""
    return element.label or element.value


def is_same_view(before: Sequence[Element], after: Sequence[Element]) -> bool:
    """Whether two keyframes show one view: they have many texts in common, or what was there stayed and more came."""
    return overlap(before, after) >= SAME_OVERLAP or kept(before, after) >= SAME_KEPT


def kept(before: Sequence[Element], after: Sequence[Element]) -> float:
    """The share of texts of one keyframe that the next one has as well (0..1); 0.0 when there were none."""
    a = Counter(normal(e.label) for e in before if e.label)
    b = Counter(normal(e.label) for e in after if e.label)
    return sum((a & b).values()) / sum(a.values()) if a else 0.0


def overlap(before: Sequence[Element], after: Sequence[Element]) -> float:
    """The share of texts that two keyframes have in common (Jaccard, 0..1); 1.0 when neither has any."""
    a = Counter(normal(e.label) for e in before if e.label)
    b = Counter(normal(e.label) for e in after if e.label)
    either = sum((a | b).values())
    return sum((a & b).values()) / either if either else 1.0


def common_shift(before: Sequence[Element], after: Sequence[Element]) -> tuple[int, int]:
    """The offset (dx, dy) that most texts made together, as in scrolling; (0, 0) if no offset has most of the votes.

    Every pair of like texts votes for its offset; a text that stands many times on the page votes as often, but only
    the true offset gathers the votes of different texts.
    """
    a, b = _longer_texts(before), _longer_texts(after)
    votes: dict[tuple[int, int], set[int]] = defaultdict(set)
    for i, old in enumerate(a):
        for new in b:
            if abs(old.box.height - new.box.height) <= 0.3 * old.box.height and similarity(words(old), words(new), 0.8):
                votes[_grid(new.box.x - old.box.x), _grid(new.box.y - old.box.y)].add(i)
    if not votes:
        return 0, 0
    offset, voters = max(votes.items(), key=lambda item: (len(item[1]), item[0] == (0, 0)))
    still = len(votes.get((0, 0), ()))
    return offset if offset != (0, 0) and len(voters) >= max(MIN_SHIFTED, still) else (0, 0)


def _longer_texts(elements: Sequence[Element]) -> list[Element]:
    return [e for e in elements if len(normal(words(e))) >= 4][:MAX_VOTERS]


def _grid(offset: float) -> int:
    return round(offset / SHIFT_GRID) * SHIFT_GRID


def _assign(
    before: Sequence[Element],
    after: Sequence[Element],
    left: set[int],
    right: set[int],
    cost: Callable[[Element, Element], float | None],
) -> list[Pair]:
    """Pair what `cost` allows, cheapest first; greedy, since real ties are rare and the cheapest are surest."""
    priced = [(price, i, j) for i in left for j in right if (price := cost(before[i], after[j])) is not None]
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for _, i, j in sorted(priced):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((i, j))
    return pairs


def _same_text_same_place(shift: tuple[int, int]) -> Callable[[Element, Element], float | None]:
    def cost(a: Element, b: Element) -> float | None:
        if abs(a.box.y + shift[1] - b.box.y) > 16 or not same_text(words(a), words(b)):
            return None
        moved = Box(a.box.x + shift[0], a.box.y + shift[1], a.box.width, a.box.height)
        if not same_place(moved, b.box) or not _kin(a, b, moved):
            return None
        return (a.type != b.type) + 1 - iou(moved, b.box)

    return cost


def _kin(a: Element, b: Element, where: Box) -> bool:
    """Whether two elements may be one: a field is never the label beside it, unless both fill the same box.

    What is read inside of the box of a button is what became of it: "Saving" behind a ring that looks like a radio.
    """
    return (
        (a.type in FIELDS) == (b.type in FIELDS)
        or iou(where, b.box) >= 0.7
        or (a.type in WORDED and contains(where, b.box, 4))
    )


def _same_text_elsewhere(a: Element, b: Element) -> float | None:
    (ax, ay), (bx, by) = centre(a.box), centre(b.box)
    distance = abs(ax - bx) + abs(ay - by)
    if (len(normal(words(a))) < 3 and distance > NEARBY_PX) or not same_text(words(a), words(b)):
        return None
    if not _kin(a, b, a.box):
        return None
    return (a.type != b.type) * 10_000 + distance


def _is_one_number(a: Element, b: Element) -> bool:
    """Whether a number stands where another one stood: OCR's boxes of single digits differ by half."""
    if not (words(a).isdigit() and words(b).isdigit()):
        return False
    return contains(a.box, b.box, 4) or contains(b.box, a.box, 4)


def _other_text_same_place(keeps_page: bool) -> Callable[[Element, Element], float | None]:
    def cost(a: Element, b: Element) -> float | None:
        if not same_place(a.box, b.box) and not _is_one_number(a, b):
            return None
        near = iou(a.box, b.box)
        if not _kin(a, b, a.box):
            return None
        alike = similarity(words(a), words(b))
        if not keeps_page and alike < 0.75:
            return None  # another page: what stands at the same place is another thing
        if a.type != b.type and alike < 0.5 and near < 0.5:
            return None  # beside one another, not one instead of the other
        return (a.type != b.type) + 2 - alike - near

    return cost
