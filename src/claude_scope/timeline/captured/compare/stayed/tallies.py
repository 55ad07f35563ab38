"""Finds tallies, short texts such as "Total: 12 EUR" or "6 members", that stayed the same next to what changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.amounts import amounts_in
from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import is_count_line, settled, without_digits
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

NEAR = 4
"""Maximum distance, in parts of the page, between a tally and what it is about."""
MAX_CHARS, MAX_NUMBERS = 40, 2
MAX_STEP = 2
"""One act adds or removes at most this many entries; a filter hides more."""
MAX_TALLIES = 2
_NO_TALLY = re.compile(r"\d[-/.:]\d+[-/.:]\d|^\W*\d+[.)]\s|\bv\d|^\D*(?:19|20)\d\d\D*$")
"""Numbers that are not tallies: a date, a time, a year, a version, the number of a heading."""
_NOUN = re.compile(r"[^\W\d_]{3,}")
_AT_AN_END = re.compile(r"^\W*\d[\d.,]*\D*$|\d\W*$")


def is_tally(leaf: Leaf) -> bool:
    """Whether a text says how much or how many: words with one or two numbers."""
    words = f"{leaf.label} {leaf.value}".strip()
    is_short = len(words) <= MAX_CHARS and any(map(str.isalpha, words)) and leaf.kind in ("text", "heading", "message")
    is_number = is_short and 1 <= len(amounts_in(leaf.value)) <= MAX_NUMBERS and settled(words) == words
    return is_number and _NO_TALLY.search(words) is None


def tally_text(leaf: Leaf) -> str:
    """The text of a tally; a bare figure gets its label before it."""
    return leaf.value if any(map(str.isalpha, leaf.value)) or not leaf.label else f"{leaf.label}: {leaf.value}"


def tallies_beside(
    order: Sequence[Leaf | Section], changed: Sequence[Leaf | Section], same: Sequence[Leaf]
) -> Iterator[Leaf]:
    """The tallies in `same` near the changed parts of a page, the nearest first; `order` are all parts."""
    ids, other = {id(leaf) for leaf in same}, {id(item) for item in changed}
    places = [at for at, item in enumerate(order) if id(item) in other]
    near = (
        (min((abs(at - place) for place in places if item.layer == order[place].layer), default=NEAR + 1), at, item)
        for at, item in enumerate(order)
        if isinstance(item, Leaf) and id(item) in ids and is_tally(item)
    )
    yield from (item for distance, _, item in sorted(near, key=lambda found: found[:2]) if distance <= NEAR)


def stale_tallies(values: Sequence[tuple[Leaf, Leaf]], beside: Sequence[Leaf]) -> Iterator[PageFact]:
    """Unchanged tallies that still have the number that another tally of the same things had before it changed.

    `values` are the leaves that changed, before and after; `beside` are the unchanged tallies near them.
    """
    counted = dict(_counted(values))
    for leaf in beside:
        now = counted.get(amounts_in(leaf.value)[0])
        if now is not None and _counts_the_same(now, tally_text(leaf)):
            yield PageFact("unchanged", part=now, items=(("", tally_text(leaf)),), nodes=(leaf.ref,))


def _counted(values: Sequence[tuple[Leaf, Leaf]]) -> Iterator[tuple[Decimal, str]]:
    """The previous numbers of the counts that changed by a small step, each with the new text of the count."""
    for old, new in values:
        then, now = amounts_in(old.value), amounts_in(new.value)
        is_same = without_digits(old.value) == without_digits(new.value)
        is_count = is_same and (is_tally(new) or is_count_line(new.value))
        if is_count and then and now and _is_step(then[-1], now[-1]):
            yield then[-1], tally_text(new)


def _counts_the_same(count: str, other: str) -> bool:
    """Whether two counts share a noun.

    If `count` has no noun, such as "1-2 of 5", the answer is whether `other` begins or ends with a number.
    """
    nouns = _nouns(count)
    return bool(nouns & _nouns(other)) if nouns else _AT_AN_END.search(other) is not None


def _nouns(text: str) -> set[str]:
    return set(_NOUN.findall(text.casefold()))


def _is_step(before: Decimal, after: Decimal) -> bool:
    return 0 < abs(before - after) <= MAX_STEP and before > MAX_STEP


def is_paging(values: Sequence[tuple[Leaf, Leaf]]) -> bool:
    """Whether another page of the same entries is shown: "1-10 of 12" became "11-12 of 12"."""
    counts = [(old, new) for old, new in values if is_count_line(old.value) and is_count_line(new.value)]
    return any(amounts_in(old.value)[-1:] == amounts_in(new.value)[-1:] for old, new in counts)
