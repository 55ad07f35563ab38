"""Asks a model: retries, budget, cached answers, and when to give up."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, Self

from pydantic import ValidationError

from claude_scope.errors import ModelRefused, VisionError
from claude_scope.hosted.calls.backoff import LocalRateLimiter, wait_before_retry
from claude_scope.hosted.calls.call_failures import CallFailed
from claude_scope.hosted.calls.model_call import ModelCaller
from claude_scope.hosted.calls.spending import Ledger, prices
from claude_scope.hosted.question import AnswerT, Question
from claude_scope.plural import counted
from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractAsyncContextManager
    from types import TracebackType

    from claude_scope.hosted.calls.backoff import RateLimiter
    from claude_scope.hosted.calls.choice import Choice

MAX_CONCURRENT_CALLS = 4
"""Maximum number of calls of a session at the same time: new accounts are limited to a few per second."""
MAX_FAILURES = 3
"""After this many failed questions in a row the model is not asked again: each failure costs many tries and waits."""


class Caller(Protocol):
    """Makes one call: over HTTP (`model_call`), or by running a command (`command_call`)."""

    thousandths: bool
    """Whether boxes are [top, left, bottom, right] in thousandths of a picture, instead of [left, top, right, bottom]
    in pixels.
    """

    async def call(self, question: Question[AnswerT]) -> tuple[AnswerT, Usage]:
        """Ask a question; its usage has a cost only if a command reports one. Raises ModelRefused or CallFailed."""
        ...

    async def prepare(self) -> None:
        """Import and build everything that a call needs."""
        ...

    async def close(self) -> None:
        """Close open connections."""
        ...


@dataclass(frozen=True, slots=True)
class Answered(Generic[AnswerT]):
    """The answer to a question, or None with the reason in `problem`, as one sentence."""

    answer: AnswerT | None
    usage: Usage = field(default_factory=Usage)
    problem: str = ""


class Asker:
    """A model that answers the questions of one session. Use it as `async with Asker(...)`, which closes connections.

    `answers` are the answers given, as JSON by the digest of their question, for the next analysis of the same
    recording.
    """

    def __init__(
        self,
        choice: Choice,
        *,
        max_cost_usd: float | None = None,
        turns: RateLimiter | None = None,
        caller: Caller | None = None,
        at_once: int = MAX_CONCURRENT_CALLS,
        known: Mapping[str, str] | None = None,
    ) -> None:
        """`known` are answers of an earlier analysis, as JSON by the question's digest."""
        self.name = choice.name
        self.ledger = Ledger(choice, max_cost_usd)
        self._display_name = choice.display_name
        self._unknown_cost = choice.unknown_cost
        self._is_own = bool(choice.base_url)
        self._caller = caller or ModelCaller(choice)
        self._turns = turns or LocalRateLimiter()
        self._slots = asyncio.Semaphore(at_once)
        self._first: AbstractAsyncContextManager[None] = asyncio.Lock() if choice.is_command else nullcontext()
        self._known = known or {}
        self.answers: dict[str, str] = {}
        self._answered = False
        self._refused: ModelRefused | None = None
        self._failures = 0

    @property
    def thousandths(self) -> bool:
        """The unit of boxes in its answers, see `Caller`."""
        return self._caller.thousandths

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._caller.close()

    async def prepare(self) -> None:
        """Import and build everything that a call needs. This takes seconds, so do it while the recording is read."""
        await self._caller.prepare()

    def announcement(self, calls: int) -> str:
        """A sentence to show before the first call, on the number of questions and their maximum cost."""
        most = self.ledger.most_of(calls)
        cost = self._unknown_cost if most is None else f"at most ${most:.2f} by {prices()}"
        return f"{self.name} is asked {counted(calls, 'question')}, {cost}."

    def refuse(self, error: ModelRefused) -> None:
        """Make no more calls, because the provider is known to refuse them."""
        self._refused = error

    async def ask(self, question: Question[AnswerT]) -> Answered[AnswerT]:
        """Ask a question; a cached answer costs nothing.

        Raises:
            ModelRefused: the provider refuses our calls; later questions raise it again, without a call.
        """
        digest = question.digest(self.name)
        if (known := self._recalled(question, digest)) is not None:
            return Answered(known)
        tally = _Tally()
        try:
            async with self._slots:
                answer = await self._ask_alone_at_first(question, tally)
        except VisionError as error:
            return Answered(None, tally.usage, str(error))
        self.answers[digest] = answer.model_dump_json()
        return Answered(answer, tally.usage)

    def _recalled(self, question: Question[AnswerT], digest: str) -> AnswerT | None:
        text = self._known.get(digest)
        if text is None:
            return None
        try:
            answer = question.answer.model_validate_json(text)
        except ValidationError:  # the file was edited
            return None
        self.answers[digest] = text
        return answer

    async def _ask_alone_at_first(self, question: Question[AnswerT], tally: _Tally) -> AnswerT:
        """Run a command alone until a call succeeds, as it may renew its sign-in with a token that works only once.

        Providers get concurrent calls from the start. A cache of the instructions, about 1,300 tokens, would save at
        most a cent in the first calls.
        """
        if self._answered:
            return await self._ask(question, tally)
        async with self._first:
            if not self._answered:
                return await self._ask(question, tally)
        return await self._ask(question, tally)

    async def _ask(self, question: Question[AnswerT], tally: _Tally) -> AnswerT:
        if self._refused is not None:
            raise self._refused
        if self._failures >= MAX_FAILURES:
            raise VisionError(
                f"{self._display_name} was not asked again after {self._failures} failed questions in a row."
            )
        try:
            answer = await self._ask_until_answered(question, tally)
        except CallFailed as failure:
            if failure.unreachable and not self._answered:
                todo = "start the server, or correct the address" if self._is_own else "look at the network"
                self._refused = ModelRefused(f"{str(failure).removesuffix('.')}; {todo}, or analyze without a model.")
                raise self._refused from failure
            self._failures += 1
            raise
        except ModelRefused as error:
            self._refused = error
            raise
        self._answered, self._failures = True, 0
        return answer

    async def _ask_until_answered(self, question: Question[AnswerT], tally: _Tally) -> AnswerT:
        tried = 0
        while True:
            await self._turns.turn()
            tried += 1
            try:
                return await self._ask_once(question, tally)
            except CallFailed as failure:
                await wait_before_retry(failure, tried, self._turns)

    async def _ask_once(self, question: Question[AnswerT], tally: _Tally) -> AnswerT:
        """Make one call within the ceiling (else raise VisionError), and record its usage in any case."""
        reserved = self.ledger.reserve(question)
        used = Usage()
        try:
            answer, used = await self._caller.call(question)
        except CallFailed as failure:
            used = failure.usage
            raise
        finally:
            tally.add(self.ledger.settle(reserved, used))
        return answer


class _Tally:
    """The usage of the calls for one question."""

    def __init__(self) -> None:
        self.usage = Usage()

    def add(self, usage: Usage) -> None:
        self.usage = self.usage + usage
