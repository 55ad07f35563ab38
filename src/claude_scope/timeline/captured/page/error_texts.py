"""Decides whether a text reads like an error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import alert_says_error, says_error

if TYPE_CHECKING:
    from claude_scope.timeline.captured.page.structure import Leaf

MAX_ERROR_CHARS = 300
"""A longer text is an explanation, unless it contains a traceback."""
MIN_HEADING_WORDS, MIN_WORDS = 2, 3
"""A heading, or another text, with fewer words is a label, such as "Failed tasks"."""
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)|^(?:\w+\.)*\w*(?:Error|Exception)\b")
_CODE = frozenset({"code", "blockquote", "deletion", "insertion"})
_REPORT = re.compile(r"(?!except\b)(?:HTTP [45]\d\d\b|(?:[\w.]+ ){0,3}\w*(?:[Ee]rror|ERROR|Exception): ).*")
"""A line of code that reports an error: pages show the answer of a server that way."""
_LOG_LINES = re.compile(r"\b(?:INFO|DEBUG|TRACE)\b")
"""Log levels below error; a text that contains one of them is an excerpt of a log."""
_STATISTIC = re.compile(r"[^:]{1,40}:\s*\d[\d.,\s]*%?")


def is_error(leaf: Leaf) -> bool:
    """Whether the words of a leaf read like an error, for which weaker words are enough in an alert.

    Controls and logs are never errors, and code only if it is a line that reports one.
    """
    if leaf.kind not in ("text", "message", "heading") or _LOG_LINES.search(leaf.value):
        return False
    if leaf.role in _CODE:
        return leaf.role == "code" and len(leaf.value) <= MAX_ERROR_CHARS and _REPORT.fullmatch(leaf.value) is not None
    if len(leaf.value) > MAX_ERROR_CHARS:
        return _TRACEBACK.search(leaf.value) is not None
    if leaf.kind == "message":
        return alert_says_error(leaf.value) or says_error(leaf.value)
    if is_statistic(leaf.value):
        return False
    least = MIN_HEADING_WORDS if leaf.kind == "heading" else MIN_WORDS
    return (len(leaf.value.split()) >= least or _is_unspaced(leaf.value)) and says_error(leaf.value)


def is_statistic(text: str) -> bool:
    """Whether a text counts something: "Failed jobs: 2"."""
    return _STATISTIC.fullmatch(text) is not None


def _is_unspaced(text: str) -> bool:
    """Whether a text is in a script without spaces between words: Chinese, Japanese, Korean."""
    return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in text)
