"""Ask a model about one frame: retries, budget, and when to give up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from claude_scope.errors import ModelRefused, VisionError
from claude_scope.values import Usage
from claude_scope.vision.hosted.answer_schema import MAX_ELEMENTS, elements_of
from claude_scope.vision.hosted.backoff import LocalRateLimiter, wait_before_retry
from claude_scope.vision.hosted.call_failures import CallFailed
from claude_scope.vision.hosted.merge import merge, unchanged_elements
from claude_scope.vision.hosted.model_call import MAX_MALFORMED_TRIES, MAX_OUTPUT_TOKENS, Caller
from claude_scope.vision.hosted.model_prompt import frame_prompt
from claude_scope.vision.hosted.spending import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from claude_scope.values import Element, Reading
    from claude_scope.vision.hosted.backoff import RateLimiter
    from claude_scope.vision.hosted.choice import Choice
    from claude_scope.vision.hosted.frame_view import Views

MAX_CONCURRENT_CALLS = 4
"""Calls of a session at the same time: new accounts have limits of a few a second."""
MAX_FAILURES = 3
"""Consecutive failed frames before giving up: the next would fail too, after as many tries and waits."""


class Asker:
    """A model that reads frames, for one session. Use it as `async with Asker(...)`, which closes its connections."""

    def __init__(
        self,
        choice: Choice,
        *,
        max_cost_usd: float | None = None,
        turns: RateLimiter | None = None,
        caller: Caller | None = None,
        at_once: int = MAX_CONCURRENT_CALLS,
    ) -> None:
        self.name = choice.name
        self.ledger = Ledger(choice, max_cost_usd)
        self._display_name = choice.display_name
        self._is_own = bool(choice.base_url)
        self._caller = caller or Caller(choice)
        self._turns = turns or LocalRateLimiter()
        self._slots = asyncio.Semaphore(at_once)
        self._first = asyncio.Lock()
        self._answered = False
        self._refused: ModelRefused | None = None
        self._failures = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._caller.close()

    def refuse(self, error: ModelRefused) -> None:
        """Make no call, since it is known that the provider would refuse it."""
        self._refused = error

    async def ask(self, views: Views, read: Reading, before: Reading | None) -> Reading:
        """The local reading `read` with the model's elements; `before` is the model's reading of the frame before.

        A frame that the model does not read keeps its local reading, with the reason in `problem`.

        Raises:
            ModelRefused: the provider takes no call of ours; later ones raise it again, without a call.
        """
        known = before.elements if before is not None else ()
        if not views.pictures:
            return merge(read, known, self.name)
        tally = _Tally()
        try:
            async with self._slots:
                found = await self._ask_alone_at_first(views, known, tally)
        except VisionError as error:
            return replace(read, problem=str(error), usage=tally.usage)
        if views.whole and read.lines and not found:
            return replace(read, problem=f"{self._display_name} found no elements on the screen.", usage=tally.usage)
        reading = merge(read, [*found, *unchanged_elements(known, views)], self.name)
        return replace(reading, usage=tally.usage)

    async def _ask_alone_at_first(self, views: Views, known: Sequence[Element], tally: _Tally) -> list[Element]:
        """Serialise calls until one succeeds, so that a wrong key is reported once."""
        if self._answered:
            return await self._ask(views, known, tally)
        async with self._first:
            if not self._answered:
                return await self._ask(views, known, tally)
        return await self._ask(views, known, tally)

    async def _ask(self, views: Views, known: Sequence[Element], tally: _Tally) -> list[Element]:
        if self._refused is not None:
            raise self._refused
        if self._failures >= MAX_FAILURES:
            raise VisionError(
                f"{self._display_name} was not asked again after {self._failures} failed frames in a row."
            )
        try:
            found = await self._ask_until_answered(views, known, tally)
        except CallFailed as failure:
            if failure.unreachable and not self._answered:
                todo = "start the server, or correct the address" if self._is_own else "look at the network"
                self._refused = ModelRefused(f"{str(failure).removesuffix('.')}; {todo}, or read without a model.")
                raise self._refused from failure
            self._failures += 1
            raise
        except ModelRefused as error:
            self._refused = error
            raise
        self._answered, self._failures = True, 0
        return found

    async def _ask_until_answered(self, views: Views, known: Sequence[Element], tally: _Tally) -> list[Element]:
        words = frame_prompt(views, known, thousandths=self._caller.thousandths)
        tried = 0
        while True:
            await self._turns.turn()
            tried += 1
            try:
                return await self._ask_once(views, words, tally)
            except CallFailed as failure:
                await wait_before_retry(failure, tried, self._turns)

    async def _ask_once(self, views: Views, words: str, tally: _Tally) -> list[Element]:
        """Make one call within the ceiling (otherwise VisionError), and record its usage in any case."""
        reserved = self.ledger.reserve(views.pictures, words, MAX_OUTPUT_TOKENS)
        used = Usage()
        try:
            answer, used = await self._caller.call(views.pictures, words)
        except CallFailed as failure:
            used = failure.usage
            raise
        finally:
            tally.add(self.ledger.settle(reserved, used))
        if len(answer.elements) > MAX_ELEMENTS:
            raise CallFailed(
                f"{self._display_name} returned {len(answer.elements):,} elements.", tries=MAX_MALFORMED_TRIES
            )
        return list(elements_of(answer, views, thousandths=self._caller.thousandths))


class _Tally:
    """Usage of the calls for one frame."""

    def __init__(self) -> None:
        self.usage = Usage()

    def add(self, usage: Usage) -> None:
        self.usage = self.usage + usage
