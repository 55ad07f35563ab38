"""Finds messages that went away before they could be read; reading time is inferred from their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.clock import length
from claude_scope.geometry import around, grown, holds
from claude_scope.lexicon.loading_words import is_loading_message
from claude_scope.timeline.events.events import quote
from claude_scope.timeline.text_compare import same_text
from claude_scope.values import Observation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Moment, UiElement

NOTICE_MS = 500
"""Before the first word is read, a message has to be noticed."""
WORD_MS = 240
"""People read 238 words of English a minute in silence (Brysbaert 2019, 190 studies)."""
SKIM_SHARE = 0.6
"""The required share of the reading time; skimming is faster."""
MIN_MESSAGE_WORDS = 4
"""One word or three are seen at a glance."""
MAX_MESSAGE_ELEMENTS = 4
"""A message has a title, a text and a button or two; what is more is a view that came and went."""
MIN_POINTER_DISTANCE_PX = 150
"""Tooltips stand nearer to the pointer, and who closes a message is at its edge at least."""
_WORD = re.compile(r"[^\W_]+")


def find_short_messages(moments: Sequence[Moment], _: int | None = None) -> dict[int, tuple[Observation, ...]]:
    """Messages that went away too soon, by the index of the moment that showed them."""
    found: dict[int, tuple[Observation, ...]] = {}
    for index in range(1, len(moments) - 1):
        message = _message(*moments[index - 1 : index + 2])
        if message and (observation := _describe(message, moments[index])) is not None:
            found[index] = (observation,)
    return found


def _message(before: Moment, now: Moment, after: Moment) -> list[UiElement]:
    """The texts that only the middle one of three states shows, if they went away by themselves."""
    if after.pointed is not None or now.keyframe.skipped or after.keyframe.skipped:
        return []
    gone = {c.element.id for c in after.changes if c.kind == "removed"}
    came = [c.element for c in now.changes if c.kind == "added" and c.element.label]
    message = [e for e in came if e.id in gone and not _stands_in(e, before) and not _stands_in(e, after)]
    if not 0 < len(message) <= MAX_MESSAGE_ELEMENTS or any(is_loading_message(e.label) for e in message):
        return []
    return message if _went_by_itself(around([e.box for e in message]), now, after) else []


def _went_by_itself(place: Box, now: Moment, after: Moment) -> bool:
    """Whether nobody closed it: the pointer rested, or was far away when it came and went."""
    pointers = [moment.keyframe.pointer for moment in (now, after)]
    far = all(p is not None and not holds(grown(place, MIN_POINTER_DISTANCE_PX), p) for p in pointers)
    return bool(now.keyframe.transient or after.by_itself) or far


def _stands_in(element: UiElement, moment: Moment) -> bool:
    return any(same_text(element.label, other.label) for other in moment.elements)


def _describe(message: Sequence[UiElement], moment: Moment) -> Observation | None:
    keyframe = moment.keyframe
    text = " ".join(e.label for e in message)
    words = len(_WORD.findall(text))
    if keyframe.until_ms is None or words < MIN_MESSAGE_WORDS:
        return None
    stood_ms, needed_ms = keyframe.until_ms - keyframe.since_ms, NOTICE_MS + words * WORD_MS
    if stood_ms >= SKIM_SHARE * needed_ms:
        return None
    described = (
        f"The message {quote(text)} went away after {length(stood_ms)}; reading its {words} words takes about "
        f"{length(needed_ms)} (inferred)"
    )
    return Observation("vanished", described, around([e.box for e in message]))
