"""Signs of a fault that need no words: an empty page or list, a red message, or a field that stays invalid."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.geometry import around, centre, holds, same_place
from claude_scope.lexicon.error_words import asks_to_confirm
from claude_scope.timeline.claims.error_rows import has_red_style, is_red
from claude_scope.timeline.claims.scores import WRONG_BY_SIGN, WRONG_EMPTY
from claude_scope.values import Claim

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.values import Box, Line, Moment

_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
MIN_RED_WORDS, MIN_RED_LETTERS, MAX_WITH_RED = 4, 8, 10
"""Minimum number of words of a red message; minimum number of its letters in scripts without spaces, such as Chinese;
and the maximum number of texts that appear in the same state. Of four red texts that appeared this way in real
applications, the one with five words was a message; those with two and three words were labels."""
RED_GROUND = 70
"""In a red background, red exceeds green and blue by at least this (0..255)."""
MAX_BARS = 3
"""If one picture has more red bars, they belong to a chart or a calendar."""
MAX_LABEL_LETTERS = 60
MAX_INVALID = 20
"""No form has more invalid fields; if more fields look invalid, their borders are red by design."""
FEW_ROWS, MANY_ROWS = 1, 6
"""A page became empty if it had at least the second number of rows and has at most the first."""
MIN_GONE = 12
"""Minimum number of texts in a list that became empty, for example three rows of four cells."""
_CAME = frozenset({"appeared", "changed", "page", "sorted", "moved"})


def emptied(moments: Sequence[Moment], claims: Sequence[Claim], rows: Sequence[int]) -> Iterator[Claim]:
    """A page that became empty and stayed so, or a list that became empty in the last state while nothing appeared.

    A dialog that closed is different, because the texts that it covered are at its place now. A filtered list is
    different, because some of its texts are left.
    """
    if len(rows) > 1 and rows[-1] <= FEW_ROWS and max(rows) >= MANY_ROWS:
        number = next(n for n in range(len(rows), 0, -1) if n == 1 or rows[n - 2] > FEW_ROWS)
        if moments[number - 1].reading.was_read:
            yield Claim(number, "wrong", "state", after="the page is empty", score=WRONG_EMPTY)
        return
    last = [claim for claim in claims if claim.state == len(rows)]
    gone = [claim.box for claim in last if claim.kind == "disappeared" and claim.box]
    if len(gone) < MIN_GONE or any(claim.kind in _CAME for claim in last):
        return
    place = around(gone)
    if not any(holds(place, centre(line.box)) for line in moments[-1].reading.lines):
        yield Claim(len(rows), "wrong", "state", after="a list is empty", score=WRONG_BY_SIGN, box=place)


def red_bar(moments: Sequence[Moment], claims: Sequence[Claim], pages: Collection[int]) -> Iterator[Claim]:
    """The last state in which a red box as wide as a message appeared, whatever its text.

    The text is not needed, because OCR may not support its script. A box that an earlier state has is a part of the
    page, and a button is not a message. If an earlier state has a text on red, such as a header or a button, red
    belongs to the style of the pages.
    """
    known: list[Box] = []
    found: list[Claim] = []
    for state, moment in enumerate(moments, 1):
        if len(moment.reading.red_bars) > MAX_BARS:
            return
        new = [box for box in moment.reading.red_bars if not any(same_place(box, old) for old in known)]
        known += new
        came = sum(claim.state == state and claim.kind == "appeared" and claim.is_said for claim in claims)
        bars = [] if _has_text_on_red(moments[: state - 1]) else [box for box in new if not _is_button(box, moment)]
        if bars and state > 1 and state not in pages and came <= MAX_WITH_RED:
            found.append(
                Claim(state, "wrong", "text", after="a message in red appeared", score=WRONG_BY_SIGN, box=bars[0])
            )
    yield from found[-1:]


def _has_text_on_red(moments: Sequence[Moment]) -> bool:
    """Whether one of these states has a text on a red background."""
    return any(_is_on_red(line) for moment in moments for line in moment.reading.lines)


def _is_on_red(line: Line) -> bool:
    return line.ground is not None and line.ground[0] - max(line.ground[1:]) >= RED_GROUND


def _is_button(box: Box, moment: Moment) -> bool:
    return any(element.type == "button" and same_place(box, element.box) for element in moment.reading.elements)


def red(moments: Sequence[Moment], claims: Sequence[Claim], pages: Collection[int]) -> Iterator[Claim]:
    """The states in which a red sentence appeared nearly alone, whatever its words.

    If red belongs to the style of the pages, there are none.
    """
    if is_red_common(moments):
        return
    for state in sorted({claim.state for claim in claims if claim.kind == "appeared"}.difference(pages)):
        came = [claim for claim in claims if claim.state == state and claim.kind == "appeared"]
        on_red = [line.box for line in moments[state - 1].reading.lines if _is_on_red(line)]
        brand = on_red if _has_text_on_red(moments[: state - 1]) else []
        sentences = [claim for claim in came if _is_sentence(claim.name) and is_marked(claim, moments)]
        sentences = [
            sentence
            for sentence in sentences
            if sentence.box and not any(same_place(sentence.box, box) for box in brand)
        ]
        if sentences and len(came) <= MAX_WITH_RED:
            yield Claim(
                state, "wrong", "text", after="a message in red appeared", score=WRONG_BY_SIGN, box=sentences[0].box
            )


def is_marked(claim: Claim, moments: Sequence[Moment]) -> bool:
    """Whether the text of a claim is red, and red does not belong to the style of the pages."""
    if claim.box is None or is_red_common(moments):
        return False
    return is_red(claim.box, moments[claim.state - 1], moments[max(0, claim.state - 2)])


def is_red_common(moments: Sequence[Moment]) -> bool:
    """Whether two successive states have so many red texts that red must belong to the style of the pages."""
    return any(has_red_style(*two) for two in pairwise(moments))


def _is_sentence(text: str) -> bool:
    """Whether a text is long enough to be a message; a question to confirm something irreversible is not one."""
    is_long = len(text.split()) >= MIN_RED_WORDS or len(_NO_SPACES.findall(text)) >= MIN_RED_LETTERS
    return is_long and not asks_to_confirm(text)


def invalid(moments: Sequence[Moment], pages: Collection[int]) -> Iterator[Claim]:
    """The state in which a field was marked as invalid and stayed so to the end.

    `pages` are the numbers of the states that show another page or scrolled content. In these states the field may have
    been invalid before, so the search ends there.
    """
    last = invalid_fields(moments[-1])[: MAX_INVALID + 1] if moments else []
    if len(last) > MAX_INVALID:
        return
    for state in range(len(moments), 1, -1):
        if state in pages or not moments[state - 2].reading.was_read:
            return
        before = invalid_fields(moments[state - 2])
        new = [field for field in last if not any(same_place(field, box) for box in before)]
        if new:
            label = next(element.label for element in moments[-1].reading.elements if element.box == new[0])
            which = f'the field "{label[:MAX_LABEL_LETTERS]}"' if label else "a field"
            yield Claim(state, "wrong", "state", after=f"{which} is marked as invalid", score=WRONG_BY_SIGN, box=new[0])
            return


def invalid_fields(moment: Moment) -> list[Box]:
    """The boxes of the fields that are marked as invalid in a state."""
    return [element.box for element in moment.reading.elements if "invalid" in element.state]
