"""Joins the pieces of text that OCR found into rows, as a person reads them.

OCR splits a line at a word in another colour, such as in code, or at a wide space. The columns of a table stay apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.geometry import around, reading_rows, runs
from claude_scope.timeline.text_compare import has_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from claude_scope.values import Box, Line, Moment

MAX_WORD_GAP = 0.9
"""The widest space between two words of a row, as a multiple of the height of the lower one."""
MIN_SHARED_HEIGHT = 0.6
"""Two words of a row overlap vertically by at least this share of the lower one's height."""
_SPLIT_NUMBER = re.compile(r"(?<=\d) (?=[.,]\d)")
"""The space that OCR reads before a decimal or thousands separator."""
MAX_HEIGHT_RATIO = 1.6
"""With a larger ratio of heights, a heading and the text next to it are two rows."""
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}|[^\W\d_]{3,}")
"""Three letters count as a word. In Chinese, Japanese and Korean two letters do, because words there are seldom longer
and have no spaces between them."""
_ICON = re.compile(r"^(?:Q (?=[^\W\d_])|\u2162 (?=[A-Za-z])|[B-HJ-NP-XZ] (?=[^\W\d_a-z]))")
"""An icon before a text that OCR read as a letter; not A, I, O or Y, which may be words. Before any word, a Q is a
magnifier icon. Before a Latin word, the Roman numeral three is a menu icon."""
_SIGNS_OF_ICONS, _SIGNS_OF_TEXT = frozenset("←→↔×•∨∧"), frozenset("°©®™℃℉")
"""The first are characters that OCR reports for icons and bullets, in addition to pictographs. The second are the
Unicode pictographs that people write in texts.
"""
_LATIN, _CJK = "LATIN", "CJK"
_JAPANESE = frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"})
FEW_FOREIGN = 0.05
"""If a script has a smaller share of a page's letters, or only isolated letters, its letters are misread icons."""


@dataclass(frozen=True, slots=True, eq=False)
class TextRow:
    """A row of text, joined from the OCR lines `lines`; `confidence` (0..1) is that of its least certain letter.

    Rows are compared by identity: the same text at the same place in two pictures makes two different rows.
    """

    text: str
    box: Box
    confidence: float
    lines: tuple[Line, ...]


def text_rows(lines: Iterable[Line]) -> list[TextRow]:
    """The rows of a picture, from top to bottom, without lines that have neither letters nor digits."""
    rows = reading_rows((line for line in lines if has_words(line.text)), lambda line: line.box)
    found = [joined(run) for row in rows for run in runs(row, lambda left, right: _follows(left.box, right.box))]
    return sorted(found, key=lambda row: (row.box.y, row.box.x))


def joined(lines: Sequence[Line]) -> TextRow:
    """A row of consecutive pieces."""
    text = _without_icons(_SPLIT_NUMBER.sub("", " ".join(line.text for line in lines)))
    return TextRow(text, around([line.box for line in lines]), min(line.weakest for line in lines), tuple(lines))


def _follows(left: Box, right: Box) -> bool:
    """Whether the piece on the right continues the row of the piece on the left."""
    low, high = sorted((left.height, right.height))
    shared = min(left.y + left.height, right.y + right.height) - max(left.y, right.y)
    gap = right.x - left.x - left.width
    return shared >= MIN_SHARED_HEIGHT * low and high <= MAX_HEIGHT_RATIO * low and -low <= gap <= MAX_WORD_GAP * low


def readable_rows(moment: Moment) -> list[TextRow]:
    """The rows of a state, without icons that OCR read as letters of another script."""
    rows = text_rows(moment.reading.lines)
    scripts = [script for row in rows for script in map(_script, row.text) if script]
    counts = Counter(scripts)
    of_words = {_script(a) for row in rows for a, b in pairwise(row.text) if _script(a) == _script(b)} | {_LATIN}
    foreign = {item for item, count in counts.items() if count < FEW_FOREIGN * len(scripts) or item not in of_words}
    own = (replace(row, text=_without_foreign_ends(row.text, foreign)) for row in rows)
    return [row for row in own if has_words(row.text) and not foreign.intersection(map(_script, row.text))]


def _without_icons(text: str) -> str:
    """A text without icons at either end."""
    start, end = 0, len(text)
    while start < end and _is_icon(text[start]):
        start += 1
    while end > start and _is_icon(text[end - 1]):
        end -= 1
    return _ICON.sub("", text[start:end]) or text


def _is_icon(letter: str) -> bool:
    is_pictograph = unicodedata.category(letter) == "So" and letter not in _SIGNS_OF_TEXT
    return letter.isspace() or letter in _SIGNS_OF_ICONS or is_pictograph


def _without_foreign_ends(text: str, foreign: Collection[str]) -> str:
    """A text without single letters of foreign scripts at either end, which come from icons."""
    words = text.split(" ")
    is_own = [len(word) > 1 or _script(word) not in foreign for word in words]
    if all(is_own) or not any(is_own):
        return text
    return " ".join(words[is_own.index(True) : len(words) - is_own[::-1].index(True)])


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter: LATIN, CYRILLIC, CJK (with all Japanese scripts), ...; "" if it is not a letter."""
    script = unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""
    return _CJK if script in _JAPANESE else script
