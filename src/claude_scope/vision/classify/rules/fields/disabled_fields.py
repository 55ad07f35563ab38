"""Mark disabled fields and buttons: greyed or washed out in comparison with others.

The text of a greyed field is a value, however pale it is: a placeholder is on the usual fill of fields.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from claude_scope.lexicon.field_words import SEARCH
from claude_scope.vision.classify.rules.fields.invalid_fields import mark_invalid
from claude_scope.vision.scene.panel_features import border_colour, colour_above, fill_colour
from claude_scope.vision.shapes.colours import apart, chroma, contrast_ratio, luminance

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Scene

    Colour = npt.NDArray[np.float32]

MIN_GREYED_DIFF = 4
"""Minimum difference (0..255) between the fill of a disabled field and that of the others: browsers' default is 5."""
MIN_LONE_GREYED_DIFF = 10
"""Minimum difference between the fills if the text is not washed out: Ant's and Bulma's differ by 10, Bootstrap's by
22. Designs that fill every field have a smaller difference and a border (Flowbite 6), or no border (Carbon,
Material).
"""
MAX_WASHED_BORDER = 0.65
"""A border with at most this share of the others' contrast is washed out; browsers draw 0.3, half opacity makes 0.5."""
MAX_WASHED_TEXT = 0.8
"""Below this share of the usual contrast, text is washed out: browsers' default for disabled text has 0.67."""
MAX_PALE_CHROMA = 0.65
"""Below this ratio of chroma to the lightest channel, a button's fill is pale: half opacity on white leaves less chroma
of most colours."""
MIN_BUTTON_CONTRAST = 2.75
"""Below this contrast ratio, a button's text is washed out; WCAG asks for 4.5, Bootstrap's weakest button has 2.9."""
MAX_DARK_LUMINANCE = 0.2
"""Below this relative luminance, a page has a dark theme."""
MAX_GREY_CHROMA = 30
"""Largest chroma (0..255) of a grey fill; a fill with more belongs to a message."""
MIN_TINT_CHROMA = 18
"""Minimum excess of a tint's chroma (0..255) over its background's. Required or autofilled fields have a tint
(Chromium's has 22); greys have up to 14 (Tailwind's slate-200).
"""
MAX_HEIGHT_DIFF_PX = 10
"""Largest difference between the heights of fields that are compared, in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Measurements of a field: `border` and `text` are the contrasts of its border and its text to its fill, 0..255."""

    typed: Classified
    fill: Colour
    around: Colour
    border: float
    text: float


def mark_disabled(scene: Scene, found: Sequence[Classified]) -> list[Classified]:
    """Mark the fields and buttons that look disabled."""
    found = mark_invalid(scene, found)
    fields = [_field(scene, element) for element in found if element.type in ("input", "select")]
    usual = _usual_contrast(scene)
    grey = {id(field.typed) for field in fields if _is_disabled(field, fields, usual)}
    buttons = [element for element in found if element.type == "button" and element.styles]
    grey |= {id(button) for button in buttons if _is_washed(button) and not _is_page_style(scene, button, buttons)}
    return [
        replace(element, state=(*element.state, "disabled")) if id(element) in grey else element for element in found
    ]


def _is_washed(button: Classified) -> bool:
    """Whether a button's text has little contrast to its fill, and the fill is pale."""
    style = button.styles[0]
    pale = chroma(style.behind) / max(1.0, float(style.behind.max())) < MAX_PALE_CHROMA
    return pale and contrast_ratio(style.ink, style.behind) < MIN_BUTTON_CONTRAST


def _is_page_style(scene: Scene, button: Classified, buttons: Sequence[Classified]) -> bool:
    """Whether pale text is the page's style, as another button has it too; grey text on a greyed fill never is."""
    style = button.styles[0]
    greyed = apart(style.behind, colour_above(scene, button.box)) >= MIN_GREYED_DIFF
    if greyed and luminance(style.ink) < luminance(style.behind) and chroma(style.ink) < MAX_GREY_CHROMA:
        return False
    return any(_is_washed(other) for other in buttons if other is not button)


def _field(scene: Scene, typed: Classified) -> _Field:
    fill = fill_colour(scene, typed.box)
    text = max((style.contrast for style in typed.styles), default=0.0)
    return _Field(typed, fill, colour_above(scene, typed.box), apart(border_colour(scene, typed.box, fill), fill), text)


def _usual_contrast(scene: Scene) -> float:
    """The contrast of strong text on this page."""
    return (
        sorted(style.contrast for style in scene.styles)[int(0.8 * (len(scene.styles) - 1))] if scene.styles else 255.0
    )


def _is_disabled(field: _Field, fields: Sequence[_Field], usual: float) -> bool:
    if field.typed.state or chroma(field.fill) > MAX_GREY_CHROMA or _searches(field):
        return False
    if chroma(field.fill) - chroma(field.around) >= MIN_TINT_CHROMA:
        return False
    others = [
        other
        for other in fields
        if other is not field
        and not other.typed.state
        and apart(other.around, field.around) < 8
        and abs(other.typed.box.height - field.typed.box.height) <= MAX_HEIGHT_DIFF_PX
        and chroma(other.fill) <= MAX_GREY_CHROMA
    ]
    if not field.typed.styles:
        return False
    washed = field.text < MAX_WASHED_TEXT * usual
    return bool(others) and _is_greyed_beside(field, others, washed)


def _is_greyed_beside(field: _Field, others: Sequence[_Field], washed: bool) -> bool:
    """Whether a field's fill is greyer than the others', or its border and text are both washed out."""
    if washed and field.border <= MAX_WASHED_BORDER * float(np.median([other.border for other in others])):
        return True
    if (
        luminance(field.around) < MAX_DARK_LUMINANCE
    ):  # disabled fields are lighter in some dark designs, darker in others: look for the odd one
        alike = [other for other in others if apart(other.fill, others[0].fill) < MIN_GREYED_DIFF]
        return washed and len(others) >= 2 and alike == others and apart(field.fill, others[0].fill) >= MIN_GREYED_DIFF
    live = max(others, key=lambda other: luminance(other.fill))
    further = apart(field.fill, live.fill)
    if luminance(field.fill) >= luminance(live.fill):
        return False
    return further >= MIN_GREYED_DIFF if washed else further >= MIN_LONE_GREYED_DIFF and field.typed.type == "input"


def _searches(field: _Field) -> bool:
    """Whether a field is a search field: these are grey by design."""
    return any(SEARCH.match(style.text) for style in field.typed.styles)
