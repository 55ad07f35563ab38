"""Writes the summary after an analysis: results, token costs, time, failed lanes and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import length
from claude_scope.plural import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from claude_scope.values import Analysis, Prompt


def summary(
    analysis: Analysis, prompts: Sequence[Prompt], paths: Sequence[Path], seconds: Mapping[str, float]
) -> Iterator[str]:
    """Yield the lines of the summary; `paths` are the files of the prompts, `seconds` the wall time per station."""
    found = analysis.keyframes
    kept, decoded = counted(len(found.frames), "keyframe"), counted(found.decoded_frames, "frame")
    yield f"{kept} of {length(found.duration_ms)}, {decoded} decoded."
    for prompt, path in zip(prompts, paths, strict=True):
        images = f"{counted(len(prompt.images), 'frame')} of about {counted(prompt.image_tokens, 'image token')}"
        yield f"{path}: about {counted(prompt.text_tokens, 'text token')}, {images}."
    yield "Time: " + ", ".join(f"{station} {spent:.1f} s" for station, spent in seconds.items()) + "."
    if analysis.understanding is not None:
        yield from (f"The model: {lane.detail}." for lane in analysis.lanes if lane.name == "vision")
    yield from (f"The {lane.name} lane failed: {lane.error}" for lane in analysis.lanes if lane.error)
    if any(lane.is_off for lane in analysis.lanes):
        yield "The browser lane is off: no page was named. With --url it adds roles, names and locators."
    yield from _masks(analysis)
    yield from (f"note: {note}" for note in _notes(analysis))


def _masks(analysis: Analysis) -> Iterator[str]:
    if analysis.masked:
        yield f"{counted(analysis.masked, 'secret')} {_were(analysis.masked)} masked."
    places = analysis.covered_places
    if places:
        yield f"{counted(places, 'place')} in the pictures {_were(places)} covered."
    elif places is None:
        yield "The pictures show the screen as it was recorded, with any secret in it."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _notes(analysis: Analysis) -> Iterator[str]:
    yield from analysis.keyframes.notes
    if analysis.keyframes.dropped:
        states = counted(analysis.keyframes.dropped, "further state")
        yield f"{states} did not fit into --max-frames, the least different first"
    for snapshot in analysis.snapshots:
        yield from (f"{snapshot.url}: {note}" for note in snapshot.notes)
