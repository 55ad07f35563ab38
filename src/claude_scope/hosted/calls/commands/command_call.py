"""Makes one call of an agent's command, in a separate temporary folder."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import ModelRefused
from claude_scope.hosted.calls.choice import COMMANDS
from claude_scope.hosted.calls.commands import claude_code, codex, gemini
from claude_scope.hosted.calls.commands.answer_json import json_in
from claude_scope.hosted.calls.commands.bounded_process import TooMuchOutput, run_bounded
from claude_scope.hosted.calls.commands.command import CommandFailed
from claude_scope.hosted.calls.commands.failures import not_installed, translate
from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.hosted.calls.choice import Choice
    from claude_scope.hosted.calls.commands.command import Ended, Interface, Invocation, Said
    from claude_scope.hosted.question import AnswerT, Question

TIMEOUT_S = 180.0
"""The timeout of one call: a command takes up to 10 s to start, retries by itself, and its model may think for a
minute."""
INQUIRY_TIMEOUT_S = 20.0
"""The timeout of an inquiry, which takes 3 s and may use the network."""
INTERFACES: dict[str, Interface] = {"claude-code": claude_code, "codex": codex, "gemini": gemini}
_HIDDEN = re.compile(
    r"CLAUDE_SCOPE_|CODEX_(SANDBOX|THREAD|CI)|(CLAUDECODE|CLAUDE_CODE_(ENTRYPOINT|SSE_PORT)|GEMINI_CLI)$"
)
"""Variables that are hidden from a command. Ours may contain secrets. By the others an agent tells its child
processes that they run inside it, and a command that sees them behaves differently or refuses to start."""


class CommandCaller:
    """Calls the model of one command. `environment` defaults to that of this process."""

    def __init__(
        self, choice: Choice, *, environment: Mapping[str, str] | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self.choice = choice
        self.thousandths = choice.provider == "gemini"
        self._command = COMMANDS[choice.provider]
        self._interface = INTERFACES[choice.provider]
        self._environment = {
            name: value
            for name, value in (os.environ if environment is None else environment).items()
            if not _HIDDEN.match(name)
        }
        self._timeout_s = timeout_s
        self._known: str | None = None
        self._inquiring = asyncio.Lock()

    async def call(self, question: Question[AnswerT]) -> tuple[AnswerT, Usage]:
        """Ask a question; the returned usage has a cost only if the command reports one.

        Raises:
            ModelRefused: the command is missing or outdated, not signed in, out of quota, or does not know the model.
            CallFailed: no answer came; it says whether to try again.
        """
        await self.prepare()
        try:
            said = await self._ask(question)
            return _answer(question, said)
        except CommandFailed as failure:
            if failure.trouble == "bad_catalog":
                self._known = ""  # the next try does without it
            raise translate(failure, self.choice, self._environment) from failure

    async def prepare(self) -> None:
        """Ask the command what all calls need to know; a failure is ignored, since the calls will report it."""
        async with self._inquiring:
            if self._known is None:
                self._known = await self._inquire()

    async def close(self) -> None:
        """Do nothing: no connection stays open between calls."""

    async def _inquire(self) -> str:
        with tempfile.TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as name:
            folder = await asyncio.to_thread(Path(name).resolve)
            inquiry = self._interface.inquiry(folder)
            if inquiry is None:
                return ""
            try:
                ended = await self._run(inquiry, folder, INQUIRY_TIMEOUT_S)
            except (CommandFailed, ModelRefused):
                return ""
        return ended.stdout if ended.status == 0 else ""

    async def _ask(self, question: Question[AnswerT]) -> Said:
        with tempfile.TemporaryDirectory(prefix="claude-scope-", ignore_cleanup_errors=True) as name:
            folder = await asyncio.to_thread(Path(name).resolve)  # the path as the command itself names it
            known = self._known or ""
            invocation = await asyncio.to_thread(self._interface.prepare, question, self.choice.model, folder, known)
            try:
                return self._interface.read(await self._run(invocation, folder, self._timeout_s))
            finally:
                self._interface.clean(folder, self._environment)

    async def _run(self, invocation: Invocation, folder: Path, timeout_s: float) -> Ended:
        # Some commands write error reports to the temporary folder, with the whole request in them.
        environment = {**self._environment, **invocation.environment, "TMPDIR": str(folder)}
        program = shutil.which(self._command.program, path=environment.get("PATH"))
        if program is None:
            raise not_installed(self.choice)
        try:
            return await run_bounded(program, invocation, folder=folder, environment=environment, timeout_s=timeout_s)
        except TimeoutError as error:
            raise CommandFailed("late", usage=Usage(1, 0, 0, None)) from error
        except TooMuchOutput as error:
            raise CommandFailed("too_long", usage=Usage(1, 0, 0, None)) from error
        except OSError as error:
            raise CommandFailed("failed", error.strerror or str(error)) from error


def _answer(question: Question[AnswerT], said: Said) -> tuple[AnswerT, Usage]:
    """The validated answer."""
    try:
        return question.answer.model_validate_json(json_in(said.text)), said.usage
    except ValueError as error:  # no JSON, broken JSON, or pydantic.ValidationError
        raise CommandFailed("malformed", usage=said.usage) from error
