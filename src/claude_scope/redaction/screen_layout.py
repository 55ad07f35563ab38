"""Finds secrets that only the layout reveals: next to or below a label, wrapped over lines, or misread by OCR."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from claude_scope.redaction.field_labels import is_password_label, is_personal_label, is_placeholder
from claude_scope.redaction.formats.format import MASKED
from claude_scope.redaction.line_segments import cells
from claude_scope.redaction.ocr_confusions import (
    is_key_fragment,
    join_split_words,
    misread_spans,
    without_split_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.redaction.line_segments import Cell, LinePart
    from claude_scope.values import Reading

LABEL_LETTERS, LABEL_WORDS = 40, 4
"""A longer text is a sentence about passwords, not a label."""
BESIDE = 24.0
"""A value is at most this many label heights to the right of its label: the width of a first table column."""
BELOW = 2.4
"""A value below its label begins at most this many label heights below: the upper edge of a field is between them."""
ALIGNED = 1.6
"""A value below its label begins within this many label heights of the label's left edge: fields have padding."""
SHORT_CODE = 6
"""Fewer digits are a count, unless their label says that they are a PIN or the like."""
MAX_WRAPPED_LINES = 60
"""Maximum number of lines of one secret; a private key of 4,096 bits has 51."""
CLOSE = 0.9
"""Wrapped lines are separated by less than this many heights."""
FULL, FULL_NEAR = 1.6, 6.0
"""A wrapped line ends within the first number of line heights of the end of the widest line nearby. The second number
says how near that line must be, in line heights."""
TOKEN_FROM = 10
"""Minimum number of letters of the last word of a line that was wrapped within the word."""
BODY_WORD = 9
"""Minimum average length of words in a private key. It is more than in sentences, because OCR inserts few spaces."""
_KEY_BEGINS = re.compile(r"BEGIN[A-Z ]{0,24}PRIVATE ?KEY", re.IGNORECASE)
_KEY_ENDS = re.compile(r"-\s?END[A-Z ]{0,24}KEY", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"[a-z]{5,}")
"""A password that consists of small letters only; links and headings begin with a capital."""
_SIGNS = re.compile(r"[\d@#$%^&*+!]")
_PUNCTUATION = "?!.:;,*"
_IS_LABEL = re.compile(r"[^\d:=@/<>{}()\[\]]+[:*]{0,2}")
"""Matches a label, which has none of the characters that occur only in values and code."""
_SHORT_CODE = re.compile(r"(?i)\b(?:pin|cvv2?|cvc2?|cvn|otp|ssn|code|passcode)\b")
_PUBLIC = re.compile(r"pk_(?:live|test)_|\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4}|\d\d?:\d\d")
"""The beginnings of harmless values in a column of keys: publishable keys, dates, times."""
_LOST = re.compile(r"(?<=[!?&%$#@,;:]) (?=\w)|(?<=\w) (?=[!?%&]\w)")
"""A space that OCR reads before or after a sign within a password."""
_ASSIGNS = re.compile(r"[\w.-]{2,40}\s?[=:]\s?\S")
"""The beginning of a line that assigns a value, so that it does not continue the line before."""
_REST = re.compile(r"[A-Za-z0-9+/=_.~-]+")


def secrets_on_screen(reading: Reading) -> list[LinePart]:
    """The parts of lines that are secrets only because of their layout."""
    found = sorted(cells(reading.lines), key=lambda cell: cell.box.y)
    near = _CellIndex(found)
    buttons = {element.label for element in reading.elements if element.type == "button"}
    spans = [(cell, start, end) for cell in found for start, end in misread_spans(cell.text)]
    spans += [*_after_labels(found), *_beside_labels(found, near, buttons)]
    after = _cells_after(found, near)
    spans += [*_wrapped(found, near, after), *_private_keys(found, after)]
    return [part for cell, start, end in spans for part in cell.parts(start, end)]


class _CellIndex:
    """Cells sorted from top to bottom, so that lookups stay fast on a full screen."""

    def __init__(self, found: Sequence[Cell]) -> None:
        self._found = found
        self._tops = [cell.box.y for cell in found]

    def between(self, top: float, bottom: float) -> range:
        """The indices of the cells that begin between two heights."""
        return range(bisect_left(self._tops, top), bisect_right(self._tops, bottom))


# --- values of labels -------------------------------------------------------------------------------------------------


def _after_labels(found: Sequence[Cell]) -> Iterator[tuple[Cell, int, int]]:
    """Values after their label, separated only by a space or a gap of that width."""
    for cell in found:
        words = [match.start() for match in re.finditer(r"\S+", cell.text)]
        for start in words[1 : LABEL_WORDS + 1]:
            label = cell.text[: start - 1]
            if cell.text[start] not in ":=" and _is_label(label) and _is_value_of(label, cell.text[start:]):
                yield cell, start, len(cell.text)
                break


def _beside_labels(found: Sequence[Cell], near: _CellIndex, buttons: set[str]) -> Iterator[tuple[Cell, int, int]]:
    for label in found:
        if label.text not in buttons and _is_label(label.text):
            high = max(label.box.height, 1.0)
            around = near.between(label.box.y - high, label.box.y + (1 + BELOW) * high)
            for value in _values_of(label, [found[index] for index in around]):
                is_word = (
                    value.text not in buttons and is_password_label(label.text) and _PLAIN_WORD.fullmatch(value.text)
                )
                if _is_value_of(label.text, value.text) or (is_word and not is_placeholder(value.text, label.text)):
                    yield value, 0, len(value.text)


def _is_label(text: str) -> bool:
    """Whether a text can be the label of a secret: it is short, and `is_personal_label` accepts it."""
    if len(text) > LABEL_LETTERS or len(text.split()) > LABEL_WORDS or not _IS_LABEL.fullmatch(text.strip()):
        return False
    return is_personal_label(text, "00000000")


def _is_value_of(label: str, text: str) -> bool:
    text = _LOST.sub("", text)
    if text.isdigit() and len(text) < SHORT_CODE and not _SHORT_CODE.search(label):
        return False
    return _is_like_secret(text) and is_personal_label(label, text) and not is_placeholder(text, label)


def _is_like_secret(text: str) -> bool:
    """Whether a text next to a label can be a secret: one word with a digit or a sign, or grouped digits."""
    bare = text.strip()
    if bare.startswith(MASKED) or len(bare) < 3 or _PUBLIC.match(bare):
        return False
    if " " not in bare:
        return _SIGNS.search(bare.rstrip(_PUNCTUATION)) is not None
    grouped = bare.replace(" ", "")
    return grouped.isalnum() and sum(map(str.isdigit, grouped)) >= 8


def _values_of(label: Cell, around: Sequence[Cell]) -> Iterator[Cell]:
    """The nearest texts right of a label and below it."""
    right: tuple[float, Cell] | None = None
    below: tuple[float, Cell] | None = None
    box, high = label.box, max(label.box.height, 1.0)
    for cell in around:
        if cell is label:
            continue
        other = cell.box
        apart, down = other.x - box.x - box.width, other.y - box.y - box.height
        in_row = box.y <= other.y + other.height / 2 <= box.y + box.height
        if in_row and -high <= apart <= BESIDE * high and (right is None or apart < right[0]):
            right = apart, cell
        aligned = -high <= other.x - box.x <= ALIGNED * high
        if aligned and -0.3 * high <= down <= BELOW * high and (below is None or down < below[0]):
            below = down, cell
    yield from (item[1] for item in (right, below) if item is not None)


# --- wrapped over lines -----------------------------------------------------------------------------------------------


def _wrapped(found: Sequence[Cell], near: _CellIndex, after: dict[int, int]) -> Iterator[tuple[Cell, int, int]]:
    """Secrets that are wrapped over several lines."""
    for first in range(len(found)):
        chain = _chain(first, found, near, after)
        if len(chain) > 1:
            yield from _spans_of_chain(chain)


def _spans_of_chain(chain: Sequence[Cell]) -> Iterator[tuple[Cell, int, int]]:
    """The secrets of wrapped cells, joined without the spaces that OCR added."""
    texts = [join_split_words(cell.text) for cell in chain]
    spans = misread_spans("".join(text for text, _ in texts))
    at = 0
    for cell, (text, places) in zip(chain, texts, strict=True):
        end = at + len(text)
        for start, stop in spans:
            if start < end and stop > at:
                yield cell, places[max(start, at) - at], places[min(stop, end) - at - 1] + 1
        at = end


def _chain(first: int, found: Sequence[Cell], near: _CellIndex, after: dict[int, int]) -> list[Cell]:
    """The cells that may continue the last word of the first one."""
    chain, last = [found[first]], first
    while len(chain) < MAX_WRAPPED_LINES and (following := after.get(last)) is not None:
        if not _goes_on(found[last], found[following]) or not _is_full(found[last], found, near):
            break
        chain.append(found[following])
        last = following
    return chain


def _goes_on(cell: Cell, following: Cell) -> bool:
    """Whether the last word of a cell may continue in the next one."""
    last, text = without_split_words(cell.text).rpartition(" ")[2], without_split_words(following.text)
    rest = _REST.match(text)
    if len(last) < TOKEN_FROM or rest is None or not is_key_fragment(last) or _ASSIGNS.match(following.text):
        return False
    is_as_wide = following.box.x + following.box.width <= cell.box.x + cell.box.width + FULL * cell.box.height
    is_end = len(rest[0]) < 3 and len(text) <= len(rest[0]) + 2
    return is_as_wide and (is_key_fragment(rest[0]) or is_end)


def _is_full(cell: Cell, found: Sequence[Cell], near: _CellIndex) -> bool:
    """Whether a cell reaches as far right as any cell near it, above or below."""
    box, high = cell.box, cell.box.height
    around = [found[index].box for index in near.between(box.y - FULL_NEAR * high, box.y + FULL_NEAR * high)]
    ends = [other.x + other.width for other in around if other.x < box.x + box.width and other.x + other.width > box.x]
    return box.x + box.width >= max(ends, default=0.0) - FULL * high


def _cells_after(found: Sequence[Cell], near: _CellIndex) -> dict[int, int]:
    """For each cell the one directly below it, if that begins no further right and has a similar height."""
    after: dict[int, int] = {}
    for index, cell in enumerate(found):
        box = cell.box
        for other in near.between(box.y + 0.5 * box.height, box.y + (1 + CLOSE) * box.height):
            below = found[other].box
            is_left = below.x <= box.x + box.height and below.x + below.width > box.x
            if other != index and is_left and 0.6 < below.height / max(box.height, 1.0) < 1.7:
                after[index] = other
                break
    return after


def _private_keys(found: Sequence[Cell], after: dict[int, int]) -> Iterator[tuple[Cell, int, int]]:
    """The cells below a cell in which a private key begins, up to the end of the key."""
    for index, cell in enumerate(found):
        following = after.get(index) if _KEY_BEGINS.search(cell.text) else None
        for _ in range(MAX_WRAPPED_LINES):
            if following is None or not _is_key_body(found[following].text):
                break
            yield found[following], 0, len(found[following].text)
            following = after.get(following)


def _is_key_body(text: str) -> bool:
    """Whether a text is base64, perhaps with spaces that OCR read into it."""
    words = text.split()
    return not _KEY_ENDS.search(text) and bool(words) and len(text) >= BODY_WORD * len(words)
