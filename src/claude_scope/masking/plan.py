"""Works out where pictures show secrets, from the readings alone; opens no picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.masking.across_states import add_missed_fields, add_partly_typed
from claude_scope.masking.fuzzy_match import KnownSecrets
from claude_scope.masking.page_texts import plan_captured
from claude_scope.masking.screen import Screen, secret_ids
from claude_scope.masking.spans import places_of, spans_of
from claude_scope.plural import counted
from claude_scope.redaction.field_labels import is_personal_label
from claude_scope.redaction.redact import is_hidden
from claude_scope.values import FIELD_ROLES, FrameSecrets, MaskPlan, PageSecrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.redaction.redact import Masker
    from claude_scope.values import Analysis, CoveredPicture, Moment, Node, Reading, Snapshot


def plan_masks(analysis: Analysis, local: Sequence[Reading], masker: Masker) -> MaskPlan:
    """Work out where the pictures of an analysis show secrets; its texts are not masked yet.

    `local` are the readings of the local reader, which knows more than a model's where one was asked. `masker` has
    masked the analysis, so that it knows all of its secrets.
    """
    known = KnownSecrets(masker.spread)
    moments = analysis.timeline.moments
    frames = (
        plan_captured(moments, masker, known)
        if analysis.timeline.is_captured
        else _read_frames(moments, local, masker, known)
    )
    pages = tuple(_page(s, masker) for s in analysis.snapshots if s.screenshot)
    size = analysis.keyframes.width, analysis.keyframes.height
    return MaskPlan(frames, pages, tuple(sorted(masker.spread)), size)


def _read_frames(
    moments: Sequence[Moment], local: Sequence[Reading], masker: Masker, known: KnownSecrets
) -> tuple[FrameSecrets, ...]:
    """Find the secrets of states whose texts were read from their pictures."""
    ids = secret_ids(moments)
    screens = [
        Screen(reading, moment.reading, moment.elements, ids) for moment, reading in zip(moments, local, strict=True)
    ]
    spans = [spans_of(screen.reading, masker, known) for screen in screens]
    add_partly_typed(screens, spans)
    fields = [screen.fields() for screen in screens]
    add_missed_fields(screens, fields)
    return tuple(
        FrameSecrets(
            moment.keyframe.path,
            (*places_of(screen.lines, found), *screen.without_lines(masker, found)),
            tuple(filled),
            unread=not screen.was_read,
            bare=moment.keyframe.bare,
        )
        for moment, screen, found, filled in zip(moments, screens, spans, fields, strict=True)
    )


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
    failed = sum(picture.failed for picture in written)
    notes = (*analysis.keyframes.notes, *((failure_note(failed),) if failed else ()))
    return replace(
        analysis,
        keyframes=replace(analysis.keyframes, frames=frames, notes=notes),
        timeline=replace(analysis.timeline, moments=moments),
        snapshots=snapshots,
        covered_places=masked_as_written(analysis) + sum(picture.places for picture in written),
    )


def without_blind_texts(analysis: Analysis) -> Analysis:
    """The analysis without what OCR read in canvases and images, which was needed only to plan the masks."""
    if not any(moment.blind for moment in analysis.timeline.moments):
        return analysis
    moments = tuple(replace(moment, blind=()) for moment in analysis.timeline.moments)
    return replace(analysis, timeline=replace(analysis.timeline, moments=moments))


def without_bare_places(analysis: Analysis) -> Analysis:
    """The analysis without the places under the pointer, which were needed only to read texts and are not covered."""
    if all(frame.bare is None for frame in analysis.keyframes.frames):
        return analysis
    frames = tuple(replace(frame, bare=None) for frame in analysis.keyframes.frames)
    moments = tuple(replace(m, keyframe=replace(m.keyframe, bare=None)) for m in analysis.timeline.moments)
    return replace(
        analysis,
        keyframes=replace(analysis.keyframes, frames=frames),
        timeline=replace(analysis.timeline, moments=moments),
    )


def with_unread_note(redacted: Analysis, analysis: Analysis) -> Analysis:
    """`redacted` with a note if OCR did not read all canvases and images of `analysis`; the unread ones are covered."""
    unread = sum(any(not line.text for line in moment.blind) for moment in analysis.timeline.moments)
    if not unread:
        return redacted
    notes = (*redacted.keyframes.notes, unread_note(unread))
    return replace(redacted, keyframes=replace(redacted.keyframes, notes=notes))


def masked_as_written(analysis: Analysis) -> int:
    """How many places were covered when the pictures were written, because the page's recording masks them."""
    frames = (*analysis.keyframes.frames, *(moment.keyframe for moment in analysis.timeline.moments))
    return sum(len(frame.masked) for frame in {frame.path: frame for frame in frames}.values())


def failure_note(failed: int) -> str:
    """The note for users and agents if pictures are covered whole because covering only their secrets failed."""
    if failed == 1:
        return "Covering secrets in 1 picture failed; it is covered whole."
    return f"Covering secrets in {failed} pictures failed; they are covered whole."


def unread_note(states: int) -> str:
    """The note for users and agents if images are covered because OCR did not read them."""
    return f"Images of {counted(states, 'state')} were not read for secrets, so they are covered."
