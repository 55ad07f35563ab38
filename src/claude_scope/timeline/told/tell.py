"""The entry point: a timeline with what a model said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import says_error
from claude_scope.timeline.claims.acts.acts import one_act_a_value
from claude_scope.timeline.claims.build import retold
from claude_scope.timeline.told.same import is_denied, is_part_of, is_said_already, marked, named, new_acts, only_moved
from claude_scope.timeline.told.verdict import Judged, States, is_filled, judge_act, judge_change, judge_flaw
from claude_scope.values import NO_CHANGE, Claim, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.timeline.told.verdict import Verdict
    from claude_scope.values import ClaimKind, PairAnswer, Timeline, ToldAct, ToldChange, ToldFlaw, WholeAnswer

MIN_SURE = 0.6
"""What a model is less sure of is a guess, and not told: the instructions say 0.5 for these."""
MIN_FLAW_SURE = 0.7
MIN_WRONG = 4
"""Fewer statements that are contradicted say nothing about a model."""
CONFIRMED = 0.95
"""How likely a change is true that a model told and the local reading confirmed."""
SURE_ALONE = 0.9
"""Where a model saw no change, a change of a text is only said if it is at least that likely: below two of three are
true (65 % of 17 on the tuned half)."""
OF_TEXTS = frozenset({"appeared", "changed"})
BY_DEVELOPER, BY_MODEL = "the developer names", "model"
"""How reasons begin that are the developer's own, and those of a model."""
ON_FOCUS = frozenset({"type", "key"})
"""Acts that reach whatever has the focus: they are told without a name that is not the field's."""
_KINDS: dict[str, ClaimKind] = {"vanished": "disappeared", "loaded": "page"}


@dataclass(frozen=True, slots=True)
class Told:
    """A timeline with what a model said, and how many of its statements were confirmed, unchecked, contradicted.

    `is_believed`: the model is also believed where nothing can be checked.
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
    """The numbers of the states whose change a model is asked about.

    The page of a capture says what changed; there it is asked where only the picture did.
    """
    if not timeline.is_captured:
        return list(range(2, len(timeline.moments) + 1))
    return [
        number
        for number, moment in enumerate(timeline.moments[1:], 2)
        if moment.keyframe.changed and all(fact.kind in NO_CHANGE for fact in moment.facts)
    ]


def with_answers(timeline: Timeline, pairs: Sequence[PairAnswer], whole: WholeAnswer) -> Told:
    """The timeline with what a model said of its changes and of the whole."""
    judged = [one for answer in pairs for one in _judged(timeline, answer)]
    verdicts = Counter(verdict.verdict for _, verdict in judged)
    counts = verdicts["confirmed"], verdicts["unchecked"], verdicts["contradicted"]
    if not is_believed(verdicts):
        confirmed = [claim for claim, verdict in judged if verdict.verdict == "confirmed"]
        return Told(with_told(timeline, confirmed), *counts, is_believed=False)
    kept = [claim for claim, verdict in judged if verdict.verdict != "contradicted"]
    acts = one_act_a_value([one for one in kept if one.kind == "act"])
    said = [*acts, *(one for one in kept if one.kind != "act")]
    said += [Claim(one.state, "unchanged", "text", after=one.what, source="model") for one in whole.stayed]
    unchanged = {one.state for one in pairs if not (one.changes or one.flaws or one.problem)}
    found = with_told(_less_said(timeline, unchanged), said)
    if whole.wrong is not None:
        because = f"{BY_MODEL}: {whole.because}" if whole.because else BY_MODEL
        found = with_suspect(found, Suspect(whole.wrong - 1, because))
    return Told(found, *counts)


def is_believed(verdicts: Counter[Verdict]) -> bool:
    """Whether a model is believed where nothing can be checked: not if most of what can be checked is wrong."""
    return verdicts["contradicted"] < MIN_WRONG or verdicts["contradicted"] <= verdicts["confirmed"]


def _less_said(timeline: Timeline, unchanged: set[int]) -> Timeline:
    """The timeline whose claims about texts are only said of these states where they are sure."""
    claims = [
        replace(one, is_said=False)
        if one.state in unchanged and one.kind in OF_TEXTS and one.score < SURE_ALONE
        else one
        for one in timeline.claims
    ]
    return replace(timeline, claims=tuple(claims))


def with_told(timeline: Timeline, said: Sequence[Claim]) -> Timeline:
    """The timeline with claims of a model; what the local ones say as well is said once."""
    kept = [one for one in timeline.claims if not is_part_of(one, said) and not is_denied(one, said)]
    local = [named(marked(one, said), said, timeline.moments[one.state - 2].reading.lines) for one in kept]
    acts = new_acts([one for one in said if one.kind == "act"], local)
    claims = _merged(local, [*acts, *(one for one in said if one.kind != "act" and not is_said_already(one, local))])
    if timeline.is_captured:  # the page told what was done, and what the reading confirms
        return replace(timeline, claims=tuple(one for one in claims if one.source == "model" and one.kind != "act"))
    return retold(timeline, claims)


def _judged(timeline: Timeline, answer: PairAnswer) -> Iterator[tuple[Claim, Judged]]:
    states = States(*timeline.moments[answer.state - 2 : answer.state])
    rests = [rest for moment in timeline.moments[: answer.state] for rest in moment.keyframe.rests]
    local = [one for one in timeline.claims if one.state == answer.state]
    for act in answer.acts:
        if act.sure >= MIN_SURE:
            judged = judge_act(act, states, rests)
            if judged.verdict == "contradicted" and act.kind in ON_FOCUS:
                if not is_filled(act.box, states):  # the field may be another one
                    act = replace(act, target="")
                judged = Judged("unchecked", judged.box)
            yield _act_claim(answer.state, act, judged), judged
    is_another_page = any(one.kind == "loaded" for one in answer.changes)
    for change in answer.changes:
        if change.kind == "selected" and is_another_page:  # what is current on a page is told with the page
            continue
        if change.sure >= MIN_SURE:
            judged = judge_change(change, states)
            if change.kind == "appeared" and only_moved(change.after, states, local):
                judged = Judged("contradicted", judged.box)
            yield _change_claim(answer.state, change, judged), judged
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
    """By state; where it went wrong last, as it was."""
    wrong = [one for one in local if one.kind == "wrong"]
    return [*sorted((one for one in (*local, *new) if one.kind != "wrong"), key=lambda one: one.state), *wrong]


def with_suspect(timeline: Timeline, named: Suspect) -> Timeline:
    """The timeline pointing at a state that a model names.

    One that the developer names comes before it, and so does an error that the page of a capture reported itself.
    """
    suspects = timeline.suspects
    first = suspects if timeline.is_captured else [one for one in suspects if one.because.startswith(BY_DEVELOPER)]
    if any(one.moment == named.moment for one in first):
        return timeline
    others = [one for one in suspects if one not in first and one.moment != named.moment]
    return timeline.suspecting([*first, named, *others])
