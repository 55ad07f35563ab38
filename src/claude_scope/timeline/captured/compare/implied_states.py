"""Drops states that other facts imply: new content implies `expanded`, an error implies `invalid`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import PageFact


def without_implied(facts: Sequence[PageFact]) -> list[PageFact]:
    """The facts without the states that other facts imply."""
    kinds = {fact.kind for fact in facts}
    refused = {fact.name for fact in facts if fact.kind == "error"}
    selected = {(fact.name, fact.items) for fact in facts if fact.kind == "state" and fact.part == "selected"}
    implied = {
        "expanded": bool(kinds & {"opened", "added"}),
        "collapsed": bool(kinds & {"closed", "removed"}),
    }
    return [
        fact
        for fact in facts
        if fact.kind != "state"
        or not (
            implied.get(fact.part)
            or (fact.part == "invalid" and fact.name in refused)
            or (fact.part == "checked" and (fact.name, fact.items) in selected)
        )
    ]
