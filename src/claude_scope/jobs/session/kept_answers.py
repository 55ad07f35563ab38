"""Keeps the answers of a model as long as the video is stored, so that a retry does not pay for them again.

They are encrypted with the key of the video, and stored and deleted with its row, like the texts of an upload.
"""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from claude_scope.errors import Conflict, WorkFailed
from claude_scope.jobs.session.step_results import open_video_key
from claude_scope.store.queries import work as rows
from claude_scope.store.tables import MAX_KEPT_ANSWERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.jobs.liveness.fencing import FencedWrites
    from claude_scope.store.encryption.secret_keys import Secrets
    from claude_scope.store.queries.work import Job

NAME = "answers"
"""The name under which the answers are encrypted."""


class KeptAnswers:
    """The answers that a session has got in all its attempts, as JSON by the digest of their question."""

    def __init__(self, job: Job, secrets: Secrets, write: FencedWrites) -> None:
        self._job = job
        self._secrets = secrets
        self._write = write
        self._answers: dict[str, str] = {}
        self._writing = asyncio.Lock()

    async def load(self) -> Mapping[str, str]:
        """The answers of earlier attempts and workers; none if they cannot be decrypted."""
        with suppress(Conflict, WorkFailed, ValueError):
            self._answers = await asyncio.to_thread(self._decrypted)
        return self._answers

    async def add(self, answers: Mapping[str, str]) -> None:
        """Store further answers unless all together are too long; raises ClaimLost if the attempt is no longer open."""
        async with self._writing:
            if answers.keys() <= self._answers.keys():
                return
            self._answers = {**self._answers, **answers}
            encrypted = await asyncio.to_thread(self._encrypted)
            if len(encrypted) <= MAX_KEPT_ANSWERS:
                await self._write(rows.put_answers, encrypted)

    def _decrypted(self) -> dict[str, str]:
        if self._job.encrypted_answers is None:
            return {}
        found = base64.b64decode(self._job.encrypted_answers)
        answers: dict[str, str] = json.loads(open_video_key(self._job, self._secrets).decrypt(found, NAME))
        return answers

    def _encrypted(self) -> str:
        key = open_video_key(self._job, self._secrets)
        return base64.b64encode(key.encrypt(json.dumps(self._answers).encode(), NAME)).decode()
