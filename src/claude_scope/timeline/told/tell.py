"""The entry point: adds the claims of a model to a timeline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import says_error
from claude_scope.timeline.claims.acts.acts import one_act_a_value
from claude_scope.timeline.claims.build import retold
from claude_scope.timeline.told.same import (
    denied,
    headed,
    is_among,
    is_denied,
    is_part_of,
    is_said_already,
    marked,
    named,
    new_acts,
    only_moved,
)
from claude_scope.timeline.told.verdict import Judged, States, is_filled, judge_act, judge_change, judge_flaw
from claude_scope.values import NO_CHANGE, Claim, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.told.verdict import Verdict
    from claude_scope.values import ClaimKind, PairAnswer, Timeline, ToldAct, ToldChange, ToldFlaw, WholeAnswer

MIN_SURE = 0.6
"""Minimum confidence at which a statement is used; the instructions tell the model to give guesses 0.5."""
MIN_FLAW_SURE = 0.7
MIN_WRONG = 4
"""A model is always believed if fewer of its statements are contradicted."""
CONFIRMED = 0.95
"""The score of a model's claim that the local reading confirmed."""
SURE_ALONE = 0.9
"""If a model saw no change, a change of a text is reported only with at least this score. Of the changes with lower
scores, only two of three are true (65 % of 17 in the tuned half).
"""
SURE_LOCAL = 0.98
"""A model cannot deny a local claim with at least this score: the local reading contradicts it."""
OF_TEXTS = frozenset({"appeared", "changed"})
DENIABLE = OF_TEXTS | {"disappeared", "act"}
"""Kinds of local claims that a model may deny."""
BY_DEVELOPER, BY_MODEL = "the developer names", "model"
"""The beginnings of reasons that come from the developer, and from a model."""
ON_FOCUS = frozenset({"type", "key"})
"""Acts on the focused element; a name that may not be that of the field is left out of the report."""
_KINDS: dict[str, ClaimKind] = {"vanished": "disappeared", "loaded": "page"}


@dataclass(frozen=True, slots=True)
class Told:
    """A timeline with a model's claims, and how many of its statements were confirmed, unchecked or contradicted.

    `is_believed` says whether statements that cannot be checked were accepted, too.
    """

    timeline: Timeline
    confirmed: int
    unchecked: int
    contradicted: int
    is_believed: bool = True

    def __str__(self) -> str:
        unless = "" if self.is_believed else "; most of what could be checked is wrong, so the rest is left out, too"
        return (
            f"of what it said {self.confirmed} confirmed, {self.unchecked} not checked, "
            f"{self.contradicted} contradicted by the local reading and left out{unless}"
        )


def states_to_ask(timeline: Timeline) -> list[int]:
    """The numbers of the states for which a model is asked what changed.

    In a capture the page itself says what changed, so a model is asked only where nothing but the picture changed.
    """
    if not timeline.is_captured:
        return list(range(2, len(timeline.moments) + 1))
    return [
        number
        for number, moment in enumerate(timeline.moments[1:], 2)
        if moment.keyframe.changed and all(fact.kind in NO_CHANGE for fact in moment.facts)
    ]


def with_answers(timeline: Timeline, pairs: Sequence[PairAnswer], whole: WholeAnswer) -> Told:
    """The timeline with a model's claims about its changes and about the whole recording."""
    judged = [claim for answer in pairs for claim in _judged(timeline, answer)]
    verdicts = Counter(verdict.verdict for _, verdict in judged)
    counts = verdicts["confirmed"], verdicts["unchecked"], verdicts["contradicted"]
    if not is_believed(verdicts):
        confirmed = [claim for claim, verdict in judged if verdict.verdict == "confirmed"]
        return Told(with_told(timeline, confirmed), *counts, is_believed=False)
    kept = [claim for claim, verdict in judged if verdict.verdict != "contradicted"]
    acts = one_act_a_value([claim for claim in kept if is_own_act(claim)])
    said = [*acts, *(claim for claim in kept if not is_own_act(claim))]
    said += [Claim(stayed.state, "unchanged", "text", after=stayed.what, source="model") for stayed in whole.stayed]
    unchanged = {pair.state for pair in pairs if not (pair.changes or pair.flaws or pair.problem)}
    found = with_told(_less_said(timeline, unchanged), said)
    if whole.wrong is not None:
        because = f"{BY_MODEL}: {whole.because}" if whole.because else BY_MODEL
        found = with_suspect(found, Suspect(whole.wrong - 1, because))
    return Told(found, *counts)


def is_own_act(claim: Claim) -> bool:
    """Whether a claim is an act that a model names, not a local one that it denies."""
    return claim.kind == "act" and claim.source != "denied"


def is_believed(verdicts: Counter[Verdict]) -> bool:
    """Whether unchecked statements are believed; they are not if most statements that can be checked are wrong."""
    return verdicts["contradicted"] < MIN_WRONG or verdicts["contradicted"] <= verdicts["confirmed"]


def _less_said(timeline: Timeline, unchanged: set[int]) -> Timeline:
    """The timeline with the less certain claims about texts of these states denied, and so not reported."""
    claims = [
        denied(claim) if claim.state in unchanged and claim.kind in OF_TEXTS and claim.score < SURE_ALONE else claim
        for claim in timeline.claims
    ]
    return replace(timeline, claims=tuple(claims))


def with_told(timeline: Timeline, said: Sequence[Claim]) -> Timeline:
    """The timeline with claims of a model; a claim that the timeline has already is reported once.

    `said` may also contain claims that a model denied; the same claims of the timeline are then denied again.
    """
    again = [claim for claim in said if claim.source == "denied"]
    said = [claim for claim in said if claim.source != "denied"]
    kept = [claim for claim in timeline.claims if not is_part_of(claim, said)]
    kept = [denied(claim) if is_denied(claim, said) or is_among(claim, again) else claim for claim in kept]
    local = [_completed(claim, said, timeline) for claim in kept]
    acts = new_acts([claim for claim in said if claim.kind == "act"], local)
    claims = _merged(
        local, [*acts, *(claim for claim in said if claim.kind != "act" and not is_said_already(claim, local))]
    )
    if timeline.is_captured:  # the capture has the acts, and what the reading confirms
        return replace(
            timeline, claims=tuple(claim for claim in claims if claim.source == "model" and claim.kind != "act")
        )
    return retold(timeline, claims)


def _completed(local: Claim, said: Sequence[Claim], timeline: Timeline) -> Claim:
    """The claim, with the name of its field and the heading of its page, and marked as confirmed if a model says it."""
    before, after = (timeline.moments[number].reading.lines for number in (local.state - 2, local.state - 1))
    return headed(named(marked(local, said), said, before), said, after)


def _judged(timeline: Timeline, answer: PairAnswer) -> Iterator[tuple[Claim, Judged]]:
    states = States(*timeline.moments[answer.state - 2 : answer.state])
    rests = [rest for moment in timeline.moments[: answer.state] for rest in moment.keyframe.rests]
    local = [claim for claim in timeline.claims if claim.state == answer.state]
    for act in answer.acts:
        if act.sure >= MIN_SURE:
            judged = judge_act(act, states, rests)
            if judged.verdict == "contradicted" and act.kind in ON_FOCUS:
                if not is_filled(act.box, states):  # the field may be another one
                    act = replace(act, target="")
                judged = Judged("unchecked", judged.box)
            yield _act_claim(answer.state, act, judged), judged
    is_another_page = any(claim.kind == "page" and claim.is_said for claim in local)
    for change in answer.changes:
        if change.kind == "selected" and is_another_page:  # it belongs to the claim of the page
            continue
        if change.sure >= MIN_SURE:
            judged = judge_change(change, states)
            if change.kind == "appeared" and only_moved(change.after, states, local):
                judged = Judged("contradicted", judged.box)
            yield _change_claim(answer.state, change, judged), judged
    for claim in answer.untrue:
        if claim.is_said and claim.kind in DENIABLE:
            is_sure = claim.score >= SURE_LOCAL
            yield denied(claim), Judged("contradicted" if is_sure else "unchecked", claim.box)
    for flaw in answer.flaws:
        if flaw.sure >= MIN_FLAW_SURE:
            yield _flaw_claim(answer.state, flaw), judge_flaw(flaw, states)


def _act_claim(state: int, act: ToldAct, judged: Judged) -> Claim:
    is_sure = judged.verdict == "confirmed"
    is_described = act.kind == "click" and not judged.is_read
    return Claim(
        state,
        "act",
        act.kind,
        after=act.value,
        score=CONFIRMED if is_sure else act.sure,
        before=act.target if is_described else act.where,
        name="" if is_described else act.target,
        box=judged.box,
        source="confirmed" if is_sure else "model",
    )


def _change_claim(state: int, change: ToldChange, judged: Judged) -> Claim:
    is_sure = judged.verdict == "confirmed"
    kind = _KINDS.get(change.kind, change.kind)
    is_error = is_sure and kind in ("appeared", "changed") and says_error(change.after)
    return Claim(
        state,
        kind,  # type: ignore[arg-type]
        "error" if is_error else "text",
        before=change.before,
        after=change.after,
        score=CONFIRMED if is_sure else change.sure,
        name=(change.after or change.before) if is_sure else change.what,
        box=judged.box,
        source="confirmed" if is_sure else "model",
    )


def _flaw_claim(state: int, flaw: ToldFlaw) -> Claim:
    return Claim(state, "flaw", "text", flaw.quote, flaw.why, flaw.sure, box=flaw.box, source="model")


def _merged(local: Sequence[Claim], new: Sequence[Claim]) -> list[Claim]:
    """All claims, sorted by state; claims about where it went wrong come last and keep their order."""
    wrong = [claim for claim in local if claim.kind == "wrong"]
    return [
        *sorted((claim for claim in (*local, *new) if claim.kind != "wrong"), key=lambda claim: claim.state),
        *wrong,
    ]


def with_suspect(timeline: Timeline, named: Suspect) -> Timeline:
    """The timeline with a state that a model suspects.

    States that the developer names come before it, and in a capture all states that are suspected already.
    """
    suspects = timeline.suspects
    first = (
        suspects
        if timeline.is_captured
        else [suspect for suspect in suspects if suspect.because.startswith(BY_DEVELOPER)]
    )
    if any(suspect.moment == named.moment for suspect in first):
        return timeline
    others = [suspect for suspect in suspects if suspect not in first and suspect.moment != named.moment]
    return timeline.suspecting([*first, named, *others])
