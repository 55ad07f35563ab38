"""Screens of text for the tests of claims, and the claims about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.timeline.claims.build import find_claims
from claude_scope.values import Box, Claim, EventKind, Moment, Node
from tests.timeline.make import keyframe, line, texts

if TYPE_CHECKING:
    from claude_scope.values import Keyframe, Line, Reading

WORDS = (
    "Northwind sells lamps and lanterns",
    "Your basket holds two of them",
    "Delivery takes three working days",
    "Returns are free within a month",
    "Gift cards are valid for a year",
    "Write to us about larger orders",
    "Our shop in the harbour is open",
    "Read what other customers say",
)
PAGE = tuple(line(text, 40, 40 + 60 * n) for n, text in enumerate(WORDS))
OTHER = tuple(
    line(text, 80, 50 + 70 * n)
    for n, text in enumerate(
        ("The order was received today", "A receipt is on its way", "Track the parcel from here", "Print a copy of it")
    )
)


def moment(reading: Reading, frame: Keyframe | None = None) -> Moment:
    return Moment(frame or keyframe(), reading, (), Node("document"), (), EventKind.STATE_CHANGE, "")


def moments(*screens: tuple[Line, ...]) -> list[Moment]:
    return [moment(texts(*lines), keyframe(1000 * n)) for n, lines in enumerate(screens)]


def claims(*screens: tuple[Line, ...], words: str = "") -> list[Claim]:
    return find_claims(moments(*screens), words)


def told(found: list[Claim]) -> list[tuple[str, str, str, str]]:
    """All claims that are reported, except where it went wrong."""
    return [
        (claim.kind, claim.property, claim.before, claim.after)
        for claim in found
        if claim.is_said and claim.kind != "wrong"
    ]


def moved(lines: tuple[Line, ...], right: float, down: float) -> tuple[Line, ...]:
    return tuple(
        replace(line, box=Box(line.box.x + right, line.box.y + down, line.box.width, line.box.height)) for line in lines
    )
