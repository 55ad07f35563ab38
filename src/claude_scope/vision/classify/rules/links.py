"""Recognise links by colour or underline: whole lines, and words of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.scene.text_style import TextStyle, word_styles
from claude_scope.vision.shapes.colours import apart, chroma, is_cool
from claude_scope.vision.shapes.foreground import ink, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Scene

    Colour = npt.NDArray[np.float32]


LABEL_SIZES = (2.1, 2.5)
"""Largest height of a label that shows a state, and how much wider than its text it may be, in font sizes."""
MIN_LABEL_DIFF = 6
"""Minimum difference (0..255) between such a label and its background."""


def accent_colours(taken: Sequence[Classified], scene: Scene) -> list[Colour]:
    """The strong colours of buttons on this page: links have them too, even if they are red or green."""
    return [
        style.behind
        for element in taken
        if element.type == "button"
        for style in element.styles
        if chroma(style.behind) >= 80
    ]


def is_link(scene: Scene, style: TextStyle, accents: Sequence[Colour], body: Colour | None = None) -> bool:
    """Whether text has a link's colour or an underline."""
    ordinary = scene.ink if body is None else body
    if _is_on_label(scene, style):
        return False
    if style.contrast < 30 or not any(letter.isalnum() for letter in style.text):
        return False
    if style.underlined and len(style.text) > 1:
        return True
    if chroma(style.ink) < 45 or apart(style.ink, ordinary) < 45 or chroma(style.behind) > 25:
        return False
    if is_cool(style.ink):
        return True
    return any(apart(style.ink, accent) < 40 for accent in accents)


def _is_on_label(scene: Scene, style: TextStyle) -> bool:
    """Whether a text is on a label: a small surface with its own colour, which shows a state."""
    panel = scene.panel(style)
    if panel is None or panel.around is None or style.underlined:
        return False
    low = (
        panel.box.height <= LABEL_SIZES[0] * style.size
        and panel.box.width <= style.box.width + LABEL_SIZES[1] * style.size
    )
    return low and apart(panel.surface.fill, panel.around.surface.fill) >= MIN_LABEL_DIFF


def links_within(scene: Scene, style: TextStyle, accents: Sequence[Colour]) -> list[Classified]:
    """Return the links inside a line: words that look like a link among words that do not."""
    if not _has_mixed_style(scene, style):
        return []
    parts = word_styles(scene.image, style.line)
    flags = [is_link(scene, part, accents) for part in parts]
    linked = [part for part, flag in zip(parts, flags, strict=True) if flag]
    plain = [part for part, flag in zip(parts, flags, strict=True) if not flag]
    if not linked or not any(_is_plain(part, linked[0]) for part in plain):
        return []
    found = []
    for start, end in runs(np.array(flags)):
        piece = parts[start:end]
        if not _is_long_enough(piece):
            continue
        box = Rect(piece[0].box.left, style.line.box.top, piece[-1].box.right, style.line.box.bottom)
        found.append(Classified("link", box, tuple(piece), 0.6))
    return found


def _is_plain(part: TextStyle, link: TextStyle) -> bool:
    """Whether a word is certainly not part of a link: it has another colour and no underline."""
    letters = sum(letter.isalnum() for letter in part.text)
    return letters >= 2 and not part.underlined and apart(part.ink, link.ink) >= 40


def _is_long_enough(piece: Sequence[TextStyle]) -> bool:
    return sum(len(part.text) for part in piece) >= 3


def _has_mixed_style(scene: Scene, style: TextStyle) -> bool:
    """Whether only part of a line is coloured, or some of it is underlined."""
    box = style.box
    piece = scene.image[box.top : box.bottom, box.left : box.right]
    mask = ink(piece, style.behind)
    if not mask.any():
        return False
    coloured = float((np.ptp(piece[mask].astype(np.int16), axis=1) > 60).mean())
    if 0.04 < coloured < 0.96:
        return True
    lower = mask[int(mask.shape[0] * 0.65) :]
    longest = max((end - start for row in lower for start, end in runs(row)), default=0)
    return longest > 1.5 * style.size
