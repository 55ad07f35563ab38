"""Mark invalid fields by comparison with the other fields, or by the message below them.

A codec washes the red out of a one-pixel border, so a weak red counts only if the other fields lack it. Orange and a
red tint need more evidence, since they may also belong to a brand or a required field.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import has_error_word
from claude_scope.vision.classify.rules.fields.fields import MIN_BORDER_CHROMA
from claude_scope.vision.scene.panel_features import border_colour, fill_colour
from claude_scope.vision.shapes.colours import chroma, hue, is_red

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from claude_scope.vision.classify.classified import Classified
    from claude_scope.vision.scene.scene import Scene

    Colour = npt.NDArray[np.float32]

MIN_REDNESS = 18
"""Minimum chroma (0..255) of a red border or fill after a codec; grey ones have up to 8."""
MIN_REDNESS_RATIO = 2.5
"""Minimum ratio of the chroma of an invalid field's border or fill to that of fields without an error."""
MAX_ORANGE_HUE = 26
"""Largest hue, in degrees, of an orange border that may mean an error: Spectre's has 22."""
MESSAGE_BELOW_PX, MESSAGE_ASIDE_PX = 14, 28
"""Largest distance of a message from the lower and the left edge of its field, in pixels."""
MIN_MESSAGE_WORDS = 3
"""Text without an error word needs at least this many words; shorter text is a link, such as "Forgot password"."""


def mark_invalid(scene: Scene, found: Sequence[Classified]) -> list[Classified]:
    """Mark as invalid the fields that are red while others are not, or that are orange and not just focused."""
    fields = [element for element in found if element.type in ("input", "select")]
    wrong = {id(element) for element in (*_orange(scene, fields), *_red(scene, fields))}
    return [replace(element, state=("invalid",)) if id(element) in wrong else element for element in found]


def _orange(scene: Scene, fields: Sequence[Classified]) -> list[Classified]:
    """The fields whose orange border is not just a focus ring: they have a message, or two fields look focused."""
    focused = [field for field in fields if "focused" in field.state]
    orange = [
        element
        for element in focused
        if hue(border_colour(scene, element.box, fill_colour(scene, element.box))) <= MAX_ORANGE_HUE
    ]
    return [element for element in orange if len(focused) > 1 or _has_message(scene, element)]


def _red(scene: Scene, fields: Sequence[Classified]) -> list[Classified]:
    """The fields without a state that are red where the others are not."""
    reds = {id(field): _redness(scene, field) for field in fields if field.state in ((), ("focused",))}
    plain = [field for field in fields if not field.state]
    strongest = max((reds[id(element)] for element in plain), default=0.0)
    calm = [red for red in reds.values() if MIN_REDNESS_RATIO * red <= strongest]
    if strongest < MIN_REDNESS or not calm:
        return []
    return [element for element in plain if reds[id(element)] > MIN_REDNESS_RATIO * max(calm)]


def _redness(scene: Scene, field: Classified) -> float:
    """The chroma of a red border, or of a red fill with a message; 0 if neither is red."""
    fill = fill_colour(scene, field.box)
    border = border_colour(scene, field.box, fill)
    tint = [fill] if is_red(fill, MIN_REDNESS) and _has_message(scene, field) else []
    return max((chroma(colour) for colour in (border, *tint) if is_red(colour, MIN_REDNESS)), default=0.0)


def _has_message(scene: Scene, field: Classified) -> bool:
    """Whether there is a message in a warning colour directly below a field."""
    return any(
        -2 <= style.box.top - field.box.bottom <= MESSAGE_BELOW_PX
        and abs(style.box.left - field.box.left) <= MESSAGE_ASIDE_PX
        and _warns(style.ink)
        and (
            has_error_word(style.text)
            or (len(style.text.split()) >= MIN_MESSAGE_WORDS and not style.text.endswith("?"))
        )
        for style in scene.styles
    )


def _warns(ink: Colour) -> bool:
    return is_red(ink) or (chroma(ink) >= MIN_BORDER_CHROMA and hue(ink) <= MAX_ORANGE_HUE)
