"""The questions of a recording: one for each change, and one for the whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.geometry import centre
from claude_scope.hosted.answers import Pair, Whole
from claude_scope.hosted.instructions import pair_instructions, whole_instructions
from claude_scope.hosted.question import PairContext, Question
from claude_scope.plural import counted
from claude_scope.wording.acts import describe_act
from claude_scope.wording.claim_wording import name_claim
from claude_scope.wording.page_facts import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claude_scope.hosted.view import View
    from claude_scope.values import Box, Claim, PairAnswer, Rest, Timeline

MAX_PAIR_TOKENS, MAX_WHOLE_TOKENS = 2_000, 2_500
"""Maximum number of tokens of an answer. An answer about a change has 200 to 500, and some models think first."""
MAX_CLAIMS = 12
"""At most this many claims of a state are in a question, the most certain ones."""
_NOT_ASKED = frozenset({"wrong", "unchanged_nearby"})
"""Kinds of claims that are not about the change."""
MAX_RESTS = 4
"""At most this many places of the pointer are in a question, the last ones."""
MAX_LINE_CHARS = 100
MAX_STATE_CHARS = 500
MAX_OVERVIEW = 30
"""At most this many states are on the overview."""


def contexts(timeline: Timeline, states: Iterable[int]) -> Iterator[PairContext]:
    """The contexts for the changes to these states (numbers from 2)."""
    for state in states:
        claims = () if timeline.is_captured else _surest_claims(timeline, state)
        yield PairContext(state, "\n".join(_pair_lines(timeline, state, claims)), claims)


def _surest_claims(timeline: Timeline, state: int) -> tuple[Claim, ...]:
    claims = (claim for claim in timeline.claims if claim.state == state and claim.kind not in _NOT_ASKED)
    return tuple(sorted(claims, key=lambda claim: (not claim.is_said, -claim.score))[:MAX_CLAIMS])


def _pair_lines(timeline: Timeline, state: int, claims: Sequence[Claim]) -> Iterator[str]:
    before, after = (timeline.moments[at].keyframe for at in (state - 2, state - 1))
    yield f"State {state - 1} at {clock(before.timestamp_ms)}; state {state} began at {clock(after.since_ms)}."
    if timeline.is_captured:
        done = "; ".join(map(describe_act, timeline.moments[state - 1].acts))
        yield f"The page recorded what was done: {done or 'nothing'}. Its texts did not change, the picture did."
        return
    yield "Found by the program, each with how likely it is true:" if claims else "The program found nothing sure."
    for number, claim in enumerate(claims, 1):
        yield f"{number}. {name_claim(claim, _quoted)} ({claim.score:.1f})"
    if rests := rests_between(timeline, state):
        places = ", then ".join(_pointed(rest, after.since_ms) for rest in rests)
        yield f"The pointer rested at {places}."


def rests_between(timeline: Timeline, state: int) -> list[Rest]:
    """Where the pointer rested between the previous state and this one, or else where it last rested before."""
    before, after = (timeline.moments[at].keyframe for at in (state - 2, state - 1))
    rests = [rest for moment in timeline.moments[:state] for rest in moment.keyframe.rests]
    rests = [rest for rest in rests if rest.since_ms <= after.since_ms]
    return [rest for rest in rests if rest.until_ms >= before.timestamp_ms][-MAX_RESTS:] or rests[-1:]


def _pointed(rest: Rest, began_ms: int) -> str:
    x, y = centre(rest.box)
    return f"({x:.0f}, {y:.0f}) until {max(0, began_ms - rest.until_ms) / 1000:.1f} s before the change"


def _quoted(text: str) -> str:
    return json.dumps(text if len(text) <= MAX_LINE_CHARS else f"{text[: MAX_LINE_CHARS - 1]}…", ensure_ascii=False)


def pair_question(context: PairContext, views: Sequence[View], *, thousandths: bool) -> Question[Pair]:
    """The question about the change to a state, with these pictures."""
    words = "\n".join((_of_pictures(views), context.words))
    instructions = pair_instructions(thousandths=thousandths)
    return Question(instructions, words, tuple(views), Pair, MAX_PAIR_TOKENS)


def _of_pictures(views: Sequence[View]) -> str:
    frame = next(view.place for view in views if view.is_whole)
    lines = [f"A frame has {frame.width:.0f} x {frame.height:.0f} px. Pictures:"]
    for number, view in enumerate(views, 1):
        what = "the whole frame" if view.is_whole else f"the part at {_place(view.place)} of the frame"
        lines.append(f"{number}: {what} {view.shows} the change, {view.width} x {view.height} px")
    return "\n".join(lines)


def _place(box: Box) -> str:
    return f"({box.x:.0f}, {box.y:.0f}), {box.width:.0f} x {box.height:.0f} px,"


def shown_states(timeline: Timeline) -> list[int]:
    """The numbers of the states on the overview: all, or `MAX_OVERVIEW` evenly spaced ones including first and last."""
    count = len(timeline.moments)
    if count <= MAX_OVERVIEW:
        return list(range(1, count + 1))
    return sorted({1 + round(at * (count - 1) / (MAX_OVERVIEW - 1)) for at in range(MAX_OVERVIEW)})


def whole_question(
    timeline: Timeline, answers: Sequence[PairAnswer], title: str, notes: str, overview: View
) -> Question[Whole]:
    """The question about a whole recording; `title` and `notes` are the developer's, "" if there are none."""
    told = {answer.state: answer for answer in answers}
    lines = [f"The developer's title: {_quoted(title)}" if title else "The developer gave no title."]
    if notes:
        lines.append(f"The developer's notes: {json.dumps(notes[:2_000], ensure_ascii=False)}")
    lines.append(f"{counted(len(timeline.moments), 'state')}:")
    lines += [_state_line(timeline, number, told.get(number)) for number in range(1, len(timeline.moments) + 1)]
    return Question(whole_instructions(), "\n".join(lines), (overview,), Whole, MAX_WHOLE_TOKENS)


def _state_line(timeline: Timeline, number: int, answer: PairAnswer | None) -> str:
    moment = timeline.moments[number - 1]
    said = [claim for claim in timeline.claims if claim.state == number and claim.is_said and claim.kind != "wrong"]
    known = (
        [*map(describe_act, moment.acts), summary_of(moment)]
        if timeline.is_captured
        else (name_claim(claim, _quoted) for claim in said)
    )
    line = "; ".join((*filter(None, known), *map(_model, _told(answer) if answer else ())))
    cut = line if len(line) <= MAX_STATE_CHARS else f"{line[: MAX_STATE_CHARS - 1]}…"
    return f"{number} | {clock(moment.keyframe.since_ms)} | {cut}"


def _model(line: str) -> str:
    return f"model: {line}"


def _told(answer: PairAnswer) -> Iterator[str]:
    for act in answer.acts:
        yield f"{act.kind} {_quoted(act.target)}{f' {_quoted(act.value)}' if act.value else ''}"
    for change in answer.changes:
        quotes = " -> ".join(_quoted(text) for text in (change.before, change.after) if text)
        yield f"{change.kind} {change.what}: {quotes}"
    for flaw in answer.flaws:
        yield f"looks wrong: {flaw.why}"
