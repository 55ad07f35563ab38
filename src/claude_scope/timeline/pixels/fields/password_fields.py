"""Settles the value of password fields: dots are no text, however OCR read them, and may be missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import iou
from claude_scope.redaction.field_labels import HIDDEN, is_password_label, looks_like_dots
from claude_scope.timeline.pixels.changed_pixels import pixels_changed
from claude_scope.values import FIELD_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claude_scope.timeline.pixels.tracking import Tracks
    from claude_scope.values import Element, Keyframe, Node, Reading

MIN_SAME_PLACE_IOU = 0.8
"""A field that moved has changed pixels, and says nothing by them."""
MIN_DOTS = 3
"""One or two may be anything: a caret, the frame, an eye beside the field."""


def settle_passwords(
    tracks: Tracks, readings: Sequence[Reading], nodes: Mapping[int, Node], keyframes: Sequence[Keyframe]
) -> tuple[tuple[str, ...], ...]:
    """The values of all elements of all keyframes, with `HIDDEN` where a password field shows dots.

    A field keeps its last value where nothing was read in it. It counts as empty before only if the page does not fill
    it and its pixels changed in place.
    """
    values = [list(row) for row in tracks.values]
    places: dict[int, list[tuple[int, int]]] = {}
    for k, row in enumerate(tracks.numbers):
        for j, number in enumerate(row):
            places.setdefault(number, []).append((k, j))
    for number, track in places.items():
        node = nodes.get(number)
        labels = {tracks.labels[k][j] for k, j in track} | {node.name if node else ""}
        is_field = tracks.types[number] == "input" if node is None else node.role in FIELD_ROLES
        if is_field and any(map(is_password_label, labels)):
            seen = [(readings[k].elements[j], values[k][j], keyframes[k]) for k, j in track]
            settled = _settle(seen, is_filled=node is not None and bool(node.text))
            for (k, j), value in zip(track, settled, strict=True):
                values[k][j] = value
    return tuple(tuple(row) for row in values)


def _settle(seen: Sequence[tuple[Element, str, Keyframe]], *, is_filled: bool) -> list[str]:
    """Settle the values of one field in time order; `is_filled` says that the page fills it on load."""
    settled: list[str] = []
    current = HIDDEN if is_filled else ""
    for n, (element, value, keyframe) in enumerate(seen):
        if looks_like_dots(value):
            if not current and n and not _was_filled(element, seen[n - 1][0], keyframe):
                settled = [one or HIDDEN for one in settled]  # nothing was typed here: its dots were missed before
            current = HIDDEN
        elif value:
            current = value
        elif element.value:
            current = ""  # it shows its placeholder
        settled.append(current)
    return settled


def _was_filled(element: Element, before: Element, keyframe: Keyframe) -> bool:
    """Whether somebody typed into an empty field: it did not move, and its pixels changed."""
    enough = len(element.value.replace(" ", "")) >= MIN_DOTS
    return enough and iou(element.box, before.box) >= MIN_SAME_PLACE_IOU and pixels_changed(element.box, keyframe)
