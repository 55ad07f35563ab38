"""Recognises error messages: by clear words, or by weaker words in rows that are red or appeared nearly alone."""

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
"""Minimum share of a message that is red; in a row of two buttons of which one is red, the share is smaller."""
RAISED = re.compile(r"\b[A-Z]\w*(?:Error|Exception)\b")
"""The line of a traceback that names the exception."""
_FIELD = r"^\W{0,3}[\"'“”‘’]errors?[\"'“”‘’]\s*:"
"""The field "error" of a JSON response, or the field "errors" of a GraphQL response."""
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
"""Errors on any page: a traceback, an exception, a status code, the error field of a JSON response, and results that a
script or a spreadsheet could not compute."""
_CODE = re.compile(
    r"^\W*(?:raise|throw|catch|except|return|assert|if|else|elif|for|while|def|class|import|from|const|let|var|function|"
    r"console|print|logger|logging|self|this|await|async|new|try)\b.*[(:;{=]|^\s*(?://|/\*)|=>|\w\(.*\)\s*[;{]|;\s*$"
)
"""A line of source code that the page shows: an error in it did not happen."""
GREY_SPREAD, GREY_CONTRAST = 24, 0.62
"""The channels of a grey differ by at most the first number (0..255). The contrast of the help text below a field is at
most the second number, as a share of the contrast of black on white."""
MAX_RED_TEXTS = 12
"""If more texts are red both before and after, red belongs to the page's style, for example as the colour of links."""
HEADING_OF_ITEM = 1.2
"""The heading of an opened item is at least this many times as high as the item in its list."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\d_]{2,}")
"""Two letters count as a word, in Chinese and Japanese as well, which have no spaces."""


def is_error_row(row: TextRow, pair: Pair) -> bool:
    """Whether a row is an error message: by clear words, or by a weaker word if it is red or appeared nearly alone."""
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
    """Whether a row is grey like a field's help text; False on another page, because error pages are often grey."""
    if pair.is_another_page or STRONG_ERROR.search(row.text) or is_red(row.box, pair.after, pair.before):
        return False
    looks = [(line.ink, line.ground) for line in row.lines]
    return all(ink is not None and ground is not None and _is_grey(ink, ground) for ink, ground in looks)


def _is_grey(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> bool:
    contrast = abs(sum(ink) - sum(ground)) / (3 * 255)
    return max(ink) - min(ink) <= GREY_SPREAD and contrast <= GREY_CONTRAST


def _is_opened(row: TextRow, pair: Pair) -> bool:
    """Whether a row is the heading of an opened item: the previous state has the same text in smaller letters."""
    own, lower = skeleton(row.text), row.box.height / HEADING_OF_ITEM
    return any(other.box.height <= lower and own in skeleton(other.text) for other in pair.rows_before)


def _with_next_line(row: TextRow, rows: RowBands[TextRow]) -> str:
    """The text of a row and of the line below it, because an error message may continue there."""
    place = Box(row.box.x, row.box.y + row.box.height, row.box.width, row.box.height)
    following = next((item for item in rows.beside(place) if is_next_line(row.box, item.box)), None)
    if following is None or says_error(following.text):
        return row.text
    return f"{row.text} {following.text}"


def is_red(box: Box, moment: Moment, before: Moment) -> bool:
    """Whether most of a row is red, or on a red background, and red does not belong to the page's style."""
    if has_red_style(before, moment):
        return False
    return sum(intersection(box, red) for red in moment.reading.red) >= RED_SHARE * box.width * box.height


def has_red_style(*moments: Moment) -> bool:
    """Whether each of these states has so many red texts that red is no sign of an error."""
    return all(len(moment.reading.red) > MAX_RED_TEXTS for moment in moments)
