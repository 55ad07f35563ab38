"""The analysis of a capture, made by hand: the checkout, recorded by the page itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from claude_scope.values import (
    Act,
    Box,
    CaptureLanes,
    Lane,
    LogLine,
    NetworkRequest,
    Node,
    PageEvent,
    PageFact,
    Source,
    Target,
)
from tests.analyses import URL, checkout_analysis

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Analysis, Change, Moment, UiElement

ORIGIN = "http://localhost:4173"
FIELD = Target("d1", 17, "input", "textbox", "Card number", "page.getByRole('textbox')", Box(40, 340, 420, 40))
BUTTON = Target("d1", 21, "button", "button", "Place order", "page.getByRole('button')", Box(40, 420, 200, 40))
FACTS: dict[int, dict[str, Any]] = {
    0: {"requests": (NetworkRequest(-20, 90, "GET", URL, "document", 200, 12_000),)},
    3: {
        "acts": (
            Act("click", 9_000, 9_000, "p1", FIELD, point=(60, 360)),
            Act("type", 9_100, 9_900, "p1", FIELD, value="4242"),
            Act("key", 9_950, 9_950, "p1", FIELD, key="Tab"),
        ),
        "log": (LogLine(9_200, "warning", "slow field", f"{ORIGIN}/app.js:3:7", count=2),),
        "facts": (PageFact("message", after="4 of 16 digits", nodes=("e3",)),),
    },
    4: {"events": (PageEvent(9_990, "navigation", "p1", f"went to {ORIGIN}/pay", f"{ORIGIN}/pay"),)},
    5: {
        "acts": (Act("drag", 14_000, 14_300, "p1", FIELD, (60, 360), to=BUTTON, to_point=(140, 440)),),
        "facts": (
            PageFact("page", "page", "Cart", count=(1, 1)),
            PageFact("rows", "table", "Cart", "row", items=(("+", "Oak tray"), ("-", "Mug")), more=1, count=(2, 3)),
            PageFact("unchanged", items=(("table of 2 rows", "Totals"),)),
        ),
    },
    10: {
        "acts": (Act("click", 22_000, 22_000, "p1", BUTTON, point=(140, 440)),),
        "log": (
            LogLine(22_020, "log", "placing the order"),
            LogLine(22_100, "uncaught error", "TypeError: x is null", "", f"TypeError\n    at {ORIGIN}/app.js:9:1"),
        ),
        "requests": (
            NetworkRequest(22_010, 22_080, "POST", f"{ORIGIN}/api/order", "fetch", 500, 300),
            NetworkRequest(22_011, None, "GET", "https://other.example/poll", "fetch"),
        ),
        "facts": (
            PageFact("error", "", "Card number", after="Enter a valid card number"),
            PageFact("value", "", "Total", before="$164.61", after="$182.90", nodes=("e9",), is_back=True),
        ),
    },
}
"""The events in some of the states, by their index."""


def captured_analysis(folder: Path) -> Analysis:
    """The checkout of 11 states with what its page recorded; states 6 and 7 share a picture. Frames go to `folder`."""
    whole = checkout_analysis(folder)
    moments = [_told_by_the_page(moment, n) for n, moment in enumerate(whole.timeline.moments)]
    moments[6] = replace(moments[6], keyframe=replace(moments[6].keyframe, path=moments[5].keyframe.path))
    timeline = replace(
        whole.timeline,
        moments=tuple(moments),
        is_captured=True,
        claims=(),
        only_on_screen=(),
        only_in_tree=(),
        not_compared=(),
    )
    return replace(
        whole,
        timeline=timeline,
        keyframes=replace(whole.keyframes, frames=tuple(moment.keyframe for moment in moments)),
        snapshots=(),
        capture_lanes=CaptureLanes("browser", "browser", "browser", False, "screencast", "isolated world"),
        lanes=(
            Lane("vision", detail="11 pictures; texts are the page's own"),
            Lane("browser", detail="11 states of the page rebuilt"),
        ),
        seconds=(("capture", 0.1), ("keyframes", 2.4), ("rebuild", 1.9), ("timeline", 0.1)),
    )


def _told_by_the_page(moment: Moment, number: int) -> Moment:
    return replace(
        moment,
        keyframe=replace(moment.keyframe, began_ms=max(0, moment.keyframe.timestamp_ms - 130), pointer=None),
        elements=tuple(_fact(element) for element in moment.elements),
        changes=tuple(_changed(change) for change in moment.changes),
        tree=_of_the_page(moment.tree),
        url=f"{ORIGIN}/pay" if number >= 4 else URL,
        inferred=(),
        evidence=(),
        **FACTS.get(number, {}),
    )


def _fact(element: UiElement) -> UiElement:
    return replace(element, source=Source.DOM, confidence=1.0)


def _changed(change: Change) -> Change:
    return replace(change, element=_fact(change.element))


def _of_the_page(node: Node) -> Node:
    return replace(node, source=Source.DOM, children=tuple(_of_the_page(child) for child in node.children))
