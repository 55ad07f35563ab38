"""Removes states from an analysis; their changes are reported with the next remaining state."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.timeline.captured.element_changes import element_changes
from claude_scope.timeline.claims.build import with_claims
from claude_scope.timeline.told.tell import BY_MODEL, with_suspect, with_told
from claude_scope.values import NO_CHANGE, EventKind, Suspect

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from claude_scope.values import Analysis, Keyframe, Moment, Timeline

_STATE = re.compile(r"(?<=\bstate )(\d+)(?= \()")
"""How our own notes refer to a state: "others of them are in state 8 (total)"."""


def remove_frames(analysis: Analysis, removed: Collection[int]) -> Analysis:
    """The analysis without these moments (indices of `timeline.moments`); the same object if none is removed.

    Pure: it reads no video, picture or page. Without a capture, the claims are computed again from the remaining
    states. With a capture, the facts, changes and suspicions of a removed moment move to the next one. States are
    renumbered, but pictures keep their files, so give `synthesize` the `frame_files` of the whole analysis. Apply this
    function to the whole analysis each time, not to its own result.
    """
    moments = analysis.timeline.moments
    stays = [i for i in range(len(moments)) if i not in removed]
    if len(stays) == len(moments):
        return analysis
    kept = {moments[i].keyframe.path for i in stays}
    gone = {moments[i].keyframe.path for i in range(len(moments)) if i in removed} - kept
    count = len(moments) - len(stays)
    note = f"{counted(count, 'state')} left out on request; the next one reports what changed there"
    return replace(
        analysis,
        keyframes=replace(
            analysis.keyframes,
            frames=tuple(k for k in analysis.keyframes.frames if k.path not in gone),
            notes=(*analysis.keyframes.notes, note),
            skipped_after=analysis.keyframes.skipped_after + _skipped(moments[stays[-1] + 1 :] if stays else moments),
        ),
        timeline=_of_states(analysis, stays),
    )


def _of_states(analysis: Analysis, stays: Sequence[int]) -> Timeline:
    """The timeline of these moments alone."""
    timeline = analysis.timeline
    runs = [timeline.moments[before + 1 : index + 1] for before, index in pairwise([-1, *stays])]
    where = {
        old: new for new, (before, index) in enumerate(pairwise([-1, *stays])) for old in range(before + 1, index + 1)
    }
    if not timeline.is_captured:
        moments = tuple(replace(run[-1], keyframe=_keyframe([item.keyframe for item in run])) for run in runs)
        told = [claim for claim in timeline.claims if claim.source != "pixels" and claim.state - 1 in where]
        fresh = with_claims(replace(timeline, moments=moments), analysis.notes or analysis.title)
        fresh = with_told(fresh, [replace(claim, state=where[claim.state - 1] + 1) for claim in told])
        named = [
            suspect for suspect in timeline.suspects if suspect.because.startswith(BY_MODEL) and suspect.moment in where
        ]
        return with_suspect(fresh, replace(named[0], moment=where[named[0].moment])) if named else fresh
    befores = [None, *(timeline.moments[index] for index in stays)]
    merged = tuple(_merged(run, before) for run, before in zip(runs, befores, strict=False))
    return _renumbered(replace(timeline, moments=merged), where)


def _merged(run: Sequence[Moment], before: Moment | None) -> Moment:
    """The last moment of a run, with the facts of all its moments; `before` is the moment before the run, if any."""
    last = run[-1]
    if len(run) == 1:
        return last
    moment = replace(
        last,
        keyframe=_keyframe([item.keyframe for item in run]),
        acts=tuple(act for item in run for act in item.acts),
        log=tuple(line for item in run for line in item.log),
        requests=tuple(request for item in run for request in item.requests),
        events=tuple(event for item in run for event in item.events),
    )
    if before is None:
        return replace(
            moment, kind=EventKind.INITIAL, changes=(), facts=(), summary="The recording starts.", evidence=()
        )
    facts = tuple(dict.fromkeys(fact for item in run for fact in item.facts if fact.kind not in NO_CHANGE))
    summary = "" if facts else "Nothing differs from the state before it."
    return replace(moment, changes=element_changes(before.elements, last.elements), facts=facts, summary=summary)


def _keyframe(run: Sequence[Keyframe]) -> Keyframe:
    """The last keyframe of a run, with all regions that changed since the previous remaining keyframe."""
    if len(run) == 1:
        return run[0]
    return replace(
        run[-1],
        ssim=min(k.ssim for k in run),
        changed=tuple(dict.fromkeys(box for k in run for box in k.changed)),
        changed_share=min(1.0, sum(k.changed_share for k in run)),
        skipped=sum(k.skipped for k in run) + len(run) - 1,
    )


def _skipped(left_out: Sequence[Moment]) -> int:
    """The number of dropped states: these states, and those that had been dropped before each of them."""
    return len(left_out) + sum(m.keyframe.skipped for m in left_out)


def _renumbered(timeline: Timeline, where: Mapping[int, int]) -> Timeline:
    """The timeline with renumbered claims and suspects; the first remaining suspect is the main one."""
    reasons: dict[int, list[str]] = {}
    for suspect in timeline.suspects:
        if suspect.moment in where:
            reasons.setdefault(where[suspect.moment], []).append(_renumber_reason(suspect.because, where))
    claims = [replace(claim, state=where[claim.state - 1] + 1) for claim in timeline.claims if claim.state - 1 in where]
    return replace(timeline, claims=tuple(claims)).suspecting(
        [Suspect(index, "; ".join(dict.fromkeys(because))) for index, because in reasons.items()]
    )


def _renumber_reason(because: str, where: Mapping[int, int]) -> str:
    def new(match: re.Match[str]) -> str:
        index = where.get(int(match[1]) - 1)
        return "?" if index is None else str(index + 1)

    return _STATE.sub(new, because)
