"""Turns the body of an upload into a queued session. A failed upload leaves no files or rows behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from claude_scope.api.http import concurrency_limits
from claude_scope.api.schemas.recordings import NEEDED_BY_A_VIDEO, NewRecording
from claude_scope.api.sessions.quotas import Quota, hold_account, require_room
from claude_scope.capture.container import is_capture
from claude_scope.errors import BadInput, Conflict, NotFound, StoreUnavailable
from claude_scope.intake.receive_upload import FILE, OVERHEAD_BYTES, Form, NoFile, mime_type, take
from claude_scope.jobs.sandbox.pool import SandboxPool
from claude_scope.jobs.sandbox.recording_length import max_duration_ms, too_long
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.jobs.session.status import initial_status
from claude_scope.jobs.session.upload_texts import DERIVED_TITLE, derived_title, mask_upload
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.queries import files, sessions, uploads
from claude_scope.store.queries import settings as preferences

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.api.auth.caller import Caller
    from claude_scope.api.service import Service
    from claude_scope.intake.receive_upload import Upload
    from claude_scope.intake.spool import Spool
    from claude_scope.store.queries.files import StoredFile
    from claude_scope.values import Recording

FIELDS = [field.alias or "" for field in NewRecording.model_fields.values()]
REQUIRED = (FILE, *NEEDED_BY_A_VIDEO)
NO_UPLOAD = "The upload was deleted or has expired; begin another."
"""The message for a resumable upload that was deleted, has expired, or belongs to another account."""


class Taken(NamedTuple):
    """The session of an upload. `is_new` is false if the session existed already.

    `chunks` are the files of a resumable upload, marked for deletion.
    """

    session_id: str
    is_new: bool
    chunks: Sequence[StoredFile] = ()


class Uploads:
    """Stores uploads and queues their sessions."""

    def __init__(self, service: Service, spool: Spool) -> None:
        self.max_bytes = service.settings.max_upload_bytes
        self.quota = Quota.of(service.settings)
        self.under_way = concurrency_limits.uploads()
        self._spool = spool
        self._sandboxes = SandboxPool(Limits.of(service.settings), warm=False)

    async def take(
        self, caller: Caller, content_type: str, chunks: AsyncIterator[bytes], upload_key: str | None
    ) -> Taken:
        """Store the video and queue its session; `upload_key` is the client's Idempotency-Key.

        Raises BadInput for an invalid form, a file that is not a recording or too long, or a full account, and
        StoreUnavailable.
        """
        with self._spool.file() as (path, file):
            upload = await _taken(chunks, Form(content_type, file, FIELDS, self.max_bytes))
            return await self.create(caller, path, upload, upload_key)

    async def create(
        self, caller: Caller, path: Path, upload: Upload, upload_key: str | None, upload_id: str | None = None
    ) -> Taken:
        """Store the video at `path` and queue its session; `upload_id` is the resumable upload that it came from.

        Raises the same as `take`, and NotFound if that upload was deleted meanwhile.
        """
        has_own_words = await asyncio.to_thread(is_capture, path)
        asked = _checked(upload.fields, needs=() if has_own_words else NEEDED_BY_A_VIDEO)
        options = await caller.read(preferences.preferences)
        recording = await self._sandboxes.probe(path, options["max_recording_length"], upload.file_name)
        _check_duration(recording, asked, options["max_recording_length"])
        kind = mime_type(await asyncio.to_thread(_head, path), recording.container)
        sealed_key, key = await asyncio.to_thread(new_key, caller)
        address = recording.url or asked.seed_url
        if address is None:
            raise BadInput("seedUrl: the capture has no web address of its own; give one")
        title = asked.title or derived_title(recording, address)
        texts = {"title": title, "seed_url": address, "notes": asked.notes}
        masked, encrypted_texts = await asyncio.to_thread(mask_upload, texts, key)
        video_id = await self._store(caller, path, kind, sealed_key, key)
        values = {**_values(asked, recording, options), **masked, "mime_type": kind, "file_size": upload.size_bytes}
        values["upload_key"] = upload_key
        if not asked.title:
            values["options"][DERIVED_TITLE] = masked["title"]
        taken: Taken | None = None
        try:
            taken = await caller.write(_create, values, video_id, encrypted_texts, self.quota, upload_id)
        finally:
            if taken is None or not taken.is_new:
                await caller.service.files.delete(video_id)
        with suppress(StoreUnavailable):  # accepted: workers will queue the session and delete the chunks
            if taken.is_new:
                await caller.service.jobs.enqueue(taken.session_id)
            await caller.service.files.remove(taken.chunks)
        return taken

    async def _store(self, caller: Caller, path: Path, mime_type: str, sealed_key: str, key: DataKey) -> str:
        """Encrypt and store the video; return its file id."""
        with self._spool.file() as (encrypted, _):
            await asyncio.to_thread(key.encrypt_file, path, encrypted)
            return await caller.service.files.add(
                encrypted,
                kind="video",
                mime_type=mime_type,
                user_id=caller.id,
                session_id=None,
                sealed_key=sealed_key,
            )


async def _taken(chunks: AsyncIterator[bytes], form: Form) -> Upload:
    """Call `receive_upload.take`. If the file is missing, the error lists all missing fields."""
    try:
        return await take(chunks, form)
    except NoFile as error:
        raise RequestValidationError(_missing(name for name in REQUIRED if name not in error.given)) from error


def _missing(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"type": "missing", "loc": (name,)} for name in names]


def new_key(caller: Caller) -> tuple[str, DataKey]:
    """A new data key for a video or a resumable upload: the sealed key, and the opened key."""
    sealed = DataKey.generate(caller.service.secrets)
    return sealed, DataKey.open(sealed, caller.service.secrets, caller.id)


def check_room(tx: Transaction, user_id: str, upload_key: str | None, quota: Quota, length: int) -> None:
    """Check the quota before a body is read; raises BadInput. `length` is the body's Content-Length, or 0."""
    if _made_before(tx, user_id, upload_key) is None:
        require_room(tx, user_id, quota, length, slack=OVERHEAD_BYTES)


def _made_before(tx: Transaction, user_id: str, upload_key: str | None) -> str | None:
    """The session that an earlier upload with this key created, or None. Locks the account for the transaction."""
    hold_account(tx, user_id)
    return sessions.of_upload(tx, user_id, upload_key) if upload_key else None


def _checked(fields: Mapping[str, str], needs: Sequence[str]) -> NewRecording:
    """Validate the form fields, in which numbers are strings. Raises RequestValidationError."""
    missing: list[Any] = _missing(name for name in needs if name not in fields)
    try:
        asked = NewRecording.model_validate_strings(fields, strict=False)
    except ValidationError as error:
        raise RequestValidationError([*missing, *error.errors()]) from error
    if missing:
        raise RequestValidationError(missing)
    return asked


def _create(
    tx: Transaction,
    user_id: str,
    values: Mapping[str, Any],
    video_id: str,
    encrypted_texts: str | None,
    quota: Quota,
    upload_id: str | None,
) -> Taken:
    """Insert the session and its video, and end its resumable upload, all or nothing.

    Raises BadInput if the account is full, Unauthorized if it was deleted, NotFound if the resumable upload was
    deleted, and Conflict if the video was deleted.
    """
    made = _made_before(tx, user_id, values["upload_key"])
    if made is not None:
        return Taken(made, False, _end(tx, user_id, upload_id, made))
    require_room(tx, user_id, quota, 0 if upload_id else values["file_size"])  # chunks were counted on arrival
    session_id = sessions.create(tx, user_id, values)
    if not files.link(tx, video_id, session_id, encrypted_texts):
        raise Conflict("The recording was removed while it was stored; upload it again.")
    return Taken(session_id, True, _end(tx, user_id, upload_id, session_id))


def _end(tx: Transaction, user_id: str, upload_id: str | None, session_id: str) -> Sequence[StoredFile]:
    """End the resumable upload, if there is one; return its chunks."""
    if upload_id is None:
        return ()
    chunks = uploads.finish(tx, user_id, upload_id, session_id)
    if chunks is None:
        raise NotFound(NO_UPLOAD)
    return chunks


def _values(asked: NewRecording, recording: Recording, options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "agent_target": asked.agent_target or options["default_agent"],
        "options": dict(options),
        "duration_s": round((recording.duration_ms or asked.duration_ms or 0) / 1000),
        "status": "processing",
        "processing": initial_status(),
    }


def _check_duration(recording: Recording, asked: NewRecording, minutes: int) -> None:
    """Raise BadInput for a recording longer than `maxRecordingLength` minutes."""
    duration_ms = recording.duration_ms or asked.duration_ms or 0
    if duration_ms > max_duration_ms(minutes):
        raise too_long("The recording", minutes, duration_ms)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64)
