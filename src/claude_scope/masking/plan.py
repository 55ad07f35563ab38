"""Plans where pictures show secrets, from the readings alone; opens no picture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.masking.across_states import add_missed_fields, add_partly_typed
from claude_scope.masking.fuzzy_match import KnownSecrets
from claude_scope.masking.screen import MIN_DOTS_ELSEWHERE, Screen, secret_ids
from claude_scope.redaction.field_labels import is_personal_label
from claude_scope.redaction.line_segments import cells
from claude_scope.redaction.redact import is_hidden
from claude_scope.redaction.screen_layout import secrets_on_screen
from claude_scope.values import FIELD_ROLES, FrameSecrets, MaskPlan, PageSecrets, SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claude_scope.masking.screen import Spans
    from claude_scope.redaction.redact import Masker
    from claude_scope.values import Analysis, CoveredPicture, Line, Node, Reading, Snapshot

DOTS = frozenset("\u2022\u25cf\u2219\u26ab")


def plan_masks(analysis: Analysis, local: Sequence[Reading], masker: Masker) -> MaskPlan:
    """Plan where the pictures of an analysis show secrets; its texts are not masked yet.

    `local` are the readings of the local reader, which knows more than a model's where one was asked. `masker` has
    masked the analysis, so that it knows all of its secrets.
    """
    known = KnownSecrets(masker.spread)
    moments = analysis.timeline.moments
    ids = secret_ids(moments)
    screens = [Screen(reading, one.reading, one.elements, ids) for one, reading in zip(moments, local, strict=True)]
    spans = [spans_of(screen.reading, masker, known) for screen in screens]
    add_partly_typed(screens, spans)
    fields = [screen.fields() for screen in screens]
    add_missed_fields(screens, fields)
    frames = tuple(
        FrameSecrets(
            moment.keyframe.path,
            (*places_of(screen.lines, found), *screen.without_lines(masker, found)),
            tuple(filled),
            unread=not screen.was_read,
        )
        for moment, screen, found, filled in zip(moments, screens, spans, fields, strict=True)
    )
    return MaskPlan(
        frames, tuple(_page(s, masker) for s in analysis.snapshots if s.screenshot), tuple(sorted(masker.spread))
    )


def spans_of(reading: Reading, masker: Masker, known: KnownSecrets) -> Spans:
    """The secret characters of lines: by format, by layout, or because the secret is known."""
    found: Spans = defaultdict(set)
    parts = secrets_on_screen(reading)
    for cell in cells(reading.lines):
        for start, end in {*masker.spans(cell.text), *known.spans(cell.text)}:
            parts += cell.parts(start, end)
    for part in parts:
        found[part.line].add((part.start, part.end))
    for index, line in enumerate(reading.lines):
        found[index].update(masker.spans(line.text), known.spans(line.text))
        if sum(letter in DOTS for letter in line.text) >= MIN_DOTS_ELSEWHERE and is_hidden(line.text):
            found[index].add((0, len(line.text)))
    return found


def places_of(lines: Sequence[Line], spans: Spans) -> Iterator[SecretPlace]:
    """The places of spans that do not overlap."""
    for index, some in spans.items():
        for start, end in _merged(lines[index].text, some):
            yield SecretPlace(lines[index].box, lines[index].text, start, end)


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans; those that overlap or have only a sign between them are merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and not any(letter.isalnum() for letter in text[merged[-1][1] : start]):
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


# --- pages ------------------------------------------------------------------------------------------------------------


def _page(snapshot: Snapshot, masker: Masker) -> PageSecrets:
    assert snapshot.screenshot is not None
    nodes = snapshot.tree.walk() if snapshot.tree else ()
    boxes = tuple(
        node.box for node in nodes if node.box is not None and not node.hidden and _shows_secret(node, masker)
    )
    return PageSecrets(snapshot.screenshot, snapshot.viewport, boxes)


def _shows_secret(node: Node, masker: Masker) -> bool:
    if node.role in FIELD_ROLES and not is_hidden(node.text) and is_personal_label(node.name, node.text):
        return True
    return bool(masker.spans(node.name) or masker.spans(node.text))


# --- the covered analysis ---------------------------------------------------------------------------------------------


def use_covered_pictures(analysis: Analysis, written: tuple[CoveredPicture, ...]) -> Analysis:
    """The analysis with covered copies in place of the pictures that show secrets."""
    copies = {picture.path: picture.covered for picture in written}
    frames = tuple(replace(frame, path=copies.get(frame.path, frame.path)) for frame in analysis.keyframes.frames)
    moments = tuple(
        replace(m, keyframe=replace(m.keyframe, path=copies.get(m.keyframe.path, m.keyframe.path)))
        for m in analysis.timeline.moments
    )
    snapshots = tuple(
        replace(s, screenshot=copies.get(s.screenshot, s.screenshot)) if s.screenshot else s for s in analysis.snapshots
    )
    return replace(
        analysis,
        keyframes=replace(analysis.keyframes, frames=frames),
        timeline=replace(analysis.timeline, moments=moments),
        snapshots=snapshots,
        covered_places=sum(picture.places for picture in written),
    )
