"""Sends a model one small test question, to show that its API key works and what a call costs.

The question is what changed between two small pictures. It is sent as for a session, through the guard proxy.
"""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

from claude_scope.api.try_model_key import FORBIDDEN, Trial
from claude_scope.browser.egress.guard_proxy import Guard
from claude_scope.hosted.ask import ask_pair
from claude_scope.hosted.calls.asker import Asker
from claude_scope.hosted.calls.choice import NO_KEY, PROVIDERS, Choice
from claude_scope.hosted.calls.model_call import ModelCaller
from claude_scope.hosted.calls.spending import usage_summary
from claude_scope.hosted.question import PairContext
from claude_scope.hosted.view import View
from claude_scope.png import PngWriter
from claude_scope.values import Box

if TYPE_CHECKING:
    from claude_scope.browser.egress.guard_proxy import Policy
    from claude_scope.hosted.view import Shows
    from claude_scope.values import PairAnswer

TIMEOUT_S = 45.0
"""The time limit for the question, including retries. The user waits for the result."""
SIDES_PX = 320, 200


def choice_of(provider: str, model: str, key: str, base_url: str | None) -> Choice | None:
    """The `Choice` for `model` or, if that is empty, for the provider's default model. None if there is no default."""
    wire_format = provider if provider in PROVIDERS else "openai"
    name = model or ("" if base_url or provider not in PROVIDERS else PROVIDERS[provider].model)
    return Choice(wire_format, name, key or NO_KEY, base_url or "") if name else None


async def try_model(choice: Choice, policy: Policy) -> Trial:
    """Ask the question. If it fails, the returned Trial has the reason in one sentence, without the key."""
    async with Guard(policy) as guard:

        def refusal_reason() -> str:
            problem = guard.problem(choice.url)
            return "" if problem is None else FORBIDDEN if problem.kind == "policy" else problem.reason

        caller = ModelCaller(choice, proxy=guard.url, refusal_reason=refusal_reason, timeout_s=TIMEOUT_S)
        async with Asker(choice, caller=caller) as asker:
            try:
                async with asyncio.timeout(TIMEOUT_S):
                    answer = await ask_pair(asker, PairContext(2, "The program found nothing sure."), _views())
            except TimeoutError:
                return Trial(False, f"{choice.display_name} did not answer a small question within {TIMEOUT_S:.0f} s.")
    return Trial(not answer.problem, answer.problem or _said(choice, answer))


def _said(choice: Choice, answer: PairAnswer) -> str:
    return f"{choice.model} of {choice.display_name} answered a small question: {usage_summary(answer.usage)}."


def _views() -> tuple[View, View]:
    """A white page, and the same page with a blue box on it."""
    return _view("before", 255), _view("after", 40)


def _view(shows: Shows, red: int) -> View:
    import numpy as np

    width, height = SIDES_PX
    image = np.full((height, width, 3), 255, np.uint8)
    image[60:120, 100:220, 0] = red
    png = base64.b64encode(PngWriter().encode(image)).decode("ascii")
    return View(Box(0, 0, width, height), width, height, png, shows, is_whole=True)
