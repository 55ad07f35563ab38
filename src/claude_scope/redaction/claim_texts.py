"""Masks texts of secret fields in claims, changes and summaries.

A short value such as a PIN could be any word elsewhere, so only its place identifies it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.wording.claim_wording import summary_of_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claude_scope.values import Box, Change, Claim, Moment, Timeline

SLACK_PX = 4.0


def mask_claims(timeline: Timeline, fields: Sequence[Sequence[Box]], secret: Callable[[str], str]) -> Timeline:
    """The timeline with these texts masked by `secret`; `fields` has the boxes of the secret fields of each state.

    A claim about a state may quote a field of that state or of the one before.
    """
    if not any(fields):
        return timeline
    masked: list[dict[str, str]] = [{} for _ in timeline.moments]
    for claim in timeline.claims:
        if _is_inside(claim.box, fields, claim.state):
            masked[claim.state - 1] |= {text: secret(text) for text in (claim.before, claim.after, claim.name)}
    claims = [
        _masked(claim, masked[claim.state - 1])
        if _is_inside(claim.box, fields, claim.state) or claim.kind == "wrong"
        else claim
        for claim in timeline.claims
    ]
    moments = [
        _moment(number, moment, fields, masked[number - 1], secret) for number, moment in enumerate(timeline.moments, 1)
    ]
    moments = [
        replace(moment, summary=summary_of_claims(number, moment, claims))
        if _is_of_claims(number, timeline)
        else moment
        for number, moment in enumerate(moments, 1)
    ]
    because = _quoted(timeline.wrong_because, masked[timeline.wrong or 0])
    also = tuple(replace(item, because=_quoted(item.because, masked[item.moment])) for item in timeline.also_wrong)
    return replace(timeline, claims=tuple(claims), moments=tuple(moments), wrong_because=because, also_wrong=also)


def _is_of_claims(number: int, timeline: Timeline) -> bool:
    """Whether the summary of a state consists of its claims, as in a video.

    Such a summary may cut off a quotation that contains a secret.
    """
    moment = timeline.moments[number - 1]
    return moment.summary == summary_of_claims(number, moment, timeline.claims)


def _is_inside(box: Box | None, fields: Sequence[Sequence[Box]], state: int) -> bool:
    """Whether a text of this state is in a secret field, or was in one in the state before."""
    near = (place for boxes in fields[max(0, state - 2) : state] for place in boxes)
    return box is not None and any(holds(place, centre(box), SLACK_PX) for place in near)


def _masked(claim: Claim, masked: Mapping[str, str]) -> Claim:
    before, after, name = (masked.get(text, _quoted(text, masked)) for text in (claim.before, claim.after, claim.name))
    return replace(claim, before=before, after=after, name=name)


def _moment(
    number: int,
    moment: Moment,
    fields: Sequence[Sequence[Box]],
    masked: Mapping[str, str],
    secret: Callable[[str], str],
) -> Moment:
    changes = tuple(
        _change(change, secret) if _is_inside(change.element.box, fields, number) else change
        for change in moment.changes
    )
    return replace(moment, summary=_quoted(moment.summary, masked), changes=changes)


def _change(change: Change, secret: Callable[[str], str]) -> Change:
    """Mask a change of a text inside a field, which is a separate element in a video; keep changes of the field."""
    element = change.element
    if element.type != "text":
        return change
    element = replace(element, label=secret(element.label), name=secret(element.name))
    return replace(change, element=element, before=secret(change.before), after=secret(change.after))


def _quoted(text: str, masked: Mapping[str, str]) -> str:
    """A sentence without the secrets that it quotes."""
    for item in filter(None, masked):
        text = text.replace(f'"{item}"', f'"{masked[item]}"')
    return text
