"""Rules for messages that float over a page, and for bars that say a sentence where a button would order.

A button's label is an order ("Save changes"), a message reports ("Changes saved"). Place and words together tell them
apart; a message in another language is told by its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.lexicon.action_words import answers
from claude_scope.lexicon.message_words import orders, reports
from claude_scope.vision.classify.classified import Typed
from claude_scope.vision.scene.panel_features import all_looks, behind_of
from claude_scope.vision.shapes.colours import apart
from claude_scope.vision.shapes.icon_glyphs import GLYPH_OF_LETTER, TIMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import Look

TOAST_SIZES_PX = (110, 28, 640, 130)
"""Least width and height, largest width and height of a toast in pixels; Material's are 288 to 560 wide and 48 high."""
MIN_CROSS_HEIGHT = 0.65
"""Height of a cross, in font sizes of the text, from which on it is none of its letters: an x has 0.54."""
EDGE_SHARE = 0.15
"""A toast lies within this share of the picture's height from its upper or lower edge."""
SIDE_SHARE = 0.06
"""And within this share of its width from the left or right edge, unless it is centred."""
LONG_LABEL_WORDS = 6
"""A label of so many words is no button's; in the place of a toast one word less is enough."""


def toast(scene: Scene, panel: Panel) -> Typed | None:
    """A message on a panel of its own, or None. Its link and its cross are left to be elements of their own."""
    box = panel.box
    least_width, least_height, width, height = TOAST_SIZES_PX
    looks = sorted(all_looks(panel), key=lambda look: (look.box.top, look.box.left))
    message = [look for look in looks if not _is_action(look)]
    if not 1 <= len(message) <= 3 or not _one_column(message) or len(looks) > 5:
        return None
    text = " ".join(look.text for look in message)
    fits = least_width <= box.width <= width and least_height <= box.height <= height
    floats = fits and _floats(scene, panel)
    if (floats and _says(text, LONG_LABEL_WORDS - 1)) or (
        _stands_out(scene, panel) and box.height <= height and _is_sentence(text)
    ):
        return Typed("alert", box, tuple(message), 0.6)
    return None


def crosses(scene: Scene, messages: Sequence[Typed]) -> list[Typed]:
    """The crosses that were read as letters: at the right end of messages and dialogs, or alone in their row."""
    return [
        Typed("button", look.box.grown(6, scene.width, scene.height), (look,), 0.6, label=TIMES)
        for look in scene.looks
        if GLYPH_OF_LETTER.get(look.text) == TIMES
        and (_is_large(scene, look) or any(_ends_with(one, look) for one in messages))
    ]


def _ends_with(message: Typed, look: Look) -> bool:
    """Whether a line stands at the right end of a message or a dialog."""
    box = message.box
    at_end = box.has(*look.box.centre) and look.box.left > box.left + 0.75 * box.width
    return message.type in ("alert", "dialog") and at_end


def _is_large(scene: Scene, look: Look) -> bool:
    """Whether it is larger than a letter of the text, and alone in its row."""
    return look.box.height >= MIN_CROSS_HEIGHT * scene.size and len(scene.row(look)) == 1


def _is_action(look: Look) -> bool:
    return answers(look.text) or GLYPH_OF_LETTER.get(look.text) == TIMES


def _one_column(looks: Sequence[Look]) -> bool:
    """Whether the lines begin below each other, or follow an icon that was read as a letter."""
    letters = [look for look in looks if len(look.text) > 1]
    return bool(letters) and all(abs(look.box.left - letters[0].box.left) <= look.size for look in letters)


def _floats(scene: Scene, panel: Panel) -> bool:
    """Whether it lies in a corner or in the middle of an edge, on nothing but the page."""
    box = panel.box
    if panel.around is not None and panel.around.box.height < 0.4 * scene.height:
        return False
    near = box.top <= EDGE_SHARE * scene.height or box.bottom >= (1 - EDGE_SHARE) * scene.height
    aside = min(box.left, scene.width - box.right) <= SIDE_SHARE * scene.width
    return near and (aside or abs(box.centre[0] - scene.width / 2) <= 0.02 * scene.width)


def _says(text: str, words: int) -> bool:
    if len(text.split()) < 2 or orders(text):
        return False
    return len(text.split()) >= words or reports(text)


def _is_sentence(text: str) -> bool:
    """Whether no button would be labelled so."""
    words = len(text.split())
    return words >= LONG_LABEL_WORDS or (words >= 3 and text.endswith((".", "!")))


def _stands_out(scene: Scene, panel: Panel) -> bool:
    return apart(panel.surface.fill, behind_of(scene, panel)) >= 40 and panel.box.width <= 0.97 * scene.width
