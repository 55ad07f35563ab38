"""A server that speaks the wire formats of the providers, and clients for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.hosted.calls.asker import Asker
from claude_scope.hosted.calls.choice import PROVIDERS, Choice
from claude_scope.hosted.calls.model_call import ModelCaller
from tests.hosted.asking import KEY, Waits
from tests.hosted.model_server import ModelServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    Open = Callable[..., Asker]


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def opened(server: ModelServer, waits: Waits) -> AsyncIterator[Open]:
    """Opens a client of a provider whose base URL is the local server's."""
    askers: list[Asker] = []

    def open_asker(
        provider: str = "openai", *, model: str = "", priced: bool = False, timeout_s: float = 30.0, **how: Any
    ) -> Asker:
        choice = Choice(provider, model or PROVIDERS[provider].model, KEY, server.url(provider))
        caller = ModelCaller(choice, timeout_s=timeout_s)
        # A custom server has no price: the ledger is that of the provider itself, while the calls go here.
        told = Choice(provider, choice.model, KEY) if priced else choice
        askers.append(Asker(told, caller=caller, turns=waits, **how))
        return askers[-1]

    yield open_asker
    for asker in askers:
        await asker.__aexit__(None, None, None)
