"""Serves one analysis: answers its questions, and stores the answers and the numbers of tokens."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.claims.stand_ins.asked import put
from benchmarks.claims.stand_ins.tokens import tokens_of
from tests.hosted.model_server import ModelServer, Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.claims.stand_ins.asked import Put
    from benchmarks.claims.stand_ins.tokens import Tokens
    from tests.hosted.model_server import Asked

    Ask = Callable[[str], None]
    """Runs an analysis with a model at this base URL."""


class Model(Protocol):
    """Answers questions about one recording."""

    timeout_s: float
    """How long the analysis waits for an answer."""

    def answer(self, question: Put) -> Said:
        """The answer to a question."""
        ...


class StandIn:
    """A model behind a server; `tokens` are those of the questions, counting only the last attempt of each."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._tokens: dict[str, Tokens] = {}

    @property
    def tokens(self) -> list[Tokens]:
        return list(self._tokens.values())

    def serve(self, ask: Ask) -> None:
        """Answer the questions of an analysis until it ends."""
        with ModelServer() as server:
            server.answers(self._answer)
            ask(server.url("openai"))

    def _answer(self, asked: Asked) -> Said:
        question = put(asked)
        said = self._model.answer(question)
        with self._lock:
            self._tokens[question.digest] = tokens_of(question, said.text)
        return said


def said(answer: dict[str, Any]) -> Said:
    return Said(json.dumps(answer, ensure_ascii=False))
