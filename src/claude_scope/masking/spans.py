"""The secret characters of lines."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from claude_scope.masking.screen import MIN_DOTS_ELSEWHERE
from claude_scope.redaction.line_segments import cells
from claude_scope.redaction.redact import is_hidden
from claude_scope.redaction.screen_layout import secrets_on_screen
from claude_scope.values import SecretPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claude_scope.masking.fuzzy_match import KnownSecrets
    from claude_scope.masking.screen import Spans
    from claude_scope.redaction.redact import Masker
    from claude_scope.values import Line, Reading

DOTS = frozenset("\u2022\u25cf\u2219\u26ab")


def spans_of(reading: Reading, masker: Masker, known: KnownSecrets) -> Spans:
    """The secret characters of lines: by format, by layout, or because the secret is known."""
    found: Spans = defaultdict(set)
    parts = secrets_on_screen(reading)
    for cell in cells(reading.lines):
        for start, end in {*masker.spans(cell.text), *known.spans(cell.text)}:
            parts += cell.parts(start, end)
    for part in parts:
        found[part.line].add((part.start, part.end))
    for index, line in enumerate(reading.lines):
        found[index].update(masker.spans(line.text), known.spans(line.text))
        if sum(letter in DOTS for letter in line.text) >= MIN_DOTS_ELSEWHERE and is_hidden(line.text):
            found[index].add((0, len(line.text)))
    return found


def places_of(lines: Sequence[Line], spans: Spans) -> Iterator[SecretPlace]:
    """The places of the spans; spans that overlap become one place."""
    for index, some in spans.items():
        for start, end in _merged(lines[index].text, some):
            yield SecretPlace(lines[index].box, lines[index].text, start, end)


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, merged where they overlap or have no letter or digit between them."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and not any(letter.isalnum() for letter in text[merged[-1][1] : start]):
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
