"""Finds messages in red that came with little else: likely errors, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.lexicon.error_words import asks_to_confirm
from claude_scope.timeline.text_compare import skeleton
from claude_scope.values import EventKind

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from claude_scope.values import Change, Moment

MESSAGE_TYPES = frozenset({"text", "alert", "heading"})
MAX_NEW_ELEMENTS = 6
"""A message comes with little else; where more came, red is a colour of the view that opened."""
MIN_WORDS = 2
"""A message has words; a red figure or a badge has one at most."""
_WORD = re.compile(r"[^\W\d_]{3,}")


def first_red_message(moments: Sequence[Moment]) -> tuple[int, str] | None:
    """The first state with a new message in red, and its text; None if there is none."""
    shown: set[str] = set()
    for index, moment in enumerate(moments):
        if index and not _is_another_view(moment) and (texts := _red(moment, shown)):
            return index, texts[0]
        shown |= {skeleton(element.label) for element in moment.elements}
    return None


def _is_another_view(moment: Moment) -> bool:
    """Whether the new elements belong to a new view, a dialog or a scrolled page."""
    came = [item for item in moment.changes if item.kind == "added"]
    opened = any(item.element.type == "dialog" for item in came)
    scrolled = moment.summary.startswith("The content scrolled")
    return moment.kind is EventKind.NAVIGATION or opened or scrolled or len(came) > MAX_NEW_ELEMENTS


def _red(moment: Moment, shown: Container[str]) -> list[str]:
    fresh = [item for item in moment.changes if item.kind == "added" or item.what == "text"]
    return [text for item in fresh if (text := _text(item)) and _is_red(item, moment) and skeleton(text) not in shown]


def _text(item: Change) -> str:
    """The text of a change, if it is a message."""
    text = (item.after or item.element.label) if item.element.type in MESSAGE_TYPES else ""
    return text if len(_WORD.findall(text)) >= MIN_WORDS and not asks_to_confirm(text) else ""


def _is_red(item: Change, moment: Moment) -> bool:
    return any(holds(item.element.box, centre(box)) for box in moment.reading.red)
