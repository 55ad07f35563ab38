"""Makes one call of a hosted model through Pydantic AI; the only module that uses the library.

The import takes seconds, so it happens at the first call, in a thread. The retries of the providers' own clients are
disabled: they would bypass the budget and the rate limit.
"""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from claude_scope.errors import ModelRefused
from claude_scope.hosted.calls.call_failures import CallFailed
from claude_scope.hosted.calls.choice import NO_KEY
from claude_scope.invisible_characters import one_line
from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_ai import Agent

    from claude_scope.hosted.calls.choice import Choice
    from claude_scope.hosted.question import AnswerT, Question

TIMEOUT_S = 120.0
"""The timeout of one call: a slow model takes a minute to think and answer."""
MAX_QUOTED_CHARS = 200
"""Maximum number of characters of a provider's message that our message quotes."""
MAX_BUSY_TRIES, MAX_BROKEN_TRIES, MAX_MALFORMED_TRIES = 5, 3, 2
"""Maximum number of tries of a call that hit a rate limit (free), broke off, or got a malformed
answer (costs as much again).
"""


class ModelCaller:
    """Calls one model. With `proxy` all calls go through it, and `refusal_reason` says why the proxy refused one."""

    def __init__(
        self,
        choice: Choice,
        *,
        proxy: str | None = None,
        refusal_reason: Callable[[], str] = str,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.choice = choice
        self.thousandths = choice.provider == "google"
        self._proxy = proxy
        self._refusal_reason = refusal_reason
        self._timeout_s = timeout_s
        self._http: Any = None
        self._model: Any = None
        self._building = asyncio.Lock()

    async def call(self, question: Question[AnswerT]) -> tuple[AnswerT, Usage]:
        """Ask a question; the returned usage has no cost yet.

        Raises:
            ModelRefused: the provider accepts no call with this key, model or address.
            CallFailed: no answer came; it says whether to try again.
        """
        await self.prepare()
        from pydantic_ai import BinaryContent
        from pydantic_ai.usage import RunUsage

        images = [BinaryContent(base64.b64decode(view.png), media_type="image/png") for view in question.pictures]
        used = RunUsage()
        try:
            async with asyncio.timeout(self._timeout_s):
                result = await self._agent(question).run([*images, question.words], usage=used)
        except TimeoutError as error:
            raise self._failed("did not answer in time", MAX_BROKEN_TRIES, used, was_sent=True) from error
        except Exception as error:  # any error of the library, the provider's client or the connection
            raise self._translate(error, used, question.max_output_tokens) from error
        return result.output, _usage(used)

    async def prepare(self) -> None:
        """Import and build everything that a call needs, in a thread: the first time takes seconds."""
        async with self._building:
            if self._model is None:
                self._model = await asyncio.to_thread(self._build)

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()

    def _agent(self, question: Question[AnswerT]) -> Agent[None, AnswerT]:
        from pydantic_ai import Agent, NativeOutput, ToolOutput

        kind: Any = question.answer
        native = bool(self._model.profile.get("supports_json_schema_output"))
        return Agent(
            self._model,
            output_type=NativeOutput(kind) if native else ToolOutput(kind),
            instructions=question.instructions,
            retries=0,
            model_settings=self._settings(question.max_output_tokens),
        )

    def _settings(self, max_output_tokens: int) -> Any:
        """The settings of a call. Anthropic caches the instructions only on request, the other providers always do."""
        from pydantic_ai.models.anthropic import AnthropicModelSettings

        settings = AnthropicModelSettings(max_tokens=max_output_tokens, max_retries=0, thinking=False)
        if self.choice.provider == "anthropic":
            settings["anthropic_cache_instructions"] = True
        return settings

    # --- building the client ----------------------------------------------------------------------------------------

    def _build(self) -> Any:
        from claude_scope.hosted.calls.transport import client

        http = self._http = client(self._proxy, self._timeout_s)
        choice, base_url = self.choice, self.choice.url
        if choice.provider == "anthropic":
            from pydantic_ai.models.anthropic import AnthropicModel
            from pydantic_ai.providers.anthropic import AnthropicProvider

            return AnthropicModel(
                choice.model, provider=AnthropicProvider(api_key=choice.key, base_url=base_url, http_client=http)
            )
        if choice.provider == "google":
            from pydantic_ai.models.google import GoogleModel
            from pydantic_ai.providers.google import GoogleProvider

            return GoogleModel(
                choice.model, provider=GoogleProvider(api_key=choice.key, base_url=base_url, http_client=http)
            )
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider

        return OpenAIChatModel(
            choice.model, provider=OpenAIProvider(api_key=choice.key, base_url=base_url, http_client=http)
        )

    # --- translating errors -------------------------------------------------------------------------------------------

    def _translate(self, error: Exception, used: Any, max_output_tokens: int) -> Exception:
        """Translate an error of the library into ours."""
        from pydantic_ai import exceptions as known

        if isinstance(error, known.ModelAuthenticationError):
            return self._refused(error, "does not accept the key", "correct the key")
        if isinstance(error, known.ModelQuotaExceededError):
            return self._refused(error, "has no credit left for this key", "add credit there")
        if isinstance(error, known.ModelNotFoundError):
            return self._refused(error, f"knows no model {self.choice.model!r}", "correct the model or the base URL")
        if isinstance(error, (known.ModelRateLimitError, known.ModelUnavailableError)):
            what = f"is too busy ({_status(error)})"
            return self._failed(what, MAX_BUSY_TRIES, used, wait_s=error.retry_after)
        if isinstance(error, known.ModelConnectionError):
            if refusal_reason := self._refusal_reason():
                return self._failed(f"could not be asked: {refusal_reason}", MAX_BROKEN_TRIES, used, unreachable=True)
            timed_out = isinstance(error, known.ModelTimeoutError)
            unreachable = error.phase == "connect" and not timed_out
            what = "could not be reached" if unreachable else "sent an incomplete answer"
            what = "did not answer in time" if timed_out else what
            return self._failed(what, MAX_BROKEN_TRIES, used, unreachable=unreachable, was_sent=not unreachable)
        if isinstance(error, known.ModelServerError):
            return self._failed(f"failed ({_status(error)})", MAX_BROKEN_TRIES, used, wait_s=error.retry_after)
        if isinstance(error, known.ContentFilterError):
            return self._failed("refused to read the picture", 1, used)
        if isinstance(error, known.OutputTokenLimitExceeded):
            return self._failed(f"did not finish within {max_output_tokens:,} tokens", 1, used)
        if isinstance(error, known.ModelAPIError):
            return self._failed(f"did not take the call ({_status(error)}{self._provider_message(error)})", 1, used)
        return self._failed("sent an invalid answer", MAX_MALFORMED_TRIES, used, was_sent=True)

    def _refused(self, error: Any, what: str, todo: str) -> ModelRefused:
        detail = f"{_status(error)}{self._provider_message(error)}"
        return ModelRefused(f"{self.choice.display_name} {what} ({detail}); {todo}, or read without a model.")

    def _failed(self, what: str, tries: int, used: Any, *, was_sent: bool = False, **how: Any) -> CallFailed:
        """`was_sent`: no answer came, but the provider may have worked on one, and may charge for it."""
        usage = replace(_usage(used), calls=1) if was_sent else _usage(used)
        return CallFailed(f"{self.choice.display_name} {what}.", tries=tries, usage=usage, **how)

    def _provider_message(self, error: Any) -> str:
        """The provider's message on one line, without control characters or the key."""
        body = error.body
        found = body.get("error", body) if isinstance(body, dict) else body
        words = found.get("message", "") if isinstance(found, dict) else found
        line = one_line(str(words or "")).rstrip(".")
        if self.choice.key != NO_KEY:
            line = line.replace(self.choice.key, "***")
        return f": {line[:MAX_QUOTED_CHARS]}" if line else ""


def _status(error: Any) -> str:
    status = getattr(error, "status_code", None)
    return str(status) if status is not None else type(error).__name__


def _usage(used: Any) -> Usage:
    """The tokens that the provider counts; a call that was never sent has none."""
    return Usage(used.requests, used.input_tokens, used.output_tokens, None)
