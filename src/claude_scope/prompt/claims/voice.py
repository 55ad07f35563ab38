"""Words claims for a prompt: quoted page data, controls with locators, places in the agent's pictures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.prompt.fence import TEXT_LIMIT, cut, quote
from claude_scope.prompt.frames import shown_scale
from claude_scope.prompt.rows.wording import describe_element, locator_suffix
from claude_scope.wording.claim_wording import ClaimVoice, Control

if TYPE_CHECKING:
    from claude_scope.values import Moment, Timeline, UiElement

OF_SESSION = ClaimVoice(quote, TEXT_LIMIT, scale=1.0)
"""The voice in which `session.json` words a single claim."""


def voice_of(timeline: Timeline, index: int, text_limit: int) -> ClaimVoice:
    """The voice for the claims of a state; `text_limit` is the limit of quoted texts, in characters."""
    moment, before = timeline.moments[index], timeline.moments[max(0, index - 1)]
    about = {claim.element for claim in timeline.claims if claim.state == index + 1 and claim.element}
    known = {element.id: element for element in (*before.elements, *moment.elements) if not element.source.has_no_node}
    return ClaimVoice(
        quote,
        text_limit,
        controls={id_: _control(known[id_], text_limit) for id_ in about if id_ in known},
        scale=shown_scale(moment),
        repeated=_repeated_texts(before),
    )


def _control(element: UiElement, text_limit: int) -> Control:
    return Control(
        f"{cut(element.role, 30)} {quote(element.name, text_limit)}",
        describe_element(element, text_limit),
        locator_suffix(element, text_limit),
    )


def _repeated_texts(moment: Moment) -> set[str]:
    """The texts that occur more than once in a picture: the text alone does not identify the target of a click."""
    often = Counter(line.text for line in moment.reading.lines)
    return {text for text, count in often.items() if count > 1}
