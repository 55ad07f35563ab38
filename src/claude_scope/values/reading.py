"""The values that were read from one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claude_scope.values.base import Box, Source

ElementType = Literal[
    "button",
    "input",
    "link",
    "heading",
    "checkbox",
    "radio",
    "select",
    "tab",
    "menu",
    "dialog",
    "alert",
    "image",
    "text",
    "other",
]
State = Literal["disabled", "checked", "focused", "invalid"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text read from pixels.

    `confidence` (0..1) is the reader's confidence in the line, `weakest` that in its least certain letter. `ink` and
    `ground` are the colours of its letters and of their background, as RGB; None if they were not measured.
    """

    text: str
    box: Box
    confidence: float
    weakest: float = 1.0
    ink: tuple[int, int, int] | None = None
    ground: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A UI element read from one picture. `label` is its visible name, `value` the content of a field."""

    type: ElementType
    label: str
    box: Box
    confidence: float
    state: tuple[State, ...] = ()
    value: str = ""
    source: Source = Source.PIXELS


@dataclass(frozen=True, slots=True)
class Observation:
    """A noteworthy fact about one picture, with its evidence."""

    kind: str
    text: str
    box: Box | None = None

    @property
    def comparison_key(self) -> tuple[str, str]:
        """Equal for observations that differ only in case, spaces and punctuation, which OCR may get wrong."""
        return self.kind, "".join(letter for letter in self.text.casefold() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class Usage:
    """Usage of a hosted model: calls, tokens as the provider counts them, and cost in US dollars (None: unknown)."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0

    def __add__(self, other: Usage) -> Usage:
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            (self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one picture of `width` x `height` pixels; `reader` names the reader, "" if reading failed.

    `red` are the boxes of lines in red and of sentences on red; new ones are a hint of an error. `red_bars` are red
    boxes as wide as a message, whatever is written on them.
    """

    width: int
    height: int
    lines: tuple[Line, ...]
    elements: tuple[Element, ...]
    description: str
    reader: str = "local"
    red: tuple[Box, ...] = ()
    red_bars: tuple[Box, ...] = ()

    @property
    def was_read(self) -> bool:
        """Whether any reader read this picture."""
        return bool(self.reader)
