"""What differs between two keyframes: elements added, removed, and changed from what to what.

Three guards keep OCR noise out: texts are compared by what OCR cannot confuse (`text.py`), nothing counts where no
pixel changed, and lines that were merely joined or split are put together again before they are compared.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.boxes import centre, contains, grown, holds, iou
from claude_scope.secret_shapes import HIDDEN
from claude_scope.timeline.covered import covered, half_hidden, is_pointer, overlays_of
from claude_scope.timeline.match import FIELDS
from claude_scope.timeline.recoloured import is_only_a_colour, is_only_read_otherwise, is_recoloured
from claude_scope.timeline.reordered import Reordered, reordered
from claude_scope.timeline.text import normal, same_text, says_something, similarity
from claude_scope.timeline.touched import rewritten, touched
from claude_scope.timeline.validity import only_looks_valid
from claude_scope.values import Change

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from claude_scope.timeline.covered import Overlays
    from claude_scope.timeline.match import Matches
    from claude_scope.values import Box, Keyframe, UiElement

WOBBLE_PX = 8
"""What moved down to make room moved straight, give or take this: OCR boxes begin where the first letter does."""
SCROLLED_PX = 80
"""A notch of a mouse wheel scrolls by 100 or 120 CSS pixels; what moves by less made room."""
UNSURE = 0.5
ARROW_PX = 22
ARROW_SHAPE = (1.3, 2.0)
"""A pointer of the usual size is 12 to 20 pixels wide, and higher than wide."""
PUSHED_LINES = 2.5
EDGE_PX = 4
HALF_LINE_PX = 12
"""OCR's box of a line of the smallest usual font is higher; at an edge, what is lower is half a line."""
MOVED_PX = 24
"""Less than this is the wobble of OCR boxes, more is a place that a person sees change (of 1080 lines)."""
OPPOSITES = {
    "disabled": "enabled",
    "checked": "unchecked",
    "selected": "not selected",
    "focused": "not focused",
    "expanded": "collapsed",
    "invalid": "valid",
}


Offset = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Differences:
    """The changes, and how many elements moved together by which offset (pixels); `scrolled` if nearly all did.

    The offset of scrolling is only believed if `is_sure`: among lines that are all alike, several fit.
    """

    changes: tuple[Change, ...]
    moved_together: tuple[tuple[Offset, int], ...] = ()
    scrolled: Offset = (0, 0)
    is_sure: bool = True


def diff(
    before: Sequence[UiElement],
    after: Sequence[UiElement],
    matches: Matches,
    keyframe: Keyframe,
    height: float,
    known: Container[str] = (),
) -> Differences:
    """Compare the elements of two keyframes that `match` has paired.

    `keyframe` is the later one, `height` its own, `known` the ids of elements that any earlier keyframe showed. What a
    dialog or menu covers or bares as it opens or closes has not changed.
    """
    over = overlays_of(before, after)
    pairs = [(before[i], after[j]) for i, j in matches.pairs]
    seen = [(old, new) for old, new in pairs if touched(old.box, keyframe) or touched(new.box, keyframe)]
    pairs = seen + _untouched_twins(pairs, seen)
    rows = reordered([] if any(matches.shift) else pairs, after)
    is_scroll = _is_scroll(before, after, matches)
    dx, dy = matches.shift if max(map(abs, matches.shift)) >= SCROLLED_PX else (0, 0)
    fields = [e.box for side in (before, after) for e in side if e.type in ("input", "select")]
    removed = [e for i in matches.removed if _counts(e := before[i], keyframe, (dx, dy), height) and not over.hides(e)]
    added = [e for j in matches.added if _counts(e := after[j], keyframe, (-dx, -dy), height) and not over.cuts(e)]
    added = [e for e in added if not (e.id in known and over.bares(e)) and not is_pointer(e, keyframe.pointer)]
    removed, added = ([e for e in side if not _is_fragment(e, height, fields)] for side in (removed, added))
    for old, new in half_hidden(removed, added, keyframe.pointer):
        removed = [e for e in removed if e is not old]
        added = [e for e in added if e is not new]
    removed, added = _without_moved(removed, added, rows)
    recoloured = is_recoloured(before, after, matches, keyframe)
    if recoloured:
        removed = [e for e in removed if not is_only_read_otherwise(e, after)]
        added = [e for e in added if not is_only_read_otherwise(e, before)]
    makes_room = bool(added or removed)
    still = [(old, new) for old, new in pairs if not _is_of_moved_row(old, new, before, after, rows)]
    texts = _texts(still, removed, added, keyframe, over)
    states = [c for old, new in pairs for c in _changed(old, new) if not only_looks_valid(c, before, after)]
    states = [c for c in states if not over.recolours(c) and not (recoloured and is_only_a_colour(c))]
    staying = [(old, new) for old, new in pairs if not rows.has_moved(old, new)]
    moves, groups = _moves([] if recoloured else staying, matches.shift, makes_room)
    appeared = [Change("added", element) for element in added]
    gone = [Change("removed", element) for element in removed]
    scrolled = matches.shift if is_scroll else (0, 0)
    return Differences((*texts, *states, *appeared, *gone, *rows.changes, *moves), groups, scrolled, matches.is_sure)


def _is_fragment(element: UiElement, height: float, fields: Sequence[Box]) -> bool:
    """Whether what came or went is half a line at an edge of the screen, or a nameless picture within a field."""
    box = element.box
    is_picture = element.type in ("image", "icon") and not (element.label or element.name)
    if is_picture and (_is_arrow(element) or any(holds(field, centre(box)) for field in fields)):
        return True
    at_edge = box.y <= EDGE_PX or box.y + box.height >= height - EDGE_PX
    if at_edge and not (element.label or element.value or element.name):
        return True  # the frame of half a card
    return element.type in ("text", "heading") and at_edge and box.height < HALF_LINE_PX


def _is_arrow(element: UiElement) -> bool:
    """Whether a small picture that nobody is sure of has the shape of a pointer, wherever that was seen."""
    box = element.box
    shape = box.height / box.width if box.width else 0.0
    return element.confidence < UNSURE and box.width <= ARROW_PX and ARROW_SHAPE[0] <= shape <= ARROW_SHAPE[1]


def _without_moved(
    removed: Sequence[UiElement], added: Sequence[UiElement], rows: Reordered
) -> tuple[list[UiElement], list[UiElement]]:
    """What went and came without what went with its row to another place."""
    come = list(added)
    gone = []
    for old in removed:
        again = next((new for new in come if rows.explains(old, new)), None)
        if again is None:
            gone.append(old)
        else:
            come.remove(again)
    return gone, come


def _is_of_moved_row(
    old: UiElement, new: UiElement, before: Sequence[UiElement], after: Sequence[UiElement], rows: Reordered
) -> bool:
    """Whether both texts of a place are explained by rows that moved: each went or came with its own."""
    explained = bool(rows.went) and any(rows.explains(old, e) for e in after)
    return explained and any(rows.explains(e, new) for e in before)


def _is_scroll(before: Sequence[UiElement], after: Sequence[UiElement], matches: Matches) -> bool:
    """Whether what moved together was scrolled: far enough, along one axis, out at one end and in at the other.

    A wider column pushes its neighbours aside, and an error pushes what is below it down: that is no scrolling.
    """
    dx, dy = matches.shift
    if max(abs(dx), abs(dy)) < SCROLLED_PX or min(abs(dx), abs(dy)) > WOBBLE_PX:
        return False
    along, extent = (1, 3) if abs(dy) > abs(dx) else (0, 2)
    by = matches.shift[along]
    moved = [
        after[j].box for i, j in matches.pairs if abs(after[j].box[along] - before[i].box[along] - by) <= WOBBLE_PX
    ]
    if not moved:
        return False
    first, last = min(b[along] for b in moved), max(b[along] + b[extent] for b in moved)
    gone = [before[i].box for i in matches.removed]
    come = [after[j].box for j in matches.added]
    out = [b for b in gone if (b[along] + by < first if by < 0 else b[along] + b[extent] + by > last)]
    into = [b for b in come if (b[along] + b[extent] > last if by < 0 else b[along] < first)]
    return bool(out and into)


def _moves(
    pairs: Sequence[tuple[UiElement, UiElement]], shift: Offset, makes_room: bool
) -> tuple[list[Change], tuple[tuple[Offset, int], ...]]:
    """Changes of place, and the offsets by which elements moved together.

    What moved is one remark where three or more moved alike, all scrolled, or something was added or removed and they
    moved straight down or up to make room.
    """
    often = Counter(normal(new.label) for _, new in pairs)
    offsets = [
        ((round(dx / 4) * 4, round(dy / 4) * 4), new)
        for old, new in pairs
        if same_text(old.label, new.label)
        and often[normal(new.label)] == 1  # of several alike it is not known which is which
        and abs(old.box.width - new.box.width) <= 0.1 * new.box.width
        and abs(old.box.height - new.box.height) <= 0.25 * new.box.height  # a title is no button of that name
        and max(abs(dx := new.box.x - old.box.x), abs(dy := new.box.y - old.box.y)) >= MOVED_PX
    ]
    together = Counter(offset for offset, _ in offsets)
    groups = tuple(
        (offset, n)
        for offset, n in together.most_common()
        if n > 2 or offset == shift or (makes_room and abs(offset[0]) <= WOBBLE_PX)
    )
    grouped = {offset for offset, _ in groups}
    alone = [(offset, element) for offset, element in offsets if offset not in grouped]
    return [Change("changed", e, "place", _place(e, offset), _place(e, (0, 0))) for offset, e in alone], groups


def _untouched_twins(
    pairs: Sequence[tuple[UiElement, UiElement]], told: Sequence[tuple[UiElement, UiElement]]
) -> list[tuple[UiElement, UiElement]]:
    """Numbers that were read as others where the regions saw no change, and that are now what others became.

    A badge of one digit is too small for some regions; that the quantity beside it went from 2 to 3 as well tells it
    from a misread digit.
    """
    counts = {new.label for old, new in told if old.label.isdigit() and new.label.isdigit() and new.label != old.label}
    inside = {id(new) for _, new in told}
    return [
        (old, new)
        for old, new in pairs
        if id(new) not in inside and old.label.isdigit() and new.label in counts and new.label != old.label
    ]


def _counts(element: UiElement, keyframe: Keyframe, shift: Offset, height: float) -> bool:
    """Whether an element without a partner is a change: neither an icon read as a letter, nor scrolled out of view."""
    elsewhere = element.box.y + shift[1]
    in_view = shift == (0, 0) or 0 <= elsewhere <= height - element.box.height
    says = element.type != "text" or says_something(element.label)
    return in_view and says and rewritten(element, keyframe)


def _changed(old: UiElement, new: UiElement) -> Iterator[Change]:
    typed = old.value != new.value and not same_text(old.value, new.value) and not _is_uncovered(old, new)
    if typed:
        yield Change("changed", new, "value", old.value, new.value)
    for state, opposite in OPPOSITES.items():
        if typed and state == "focused":
            continue  # who types into a field has put the focus there
        if state in new.state and state not in old.state:
            yield Change("changed", new, "state", opposite, state)
        elif state in old.state and state not in new.state:
            yield Change("changed", new, "state", state, opposite)


def _is_uncovered(old: UiElement, new: UiElement) -> bool:
    """Whether a password was only shown, or hidden again: dots do not say which text they stand for."""
    return bool(old.value and new.value) and HIDDEN in (old.value, new.value)


def _place(element: UiElement, offset: tuple[int, int]) -> str:
    x, y = centre(element.box)
    return f"({round(x - offset[0])}, {round(y - offset[1])})"


def _texts(
    pairs: Sequence[tuple[UiElement, UiElement]],
    removed: list[UiElement],
    added: list[UiElement],
    keyframe: Keyframe,
    over: Overlays,
) -> list[Change]:
    """Changes of text, once lines that were joined or split are together; takes what it tells out of both lists."""
    reworded = [(old, new) for old, new in pairs if not same_text(old.label, new.label) and not _names_field(old, new)]
    reworded = [(old, new) for old, new in reworded if not _is_picture(old, new)]
    hidden = covered(reworded, keyframe.pointer, over.then, over.now, keyframe.changed)
    reworded = [pair for i, pair in enumerate(reworded) if i not in hidden]
    removed += [old for old, _ in reworded]
    added += [new for _, new in reworded]
    changes = [*_rejoined(removed, added), *_renamed_alike(removed, added)]
    others = [(old, new) for old, new in reworded if _are_two(old, new, removed, added)]
    for old, new in reworded:
        if old in removed and new in added and (old, new) not in others:
            removed.remove(old)
            added.remove(new)
            changes.append(Change("changed", new, "text", old.label, new.label))
    return changes


def _are_two(old: UiElement, new: UiElement, removed: Sequence[UiElement], added: Sequence[UiElement]) -> bool:
    """Whether a text did not become the other one at its place: it named a field that went, or names one that came."""
    if old.type != "text" or similarity(old.label, new.label, 0.5) > 0:
        return False
    named = ((old, removed), (new, added))
    return any(e.type in FIELDS and same_text(e.label, text.label) for text, side in named for e in side)


def _is_picture(old: UiElement, new: UiElement) -> bool:
    """Whether the picture on a button was read as a sign here and as nothing there: "▼" and ""."""
    return "" in (old.label, new.label) and not says_something(old.label + new.label)


def _names_field(old: UiElement, new: UiElement) -> bool:
    """Whether only one of two readings of a field found the words that name it: the page has not changed."""
    return old.type == new.type and new.type in FIELDS and not (old.label and new.label)


def _renamed_alike(removed: list[UiElement], added: list[UiElement]) -> list[Change]:
    """Pair a number with the one that stands beside the same words now; takes both out of the lists.

    A line that came in between moved the total down, so that place does not tell.
    """
    changes = []
    for old in list(removed):
        same = [new for new in added if _is_same_number(old, new)]
        rivals = [other for other in removed if _is_same_number(other, old)]
        if len(same) == 1 and len(rivals) == 1 and not same_text(old.label, same[0].label):
            removed.remove(old)
            added.remove(same[0])
            changes.append(Change("changed", same[0], "text", old.label, same[0].label))
    return changes


def _is_same_number(old: UiElement, new: UiElement) -> bool:
    has_digits = any(c.isdigit() for c in old.label) and any(c.isdigit() for c in new.label)
    aligned = abs(old.box.x + old.box.width - new.box.x - new.box.width) <= WOBBLE_PX
    aligned = aligned or abs(old.box.x - new.box.x) <= WOBBLE_PX or _is_pushed(old.box, new.box)
    return bool(old.near) and has_digits and aligned and old.type == new.type and same_text(old.near, new.near)


def _is_pushed(old: Box, new: Box) -> bool:
    """Whether a figure stands a little further along its row, as the one before it has a digit more now."""
    return abs(old.y - new.y) <= WOBBLE_PX and abs(old.x - new.x) <= PUSHED_LINES * old.height


def _rejoined(removed: list[UiElement], added: list[UiElement]) -> list[Change]:
    """Pair one element with the several it was split into (or joined from); takes them out of both lists.

    "Total $93.90" read as one line before and as two after is one change of text, or none.
    """
    changes: list[Change] = []
    wholes = [(e, added, True) for e in list(removed)] + [(e, removed, False) for e in list(added)]
    for whole, parts_of, forwards in wholes:
        parts = [p for p in parts_of if _in_row(p.box, whole.box)]
        if len(parts) < 2 or whole.type in FIELDS:
            continue
        joined = " ".join(p.label for p in sorted(parts, key=lambda p: p.box.x))
        if similarity(joined, whole.label, 0.5) == 0:
            continue
        for part in parts:
            parts_of.remove(part)
        (removed if forwards else added).remove(whole)
        old, new = (whole.label, joined) if forwards else (joined, whole.label)
        if not same_text(old, new):
            changes.append(Change("changed", parts[0] if forwards else whole, "text", old, new))
    return changes


def _in_row(part: Box, whole: Box) -> bool:
    return contains(grown(whole, 6), part) or (iou(part, whole) > 0.2 and abs(centre(part)[1] - centre(whole)[1]) < 6)
