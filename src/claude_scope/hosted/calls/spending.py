"""Counts what a session spends on a model, and enforces its ceiling before each call.

Prices come from the package genai-prices, one table for all providers, as of its release. A model that is not in the
table, or that is on a custom server, has no known price.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from claude_scope.errors import UsageError, VisionError
from claude_scope.plural import counted
from claude_scope.values import Usage

if TYPE_CHECKING:
    from claude_scope.hosted.calls.choice import Choice
    from claude_scope.hosted.question import Question

PIXELS_PER_TOKEN = 400
"""Claude counts 750 pixels per token, OpenAI at most 400, Gemini more; the reserve of a call uses the smallest
number."""
CHARS_PER_TOKEN = 2
"""Texts have three to four characters per token; JSON with many numbers has two."""
MAX_INPUT_TOKENS, MAX_OUTPUT_TOKENS = 5_000, 2_500
"""Maximum number of tokens of one call, as providers count them; questions are built to stay below."""
SCHEMA_TOKENS = 1_000
"""The tokens of an answer's schema."""


class Ledger:
    """Money spent, and money reserved for calls in progress; no call starts that could exceed the ceiling."""

    def __init__(self, choice: Choice, ceiling_usd: float | None = None) -> None:
        self._choice = choice
        self._ceiling_usd = ceiling_usd
        self.spent_usd = 0.0
        self._reserved_usd = 0.0

    @property
    def priced_by(self) -> str:
        """The source of the prices, for messages."""
        return f"the prices of {self._choice.display_name}" if self._choice.is_command else prices()

    def check(self) -> None:
        """Raise UsageError if there is a ceiling but no known price. This imports a package, so call it in a thread."""
        if self._ceiling_usd is not None and self.price(0, 0) is None:
            raise UsageError(
                f"The price of {self._choice.name} is not known, so its cost cannot be limited; "
                "choose another model, or set no ceiling."
            )

    def most(self, question: Question[Any]) -> float | None:
        """The largest cost of a question in US dollars; None if its price is unknown."""
        return self.price(most_tokens(question), question.max_output_tokens)

    def most_of(self, calls: int) -> float | None:
        """The largest cost of this many calls in US dollars; None if the price is unknown. Cached answers are free."""
        price = self.price(MAX_INPUT_TOKENS, MAX_OUTPUT_TOKENS)
        return None if price is None else calls * price

    def reserve(self, question: Question[Any]) -> float | None:
        """Reserve the largest cost of a call in US dollars; None without a ceiling.

        Raises:
            VisionError: the call could exceed the ceiling.
        """
        if self._ceiling_usd is None:
            return None
        most = self.most(question) or 0.0
        if self.spent_usd + self._reserved_usd + most > self._ceiling_usd:
            raise VisionError(
                f"The ceiling of ${self._ceiling_usd:.2f} leaves no room for another call, which may cost "
                f"${most:.2f}; ${self.spent_usd:.2f} were spent."
            )
        self._reserved_usd += most
        return most

    def settle(self, reserved: float | None, usage: Usage) -> Usage:
        """The usage of a call with its cost. The reserve counts as the cost if the provider counted no tokens.

        The cost of a command's call is the one that the command reports.
        """
        self._reserved_usd -= reserved or 0.0
        if self._choice.is_command:
            self.spent_usd += usage.cost_usd or 0.0
            return usage
        cost = self.price(usage.input_tokens, usage.output_tokens) if usage.calls else 0.0
        if reserved and usage.calls and not usage.output_tokens:
            cost = reserved
        self.spent_usd += cost or 0.0
        return replace(usage, cost_usd=cost)

    def recall(self, usage: Usage) -> None:
        """Add what an earlier run of this session spent."""
        self.spent_usd += usage.cost_usd or 0.0

    def price(self, input_tokens: int, output_tokens: int) -> float | None:
        """The price in US dollars; None if unknown."""
        if self._choice.base_url or self._choice.is_command:
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


def most_tokens(question: Question[Any]) -> int:
    """Maximum number of tokens that a provider may count for the input of a question."""
    pixels = sum(view.width * view.height for view in question.pictures)
    letters = len(question.instructions) + len(question.words)
    return SCHEMA_TOKENS + pixels // PIXELS_PER_TOKEN + letters // CHARS_PER_TOKEN


def usage_summary(usage: Usage, priced_by: str = "") -> str:
    """The calls, tokens and cost of a model, for messages; `priced_by` is `Ledger.priced_by`."""
    if not usage.calls:
        return "no call of the model: all answers are known from an earlier analysis"
    cost = (
        "at a cost that is not known"
        if usage.cost_usd is None
        else f"for about ${usage.cost_usd:.3f} by {priced_by or prices()}"
    )
    tokens = f"{usage.input_tokens:,} + {usage.output_tokens:,} tokens"
    return f"{counted(usage.calls, 'call')} of the model, {tokens}, {cost}"


def prices() -> str:
    """The source of the prices, for messages."""
    return f"the prices of genai-prices {version('genai-prices')}"
