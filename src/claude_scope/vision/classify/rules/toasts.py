"""Classify toasts, and bars that hold a sentence instead of a button's label.

A button's label is an order ("Save changes"), a message reports ("Changes saved"). Place and words together decide; in
an unknown language the length does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.lexicon.action_words import is_reply_button
from claude_scope.lexicon.message_words import is_command, is_report
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.scene.panel_features import all_styles, colour_behind
from claude_scope.vision.shapes.colours import apart
from claude_scope.vision.shapes.icon_glyphs import GLYPH_OF_LETTER, TIMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

TOAST_SIZES_PX = (110, 28, 640, 130)
"""Least width and height, largest width and height of a toast in pixels; Material's are 288 to 560 wide and 48 high."""
MIN_CROSS_HEIGHT = 0.65
"""Least height of a close icon, in font sizes; an x has 0.54."""
EDGE_SHARE = 0.15
"""Largest distance of a toast to the upper or lower edge, as a share of the picture's height."""
SIDE_SHARE = 0.06
"""Largest distance to the left or right edge, as a share of the width, unless it is centred."""
LONG_LABEL_WORDS = 6
"""A text of this many words is no button's label; at the place of a toast one word less is enough."""


def toast(scene: Scene, panel: Panel) -> Classified | None:
    """A message on its own panel, or None. Its link and close button become elements of their own."""
    box = panel.box
    least_width, least_height, width, height = TOAST_SIZES_PX
    styles = sorted(all_styles(panel), key=lambda style: (style.box.top, style.box.left))
    message = [style for style in styles if not _is_action(style)]
    if not 1 <= len(message) <= 3 or not _one_column(message) or len(styles) > 5:
        return None
    text = " ".join(style.text for style in message)
    fits = least_width <= box.width <= width and least_height <= box.height <= height
    floats = fits and _floats(scene, panel)
    if (floats and _says(text, LONG_LABEL_WORDS - 1)) or (
        _stands_out(scene, panel) and box.height <= height and _is_sentence(text)
    ):
        return Classified("alert", box, tuple(message), 0.6)
    return None


def close_buttons(scene: Scene, messages: Sequence[Classified]) -> list[Classified]:
    """Close buttons that OCR read as letters: at the right end of messages and dialogs, or alone in their row."""
    return [
        Classified("button", style.box.grown(6, scene.width, scene.height), (style,), 0.6, label=TIMES)
        for style in scene.styles
        if GLYPH_OF_LETTER.get(style.text) == TIMES
        and (_is_large(scene, style) or any(_ends_with(one, style) for one in messages))
    ]


def _ends_with(message: Classified, style: TextStyle) -> bool:
    """Whether a line stands at the right end of a message or a dialog."""
    box = message.box
    at_end = box.has(*style.box.centre) and style.box.left > box.left + 0.75 * box.width
    return message.type in ("alert", "dialog") and at_end


def _is_large(scene: Scene, style: TextStyle) -> bool:
    """Whether it is larger than a letter, and alone in its row."""
    return style.box.height >= MIN_CROSS_HEIGHT * scene.size and len(scene.row(style)) == 1


def _is_action(style: TextStyle) -> bool:
    return is_reply_button(style.text) or GLYPH_OF_LETTER.get(style.text) == TIMES


def _one_column(styles: Sequence[TextStyle]) -> bool:
    """Whether the lines share a left edge, apart from an icon that OCR read as a letter."""
    letters = [style for style in styles if len(style.text) > 1]
    return bool(letters) and all(abs(style.box.left - letters[0].box.left) <= style.size for style in letters)


def _floats(scene: Scene, panel: Panel) -> bool:
    """Whether it lies in a corner or at the middle of an edge, directly on the page."""
    box = panel.box
    if panel.around is not None and panel.around.box.height < 0.4 * scene.height:
        return False
    near = box.top <= EDGE_SHARE * scene.height or box.bottom >= (1 - EDGE_SHARE) * scene.height
    aside = min(box.left, scene.width - box.right) <= SIDE_SHARE * scene.width
    return near and (aside or abs(box.centre[0] - scene.width / 2) <= 0.02 * scene.width)


def _says(text: str, words: int) -> bool:
    if len(text.split()) < 2 or is_command(text):
        return False
    return len(text.split()) >= words or is_report(text)


def _is_sentence(text: str) -> bool:
    """Whether the text is too long for a button's label."""
    words = len(text.split())
    return words >= LONG_LABEL_WORDS or (words >= 3 and text.endswith((".", "!")))


def _stands_out(scene: Scene, panel: Panel) -> bool:
    return apart(panel.surface.fill, colour_behind(scene, panel)) >= 40 and panel.box.width <= 0.97 * scene.width
