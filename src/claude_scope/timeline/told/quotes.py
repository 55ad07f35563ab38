"""Finds a quote among the OCR lines of a picture, tolerating the usual OCR errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import around, centre, gap, grown, holds, intersection
from claude_scope.timeline.text_compare import same_text, similarity, skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.values import Box, Line

MIN_LETTERS = 3
"""A quote with fewer letters is searched for only near its place, and as a whole word."""
MIN_SHARE = 0.8
"""Minimum share of a quote's letters that OCR must have read; OCR misses a word now and then."""
MIN_SIMILAR = 0.85
"""Minimum similarity of a quote and a misreading of it; the digits must be the same."""
MAYBE_SIMILAR = 0.6
"""Words that are at least so similar to a quote may be a bad misreading of it, and do not prove another text."""
SLACK_PX = 24.0
"""The boxes that models give may be a line too high or too low."""
SURE = 0.9
"""A line with at least this confidence is assumed to be correct."""
MIN_COVERED = 0.25
"""To prove that another text is at a place, lines read with confidence must cover at least this share of it."""
MIN_SHARED = 0.5
"""A line is at a place if at least this share of the smaller of the two lies inside the larger."""
_LAST_LATIN = "\u024f"
"""The last Latin letter; OCR reads no other script well enough to contradict a model."""


def find_quote(quote: str, lines: Sequence[Line], near: Box | None) -> Box | None:
    """The box of a quote, of several the one nearest to `near` (frame pixels); None if OCR did not read the quote."""
    if len(skeleton(quote)) < MIN_LETTERS:
        return _short(quote, lines, near)
    whole = [line.box for line in lines if says(line.text, quote)]
    if whole:
        return min(whole, key=lambda box: gap(box, near)) if near else whole[0]
    wanted = set(map(skeleton, quote.split()))
    parts = [line for line in lines if _is_part(line, wanted)]
    if says(" ".join(line.text for line in parts), quote):
        return around([line.box for line in parts])
    return None


def _short(quote: str, lines: Sequence[Line], near: Box | None) -> Box | None:
    """The box of the line near a place that contains the quote as a word."""
    if near is None:
        return None
    for line in lines:
        if holds(grown(near, SLACK_PX), centre(line.box)) and skeleton(quote) in map(skeleton, line.text.split()):
            return line.box
    return None


def says(text: str, quote: str) -> bool:
    """Whether a text contains a quote: its letters, or nearly all of its words and all words with digits."""
    if skeleton(quote) in skeleton(text) or same_text(text, quote):
        return bool(skeleton(quote))
    known = set(map(skeleton, text.split()))
    words = [(skeleton(word), any(map(str.isdigit, word))) for word in quote.split()]
    found = sum(len(word) for word, _ in words if word in known)
    figures = all(word in known for word, has_figure in words if has_figure)
    return figures and found >= MIN_SHARE * sum(len(word) for word, _ in words) > 0


def _is_part(line: Line, wanted: set[str]) -> bool:
    """Whether a line may be one of the lines of a quote."""
    words = list(map(skeleton, line.text.split()))
    return bool(words) and sum(word in wanted for word in words) >= MIN_SHARE * len(words)


def is_another_text(quote: str, lines: Sequence[Line], place: Box) -> bool:
    """Whether OCR is certain that a place has a text other than the quote."""
    if not is_known_script(quote):
        return False
    there = [line for line in lines if line.confidence >= SURE and _is_written_at(line.box, place)]
    if not there or not all(map(_is_latin, (line.text for line in there))):
        return False
    covered = sum(intersection(line.box, place) for line in there)
    around_it = grown(place, SLACK_PX)
    near = " ".join(line.text for line in lines if line in there or holds(around_it, centre(line.box)))
    is_said = says(near, quote) or _has_words_of(near, quote) or is_nearly_at(quote, lines, place, MAYBE_SIMILAR)
    is_part_read = skeleton("".join(line.text for line in there)) in skeleton(quote)  # the rest is covered
    return not (is_said or is_part_read) and covered >= MIN_COVERED * place.width * place.height


def _has_words_of(text: str, quote: str) -> bool:
    """Whether a text contains the words of a quote in their order, with others between, such as a field's value."""
    read, at = skeleton(text), 0
    for word in map(skeleton, quote.split()):
        at = read.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return len(skeleton(quote)) >= MIN_LETTERS


def is_surely_there(quote: str, lines: Sequence[Line], place: Box) -> bool:
    """Whether OCR is certain that the quote is at a place."""
    sure = [line for line in lines if line.confidence >= SURE and holds(grown(place, SLACK_PX), centre(line.box))]
    return is_known_script(quote) and find_quote(quote, sure, place) is not None


def is_nearly_at(quote: str, lines: Sequence[Line], place: Box, least: float = MIN_SIMILAR) -> bool:
    """Whether the lines at a place, taken together, are a misreading of the quote, by their least similarity."""
    text = text_at(lines, place)
    return _digits(text) == _digits(quote) and similarity(text, quote, least) > 0


def text_at(lines: Sequence[Line], place: Box) -> str:
    """The text at a place."""
    return " ".join(line.text for line in lines if _is_written_at(line.box, place))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def is_known_script(text: str) -> bool:
    """Whether OCR supports the script of a text."""
    return any(map(str.isalnum, text)) and _is_latin(text)


def _is_written_at(line: Box, place: Box) -> bool:
    """Whether a line is at a place, or the place is within the line, because OCR may join words that are far apart."""
    smaller = min(line.width * line.height, place.width * place.height)
    return intersection(line, place) >= MIN_SHARED * smaller


def _is_latin(text: str) -> bool:
    """Whether nearly all letters are Latin; not all, because OCR may read an icon as a letter of another script."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter <= _LAST_LATIN for letter in letters) >= MIN_SHARE * len(letters)
