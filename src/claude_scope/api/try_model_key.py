"""Lists the models that an API key can use. The request costs nothing.

The request goes through the guard proxy, with the same policy as the browser that inspects pages, because clients can
choose the base URL.

Sources: docs.anthropic.com/en/api/models-list, platform.openai.com/docs/api-reference/models/list,
ai.google.dev/api/models. OpenAI-compatible servers (Ollama, vLLM, LM Studio, OpenRouter) use OpenAI's format.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claude_scope.browser.egress.guard_proxy import Guard
from claude_scope.browser.urls import is_web_address
from claude_scope.invisible_characters import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.browser.egress.guard_proxy import Policy

TIMEOUT_S = 15.0
"""The time limit for the whole request. A limit per read is not enough: a server could send one byte at a time."""
FORBIDDEN = "this server may not reach its address"
"""The message for every address that the policy refuses. Details would reveal host names of an internal network."""
MAX_ANSWER_BYTES = 2_000_000
"""OpenRouter has the longest known list of models: 0.6 MB."""
PLAIN = {"accept": "application/json", "accept-encoding": "identity"}
"""Request headers. Compressed responses are refused, because decompression could make them 1,000 times larger."""
MAX_MODELS = 500
MAX_NAME = 200
MAX_SAID = 300


@dataclass(frozen=True, slots=True)
class Provider:
    """The URL of a provider's list of models, and the request headers that contain the key."""

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
    """The result of a test: `said` is one sentence for the user, `models` are the provider's model names.

    `is_refused` is true if a question would fail too: the key or URL was refused, or the server did not answer.
    """

    ok: bool
    said: str
    models: tuple[str, ...] = ()
    is_refused: bool = False


async def try_key(provider: str, key: str, base_url: str | None, policy: Policy) -> Trial:
    """Request the list. If that fails, the returned Trial has the reason in one sentence, without the key."""
    import httpx  # takes 8 MB that most processes do not need

    known = PROVIDERS[provider]
    url = (base_url or known.base_url).rstrip("/") + known.path
    if not is_web_address(url):
        return Trial(False, "The base URL is not the address of a server; correct it.", is_refused=True)
    async with Guard(policy) as guard:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                status, body = await _get(url, known.headers(key), guard.url)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TimeoutError):
            return Trial(False, f"{_host(url)} could not be asked: {_why(guard, url)}.", is_refused=True)
    if status == HTTPStatus.OK:
        return _listed(url, body, key)
    said = _safe_text(_message(body), key, MAX_SAID)
    refused = status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    return Trial(False, f"{_host(url)} answered {status}{': ' + said if said else ''}", is_refused=refused)


async def _get(url: str, headers: dict[str, str], proxy: str) -> tuple[int, Any]:
    """The status, and the parsed JSON or text. Redirects are not followed: they would send the key elsewhere."""
    import httpx

    async with (
        httpx.AsyncClient(proxy=proxy, trust_env=False, timeout=TIMEOUT_S) as client,
        client.stream("GET", url, headers={**headers, **PLAIN}) as answer,
    ):
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise ValueError("compressed")
        body = b""
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise ValueError("too long")
        try:
            return answer.status_code, json.loads(body)
        except (ValueError, RecursionError):  # invalid JSON, or nested too deeply
            return answer.status_code, body.decode("utf-8", "replace")


def _why(guard: Guard, url: str) -> str:
    problem = guard.problem(url)
    if problem is None:
        return "it did not answer"
    return FORBIDDEN if problem.kind == "policy" else problem.reason


def _safe_text(text: str, key: str, most: int) -> str:
    """At most `most` characters of a server's text, as one line, without control characters and without the key."""
    line = one_line(text)
    return (line.replace(key, "***") if key else line)[:most]


def _listed(url: str, body: Any, key: str) -> Trial:
    """Parse the list: Anthropic and OpenAI send `data[].id`, Google sends `models/NAME` in `models[].name`."""
    entries = (body.get("data") or body.get("models")) if isinstance(body, dict) else None
    if not isinstance(entries, list):
        return Trial(False, f"{_host(url)} answered, but not with a list of models; look at the base URL.")
    names = [entry.get("id") or entry.get("name") for entry in entries[:MAX_MODELS] if isinstance(entry, dict)]
    models = tuple(_safe_text(name.removeprefix("models/"), key, MAX_NAME) for name in names if isinstance(name, str))
    return Trial(True, f"{_host(url)} accepts the key and offers {len(models)} models.", models)


def _message(body: Any) -> str:
    """The provider's error message. All three providers send it in `error.message`."""
    error = body.get("error", body) if isinstance(body, dict) else body
    return str(error.get("message", "") if isinstance(error, dict) else error)


def _host(url: str) -> str:
    return urlsplit(url).hostname or "The provider"
