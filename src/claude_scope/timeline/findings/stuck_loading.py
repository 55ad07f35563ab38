"""Finds loading that never ends: a spinner that keeps turning, a "Loading…" that stays. An inference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.geometry import around, contains, grown, intersection, iou
from claude_scope.lexicon.loading_words import is_loading_message
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Keyframe, Moment, Reading, UiElement

MIN_LOADING_MS = 4_000
"""Ordinary requests are answered sooner; nobody reports a spinner of a second."""
MAX_SPINNER_SHARE = 0.12
"""A spinner's longer side is at most this share of the screen's shorter one; carousels and videos are larger."""
MIN_STATES_USED = 4
"""A page with this many states did not wait for what moved in the first one."""
MIN_SPINNER_PX = 12
"""Smaller is a caret, a dot that pulses beside "live", or noise."""
MAX_SPINNER_ASPECT = 1.8
"""Spinners are about as wide as high; three dots in a row are the widest."""
SAME_BAR_IOU = 0.7
"""Bars that overlap this much are the same; the codec blurred their edges."""


def find_stuck_loading(moments: Sequence[Moment], ended_ms: int | None = None) -> dict[int, tuple[Observation, ...]]:
    """Loading that never ended, by the index of the first moment that shows it."""
    found: dict[int, list[Observation]] = {}
    if not moments:
        return {}
    for index, text in _texts_to_the_end(moments, ended_ms):
        found.setdefault(index, []).append(text)
    for index, moment in enumerate(moments):
        for box in _spinners(moment, _decoration(moments)):
            if not any(o.box and intersection(grown(o.box, 80), box) for o in found.get(index, ())):
                found.setdefault(index, []).append(_spinner(moment, box))
    for index, seen in _skeletons(moments, ended_ms):
        found.setdefault(index, []).append(seen)
    return {index: tuple(seen) for index, seen in found.items()}


def _skeletons(moments: Sequence[Moment], ended_ms: int | None) -> list[tuple[int, Observation]]:
    """Skeleton bars that stayed until the end, and the state in which they began."""
    last = moments[-1]
    if not last.reading.bones or last.keyframe.until_ms is not None or ended_ms is None:
        return []
    first = len(moments) - 1
    while first and not moments[first].keyframe.skipped and _same_skeletons(moments[first - 1].reading, last.reading):
        first -= 1
    since = moments[first].keyframe.since_ms
    if ended_ms - since <= MIN_LOADING_MS:
        return []
    text = (
        f"Grey bars stand in the place of content from {clock(since)} until the recording ends (inferred: a part that "
        "never loaded)"
    )
    return [(first, Observation("waiting", text, around(last.reading.bones)))]


def _same_skeletons(one: Reading, other: Reading) -> bool:
    """Whether most skeleton bars of one reading are in the other."""
    same = [bar for bar in other.bones if any(iou(bar, b) > SAME_BAR_IOU for b in one.bones)]
    return len(same) > len(other.bones) / 2


def _texts_to_the_end(moments: Sequence[Moment], ended_ms: int | None) -> list[tuple[int, Observation]]:
    """Loading messages of the last state, and the state in which they began."""
    last = moments[-1]
    if not last.reading.was_read or last.keyframe.until_ms is not None:
        return []  # the last state ended, so later states were dropped
    found = []
    for element in last.elements:
        if not is_loading_message(element.label) or (len(moments) > 1 and _just_came(element, moments, ended_ms)):
            continue
        first = len(moments) - 1
        while first and _stood_before(element, moments, first):
            first -= 1
        since = moments[first].keyframe.since_ms
        text = (
            f'"{element.label}" stands there from {clock(since)} until the recording ends (inferred: it never finished)'
        )
        found.append((first, Observation("waiting", text, element.box)))
    return found


def _just_came(element: UiElement, moments: Sequence[Moment], ended_ms: int | None) -> bool:
    """Whether a text came with the last state, which is not known to have lasted long.

    Motion beside it until the end proves that it lasted: keyframes only report what moved for a while.
    """
    if any(_is_again(element, e) for e in moments[-2].elements):
        return False
    if ended_ms is not None and ended_ms - moments[-1].keyframe.since_ms > MIN_LOADING_MS:
        return False
    near = grown(element.box, 4 * element.box.height)
    return not any(intersection(near, box) for box in moments[-1].keyframe.moving)


def _stood_before(element: UiElement, moments: Sequence[Moment], index: int) -> bool:
    """Whether the previous state has the text as well, and no state between them was dropped."""
    return not moments[index].keyframe.skipped and any(_is_again(element, e) for e in moments[index - 1].elements)


def _is_again(element: UiElement, other: UiElement) -> bool:
    return other.id == element.id and same_text(other.label, element.label)


def _decoration(moments: Sequence[Moment]) -> Sequence[Box]:
    """What moved from the start while the page was in use: a live badge or an equaliser, not a spinner."""
    return moments[0].keyframe.moving if len(moments) >= MIN_STATES_USED else ()


def _spinners(moment: Moment, decoration: Sequence[Box]) -> list[Box]:
    keyframe = moment.keyframe
    if not _stood_long(keyframe):
        return []
    side = min(moment.reading.width, moment.reading.height)
    return [
        box
        for box in keyframe.moving
        if _is_small(box, side)
        and not _is_other_motion(box, moment)
        and not any(intersection(box, other) > 0 for other in decoration)
    ]


def _stood_long(keyframe: Keyframe) -> bool:
    return keyframe.until_ms is None or keyframe.until_ms - keyframe.since_ms > MIN_LOADING_MS


def _is_small(box: Box, side: float) -> bool:
    longer, shorter = max(box.width, box.height), min(box.width, box.height)
    return shorter >= MIN_SPINNER_PX and longer <= MAX_SPINNER_SHARE * side and longer <= MAX_SPINNER_ASPECT * shorter


def _is_other_motion(box: Box, moment: Moment) -> bool:
    """Whether the motion is a clock or counter, or part of a larger moving area."""
    texts = [e for e in moment.elements if any(c.isdigit() for c in e.label) and intersection(e.box, box) > 0]
    larger = [m for m in moment.keyframe.moving if m != box and m.width * m.height > 4 * box.width * box.height]
    return bool(texts) or any(contains(grown(m, 8), box) for m in larger)


def _spinner(moment: Moment, box: Box) -> Observation:
    keyframe = moment.keyframe
    until = "the recording ends" if keyframe.until_ms is None else clock(keyframe.until_ms)
    guess = "a spinner that never went away" if keyframe.until_ms is None else "a spinner"
    name = _beside(box, moment.elements)
    near = f' near "{name}"' if name else ""
    text = (
        f"Something of {round(box.width)} x {round(box.height)} px keeps moving at ({round(box.x)}, {round(box.y)})"
        f"{near} from {clock(keyframe.since_ms)} until {until} (inferred: {guess})"
    )
    return Observation("waiting", text, box)


def _beside(box: Box, elements: Sequence[UiElement]) -> str:
    around = grown(box, 60)
    near = [e for e in elements if e.label and e.type != "dialog" and intersection(around, e.box) > 0]
    return min(near, key=lambda e: abs(e.box.y - box.y) + abs(e.box.x - box.x)).label if near else ""
