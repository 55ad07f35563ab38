"""Analyses that strain the report: large, hostile, empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.values import (
    Act,
    Agent,
    Box,
    Change,
    Counts,
    LogLine,
    NetworkRequest,
    Node,
    PageEvent,
    Prompt,
    Target,
    Timeline,
    UiElement,
)  # fmt: skip
from tests.analyses import checkout_analysis
from tests.captured import captured_analysis

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.values import Analysis

MARKUP = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>{{7*7}}<!--"
"""Tries to break out of a text, an attribute, a script element, and a template."""


def prompts(text: str = "Fix the coupon.\n") -> tuple[Prompt, ...]:
    """One prompt per agent, distinguished by its last line."""
    return tuple(Prompt(agent, f"{text}For {agent.slug}.\n", 1234, 5678, masked=1) for agent in Agent)


def hostile_everywhere(folder: Path) -> Analysis:
    """The checkout with markup in every text that a user or a page controls."""
    whole = checkout_analysis(folder)
    snapshot = whole.snapshots[0]
    node = Node(MARKUP, MARKUP, (MARKUP,), MARKUP, ((MARKUP, MARKUP),), locator=MARKUP)
    element = UiElement("e1", "button", MARKUP, MARKUP, Box(1, 2, 30, 40), 0.9, (MARKUP,), MARKUP, MARKUP, MARKUP)
    change = Change("changed", element, "text", MARKUP, MARKUP)
    moments = tuple(
        replace(moment, summary=MARKUP, evidence=(MARKUP,), elements=(element,), changes=(change,), tree=node)
        for moment in whole.timeline.moments
    )
    return replace(
        whole,
        title=MARKUP,
        seed_url="javascript:alert(4)//" + MARKUP,
        notes=MARKUP,
        recording_title=MARKUP,
        recording_notes=MARKUP,
        timeline=Timeline(moments, 1, MARKUP, (MARKUP,), (MARKUP,)),
        snapshots=(
            replace(
                snapshot, url=MARKUP, final_url="/" + MARKUP, title=MARKUP, tree=node, console=(MARKUP,),
                failed_requests=(MARKUP,), notes=(MARKUP,),
            ),
        ),
        lanes=tuple(replace(lane, error=MARKUP, detail=MARKUP) for lane in whole.lanes),
    )  # fmt: skip


def large(folder: Path) -> Analysis:
    """20 states of 300 elements with long labels, and a page of 5,000 nodes."""
    whole = checkout_analysis(folder)
    moments = whole.timeline.moments
    elements = tuple(_cell(n) for n in range(300))
    tree = Node("document", children=tuple(Node(e.role, e.label, box=e.box, ref=e.id) for e in elements))
    many = tuple(
        replace(
            moments[n % len(moments)],
            elements=elements,
            tree=tree,
            changes=tuple(Change("added", e) for e in elements) if n % 5 == 0 else (),
        )
        for n in range(20)
    )
    lists = tuple(Node("list", f"List {n}", children=_items(n, 99)) for n in range(50))
    snapshot = replace(
        whole.snapshots[0], tree=Node("document", children=lists), counts=Counts(total=5001), notes=("It is large.",)
    )
    return replace(whole, timeline=replace(whole.timeline, moments=many, wrong=None), snapshots=(snapshot,))


def _cell(n: int) -> UiElement:
    x, y = 20 + 62 * (n % 20), 20 + 44 * (n // 20)
    label = f"Cell {n} " + ("Verwaltungsgerichtsbarkeit" * 9 if n % 3 == 0 else "")
    return UiElement(f"e{n}", "button", "button", label, Box(x, y, 54, 36), 0.9)


def _items(of: int, amount: int) -> tuple[Node, ...]:
    return tuple(Node("listitem", f"Item {of}.{n}") for n in range(amount))


def captured_markup(folder: Path) -> Analysis:
    """A capture with markup in every act, console line, request, event and address."""
    whole = captured_analysis(folder)
    target = Target("d1", 1, MARKUP, MARKUP, MARKUP, MARKUP, Box(1, 2, 30, 40))
    act = Act("type", 10, 20, MARKUP, target, (4, 5), MARKUP, MARKUP, target, (6, 7))
    told = {
        "acts": tuple(replace(act, kind=kind) for kind in ("type", "key", "drag", "select", "file", "scroll", "click")),
        "log": (LogLine(5, MARKUP, MARKUP, MARKUP, MARKUP), LogLine(6, "uncaught error", MARKUP, MARKUP, MARKUP)),
        "requests": (NetworkRequest(7, 9, MARKUP, f"javascript:{MARKUP}", MARKUP, 500, 1, MARKUP),),
        "events": (PageEvent(8, "dialog", MARKUP, MARKUP, f"javascript:{MARKUP}"),),
        "url": f"javascript:{MARKUP}",
    }
    moments = tuple(replace(moment, **told) for moment in whole.timeline.moments)  # type: ignore[arg-type]
    return replace(whole, timeline=replace(whole.timeline, moments=moments))
