"""Secrets that only their place on the screen gives away: beside or below a label, or wrapped over several lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.secret_shapes import MASKED, looks_personal, mask_shapes, says_nothing
from claude_scope.secret_spans import masked_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.values import Box, Line


class Part(NamedTuple):
    """A part of a line that is a secret or a piece of one: the line's index, and its characters."""

    line: int
    start: int
    end: int


LABEL_LETTERS, LABEL_WORDS = 40, 4
"""A text with more is a sentence about passwords, and no label of one."""
BESIDE = 24.0
"""A value stands at most so many heights of its label to the right of it: as wide as the first column of a table."""
BELOW = 2.4
"""And begins at most so many below it: the upper edge of a field lies between them."""
ALIGNED = 1.6
"""A value below begins within so many heights of where its label begins: fields have a padding."""
MOST_WRAPPED = 60
"""Lines of one secret; a private key of 4,096 bits has 51."""
CLOSE = 0.9
"""Wrapped lines are apart by less than so many heights."""
FULL = 1.6
"""A line that was broken ends within so many heights of the widest line around it."""
TOKEN_FROM = 10
"""Letters of the last word of a line that can have been broken within it."""
_KEY_BEGINS = re.compile(r"BEGIN[A-Z ]{0,24}PRIVATE ?KEY", re.IGNORECASE)
_KEY_ENDS = re.compile(r"-\s?END[A-Z ]{0,24}KEY", re.IGNORECASE)
_SIGNS = re.compile(r"[\d@#$%^&*+_!?=/~|<>-]")
_REST = re.compile(r"[A-Za-z0-9+/=_.~-]+")


def laid_out(lines: Sequence[Line]) -> list[Part]:
    """The secrets of a screen that no line shows by itself; linear in the lines, but for those near a label."""
    return [*_beside_labels(lines), *_wrapped(lines), *_private_keys(lines)]


# --- values of labels -------------------------------------------------------------------------------------------------


def _beside_labels(lines: Sequence[Line]) -> Iterator[Part]:
    for label in lines:
        if _is_label(label.text):
            for index in _values_of(label, lines):
                text = lines[index].text
                if is_like_secret(text) and looks_personal(label.text, text) and not says_nothing(text, label.text):
                    yield Part(index, 0, len(text))


def _is_label(text: str) -> bool:
    """Whether a text can be the label of a secret: it is short, and `looks_personal` for a value with digits."""
    words = len(text.split())
    return len(text) <= LABEL_LETTERS and words <= LABEL_WORDS and looks_personal(text, "00000000")


def is_like_secret(text: str) -> bool:
    """Whether a line beside a label can be its value: one word with a digit or a sign, or digits in groups."""
    bare = text.strip()
    if bare.startswith(MASKED) or len(bare) < 3:
        return False
    if " " not in bare:
        return _SIGNS.search(bare) is not None
    grouped = bare.replace(" ", "")
    return grouped.isalnum() and sum(map(str.isdigit, grouped)) >= 8


def _values_of(label: Line, lines: Sequence[Line]) -> Iterator[int]:
    """The line right of a label in its row, and the one below it, if they are near enough."""
    right: tuple[float, int] | None = None
    below: tuple[float, int] | None = None
    box, high = label.box, max(label.box.height, 1.0)
    for index, line in enumerate(lines):
        if line is label:
            continue
        other = line.box
        apart = other.x - box.x - box.width
        if _is_in_row(box, other) and -high <= apart <= BESIDE * high and (right is None or apart < right[0]):
            right = apart, index
        down = other.y - box.y - box.height
        aligned = -high <= other.x - box.x <= ALIGNED * high
        if aligned and -0.3 * high <= down <= BELOW * high and (below is None or down < below[0]):
            below = down, index
    yield from (found[1] for found in (right, below) if found is not None)


def _is_in_row(a: Box, b: Box) -> bool:
    middle = b.y + b.height / 2
    return a.y <= middle <= a.y + a.height


# --- wrapped over lines -----------------------------------------------------------------------------------------------


def _wrapped(lines: Sequence[Line]) -> Iterator[Part]:
    """The parts of secrets that begin in one line and go on in the next ones."""
    after = _lines_after(lines)
    for first in range(len(lines)):
        chain = _chain(first, lines, after)
        if len(chain) > 1:
            yield from _parts(chain, lines)


def _parts(chain: Sequence[int], lines: Sequence[Line]) -> Iterator[Part]:
    whole = "".join(lines[index].text for index in chain)
    spans = masked_spans(whole, mask_shapes(whole, lambda secret: None))
    at = 0
    for index in chain:
        end = at + len(lines[index].text)
        for start, stop in spans:
            if start < end and stop > at:
                yield Part(index, max(start, at) - at, min(stop, end) - at)
        at = end


def _chain(first: int, lines: Sequence[Line], after: dict[int, int]) -> list[int]:
    """The lines in which the last word of line `first` may go on."""
    chain = [first]
    while len(chain) < MOST_WRAPPED and (following := after.get(chain[-1])) is not None:
        if not _goes_on(lines[chain[-1]], lines[following]):
            break
        chain.append(following)
    return chain


def _goes_on(line: Line, following: Line) -> bool:
    """Whether the last word of a line may have been broken and go on in the following one."""
    last, rest = line.text.rpartition(" ")[2], _REST.match(following.text)
    if len(last) < TOKEN_FROM or rest is None or not is_random(last):
        return False
    is_as_wide = following.box.x + following.box.width <= line.box.x + line.box.width + FULL * line.box.height
    closes = following.text[rest.end() : rest.end() + 1] in ("", '"', "'", ",", ";", "`", ")")
    return is_as_wide and closes and (is_random(rest[0]) or len(rest[0]) < 3 or rest.end() < len(following.text))


def is_random(word: str) -> bool:
    """Whether a word looks like a piece of a key: letters mixed with digits, or both cases mixed."""
    letters = [c for c in word if c.isalpha()]
    if any(c.isdigit() for c in word):
        return bool(letters) or len(word) >= TOKEN_FROM
    return any(c.isupper() for c in letters[1:]) and any(c.islower() for c in letters)


def _lines_after(lines: Sequence[Line]) -> dict[int, int]:
    """The line right below each line, if it begins no further right and is as high."""
    order = sorted(range(len(lines)), key=lambda index: lines[index].box.y)
    found: dict[int, int] = {}
    for place, index in enumerate(order):
        box = lines[index].box
        for other in order[place + 1 :]:
            below = lines[other].box
            if below.y > box.y + box.height * (1 + CLOSE):
                break
            is_below = below.y >= box.y + 0.5 * box.height
            is_left = below.x <= box.x + box.height and below.x + below.width > box.x
            if is_below and is_left and 0.6 < below.height / max(box.height, 1) < 1.7:
                found[index] = other
                break
    return found


def _private_keys(lines: Sequence[Line]) -> Iterator[Part]:
    """The lines below one that begins a private key, up to its end."""
    after: dict[int, int] | None = None
    for index, line in enumerate(lines):
        if not _KEY_BEGINS.search(line.text):
            continue
        after = _lines_after(lines) if after is None else after
        following = after.get(index)
        for _ in range(MOST_WRAPPED):
            if following is None or _KEY_ENDS.search(lines[following].text) or " " in lines[following].text.strip():
                break
            yield Part(following, 0, len(lines[following].text))
            following = after.get(following)
