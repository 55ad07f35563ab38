"""Rules for what stands on a surface of its own: buttons, fields, selects, badges, alerts, dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from claude_scope.rect import Rect
from claude_scope.vision.colours import apart, chroma, contrast_ratio, hue, is_cool, is_red, luminance
from claude_scope.vision.ink import runs
from claude_scope.vision.typed import Typed

if TYPE_CHECKING:
    import numpy.typing as npt

    from claude_scope.values import State
    from claude_scope.vision.scene import Panel, Scene

    Colour = npt.NDArray[np.float32]

HEIGHTS = (17, 76)
"""Buttons and one-line fields in pixels: Ant's small button has 24, Windows 98's 23, a large Material field 56."""
CENTRED = 0.16
"""Text is centred when its margins differ by at most this share of the width (or 8 px)."""
FIELD_WIDTH = 70
"""Narrower boxes with text at the left are buttons or cells."""


def typed_panels(scene: Scene) -> list[Typed]:
    """Elements that have a surface; a panel inside an element is part of it."""
    found: list[Typed] = []
    done: list[Rect] = []
    for panel in scene.panels:
        if any(box.has(*panel.box.centre) for box in done):
            continue
        typed = _typed(scene, panel)
        if typed is not None:
            found.append(typed)
            if typed.type not in ("dialog", "alert"):
                done.append(typed.box)
    return found


def _typed(scene: Scene, panel: Panel) -> Typed | None:
    box, low, high = panel.box, *HEIGHTS
    if box.width > 0.97 * scene.width or box.width < 14 or box.height < 14:
        return None
    looks = _all_looks(panel)
    if low <= box.height <= high and len(looks) <= 1 and box.width >= 1.15 * box.height:
        return _one_line(scene, panel)
    if len(looks) <= 4 and 40 <= box.height <= 260 and box.width >= 100:
        return _block(scene, panel)
    return _dialog(scene, panel)


def _all_looks(panel: Panel) -> list:  # type: ignore[type-arg]
    return panel.looks + [look for inner in panel.inner for look in _all_looks(inner)]


def _one_line(scene: Scene, panel: Panel) -> Typed | None:
    """A low box with at most one line of text: a field, a select, a button, a badge, or nothing."""
    box, fill = panel.box, panel.surface.fill
    looks = tuple(_all_looks(panel))
    behind = _behind(scene, panel)
    if not looks:
        return _empty(scene, panel, behind)
    look = looks[0]
    extra = _other_ink(scene, panel)
    left = min([look.box.left, *(start for start, _ in extra)]) - box.left
    right = box.right - max([look.box.right, *(end for _, end in extra)])
    text_right = box.right - look.box.right
    centred = abs(left - right) <= max(8, CENTRED * box.width)
    text_centred = abs((look.box.left - box.left) - text_right) <= max(8, CENTRED * box.width)
    coloured = chroma(fill) >= 45 and apart(fill, behind) >= 40
    arrow = _arrow(scene, panel, extra, look.box.right)
    if _is_badge(scene, panel, look.size, coloured):
        return None
    if _stacked(scene, panel):
        return None
    if arrow and not coloured and box.width >= FIELD_WIDTH and arrow[0] - look.box.right >= 8:
        return Typed("select", box, looks, 0.7, _field_state(scene, panel))
    if (text_centred or (centred and look.box.width >= 0.4 * box.width)) and box.width <= 0.75 * scene.width:
        return Typed("button", box, looks, 0.8, _button_state(panel, look))
    if coloured and chroma(fill) >= 80:
        return Typed("button", box, looks, 0.5, _button_state(panel, look)) if box.width < 300 else None
    if left <= max(28, 2.2 * look.size) and box.width >= FIELD_WIDTH and text_right > left:
        if luminance(fill) < 0.25 < luminance(behind) and box.width < 300:
            return Typed("button", box, looks, 0.5, _button_state(panel, look))
        if _tinted(fill, behind) and not (is_red(_outline(scene, panel), 60) and _has_name(scene, panel)):
            return Typed("alert", box, looks, 0.5) if box.width > 200 else None
        return Typed("input", box, looks, 0.7, _field_state(scene, panel))
    return None


def _has_name(scene: Scene, panel: Panel) -> bool:
    """Whether a line stands right above the panel's left end, as a field's label does."""
    box = panel.box
    return any(
        -3 <= box.top - look.box.bottom <= 1.2 * look.size and abs(look.box.left - box.left) <= 6
        for look in scene.looks
    )


def _behind(scene: Scene, panel: Panel) -> Colour:
    return scene.page if panel.around is None else panel.around.surface.fill


def _empty(scene: Scene, panel: Panel, behind: Colour) -> Typed | None:
    """A low box without text: a field that is empty, if it is as plain as one and outlined on all sides."""
    box, fill = panel.box, panel.surface.fill
    if box.width < max(FIELD_WIDTH, 2.2 * box.height) or box.width > 0.9 * scene.width or box.height < 22:
        return None
    if chroma(fill) >= 30 or _stacked(scene, panel) or min(panel.surface.sides) < 0.6:
        return None
    if apart(fill, behind) > 60 or panel.surface.solid < 0.8:
        return None
    extra = _other_ink(scene, panel)
    if len(extra) > 2:
        return None
    return Typed(
        "select" if _arrow(scene, panel, extra, box.left) else "input", box, (), 0.5, _field_state(scene, panel)
    )


def _other_ink(scene: Scene, panel: Panel) -> list[tuple[int, int]]:
    """Where on the panel, from left to right, stands something that is not its text: icons and arrows."""
    box = panel.box
    top, bottom = box.top + max(4, box.height // 6), box.bottom - max(4, box.height // 6)
    piece = scene.image[top:bottom, box.left + 5 : box.right - 5].astype(np.float32)
    if piece.size == 0:
        return []
    mask = np.abs(piece - panel.surface.fill).max(axis=2) > 45
    for look in _all_looks(panel):
        start, end = look.line.box.left, look.box.right
        mask[:, max(0, start - box.left - 5) : max(0, end - box.left - 3)] = False
    columns = runs(mask.any(axis=0))
    joined: list[list[int]] = []
    for start, end in columns:
        if joined and start - joined[-1][1] <= 3:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return [(box.left + 5 + start, box.left + 5 + end) for start, end in joined if end - start >= 3]


def _arrow(scene: Scene, panel: Panel, extra: list[tuple[int, int]], after: int) -> tuple[int, int] | None:
    """The last thing on the panel, if it is as narrow as an arrow, near the right end, and neither red nor green."""
    if not extra:
        return None
    start, end = extra[-1]
    box = panel.box
    piece = scene.image[box.top + 6 : box.bottom - 6, start:end].astype(np.float32)
    far = np.abs(piece - panel.surface.fill).max(axis=2)
    colour = np.median(piece[far >= np.percentile(far, 90)], axis=0)
    if chroma(colour) >= 60 and not is_cool(colour):
        return None
    if start >= after and 4 <= end - start <= 18 and box.right - end <= 34 and box.right - end >= 3:
        return start, end
    return None


def _is_badge(scene: Scene, panel: Panel, size: float, coloured: bool) -> bool:
    """A small label: low, hugging its text, coloured, and with text no larger than the body's."""
    box = panel.box
    return (
        coloured
        and box.height <= max(1.75 * size, 1.35 * scene.size)
        and box.height <= 26
        and size <= 1.05 * scene.size
    )


def _stacked(scene: Scene, panel: Panel) -> bool:
    """Whether it is one of several equal boxes right above each other: rows of a table or a list."""
    box = panel.box
    equal = [
        other.box
        for other in scene.panels
        if other is not panel and abs(other.box.left - box.left) <= 3 and abs(other.box.right - box.right) <= 3
    ]
    return any(-3 <= other.top - box.bottom <= 3 or -3 <= box.top - other.bottom <= 3 for other in equal)


def _tinted(fill: Colour, behind: Colour) -> bool:
    """Whether a fill is a pale or a deep shade of a colour, as alerts are, and its surroundings are not."""
    return chroma(fill) - chroma(behind) >= 7 and apart(fill, behind) >= 6


def _block(scene: Scene, panel: Panel) -> Typed | None:
    """A higher box with few lines: a text area, an alert, or nothing."""
    box, fill = panel.box, panel.surface.fill
    looks = _all_looks(panel)
    behind = _behind(scene, panel)
    if _tinted(fill, behind) and looks and box.height <= 160 and box.width >= 180:
        if all(look.box.left - box.left < 0.2 * box.width for look in looks):
            return Typed("alert", box, tuple(looks), 0.6)
        return None
    if box.height > 76 or len(looks) <= 1:
        return _text_area(scene, panel)
    return None


def _text_area(scene: Scene, panel: Panel) -> Typed | None:
    box, fill = panel.box, panel.surface.fill
    looks = _all_looks(panel)
    if chroma(fill) >= 30 or apart(fill, _behind(scene, panel)) > 60 or _stacked(scene, panel):
        return None
    if min(panel.surface.sides) < 0.6 or len(looks) > 1:
        return None
    grip = _grip(scene, panel)
    if looks:
        look = looks[0]
        left, top = look.box.left - box.left, look.box.top - box.top
        plain = look.size <= 1.15 * scene.size and look.weight <= 1.3 * scene.weight
        if left > 2.2 * look.size or top > 1.6 * look.size or not plain or box.bottom - look.box.bottom < 1.2 * top:
            return None
        return Typed("input", box, tuple(looks), 0.6 if grip else 0.45, _field_state(scene, panel))
    return Typed("input", box, (), 0.5) if grip else None


def _grip(scene: Scene, panel: Panel) -> bool:
    """Whether the lower right corner carries the lines by which a text area is made larger."""
    box = panel.box
    corner = scene.image[box.bottom - 14 : box.bottom - 3, box.right - 14 : box.right - 3].astype(np.float32)
    if corner.size == 0:
        return False
    mask = np.abs(corner - panel.surface.fill).max(axis=2) > 24
    return bool(0.06 <= mask.mean() <= 0.5)


def _dialog(scene: Scene, panel: Panel) -> Typed | None:
    """A panel in the middle that stands out by light from a dimmed page, and holds a button or a field."""
    box = panel.box
    if not (0.15 * scene.width <= box.width <= 0.8 * scene.width and 0.12 * scene.height <= box.height):
        return None
    if abs((box.left + box.right) / 2 - scene.width / 2) > 0.06 * scene.width or len(_all_looks(panel)) < 2:
        return None
    corners = scene.image[:: scene.height - 1, :: scene.width - 1].reshape(-1, 3).astype(np.float32)
    outside = np.median(corners, axis=0)
    fill = panel.surface.fill
    if float(outside.max()) > 0.72 * float(fill.max()) or float(fill.max()) < 40:
        return None
    return Typed("dialog", box, (), 0.6)


def _outline(scene: Scene, panel: Panel) -> Colour:
    """The colour of the panel's border: what differs most from its fill along its upper and lower edge."""
    box = panel.box
    left, right = box.left + box.width // 4, box.right - box.width // 4
    colours = []
    for row in (*range(box.top - 2, box.top + 3), *range(box.bottom - 3, box.bottom + 2)):
        if 0 <= row < scene.height and right > left:
            colours.append(np.median(scene.image[row, left:right], axis=0))
    far = [float(np.abs(colour - panel.surface.fill).max()) for colour in colours]
    best: Colour = np.asarray(colours[int(np.argmax(far))], np.float32) if colours else panel.surface.fill
    return best


def _field_state(scene: Scene, panel: Panel) -> tuple[State, ...]:
    border = _outline(scene, panel)
    if is_red(border, 60):
        return ("invalid",)
    if chroma(border) >= 70 and apart(border, panel.surface.fill) >= 60 and not 90 <= hue(border) <= 165:
        return ("focused",)
    return ()


def _button_state(panel: Panel, look) -> tuple[State, ...]:  # type: ignore[no-untyped-def]
    """Disabled buttons are washed out: text close to the fill, and the fill's colour mixed with the page's."""
    fill = panel.surface.fill
    washed = float(np.ptp(fill)) / max(1.0, float(fill.max())) < 0.65
    if washed and contrast_ratio(look.ink, fill) < 2.75:
        return ("disabled",)
    return ()
