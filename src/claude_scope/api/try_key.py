"""Asks a provider of models, with one small call, whether a key is good: lists its models.

The call goes through the guard proxy, under the same policy as the inspecting browser: a base URL comes from a client.

Sources: docs.anthropic.com/en/api/models-list, platform.openai.com/docs/api-reference/models/list,
ai.google.dev/api/models. Whoever is compatible with OpenAI (Ollama, vLLM, LM Studio, OpenRouter) answers like it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from claude_scope.browser.egress import Guard
from claude_scope.browser.web import is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.browser.egress import Policy

TIMEOUT_S = 15.0
MAX_ANSWER_BYTES = 2_000_000
"""OpenRouter's list of models, the longest known, is 0.6 MB."""
MAX_MODELS = 500
MAX_SAID = 300


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider's models are listed, and how a key is sent."""

    base_url: str
    path: str
    headers: Callable[[str], dict[str, str]]


PROVIDERS = {
    "anthropic": Provider(
        "https://api.anthropic.com",
        "/v1/models?limit=100",
        lambda key: {"x-api-key": key, "anthropic-version": "2023-06-01"},
    ),
    "openai": Provider("https://api.openai.com/v1", "/models", lambda key: {"authorization": f"Bearer {key}"}),
    "google": Provider(
        "https://generativelanguage.googleapis.com",
        "/v1beta/models?pageSize=100",
        lambda key: {"x-goog-api-key": key},
    ),
    "openai-compatible": Provider("", "/models", lambda key: {"authorization": f"Bearer {key}"} if key else {}),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went: `said` is what the provider said, for a person; `models` are the names it knows."""

    ok: bool
    said: str
    models: tuple[str, ...] = ()


async def try_key(provider: str, key: str, base_url: str | None, policy: Policy) -> Trial:
    """Make the call; every failure is a Trial with one sentence, and the key is in none of them."""
    known = PROVIDERS[provider]
    url = (base_url or known.base_url).rstrip("/") + known.path
    if not is_web_address(url):
        return Trial(False, "The base URL is not the address of a server; correct it.")
    async with Guard(policy) as guard:
        try:
            status, body = await _get(url, known.headers(key), guard.url)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            problem = guard.problem(url)
            return Trial(
                False, f"{_host(url)} could not be asked: {problem.reason if problem else 'it did not answer'}."
            )
    if status == httpx.codes.OK:
        return _listed(url, body)
    said = _message(body).replace(key, "***") if key else _message(body)
    return Trial(False, f"{_host(url)} answered {status}{': ' + said if said else ''}")


async def _get(url: str, headers: dict[str, str], proxy: str) -> tuple[int, Any]:
    """Status and JSON of a bounded answer; redirects are not followed, they would carry the key elsewhere."""
    async with (
        httpx.AsyncClient(proxy=proxy, trust_env=False, timeout=TIMEOUT_S) as client,
        client.stream("GET", url, headers={**headers, "accept": "application/json"}) as answer,
    ):
        body = b""
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise ValueError("too long")
        try:
            return answer.status_code, json.loads(body)
        except ValueError:
            return answer.status_code, body.decode("utf-8", "replace")


def _listed(url: str, body: Any) -> Trial:
    """Anthropic and OpenAI list `data[].id`, Google `models[].name` as `models/NAME`."""
    entries = (body.get("data") or body.get("models")) if isinstance(body, dict) else None
    if not isinstance(entries, list):
        return Trial(False, f"{_host(url)} answered, but not with a list of models; look at the base URL.")
    names = [entry.get("id") or entry.get("name") for entry in entries if isinstance(entry, dict)]
    models = tuple(name.removeprefix("models/")[:200] for name in names if isinstance(name, str))[:MAX_MODELS]
    return Trial(True, f"{_host(url)} accepts the key and offers {len(models)} models.", models)


def _message(body: Any) -> str:
    """The provider's own words: all three say `error.message`."""
    error = body.get("error", body) if isinstance(body, dict) else body
    message = error.get("message", "") if isinstance(error, dict) else error
    return " ".join(str(message).split())[:MAX_SAID]


def _host(url: str) -> str:
    return urlsplit(url).hostname or "The provider"
