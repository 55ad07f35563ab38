"""States of a DOM, written by hand, for tests of the claims benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.claims.claims_of import Analysed, Claim
from benchmarks.claims.dom import Dom, DomState, Item, Line
from benchmarks.claims.judge import Judge
from benchmarks.claims.recordings import FlowTruth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from benchmarks.claims.dom import Box

CHANGE_MS, END_MS = 2_000.0, 6_000.0
"""The first state lasts until the change, the second to the end; each has its picture in the middle."""
LETTER_PX, LINE_PX = 8.0, 20.0


def place(text: str, row: float, left: float = 20.0) -> Box:
    """The box of a text in a row."""
    return left, row * 40.0, LETTER_PX * len(text), LINE_PX


def line(text: str, row: float, left: float = 20.0, kind: str = "text") -> Line:
    return Line(text, place(text, row, left), kind)


def item(role: str, name: str, row: float, *states: str, text: str = "", left: float = 20.0) -> Item:
    return Item(f"{role}:{name}", role, name, text, list(states), place(name or text, row, left))


def state(
    lines: Sequence[Line | str],
    items: Sequence[Item] = (),
    *,
    is_first: bool = False,
    title: str = "Books",
    **more: Any,
) -> DomState:
    """A state of a page; each text without a box gets its own row."""
    since, until = (0.0, CHANGE_MS) if is_first else (CHANGE_MS, END_MS)
    placed = [
        line(other_line, row) if isinstance(other_line, str) else other_line for row, other_line in enumerate(lines, 1)
    ]
    known = {"document": "1", "url": "http://page/", "scroll": (0.0, 0.0), "light": 1.0, "marks": [], "blind": []}
    return DomState(since, until, title=title, lines=placed, items=list(items), **{**known, **more})


def judge_of(before: DomState, after: DomState) -> Judge:
    """A judge for a recording with two states."""
    truth = FlowTruth("app", "flow", "tuned", "vp8", (1280, 720), 1, "", "", 0.0, END_MS)
    return Judge(Dom([before, after], [], [CHANGE_MS]), truth, analysed())


def analysed(*claims: Claim, rows: dict[int, str] | None = None) -> Analysed:
    times = [(0.0, CHANGE_MS - 900), (CHANGE_MS, END_MS - 900)]
    return Analysed(list(claims), rows or {}, times, [None, None])


def claim(kind: str, what: str, **more: Any) -> Claim:
    """A claim about the second state."""
    known = {"before": "", "after": "", "score": 1.0, "is_said": True, "text": ""}
    at, before = END_MS - 900, CHANGE_MS - 900
    return Claim("c1", 2, at, CHANGE_MS, before, kind, what, **{**known, **more})
