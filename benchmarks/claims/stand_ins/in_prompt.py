"""How many of a model's statements are in the prompt: each act and change, by its quotes.

A statement is in the prompt if it is in the row of its state, or in a neighbouring row: an act may fall between two
states, and the local reading may know it in the other one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.claims.told import quoted_in, says_text
from claude_scope.timeline.told.quotes import says

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.claims.claims_of import Analysed


@dataclass(frozen=True)
class Item:
    """An act or a change of an answer; `why_not` is why the row of its state lacks it, "" if it has it."""

    state: int
    said: Mapping[str, Any]
    why_not: str
    is_nearby: bool = False
    """Whether a neighbouring row has it."""


def items_in_prompt(answered: Mapping[int, Mapping[str, Any]], analysed: Analysed) -> list[Item]:
    """All statements of a model about pairs, each with whether it is in the row of its state."""
    found = []
    for state, answer in sorted(answered.items()):
        for item in (*answer.get("done", ()), *answer.get("changes", ())):
            rows = (analysed.rows.get(state + apart) for apart in (-1, 1))
            is_nearby = any(row is not None and _stands(quotes_of(item), row) for row in rows)
            found.append(Item(state, item, _why_not(item, state, analysed), bool(quotes_of(item)) and is_nearby))
    return found


def _why_not(one: Mapping[str, Any], state: int, analysed: Analysed) -> str:
    row = analysed.rows.get(state)
    if row is None:
        return "state not shown"
    quotes = quotes_of(one)
    if not quotes or _stands(quotes, row):
        return "" if quotes or "model: " in row or str(one.get("kind")) in row else "nothing quoted"
    claims = [claim for claim in analysed.claims if claim.state == state]
    if any(_stands(quotes, f'"{claim.before}" "{claim.after}" "{claim.name}"') for claim in claims if claim.is_said):
        return "cut from the row"
    if any(_stands(quotes, f'"{claim.before}" "{claim.after}" "{claim.name}"') for claim in claims):
        return "known, but not said"
    return "dropped"


def quotes_of(one: Mapping[str, Any]) -> list[str]:
    """The quotes of an act or a change, and for a state the name of its element."""
    names = ("target", "value", "before", "after")
    found = [str(one[name]) for name in names if one.get(name)]
    return [str(one.get("what", "")), str(one.get("after", ""))] if one.get("kind") == "state" else found


def _stands(quotes: Iterable[str], row: str) -> bool:
    quoted = quoted_in(row)
    return all(says_text(quoted, quote) or says(quoted, quote[:60]) for quote in quotes)


def in_words(items: Sequence[Item]) -> str:
    """The share that is in the prompt, and the reasons for the rest."""
    elsewhere = [item for item in items if item.why_not]
    missed = Counter(f"{item.said.get('kind')} {item.why_not}" for item in elsewhere if not item.is_nearby)
    own, whole = (1 - count / max(1, len(items)) for count in (len(elsewhere), missed.total()))
    why = ", ".join(f"{count} {reason}" for reason, count in missed.most_common())
    return (
        f"of {len(items)} things that it said {whole:.1%} stand in the prompt (bar 98%), {own:.1%} in the row of their "
        f"state{f'; missing: {why}' if why else ''}"
    )
