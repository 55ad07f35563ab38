"""The texts below a node, figures in them, and volatile parts of a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from claude_scope.values import Node

PHRASES = frozenset("text strong emphasis code mark subscript superscript time insertion deletion".split())
"""Roles of pieces of running text."""
_DURATION = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:µs|ms|s|secs?|seconds?)\b(?:\s+ago\b)?|\b\d+\s?(?:min|minute|hour|day)s?\s+ago\b",
    re.IGNORECASE,
)
_JUST_NOW = re.compile(
    r"^(?:just now|a moment ago|a few seconds ago|только что|gerade eben|à l.instant|ahora mismo|agora mesmo|刚刚)$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b")
_ID = re.compile(
    r"\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,})\b", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+(?:[.,'\u2009\u00a0 ]\d+)*")
_FIGURE = re.compile(
    r"[-+\u2212~≈(]?\s?(?:[A-Z]{3}|[^\w\s])?\s?\d[\d.,:/' \u00a0\u2009-]*\s?(?:%|\)|[A-Za-z]{1,3}\b|[^\w\s]{1,2})?"
)
_MARKS = re.compile(
    r"[\u2023\u25b6\u25b8\u25ba](?=\s*\w)"
    r"|[\u25b2\u25bc\u25b4\u25be\u25b5\u25bf\u2191\u2193\u21c5\u2195\u2b06\u2b07\u2303\u2304\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x1f\x7f\u200b-\u200f\ufeff]+"
)
"""Marks of sorted columns and of entries that can be expanded; icon fonts; control characters."""
_SORTABLE = re.compile(r":? activate to (?:sort|invert|remove)\b.*$")
"""The suffix that a common table library adds to the name of a header."""
MAX_COUNT_CHARS = 40
MAX_PROMPT_WORDS = 2
MIN_CHAR_PX = 5
"""The average width of a character is at least this."""
MIN_SENTENCE_SHARE = 0.4
"""The minimum share of a line's letters outside of links; a line with less is a row of links."""


_COUNT = re.compile(r"\d[\d.,]*\s*(?:[-\u2013/~]|\.\.|[^\W\d_]{1,4})\s*\d")
_NO_COUNT = re.compile(r"[=?&{}<>;]|\d[-/]\d+[-/]\d")
"""What occurs in code, addresses and dates."""


def is_count_line(text: str) -> bool:
    """Whether a text says how much is shown: "1-10 of 42", "page 2 / 3"."""
    return (
        len(text) <= MAX_COUNT_CHARS
        and _COUNT.search(text) is not None
        and not (_CLOCK.search(text) or _NO_COUNT.search(text))
    )


@lru_cache(maxsize=65_536)
def one_line(text: str) -> str:
    """The text with single spaces, without icon font letters and control characters."""
    return " ".join(_SORTABLE.sub("", _MARKS.sub(" ", text)).split())


def pieces(node: Node, but: Collection[str] = ()) -> Iterator[str]:
    """The visible texts below a node, in order, without those of the roles in `but`."""
    if node.hidden or node.role in ("option", "tooltip", *but):
        return
    if node.role == "img" or not node.children:
        if words := one_line(node.text or shown_name(node)):
            yield words
        return
    if node.text:
        yield one_line(node.text)
    found = False
    for child in node.children:
        for piece in pieces(child, but):
            found = True
            yield piece
    if not found and node.name and not node.text and node.role != "generic":
        yield one_line(node.name)


def shown_name(node: Node) -> str:
    """The name of a node without text; "" if the screen does not show it.

    The name of a generic node is its own text, or a label that only assistive technology reads. Its box is often too
    small for such a label.
    """
    is_shown = node.role != "generic" or (node.box is not None and node.box.width >= MIN_CHAR_PX * len(node.name))
    return node.name if is_shown else ""


def prop_of(node: Node, name: str) -> str:
    """A property of a node; "" if the node has no property with that name."""
    return next((value for prop, value in node.props if prop == name), "")


def text_of(node: Node) -> str:
    """All visible text below a node."""
    return " ".join(pieces(node))


def is_figure(text: str) -> bool:
    """Whether a text is only a number, an amount, a share or a date."""
    return bool(_FIGURE.fullmatch(text.strip())) and len(text) <= 40


def is_progress(text: str) -> bool:
    """Whether a text says that the page is busy: "Saving…"."""
    return text.rstrip().endswith(("…", "..."))


def is_prompt(text: str) -> bool:
    """Whether a text is short and unfinished: the hint in an empty list ("Select..."), or progress."""
    return is_progress(text) and len(text.split()) <= MAX_PROMPT_WORDS


def has_figure(text: str) -> bool:
    """Whether a text contains a number."""
    return any(letter.isdigit() for letter in text)


@lru_cache(maxsize=65_536)
def settled(text: str) -> str:
    """The text without its volatile parts: ages, seconds, clocks with seconds, long identifiers."""
    if not has_figure(text):
        return _JUST_NOW.sub("#", text)
    return _ID.sub("#", _CLOCK.sub("#", _DURATION.sub("#", _JUST_NOW.sub("#", text))))


def without_ids(text: str) -> str:
    """The text with long identifiers replaced by an ellipsis."""
    return _ID.sub("…", text)


def without_digits(text: str) -> str:
    """The text with every number replaced, so that two texts of one template are equal."""
    return _DIGITS.sub("#", text)
