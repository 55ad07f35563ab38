"""Asks a model about the changes of a recording, and about the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.errors import ModelRefused
from claude_scope.hosted.answers import pair_answer, whole_answer
from claude_scope.hosted.questions import pair_question
from claude_scope.plural import counted
from claude_scope.values import PairAnswer, WholeAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.hosted.answers import Whole
    from claude_scope.hosted.calls.asker import Asker
    from claude_scope.hosted.question import PairContext, Question
    from claude_scope.hosted.view import View


async def ask_pair(asker: Asker, context: PairContext, views: Sequence[View]) -> PairAnswer:
    """Ask about a change; if the model gives no answer, `problem` has the reason."""
    question = pair_question(context, views, thousandths=asker.thousandths)
    try:
        answered = await asker.ask(question)
    except ModelRefused as error:
        return PairAnswer(context.state, problem=str(error))
    if answered.answer is None:
        return PairAnswer(context.state, usage=answered.usage, problem=answered.problem)
    return pair_answer(context, answered.answer, views, answered.usage, thousandths=asker.thousandths)


async def ask_whole(asker: Asker, question: Question[Whole], states: int) -> WholeAnswer:
    """Ask about a whole recording of `states` states; if the model gives no answer, `problem` has the reason."""
    try:
        answered = await asker.ask(question)
    except ModelRefused as error:
        return WholeAnswer(problem=str(error))
    if answered.answer is None:
        return WholeAnswer(usage=answered.usage, problem=answered.problem)
    return whole_answer(answered.answer, states, answered.usage)


def unanswered(pairs: Sequence[PairAnswer], whole: WholeAnswer) -> str:
    """The number of unanswered questions, and the reason of the first; "" if all were answered."""
    problems = [problem for problem in (*(pair.problem for pair in pairs), whole.problem) if problem]
    if not problems:
        return ""
    return f"{len(problems)} of {counted(len(pairs) + 1, 'question')} had no answer: {problems[0]}"
