"""Compares the rows of a prompt with the reference facts of a recording."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTS = Path(__file__).parent / "facts"
_EARLY_MS = 100.0
"""The maximal time by which an act in the capture precedes the one that the hand recorded."""
_SAID = {
    "sorted": r"sorted|order",
    "filtered": r"->|filtered|rows|entries|only",
    "added": r"\+ |added|new|appear|opened",
    "removed": r"- |removed|closed|gone|went|\(empty\)|->",
    "opened": r"opened|\+ |expanded|page|view",
    "closed": r"closed|- |collapsed",
    "selected": r"(?<!not )(selected|current|pressed|checked)|->",
    "unselected": r"not selected|not current|not pressed|unchecked|->",
    "checked": r"(?<!un)checked|selected",
    "unchecked": r"unchecked|not selected",
    "expanded": r"expanded|opened|\+ ",
    "collapsed": r"collapsed|closed|- ",
    "disabled": r"disabled",
    "enabled": r"enabled",
    "invalid": r"invalid|error",
    "same": r"unchanged|same|nothing",
    "moved": r"moved|sorted|order",
    "scrolled": r"scroll",
    "loaded": r"loaded|page|went to|view|address|back",
}
"""Common wordings of what the rows express with fixed words."""


@dataclass(frozen=True)
class Row:
    """A row of the prompt: when it begins, what followed, and what was done."""

    since_ms: float
    text: str
    done: str = ""


@dataclass
class Score:
    """Which of the facts are reported, and which forbidden statements are made."""

    name: str
    facts: int = 0
    told: int = 0
    stayed: int = 0
    stayed_told: int = 0
    never: int = 0
    noise: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    clauses: int = 0
    tokens: float = 0.0
    """Number of rows, scaled to a flow of twelve acts."""
    is_wrong_right: bool = False


def read_facts(name: str) -> dict[str, Any]:
    """The reference facts of a recording."""
    found: dict[str, Any] = json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def score(name: str, rows: Sequence[Row], act_times_ms: Sequence[float]) -> Score:
    """Score the rows of one recording."""
    found = Score(name)
    for act in read_facts(name)["acts"]:
        number = int(act["act"])
        first, last = _rows_of_act(number, rows, act_times_ms)
        text = " ; ".join(row.text for row in rows[first:last])
        whole = " ; ".join(f"{row.done} ; {row.text}" for row in rows[first:last])
        for fact in act.get("facts", ()):
            found.facts += 1
            is_told = _is_told(fact["words"], whole)
            found.told += is_told
            if not is_told:
                found.missed.append(f"act {number}: {fact['says']}")
        for fact in act.get("stayed", ()):
            found.stayed += 1
            is_told = _is_told(fact["words"], text)
            found.stayed_told += is_told
            if not is_told:
                found.missed.append(f"act {number} stayed: {fact['says']}")
        for words in act.get("never", ()):
            found.never += 1
            if _has(words, text):
                found.noise.append(f"act {number}: {words}")
    found.lengths = [len(row.text) for row in rows]
    found.clauses = sum(max(1, row.text.count("; ") + 1) for row in rows if row.text)
    return found


def went_wrong_is_right(name: str, wrong: int | None, rows: Sequence[Row], act_times_ms: Sequence[float]) -> bool:
    """Whether it is said to have gone wrong in a row of the right act, or rightly nowhere."""
    truth = read_facts(name).get("wrong")
    if truth is None or wrong is None:
        return truth is None and wrong is None
    first, last = _rows_of_act(int(truth["act"]), rows, act_times_ms)
    return first <= wrong < last


def _rows_of_act(number: int, rows: Sequence[Row], act_times_ms: Sequence[float]) -> tuple[int, int]:
    """The indices of the rows of an act: the one in which it was done, and those until the next act."""
    begun = [row.since_ms for row in rows]
    until_ms = act_times_ms[number] if number < len(act_times_ms) else float("inf")
    first = max(0, bisect_right(begun, act_times_ms[number - 1] + _EARLY_MS) - 1)
    return first, max(first + 1, bisect_right(begun, until_ms - _EARLY_MS))


def _is_told(words: Sequence[Sequence[str]], text: str) -> bool:
    return any(all(_says(item, text) for item in alternative) for alternative in words)


def _says(word: str, text: str) -> bool:
    if word.startswith("{") and word.endswith("}"):
        return re.search(_SAID[word[1:-1]], text) is not None
    return _plain(word) in _plain(text)


def _has(words: str, text: str) -> bool:
    """Whether a text contains whole words."""
    return re.search(rf"(?<!\w){re.escape(_plain(words))}(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    """Lower case, with single spaces."""
    return " ".join(text.casefold().split())
