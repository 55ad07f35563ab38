"""Recognises values of fields that existed before: a new text in such a field is almost always its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.timeline.text_compare import same_text

if TYPE_CHECKING:
    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.values import Box, Element, Moment

FIELD_TYPES = frozenset({"input", "select"})
SLACK_PX = 4.0


def is_value(pair: Pair, text: str, box: Box) -> bool:
    """Whether a text is the new value of a field that existed before.

    It is not new if the field showed a part of it other than its beginning: OCR had read the value only partly.
    """
    before = fields_at(box, pair.before)
    is_new = bool(before) and not any(
        _is_selected_rest(element.value.casefold(), text.casefold()) for element in before
    )
    return is_new and any(same_text(element.value, text) for element in fields_at(box, pair.after))


def _is_selected_rest(part: str, whole: str) -> bool:
    """Whether `whole` contains `part`, but not at its start: OCR reads only a part of a partly selected value."""
    return bool(part) and part in whole and not whole.startswith(part)


def fields_at(box: Box, moment: Moment) -> list[Element]:
    """The fields that contain the centre of a box, as they were read from the picture."""
    return [e for e in moment.reading.elements if e.type in FIELD_TYPES and holds(e.box, centre(box), SLACK_PX)]
