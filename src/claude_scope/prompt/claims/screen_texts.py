"""The texts of one picture, as far as they are sure: what an agent that sees no pictures has of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.prompt.fence import quote

if TYPE_CHECKING:
    from claude_scope.values import Line, Moment

MIN_CONFIDENCE = 0.7
"""Of the least sure letter."""


def screen_texts(moment: Moment, limit: int, text_limit: int) -> tuple[tuple[str, ...], int, int]:
    """Lines of texts that stand beside each other, from the top; how many are cut, and how many there are."""
    sure = [line for line in moment.reading.lines if line.weakest >= MIN_CONFIDENCE]
    rows: list[list[Line]] = []
    for line in sorted(sure, key=lambda line: line.box.y + line.box.height / 2):
        if rows and _is_beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    texts = [
        ", ".join(quote(line.text, text_limit) for line in sorted(row, key=lambda line: line.box.x)) for row in rows
    ]
    return tuple(f"- {text}" for text in texts[:limit]), len(texts[limit:]), len(texts)


def _is_beside(first: Line, line: Line) -> bool:
    middle = line.box.y + line.box.height / 2
    return first.box.y <= middle <= first.box.y + first.box.height
