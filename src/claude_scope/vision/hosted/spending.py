"""What a session spends on a model: counted after each call, and bounded before it.

Prices are those of the package genai-prices, one table for all providers, of the day its version was released; the
model that is not in it, or stands on a server of one's own, has no known price.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from claude_scope.errors import UsageError, VisionError
from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.vision.hosted.choice import Choice
    from claude_scope.vision.hosted.frame_view import View

PIXELS_PER_TOKEN = 400
"""Claude counts 750 pixels a token, OpenAI 400 at most, Gemini more; and so does the reserve of a call."""
CHARS_PER_TOKEN = 2
"""Texts have three to four; JSON with many numbers has two."""
TASK_TOKENS = 1_500
"""The instructions and the schema of an answer."""


class Ledger:
    """What was spent, and what is reserved for calls under way; with a ceiling no call begins that could break it."""

    def __init__(self, choice: Choice, ceiling_usd: float | None = None) -> None:
        self._choice = choice
        self._ceiling_usd = ceiling_usd
        self.spent_usd = 0.0
        self._reserved_usd = 0.0

    def check(self) -> None:
        """Raises UsageError if there is a ceiling and no price to keep it by. For a thread: it imports."""
        if self._ceiling_usd is not None and self.price(0, 0) is None:
            raise UsageError(
                f"The price of {self._choice.name} is not known, so a ceiling of its cost cannot be kept; "
                "choose another model, or set no ceiling."
            )

    def reserve(self, pictures: Sequence[View], words: str, most_output_tokens: int) -> float | None:
        """Set aside the most that a call may cost in US dollars, or None where nothing has to be.

        Raises:
            VisionError: it could go beyond the ceiling.
        """
        if self._ceiling_usd is None:
            return None
        pixels = sum(view.width * view.height for view in pictures)
        tokens = TASK_TOKENS + pixels // PIXELS_PER_TOKEN + len(words) // CHARS_PER_TOKEN
        most = self.price(tokens, most_output_tokens) or 0.0
        if self.spent_usd + self._reserved_usd + most > self._ceiling_usd:
            raise VisionError(
                f"The ceiling of ${self._ceiling_usd:.2f} leaves no room for another call, which may cost "
                f"${most:.2f}; ${self.spent_usd:.2f} were spent."
            )
        self._reserved_usd += most
        return most

    def settle(self, reserved: float | None, usage: Usage) -> Usage:
        """What a call took, with its cost; where the provider counted nothing, all that was reserved counts."""
        self._reserved_usd -= reserved or 0.0
        cost = self.price(usage.input_tokens, usage.output_tokens) if usage.calls else 0.0
        if reserved and usage.calls and not usage.output_tokens:
            cost = reserved
        self.spent_usd += cost or 0.0
        return replace(usage, cost_usd=cost)

    def recall(self, usage: Usage) -> None:
        """Count what was spent for this session in an earlier run of it."""
        self.spent_usd += usage.cost_usd or 0.0

    def price(self, input_tokens: int, output_tokens: int) -> float | None:
        """US dollars, or None."""
        if self._choice.base_url:
            return None
        from genai_prices import Usage as Tokens
        from genai_prices import calc_price

        try:
            found = calc_price(
                Tokens(input_tokens=input_tokens, output_tokens=output_tokens),
                self._choice.model,
                provider_id=self._choice.provider,
            )
        except LookupError:
            return None
        return float(found.total_price)


def prices() -> str:
    """Which table the prices are from, for people."""
    return f"the prices of genai-prices {version('genai-prices')}"
