"""Removes states from an analysis; their changes go to the next state that stays."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.timeline.diff.fold import fold_changes
from claude_scope.timeline.events.events import first_event, omitted_states_evidence, summarise
from claude_scope.timeline.findings.blank_page import BLANK_SUMMARY
from claude_scope.values import EventKind, Suspect

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from claude_scope.values import Analysis, Change, Keyframe, Moment, Observation, Timeline, UiElement

_STATE = re.compile(r"(?<=\bstate )(\d+)(?= \()")
"""How our own remarks name a state: "others of them are in state 8 (total)"."""


def remove_frames(analysis: Analysis, removed: Collection[int]) -> Analysis:
    """The analysis without these moments (indices of `timeline.moments`); the same object if none is removed.

    Pure: it reads no video, picture or page. The changes of a moment are computed against the last remaining one, and
    its evidence says so. Suspicions of a removed state move to the next one, which reports its changes. States are
    renumbered and pictures keep their files: give `synthesize` the `frame_files` of the whole analysis. Apply it to the
    whole analysis each time, not to its own result.
    """
    moments = analysis.timeline.moments
    stays = [i for i in range(len(moments)) if i not in removed]
    if len(stays) == len(moments):
        return analysis
    kept = {moments[i].keyframe.path for i in stays}
    gone = {moments[i].keyframe.path for i in range(len(moments)) if i in removed} - kept
    frames = tuple(k for k in analysis.keyframes.frames if k.path not in gone)
    count = len(moments) - len(stays)
    note = f"{counted(count, 'state')} left out on request; what changed there is told with the next one"
    merged = tuple(_merged(moments, before, index) for before, index in pairwise([-1, *stays]))
    where = {
        old: new for new, (before, index) in enumerate(pairwise([-1, *stays])) for old in range(before + 1, index + 1)
    }
    return replace(
        analysis,
        keyframes=replace(
            analysis.keyframes,
            frames=frames,
            notes=(*analysis.keyframes.notes, note),
            skipped_after=analysis.keyframes.skipped_after + _skipped(moments[stays[-1] + 1 :] if stays else moments),
        ),
        timeline=_renumbered(replace(analysis.timeline, moments=merged), where),
    )


def _merged(moments: Sequence[Moment], before: int, index: int) -> Moment:
    """The moment `index` as the successor of moment `before` (-1: it becomes the first one)."""
    moment, left_out = moments[index], moments[before + 1 : index]
    if not left_out:
        return moment
    run = (*left_out, moment)
    moment = _with_all_facts(run)
    if before < 0:
        return _as_first(moment, _skipped(left_out))
    changes = fold_changes([m.changes for m in run], _by_id(moments[before]), _by_id(moment))
    kind = _kind(run, bool(changes))
    keyframe = _keyframe([m.keyframe for m in run])
    own = [text for text in moment.evidence if text not in omitted_states_evidence(moment.keyframe.skipped)]
    acted = [f"before that, {text}" for m in left_out for text in m.evidence if text.startswith("the pointer was over")]
    return replace(
        moment,
        keyframe=keyframe,
        changes=changes,
        kind=kind,
        summary=_summary(moment, kind, changes),
        evidence=(*own, *omitted_states_evidence(keyframe.skipped), *acted),
        inferred=_inferred(run),
    )


def _with_all_facts(run: Sequence[Moment]) -> Moment:
    """The last moment, with what a capture tells of the others too."""
    return replace(
        run[-1],
        acts=tuple(act for m in run for act in m.acts),
        log=tuple(line for m in run for line in m.log),
        requests=tuple(request for m in run for request in m.requests),
        events=tuple(event for m in run for event in m.events),
    )


def _as_first(moment: Moment, skipped: int) -> Moment:
    first = first_event(moment.elements)
    skipped += moment.keyframe.skipped
    keyframe = replace(moment.keyframe, ssim=0.0, changed=(), changed_share=1.0, skipped=skipped)
    return replace(
        moment,
        keyframe=keyframe,
        changes=(),
        kind=first.kind,
        summary=first.summary,
        evidence=("the first state; those before it were left out",),
        pointed=None,
    )


def _keyframe(run: Sequence[Keyframe]) -> Keyframe:
    """The last keyframe, with all regions that changed since the previous remaining one."""
    return replace(
        run[-1],
        ssim=min(k.ssim for k in run),
        changed=tuple(dict.fromkeys(box for k in run for box in k.changed)),
        changed_share=min(1.0, sum(k.changed_share for k in run)),
        skipped=sum(k.skipped for k in run) + len(run) - 1,
    )


def _skipped(left_out: Sequence[Moment]) -> int:
    """The number of dropped states: these, and those dropped before them."""
    return len(left_out) + sum(m.keyframe.skipped for m in left_out)


def _kind(run: Sequence[Moment], differs: bool) -> EventKind:
    """A navigation of a removed state stays; its error or toast does not."""
    own = run[-1].kind
    if any(m.kind is EventKind.NAVIGATION for m in run) and own is not EventKind.ERROR and differs:
        return EventKind.NAVIGATION
    return own


def _summary(moment: Moment, kind: EventKind, changes: Sequence[Change]) -> str:
    if not changes:
        return "Nothing differs from the state before that was kept: what changed in between went back."
    if moment.summary.startswith(BLANK_SUMMARY):
        return moment.summary
    if kind is not EventKind.NAVIGATION:
        return summarise(changes)
    return moment.summary if moment.kind is kind else "Another view appeared on the way to this state."


def _inferred(run: Sequence[Moment]) -> tuple[Observation, ...]:
    """The findings, and those of removed states that last until the end."""
    lasting = [o for m in run[:-1] for o in m.inferred if o.kind == "waiting" and "until the recording ends" in o.text]
    return tuple(dict.fromkeys((*lasting, *run[-1].inferred)))


def _by_id(moment: Moment) -> dict[str, UiElement]:
    return {element.id: element for element in moment.elements}


def _renumbered(timeline: Timeline, where: Mapping[int, int]) -> Timeline:
    """The suspects with new indices; the first remaining one is the main one."""
    suspects = [Suspect(timeline.wrong, timeline.wrong_because)] if timeline.wrong is not None else []
    suspects += timeline.also_wrong
    reasons: dict[int, list[str]] = {}
    for suspect in suspects:
        if suspect.moment in where:
            reasons.setdefault(where[suspect.moment], []).append(_renumber_reason(suspect.because, where))
    found = [Suspect(index, "; ".join(dict.fromkeys(because))) for index, because in reasons.items()]
    return replace(
        timeline,
        wrong=found[0].moment if found else None,
        wrong_because=found[0].because if found else "",
        also_wrong=tuple(found[1:]),
    )


def _renumber_reason(because: str, where: Mapping[int, int]) -> str:
    def new(match: re.Match[str]) -> str:
        index = where.get(int(match[1]) - 1)
        return "?" if index is None else str(index + 1)

    return _STATE.sub(new, because)
