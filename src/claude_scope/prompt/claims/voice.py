"""Describes claims for a prompt, with quoted page data, locators of controls, and places in the agent's pictures."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.prompt.fence import SCREEN_ONLY, TEXT_LIMIT, cut, quote, role_locator, short_locator
from claude_scope.prompt.frames import shown_scale
from claude_scope.wording.claim_wording import ClaimVoice, Control

if TYPE_CHECKING:
    from claude_scope.values import Moment, Timeline, UiElement

UNIQUE = "\u2713"
"""Marks an element whose locator is `getByRole` with the preceding role and exact name."""
_WORDS = re.compile(r"\w+")

OF_SESSION = ClaimVoice(quote, TEXT_LIMIT, scale=1.0)
"""The voice in which `session.json` describes a single claim."""


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
        _locator_suffix(element, text_limit),
    )


def describe_element(element: UiElement, limit: int) -> str:
    """Role and name of an element of the page's tree, both names if page and screen differ.

    A label without a name in the tree is marked: OCR read its words.
    """
    if not element.name:
        read = f"{SCREEN_ONLY} {quote(element.label, limit)}" if element.label else ""
        return f"{cut(element.role, 30)}{read}"
    other = f" (on screen{SCREEN_ONLY} {quote(element.label, limit)})"
    is_same = not element.label or _is_same_name(element.name, element.label)
    return f"{cut(element.role, 30)} {quote(element.name, limit)}{'' if is_same else other}"


def _is_same_name(a: str, b: str) -> bool:
    """Whether two names are equal apart from spaces and signs, which OCR loses: "# bugs" is "#bugs"."""
    words, others = ("".join(_WORDS.findall(name.casefold())) for name in (a, b))
    return words == others if words else a == b


def _locator_suffix(element: UiElement, limit: int) -> str:
    """The locator after `@`, or `UNIQUE` if role and name imply it; "" without a locator.

    A name longer than `limit` is cut, so it does not imply the locator.
    """
    if 0 < len(element.name) <= limit and element.locator == role_locator(element.role, element.name):
        return f" {UNIQUE}"
    short = short_locator(element.locator)
    return f" @ {short}" if short else ""


def _repeated_texts(moment: Moment) -> set[str]:
    """The texts that occur more than once in a picture: the text alone does not identify the target of a click."""
    often = Counter(line.text for line in moment.reading.lines)
    return {text for text, count in often.items() if count > 1}
