"""Shared by tests of questions to a model: a change to ask about, its pictures, and a limiter that never waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.hosted.ask import ask_pair
from claude_scope.hosted.calls.backoff import LocalRateLimiter
from claude_scope.hosted.question import PairContext
from claude_scope.hosted.questions import pair_question
from claude_scope.hosted.view import View
from claude_scope.values import Box
from tests.hosted.model_server import change

if TYPE_CHECKING:
    from claude_scope.hosted.answers import Pair
    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.question import Question
    from claude_scope.values import PairAnswer

KEY = "sk-secret-0123456789abcdef"
CONTEXT = PairContext(2, "State 1 at 0:00.0; state 2 began at 0:02.0.")
_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC"
"""One white pixel: the content of pictures does not matter to tests of calls."""
VIEWS = tuple(View(Box(0, 0, 640, 360), 640, 360, _PNG, shows, True) for shows in ("before", "after"))
PAID = change("appeared", [40, 300, 160, 340], after="Paid")


class Waits(LocalRateLimiter):
    """Skips all pauses; `asked_for` lists their lengths in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.asked_for.append(seconds)


async def ask(asker: Asker, words: str = CONTEXT.words) -> PairAnswer:
    """Ask about the change; other words make another question."""
    return await ask_pair(asker, PairContext(CONTEXT.state, words), VIEWS)


def question(asker: Asker) -> Question[Pair]:
    """The question that `ask` asks."""
    return pair_question(CONTEXT, VIEWS, thousandths=asker.thousandths)
