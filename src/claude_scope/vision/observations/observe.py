"""Report problems on one picture: errors, invalid and disabled controls, text that does not fit.

A wrong report costs more than a missing one, so each needs at least two signs: red text is an error only if its words
say so or it stands at a field, and text is cut off only where ink meets an edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains, holds
from claude_scope.lexicon.action_words import is_paging
from claude_scope.lexicon.error_words import has_error_word
from claude_scope.values import Observation
from claude_scope.vision.classify.rules.fields.invalid_fields import MESSAGE_ASIDE_PX, MESSAGE_BELOW_PX
from claude_scope.vision.observations.low_contrast import low_contrast
from claude_scope.vision.observations.red_text import MIN_RED_CHROMA, MIN_RED_CONTRAST
from claude_scope.vision.observations.text_overflow import text_overflow
from claude_scope.vision.shapes.colours import is_red

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Element
    from claude_scope.vision.scene.scene import Scene
    from claude_scope.vision.scene.text_style import TextStyle


def observe(scene: Scene, elements: Sequence[Element]) -> tuple[Observation, ...]:
    """All observations, errors first."""
    layout_problems = (*text_overflow(scene, elements), *low_contrast(scene, elements))
    return (*_errors(scene, elements), *_disabled(elements), *_invalid(elements), *layout_problems)


def _errors(scene: Scene, elements: Sequence[Element]) -> list[Observation]:
    """Messages that name an error, and red texts that name one or stand at a field."""
    found = [
        Observation("error", f'An error is shown: "{one.label}"', one.box)
        for one in elements
        if one.type == "alert" and has_error_word(one.label)
    ]
    reported = " ".join(one.text for one in found)
    for style in scene.styles:
        if style.text in reported or not is_red_text(style) or _is_control(style, elements):
            continue
        field = field_for_message(style, elements)
        if has_error_word(style.text) or (len(style.text.split()) >= 3 and field is not None):
            named = "" if field is None else _named(field)
            where = f" at {named[:1].lower()}{named[1:]}" if named else ""
            found.append(Observation("error", f'A text in red{where}: "{style.text}"', style.line.box.box()))
    return found


def is_red_text(style: TextStyle) -> bool:
    """Whether a line is written in a readable red."""
    return is_red(style.ink, MIN_RED_CHROMA) and style.contrast >= MIN_RED_CONTRAST


def _is_control(style: TextStyle, elements: Sequence[Element]) -> bool:
    """Whether the text belongs to a button, link, tab or menu, where red is a style."""
    place = style.line.box.box()
    middle = centre(place)
    return any(one.type in ("button", "link", "tab", "menu") and holds(one.box, middle) for one in elements)


def field_for_message(style: TextStyle, elements: Sequence[Element]) -> Element | None:
    """The field of a message: right above it, or an invalid one right above or below it."""
    fields = [one for one in elements if one.type in ("input", "select", "checkbox", "radio")]
    above = (
        one
        for one in fields
        if -2 <= style.box.top - (one.box.y + one.box.height) <= MESSAGE_BELOW_PX
        and (abs(style.box.left - one.box.x) <= MESSAGE_ASIDE_PX or "invalid" in one.state)
    )
    below = (
        one
        for one in fields
        if "invalid" in one.state
        and 0 <= one.box.y - style.box.bottom <= MESSAGE_BELOW_PX
        and abs(style.box.left - one.box.x) <= 4
    )
    return next(above, None) or next(below, None)


def _disabled(elements: Sequence[Element]) -> list[Observation]:
    return [
        Observation("disabled", f'The button "{one.label}" looks disabled', one.box)
        for one in elements
        if one.type == "button"
        and "disabled" in one.state
        and not is_paging(one.label)
        and not _is_covered(one, elements)
    ]


def _invalid(elements: Sequence[Element]) -> list[Observation]:
    return [
        Observation("invalid", f"{_named(one)} is marked as invalid", one.box)
        for one in elements
        if one.type in ("input", "select") and "invalid" in one.state and not _is_covered(one, elements)
    ]


def _named(field: Element) -> str:
    if field.label:
        return f'The field "{field.label}"'
    return f'The field that holds "{field.value}"' if field.value else "A field"


def _is_covered(field: Element, elements: Sequence[Element]) -> bool:
    """Whether a dialog is open elsewhere: the field lies behind it."""
    dialogs: list[Box] = [one.box for one in elements if one.type == "dialog"]
    return bool(dialogs) and not any(contains(box, field.box) for box in dialogs)
