"""A question to a model: instructions, words, pictures, and the form of the answer; and what a question is about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from claude_scope.hosted.view import View
    from claude_scope.values import Claim

AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Question(Generic[AnswerT]):
    """One call of a model.

    `instructions` are the same for all questions of a kind, so that providers can cache them; `words` and `pictures`
    belong to this question. `answer` is the Pydantic model of the answer.
    """

    instructions: str
    words: str
    pictures: tuple[View, ...]
    answer: type[AnswerT]
    max_output_tokens: int

    def digest(self, model: str) -> str:
        """A hash that is equal only for questions to the same model, in the same words, with the same pictures."""
        parts = (model, self.instructions, self.words, *(view.png for view in self.pictures), self.answer.__name__)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PairContext:
    """The context of a question about a change: the state's number, and what the program knows of the change.

    The words number the claims, from 1.
    """

    state: int
    words: str
    claims: tuple[Claim, ...] = ()
