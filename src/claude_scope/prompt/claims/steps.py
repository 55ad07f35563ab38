"""Lists the known acts of the developer: typed texts, and clicks with an immediate effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.plural import counted
from claude_scope.prompt.claims.voice import voice_of
from claude_scope.prompt.fence import cut, full_locator
from claude_scope.prompt.rows.wording import describe_element
from claude_scope.wording.claim_wording import point_of
from claude_scope.wording.model_claims import describe_model_claim

if TYPE_CHECKING:
    from claude_scope.values import Claim, Timeline


def has_located_step(timeline: Timeline) -> bool:
    """Whether at least one act has a locator; if not, the steps would only repeat the rows."""
    return any(_is_act(claim) and claim.element for claim in timeline.claims)


def claimed_steps(timeline: Timeline, seed_url: str, limit: int, text_limit: int) -> tuple[str, ...]:
    """A numbered line for each act, and for each run of states whose act is unknown."""
    acts: dict[int, list[Claim]] = {}
    for claim in timeline.claims:
        if _is_act(claim):
            acts.setdefault(claim.state, []).append(claim)
    lines = [f"open {cut(seed_url, 2 * text_limit)}"] if seed_url else []
    unknown: list[int] = []
    for number in range(2, len(timeline.moments) + 1):
        if number not in acts:
            unknown.append(number)
            continue
        if unknown:
            lines.append(_unknown(unknown))
            unknown = []
        lines += [
            f"{_act(act, timeline, text_limit)} (state {number}, {_time(timeline, number)})" for act in acts[number]
        ]
    if unknown:
        lines.append(_unknown(unknown))
    return _shortened([f"{number}. {line}" for number, line in enumerate(lines, 1)], limit)


def _is_act(claim: Claim) -> bool:
    return claim.kind == "act" and claim.is_said


def _unknown(numbers: list[int]) -> str:
    which = f"state {numbers[0]}" if len(numbers) == 1 else f"states {numbers[0]}-{numbers[-1]}"
    return f"(what led to {which} is not known)"


def _act(claim: Claim, timeline: Timeline, text_limit: int) -> str:
    voice = voice_of(timeline, claim.state - 1, text_limit)
    if claim.source == "model":
        return f"model: {describe_model_claim(claim, voice.text)}"
    if claim.property not in ("click", "type"):
        return describe_model_claim(claim, voice.text)
    before = timeline.moments[claim.state - 2].elements
    control = next((e for e in before if claim.element and e.id == claim.element), None)
    where = f"{describe_element(control, text_limit)} at {full_locator(control.locator)}" if control else ""
    place = f"{point_of(claim, voice.scale)} of the frame"
    if claim.property == "type":
        where = where or (voice.text(claim.name) if claim.name else "")
        return f"type {voice.text(claim.after)} {f'into {where}' if where else place}"
    if where or not claim.name:
        return f"click {where or place}"
    return f"click {voice.text(claim.name)}{f' {place}' if claim.name in voice.repeated else ''}"


def _time(timeline: Timeline, number: int) -> str:
    return clock(timeline.moments[number - 1].keyframe.since_ms)


def _shortened(lines: list[str], limit: int) -> tuple[str, ...]:
    if len(lines) <= limit:
        return tuple(lines)
    return (*lines[: limit - 1], f"({counted(len(lines) - limit + 1, 'further step')})")
