"""Classify elements with a surface: buttons, fields, selects, dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.geometry import Rect
from claude_scope.lexicon.field_words import SEARCH
from claude_scope.vision.classify.classified import Classified
from claude_scope.vision.classify.rules.fields.disabled_fields import mark_disabled
from claude_scope.vision.classify.rules.fields.fields import (
    MIN_FIELD_WIDTH_PX,
    empty_field,
    field_state,
    is_cut_off,
    text_area,
)
from claude_scope.vision.scene.panel_features import (
    all_styles,
    border_colour,
    colour_behind,
    find_arrow,
    has_label_above,
    icon_spans,
    is_stacked,
)
from claude_scope.vision.shapes.colours import apart, chroma, is_red, luminance

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from claude_scope.vision.scene.scene import Panel, Scene
    from claude_scope.vision.scene.text_style import TextStyle

    Colour = npt.NDArray[np.float32]

BUTTON_HEIGHTS_PX = (17, 76)
"""Smallest and largest height of buttons and single-line fields: Ant's small button has 24 pixels, Windows 98's 23, a
large Material field 56."""
KEY_SIDES_PX = (26, 60)
"""Smallest and largest side, in pixels, of a box for two or three characters; smaller ones are badges."""
MAX_PILL_PX = 22
"""Largest height, in pixels, of a badge with a tint; the smallest buttons with one have 24."""
SMALL_LABEL = (26, 0.92, 2.1)
"""If its letters have at most the second value as a share of the body's size, a badge may be higher: up to the first
value in pixels and the third in font sizes. Foundation's and Carbon's have 24 pixels; the smallest buttons have the
body's letters, or 28."""
MIN_HUGGED_SHARE = 0.4
"""Minimum share of a badge's width that its text takes; a low field is longer than its text."""
LONG_LABEL_WORDS = 6
"""A text of this many words is a message, not the label of a button."""
MIN_TINT_CHROMA = 11
"""Minimum excess of a message's chroma (0..255) over its background's: the palest of Tailwind's has 12 (red-50); its
greys, which fields and rows have, go up to 8 (slate-100)."""
MIN_SENTENCE_TINT, MIN_SENTENCE_WORDS = 7, 4
"""A sentence of `MIN_SENTENCE_WORDS` on this fainter tint is a message too: UIkit's differs by 8."""
MIN_FIELD_HEIGHT_PX = 26
"""A lower box that its text fills is a badge or a small button."""
HEADER_EDGE_PX = 3
"""A box this close to the picture's upper edge is an entry of the header and fills the header's height; buttons and
fields keep more distance."""
MAX_DIMMED_LIGHT, LIGHT_PERCENTILE = 0.86, 98
"""Largest ratio of the brightness of the page behind a dialog to the dialog's, at this percentile: the palest fade in
use takes away 15 %."""
MAX_CENTRE_OFFSET = 0.16
"""Centred text has margins that differ by at most this share of the width (or 8 px)."""


def classify_panels(scene: Scene) -> list[Classified]:
    """Return the elements that have a surface; a panel inside an element is part of it.

    Messages ("alert") are found only so that they do not count as fields, and are left out of the result.
    """
    found: list[Classified] = []
    done: list[Rect] = []
    for panel in scene.panels:
        if any(box.has(*panel.box.centre) for box in done) or any(_is_inside(panel.box, element) for element in found):
            continue
        typed = _typed(scene, panel)
        if typed is not None:
            found.append(typed)
            if typed.type not in ("dialog", "alert"):
                done.append(typed.box)
    return mark_disabled(scene, [element for element in found if element.type != "alert"])


def _is_inside(box: Rect, message: Classified) -> bool:
    """Whether a box is the inner edge of a message."""
    return message.type == "alert" and message.box.contains(box) and box.width >= 0.9 * message.box.width


def _typed(scene: Scene, panel: Panel) -> Classified | None:
    box, low, high = panel.box, *BUTTON_HEIGHTS_PX
    if box.width > 0.97 * scene.width or box.width < 14 or box.height < 14:
        return None
    styles = all_styles(panel)
    if low <= box.height <= high and box.top <= HEADER_EDGE_PX:
        return None
    if low <= box.height <= high and len(_remove_icon_letter(styles, box)) <= 1 and box.width >= 1.15 * box.height:
        return _one_line(scene, panel)
    if low <= box.height <= high and len(styles) == 2 and box.width >= 2.5 * box.height:
        return _block(scene, panel)
    if KEY_SIDES_PX[0] <= box.height <= KEY_SIDES_PX[1] and 0.7 * box.height <= box.width < 1.15 * box.height:
        return _page_number(scene, panel)
    if len(styles) <= 4 and 40 <= box.height <= 260 and box.width >= 100:
        return _block(scene, panel)
    return _dialog(scene, panel)


def _page_number(scene: Scene, panel: Panel) -> Classified | None:
    """Classify a small box with a short centred text as a button: it is the number of a page."""
    box, styles = panel.box, all_styles(panel)
    if len(styles) != 1 or len(styles[0].text) > 3 or is_stacked(scene, panel):
        return None
    x, y = styles[0].box.centre
    centred = abs(x - box.centre[0]) <= 3 and abs(y - box.centre[1]) <= 4
    return Classified("button", box, (styles[0],), 0.6) if centred else None


def _remove_icon_letter(styles: Sequence[TextStyle], box: Rect) -> list[TextStyle]:
    """The lines without a single letter at the right end of a field, which is an icon that OCR read."""
    if len(styles) < 2:
        return list(styles)
    right = box.right - 1.5 * box.height
    return [style for style in styles if len(style.text) > 1 or style.box.left < right]


def _read_arrow(on_it: Sequence[TextStyle], text_styles: Sequence[TextStyle]) -> tuple[int, int] | None:
    """The left and right edge of a select's arrow that OCR read as a letter; None if there is none."""
    read = [style.box for style in on_it if style not in text_styles and style.text in ("v", "V", "Y", "↓", "ν")]
    return (read[0].left, read[0].right) if read else None


def _one_line(scene: Scene, panel: Panel) -> Classified | None:
    """Classify a low box with at most one line: a field, a select, a button, a badge, or nothing."""
    box, fill = panel.box, panel.surface.fill
    styles = tuple(_remove_icon_letter(all_styles(panel), box))
    behind = colour_behind(scene, panel)
    if not styles:
        return empty_field(scene, panel, behind)
    style = styles[0]
    extra = icon_spans(scene, panel)
    left = min([style.box.left, *(start for start, _ in extra)]) - box.left
    right = box.right - max([style.box.right, *(end for _, end in extra)])
    text_right = box.right - style.box.right
    centred = abs(left - right) <= max(8, MAX_CENTRE_OFFSET * box.width)
    text_centred = abs((style.box.left - box.left) - text_right) <= max(8, MAX_CENTRE_OFFSET * box.width)
    coloured = chroma(fill) >= 45 and apart(fill, behind) >= 40
    arrow = find_arrow(scene, panel, extra, style.box.right) or _read_arrow(all_styles(panel), styles)
    if _is_badge(scene, panel, style, coloured):
        return None
    if is_stacked(scene, panel):
        return None
    if arrow and not coloured and box.width >= MIN_FIELD_WIDTH_PX and arrow[0] - style.box.right >= 8:
        return Classified("select", box, styles, 0.7, field_state(scene, panel))
    if _tinted(fill, behind, style.text) and len(style.text.split()) >= LONG_LABEL_WORDS and box.width > 200:
        return Classified("alert", box, styles, 0.5)
    if (text_centred or (centred and style.box.width >= 0.4 * box.width)) and box.width <= 0.75 * scene.width:
        return Classified("button", box, styles, 0.8)
    if coloured and chroma(fill) >= 80:
        return Classified("button", box, styles, 0.5) if box.width < 300 else None
    if left <= max(28, 2.2 * style.size) and box.width >= MIN_FIELD_WIDTH_PX and text_right > left:
        if luminance(fill) < 0.25 < luminance(behind) and box.width < 300:
            return Classified("button", box, styles, 0.5)
        if _tinted(fill, behind, style.text) and not _is_tinted_field(scene, panel, style):
            says = len(style.text.split()) >= 2 and box.width > 200
            return Classified("alert", box, styles, 0.5) if says and not _has_equals(scene, panel) else None
        return None if is_cut_off(scene, box) else Classified("input", box, styles, 0.7, field_state(scene, panel))
    return None


def _is_tinted_field(scene: Scene, panel: Panel, style: TextStyle) -> bool:
    """Whether a tinted box is a field: it contains pale search text, or has a label and a red border or short text."""
    if is_red(border_colour(scene, panel.box, panel.surface.fill), 60) and has_label_above(scene, panel):
        return True
    named = panel.box.height >= MIN_FIELD_HEIGHT_PX and has_label_above(scene, panel) and not _has_equals(scene, panel)
    return SEARCH.match(style.text) is not None or (len(style.text.split()) <= 3 and named)


def _has_equals(scene: Scene, panel: Panel) -> bool:
    """Whether a panel's row or column has others of the same size and fill: cards, cells, calendar events."""
    box, fill = panel.box, panel.surface.fill
    return any(
        abs(other.box.width - box.width) <= 4
        and abs(other.box.height - box.height) <= 4
        and apart(other.surface.fill, fill) < 8
        and (abs(other.box.top - box.top) <= 4 or abs(other.box.left - box.left) <= 4)
        and not other.box.touches(box)
        for other in scene.panels
    )


def _is_badge(scene: Scene, panel: Panel, style: TextStyle, coloured: bool) -> bool:
    """Whether a panel is a badge: low, tight around its text, coloured, and in letters up to the body's size."""
    box, size = panel.box, style.size
    hugs = style.box.width >= MIN_HUGGED_SHARE * box.width
    filled = apart(panel.surface.fill, colour_behind(scene, panel)) >= 6
    if filled and box.height <= MAX_PILL_PX and size <= 1.02 * scene.size and hugs:
        return True
    if (
        filled
        and box.height <= min(SMALL_LABEL[0], SMALL_LABEL[2] * size)
        and size <= SMALL_LABEL[1] * scene.size
        and hugs
    ):
        return True
    return (
        coloured
        and box.height <= max(1.75 * size, 1.35 * scene.size)
        and box.height <= 26
        and size <= 1.05 * scene.size
    )


def _tinted(fill: Colour, behind: Colour, text: str) -> bool:
    """Whether a fill has the pale or deep shade of a colour that alerts have, and its background does not."""
    words = [word for word in text.split() if sum(letter.isalpha() for letter in word) >= 2]
    least = MIN_SENTENCE_TINT if len(words) >= MIN_SENTENCE_WORDS else MIN_TINT_CHROMA
    return chroma(fill) - chroma(behind) >= least and apart(fill, behind) >= 6


def _block(scene: Scene, panel: Panel) -> Classified | None:
    """Classify a higher box with few lines: a text area, a message, or nothing."""
    box, fill = panel.box, panel.surface.fill
    styles = all_styles(panel)
    behind = colour_behind(scene, panel)
    if (
        _tinted(fill, behind, " ".join(style.text for style in styles))
        and styles
        and box.height <= 160
        and box.width >= 180
    ):
        if all(style.box.left - box.left < 0.2 * box.width for style in styles) and not _has_equals(scene, panel):
            return Classified("alert", box, tuple(styles), 0.6)
        return None
    if box.height > 76 or len(styles) <= 1:
        return text_area(scene, panel)
    return None


def _dialog(scene: Scene, panel: Panel) -> Classified | None:
    """Return a dialog: a panel in the middle or along a side, brighter than a dimmed page, with several texts."""
    box = panel.box
    if not (0.15 * scene.width <= box.width <= 0.8 * scene.width and 0.12 * scene.height <= box.height):
        return None
    drawer = (
        box.width <= 0.5 * scene.width
        and box.height >= 0.97 * scene.height
        and (box.left <= 2 or box.right >= scene.width - 2)
    )
    middle = abs((box.left + box.right) / 2 - scene.width / 2) <= 0.06 * scene.width
    if not (drawer or middle) or len(all_styles(panel)) < 2 or not _is_dimmed_around(scene, box, panel.surface.fill):
        return None
    return Classified("dialog", box, (), 0.6)


def _is_dimmed_around(scene: Scene, box: Rect, fill: Colour) -> bool:
    """Whether nearly all pixels outside of a box are darker than its fill, and there is text among them."""
    outside = np.ones(scene.image.shape[:2], bool)
    outside[max(0, box.top - 8) : box.bottom + 8, max(0, box.left - 8) : box.right + 8] = False
    sample = scene.image[::4, ::4][outside[::4, ::4]]
    if not len(sample) or float(fill.max()) < 40:
        return False
    brightest = float(np.percentile(sample.max(axis=1), LIGHT_PERCENTILE))
    texts = sum(not box.grown(8, scene.width, scene.height).touches(style.box) for style in scene.styles)
    return brightest <= MAX_DIMMED_LIGHT * float(fill.max()) and texts >= 1
