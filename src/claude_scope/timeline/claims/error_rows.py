"""Rows that are error messages: by their words, or by weaker ones where they are red or came nearly alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.geometry import intersection, is_next_line
from claude_scope.lexicon.error_words import asks_to_confirm, has_error_word, says_error
from claude_scope.timeline.text_compare import skeleton
from claude_scope.values import Box

if TYPE_CHECKING:
    from claude_scope.timeline.claims.pair import Pair
    from claude_scope.timeline.claims.rows.row_bands import RowBands
    from claude_scope.timeline.claims.rows.text_rows import TextRow
    from claude_scope.values import Moment

RED_SHARE = 0.5
"""So much of a message is red: of a row of two buttons, one of them red, less is."""
RAISED = re.compile(r"\b[A-Z]\w*(?:Error|Exception)\b")
"""The line of a traceback that tells what happened."""
_FIELD = r"^\W{0,3}[\"'“”‘’]errors?[\"'“”‘’]\s*:"
"""The field "error" of an answer in JSON, or "errors" as GraphQL has it."""
_NOTHING = r"\s*(?:null|none|nil|undefined|false|0|[\"'“”‘’]{2}|\[\s*\]|\{\s*\})\s*(?:[,}\]]|$)"
_NO_ERROR = re.compile(_FIELD + _NOTHING, re.IGNORECASE)
STRONG_ERROR = re.compile(
    rf"{RAISED.pattern}|"
    r"\bTraceback\b|\b(?:HTTP|[Ee]rror|ERROR|[Ss]tatus|[Cc]ode)\W{0,3}[45]\d\d\b"
    r"|\b[45]\d\d\b\W{0,3}(?i:not found|forbidden|bad (?:request|gateway)|internal|unauthori|unavailable|error"
    r"|page not found|method not allowed|service unavailable|gateway time-?out|server error|too many requests)"
    r"|\[?\bErrno \d+|\b[Cc]onnection refused\b|\bdoes not exist\W*$"
    r"|\bE(?:CONNREFUSED|CONNRESET|NOTFOUND|NOENT|ACCES|TIMEDOUT|ADDRINUSE)\b|\bfatal:"
    rf"|{_FIELD}(?!(?i:{_NOTHING}))"
    r"|(?<![\w.])NaN(?!\w)|\[object Object\]|\bInvalid Date\b"
    r"|(?<!\w)#(?:REF!|DIV/0!|NAME\?|VALUE!|NUM!|NULL!)"
)
"""What is an error on any page: a traceback, an exception, a status code, that of an answer in JSON, what a script or a
spreadsheet could not compute."""
_CODE = re.compile(
    r"^\W*(?:raise|throw|catch|except|return|assert|if|else|elif|for|while|def|class|import|from|const|let|var|function|"
    r"console|print|logger|logging|self|this|await|async|new|try)\b.*[(:;{=]|^\s*(?://|/\*)|=>|\w\(.*\)\s*[;{]|;\s*$"
)
"""A line of a program that is shown: the error in it did not happen."""
GREY_SPREAD, GREY_CONTRAST = 24, 0.62
"""A grey has channels that differ so little (0..255); the text below a field has so little of the contrast of black."""
MAX_RED_TEXTS = 12
"""With more texts in red, before and after, it is a colour of the page, as that of its links."""
HEADING_OF_ITEM = 1.2
"""The heading of what an item of a list opens is so much higher than the item."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_]{2,}")
"""Two letters are a word, also of Chinese and Japanese, where no space ends it."""


def is_error_row(row: TextRow, pair: Pair) -> bool:
    """Whether a row is an error message: its words say so, or a weaker word does and it is red or came nearly alone."""
    if _NO_ERROR.search(row.text) or (len(_WORD.findall(row.text)) < 2 and not STRONG_ERROR.search(row.text)):
        return False
    if _CODE.search(row.text) and not RAISED.match(row.text) and not re.search(_FIELD, row.text, re.IGNORECASE):
        return False
    is_clear = says_error(row.text) or says_error(_with_next_line(row, pair.placed)) or STRONG_ERROR.search(row.text)
    is_weak = has_error_word(row.text) and not asks_to_confirm(row.text)
    if not is_clear and not (is_weak and (pair.is_local or is_red(row.box, pair.after, pair.before))):
        return False
    return not (_is_help_text(row, pair) or _is_opened(row, pair))


def _is_help_text(row: TextRow, pair: Pair) -> bool:
    """Whether a row is written in the grey of what explains a field; a page that is an error is often grey as well."""
    if pair.is_another_page or STRONG_ERROR.search(row.text) or is_red(row.box, pair.after, pair.before):
        return False
    looks = [(line.ink, line.ground) for line in row.lines]
    return all(ink is not None and ground is not None and _is_grey(ink, ground) for ink, ground in looks)


def _is_grey(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> bool:
    contrast = abs(sum(ink) - sum(ground)) / (3 * 255)
    return max(ink) - min(ink) <= GREY_SPREAD and contrast <= GREY_CONTRAST


def _is_opened(row: TextRow, pair: Pair) -> bool:
    """Whether a row is the heading of what was opened: the state before has its text in lower letters, as in a list."""
    own, lower = skeleton(row.text), row.box.height / HEADING_OF_ITEM
    return any(other.box.height <= lower and own in skeleton(other.text) for other in pair.rows_before)


def _with_next_line(row: TextRow, rows: RowBands[TextRow]) -> str:
    """A row with its next line: an error may end there."""
    place = Box(row.box.x, row.box.y + row.box.height, row.box.width, row.box.height)
    following = next((item for item in rows.beside(place) if is_next_line(row.box, item.box)), None)
    if following is None or says_error(following.text):
        return row.text
    return f"{row.text} {following.text}"


def is_red(box: Box, moment: Moment, before: Moment) -> bool:
    """Whether most of a row is red, or stands on red, and red is no colour of the page."""
    if has_red_style(before, moment):
        return False
    return sum(intersection(box, red) for red in moment.reading.red) >= RED_SHARE * box.width * box.height


def has_red_style(*moments: Moment) -> bool:
    """Whether so many texts of each of these states are red that it says nothing."""
    return all(len(moment.reading.red) > MAX_RED_TEXTS for moment in moments)
