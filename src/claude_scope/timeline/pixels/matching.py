"""Pairs the elements of two keyframes by text, type and place.

Four passes, the surest first: the same text at the same place; at the place that everything else moved to (scrolling);
anywhere; then another text at the same place. Each element is used once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains, iou, same_place
from claude_scope.timeline.element_types import FORM_TYPES, LABELLED_TYPES, TOGGLE_TYPES
from claude_scope.timeline.text_compare import normalise, same_text, similarity, skeleton
from claude_scope.values import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.values import Element

SHIFT_GRID = 4
"""Pixels: offsets closer than this are one shift; OCR boxes wobble by one or two."""
MAX_CROSS_AXIS_PX = 16
"""What scrolls moves along one axis: by more than this along the other, two texts are two."""
UNIQUE_TEXT_WEIGHT = 30
"""A short heading that stands once outweighs a few wide lines that stand everywhere."""
MIN_SHIFTED = 4
"""This many elements must move alike to count as scrolling."""
MIN_FEW = 3
"""Enough where each text is unique, no other stayed, and texts went and came at the ends."""
MIN_SCROLL_PX = 80
"""A notch of a mouse wheel scrolls by 100 or 120 CSS pixels; what makes room moves by less."""
MAX_VOTERS = 150
"""A bound on work: pairs of texts are compared, and a screen has seldom more lines."""
MAX_OTHER_VIEW_OVERLAP = 0.35
"""Another view has at most this share of its texts in common with the one before (header and footer often stay)."""
MIN_KEPT_SHARE = 0.7
"""Where this share of the texts stayed, the view is the same and content was loaded into it."""
MIN_REST_SHARE = 0.5
"""Where something closed, this share of the remaining texts was there before."""
MAX_NEW_SHARE = 0.125
"""...and of a calendar of 28 days or a long menu hardly anything takes the place; another view has texts of its own."""
NAVIGATION_TYPES = frozenset({"link", "tab"})
MIN_MISREAD_SIMILARITY = 0.5
"""Names less alike are no misreadings of one another."""
MAX_SHORT_LABEL_MOVE_PX = 48
"""A label of one or two letters is only believed to be the same one if it moved no further."""
MAX_ICON_MOVE_PX = 96
"""A two-line error makes a centred dialog at most this much taller at either end."""

_DIGITS = re.compile(r"\d")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Matches:
    """Index pairs (before, after), the unpaired indices of each side, and the common shift in pixels.

    `is_sure` tells that a text that stands on the page once made the shift: many alike lines fit several shifts.
    """

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    shift: tuple[int, int] = (0, 0)
    is_sure: bool = True


def match(before: Sequence[Element], after: Sequence[Element]) -> Matches:
    """Pair the elements of two readings of the same page."""
    shift = common_shift(before, after)
    keeps_page = is_same_view(before, after)
    are_two = _renamed(before, after)
    pairs: list[Pair] = []
    left, right = set(range(len(before))), set(range(len(after)))
    for cost in (
        _same_text_same_place(
            shift
        ),  # before the next: of a text that stands many times, another one came to its place
        _same_text_same_place((0, 0)),
        _same_text_elsewhere,
        _other_text_same_place(keeps_page, (0, 0), are_two),
        _other_text_same_place(keeps_page, shift, are_two),
    ):
        found = _assign(before, after, left, right, cost)
        pairs += found
        left -= {i for i, _ in found}
        right -= {j for _, j in found}
    matched, sure = tuple(sorted(pairs)), _is_sure(before, after, pairs, shift)
    return Matches(matched, tuple(sorted(left)), tuple(sorted(right)), shift, sure)


def _is_sure(
    before: Sequence[Element], after: Sequence[Element], pairs: Sequence[Pair], shift: tuple[int, int]
) -> bool:
    often = Counter(skeleton(visible_words(e)) for side in (before, after) for e in side)
    return any(
        often[skeleton(visible_words(before[i]))] == 2
        and max(abs(after[j].box.x - before[i].box.x - shift[0]), abs(after[j].box.y - before[i].box.y - shift[1])) <= 8
        for i, j in pairs
    )


def has_returned(earlier: Element, later: Element) -> bool:
    """Whether a removed element has come back: the same text at the same place."""
    return bool(visible_words(later)) and _same_text_same_place((0, 0))(earlier, later) is not None


def is_unchanged(earlier: Element, later: Element) -> bool:
    """Whether an element is unchanged between two keyframes: the same words at the same place."""
    return _same_text_same_place((0, 0))(earlier, later) is not None


def visible_words(element: Element) -> str:
    """The visible words of an element, its label or value: readings differ in what they take for a field."""
    return element.label or element.value


def is_same_view(before: Sequence[Element], after: Sequence[Element]) -> bool:
    """Whether two keyframes show one view: they share many texts, or most texts stayed and more came."""
    many = overlap(before, after) >= MAX_OTHER_VIEW_OVERLAP or kept_share(before, after) >= MIN_KEPT_SHARE
    return many or _is_what_is_left(before, after)


def _is_what_is_left(before: Sequence[Element], after: Sequence[Element]) -> bool:
    """Whether something closed, as a calendar: the headings and most else were there before, and hardly anything came.

    A site's name and its links stand around every view, and say nothing of which one it is.
    """
    titles = [e for e in after if e.type == "heading" and e.label]
    own = [e for e in after if e.type not in NAVIGATION_TYPES]
    gone, come = _without_common(before, after)
    left = bool(titles) and kept_share(titles, before) == 1 and kept_share(own, before) >= MIN_REST_SHARE
    return left and come <= MAX_NEW_SHARE * gone


def _without_common(before: Sequence[Element], after: Sequence[Element]) -> tuple[int, int]:
    """The number of texts that only the first, and only the second keyframe has."""
    a, b = (Counter(normalise(e.label) for e in side if e.label) for side in (before, after))
    return (a - b).total(), (b - a).total()


def kept_share(before: Sequence[Element], after: Sequence[Element]) -> float:
    """The share of texts of one keyframe that the next one has as well (0..1); 0.0 when there were none."""
    a = Counter(normalise(e.label) for e in before if e.label)
    b = Counter(normalise(e.label) for e in after if e.label)
    return sum((a & b).values()) / sum(a.values()) if a else 0.0


def overlap(before: Sequence[Element], after: Sequence[Element]) -> float:
    """The share of texts that two keyframes have in common (Jaccard, 0..1); 1.0 when neither has any."""
    a = Counter(normalise(e.label) for e in before if e.label)
    b = Counter(normalise(e.label) for e in after if e.label)
    either = sum((a | b).values())
    return sum((a & b).values()) / either if either else 1.0


def common_shift(before: Sequence[Element], after: Sequence[Element]) -> tuple[int, int]:
    """The offset (dx, dy) that most texts made together, as in scrolling; (0, 0) if no offset has most of the votes.

    Every pair of like texts votes for its offset, as heavily as the text is wide; what stands beside the widest texts,
    as a list of headings that scrolls on its own does, has no vote. Of a text that stands many times on the page any
    two may be paired, so that those that stand there once decide.
    """
    a, b = _main(_longer_texts(before)), _longer_texts(after)
    votes: dict[tuple[int, int], set[int]] = defaultdict(set)
    alike: Counter[int] = Counter()
    pairs: list[Pair] = []
    for i, old in enumerate(a):
        for j, new in enumerate(b):
            dx, dy = _grid(new.box.x - old.box.x), _grid(new.box.y - old.box.y)
            along = min(abs(dx), abs(dy)) <= MAX_CROSS_AXIS_PX
            if along and abs(old.box.height - new.box.height) <= 0.3 * old.box.height and _may_be_misread(old, new):
                votes[dx, dy].add(i)
                alike[i] += 1
                pairs.append((i, j))
    once = {i for i, n in alike.items() if n == 1}
    weighed = {
        offset: sum(a[i].box.width * (UNIQUE_TEXT_WEIGHT if i in once else 1) for i in voters)
        for offset, voters in votes.items()
        if offset != (0, 0) and len(voters) >= MIN_SHIFTED
    }
    if not weighed:
        return 0, _scrolled_by(before, after, [(a[i], b[j]) for i, j in _only(pairs)])
    best = max(weighed, key=lambda offset: weighed[offset])
    moved, still = votes[best], votes.get((0, 0), set())
    surely = len(moved) >= len(still & once) and moved & once
    return best if surely or len(moved) > len(still) else (0, 0)


def _only(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of which neither has another partner."""
    left, right = Counter(i for i, _ in pairs), Counter(j for _, j in pairs)
    return [(i, j) for i, j in pairs if left[i] == 1 and right[j] == 1]


def _scrolled_by(before: Sequence[Element], after: Sequence[Element], pairs: Sequence[tuple[Element, Element]]) -> int:
    """The scroll distance of a page with few common texts: all moved as far, except those of a bar above them.

    Others are gone at the end to which it went, and others came at the other one; 0 where that is not so.
    """
    far = [(old, new) for old, new in pairs if abs(new.box.y - old.box.y) >= MIN_SCROLL_PX]
    if len(far) < MIN_FEW:
        return 0
    ways = sorted(new.box.y - old.box.y for old, new in far)
    by = ways[len(ways) // 2]
    top = min(min(old.box.y, new.box.y) for old, new in far)
    bar = [old for old, new in pairs if abs(new.box.y - old.box.y) < MIN_SCROLL_PX]
    if ways[-1] - ways[0] > 2 * SHIFT_GRID or any(old.box.y + old.box.height > top for old in bar):
        return 0
    kept_then, kept_now = {id(old) for old, _ in pairs}, {id(new) for _, new in pairs}
    gone = [e.box.y + by for e in before if e.label and id(e) not in kept_then]
    come = [e.box.y for e in after if e.label and id(e) not in kept_now]
    first, last = min(new.box.y for _, new in far), max(new.box.y for _, new in far)
    out = any(y < first for y in gone) if by < 0 else any(y > last for y in gone)
    into = any(y > last for y in come) if by < 0 else any(y < first for y in come)
    return round(by) if out and into else 0


def _main(elements: Sequence[Element]) -> list[Element]:
    """The texts above and below the widest one."""
    widest = max((e.box for e in elements), key=lambda box: box.width, default=None)
    if widest is None:
        return []
    return [e for e in elements if e.box.x < widest.x + widest.width and widest.x < e.box.x + e.box.width]


def _may_be_misread(old: Element, new: Element) -> bool:
    """Whether one text may be the other misread: "Section 4" is not "Section 5"."""
    one, other = visible_words(old), visible_words(new)
    return _DIGITS.findall(one) == _DIGITS.findall(other) and similarity(one, other, 0.8) > 0


def _longer_texts(elements: Sequence[Element]) -> list[Element]:
    return [e for e in elements if len(normalise(visible_words(e))) >= 4][:MAX_VOTERS]


def _grid(offset: float) -> int:
    return round(offset / SHIFT_GRID) * SHIFT_GRID


def _assign(
    before: Sequence[Element],
    after: Sequence[Element],
    left: set[int],
    right: set[int],
    cost: Callable[[Element, Element], float | None],
) -> list[Pair]:
    """Pair what `cost` allows, cheapest first. Greedy: ties are rare and the cheapest are surest."""
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
        if abs(a.box.y + shift[1] - b.box.y) > 16 or not same_text(visible_words(a), visible_words(b)):
            return None
        moved = Box(a.box.x + shift[0], a.box.y + shift[1], a.box.width, a.box.height)
        if not same_place(moved, b.box) or not _can_be_same(a, b, moved):
            return None
        return (a.type != b.type) + 1 - iou(moved, b.box)

    return cost


def _can_be_same(a: Element, b: Element, where: Box) -> bool:
    """Whether two elements may be one: a field is never the label beside it, unless both fill the same box.

    What is read inside of the box of a button is what became of it: "Saving" behind a ring that looks like a radio.
    """
    return (
        (a.type in FORM_TYPES) == (b.type in FORM_TYPES)
        or iou(where, b.box) >= 0.7
        or (a.type in LABELLED_TYPES and contains(where, b.box, 4))
        or _is_framed(a, b, where)
    )


def _is_framed(a: Element, b: Element, where: Box) -> bool:
    """Whether only one reading took the frame around a text for an empty field of that name."""
    plain = not a.value and not b.value and same_text(a.label, b.label)
    return plain and (contains(where, b.box, 4) or contains(b.box, where, 4))


def _is_box_of(one: Element, other: Element) -> bool:
    """Whether one is a checkbox and the other its words: a reading may find only one of them."""
    gap = max(other.box.x - one.box.x - one.box.width, one.box.x - other.box.x - other.box.width)
    in_row = abs(centre(one.box)[1] - centre(other.box)[1]) <= max(one.box.height, other.box.height) / 2
    return one.type in TOGGLE_TYPES and other.type not in FORM_TYPES and in_row and gap <= MAX_SHORT_LABEL_MOVE_PX


def _same_text_elsewhere(a: Element, b: Element) -> float | None:
    (ax, ay), (bx, by) = centre(a.box), centre(b.box)
    distance = abs(ax - bx) + abs(ay - by)
    if (len(normalise(a.label)) < 3 and distance > _reach(a, b)) or not same_text(a.label, b.label):
        return None
    if not _can_be_same(a, b, a.box) and not _is_box_of(a, b) and not _is_box_of(b, a):
        return None
    return (a.type != b.type) * 10_000 + distance


def _reach(a: Element, b: Element) -> float:
    """How far a label of one or two letters may move: the sign on a button moves with its dialog."""
    is_sign = a.type == b.type == "button" and a.label and not any(letter.isalnum() for letter in a.label)
    return MAX_ICON_MOVE_PX if is_sign else MAX_SHORT_LABEL_MOVE_PX


def _is_inside(button: Element, words_: Element) -> bool:
    """Whether only the words, or only the picture of a button was read."""
    return button.type in LABELLED_TYPES and contains(button.box, words_.box, 4)


def _is_one_number(a: Element, b: Element) -> bool:
    """Whether a number replaced another at its place: OCR boxes of single digits differ by half."""
    if not (visible_words(a).isdigit() and visible_words(b).isdigit()):
        return False
    return contains(a.box, b.box, 4) or contains(b.box, a.box, 4)


def _renamed(before: Sequence[Element], after: Sequence[Element]) -> Callable[[Element, Element], bool]:
    """Whether two fields are different, as in two steps of a form: neither name is on the other screen."""
    then, now = ({normalise(e.label) for e in side if e.label} for side in (before, after))

    def are_two(a: Element, b: Element) -> bool:
        named = a.type in FORM_TYPES and b.type in FORM_TYPES and a.label and b.label
        gone = normalise(a.label) not in now and normalise(b.label) not in then
        return bool(named) and gone and similarity(a.label, b.label) < MIN_MISREAD_SIMILARITY

    return are_two


def _other_text_same_place(
    keeps_page: bool, shift: tuple[int, int], are_two: Callable[[Element, Element], bool]
) -> Callable[[Element, Element], float | None]:
    def cost(a: Element, b: Element) -> float | None:
        a = replace(a, box=Box(a.box.x + shift[0], a.box.y + shift[1], a.box.width, a.box.height)) if any(shift) else a
        if not (same_place(a.box, b.box) or _is_one_number(a, b) or _is_inside(a, b) or _is_inside(b, a)):
            return None
        near = iou(a.box, b.box)
        if not _can_be_same(a, b, a.box) or are_two(a, b):
            return None
        alike = similarity(visible_words(a), visible_words(b))
        if not keeps_page and alike < 0.75:
            return None  # another page: the same place shows another thing
        if a.type != b.type and alike < 0.5 and near < 0.5:
            return None  # beside one another, not one instead of the other
        return (a.type != b.type) + 2 - alike - near

    return cost
