"""Stores results of steps as JSON with pictures as stored files, so that another machine can resume the session.

The pictures of steps are not masked yet. They are encrypted with the key of the attempt, and deleted when it ends. The
pictures of the masked analysis are stored at the end (`store_final`).
"""

from __future__ import annotations

import asyncio
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from claude_scope.errors import Conflict, WorkFailed
from claude_scope.serialization.codec import decode, encode
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.values import (
    CoveredPicture,
    Keyframes,
    PairAnswer,
    Reading,
    Recording,
    Snapshot,
    Timeline,
    WholeAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.store.assets.files import Files
    from claude_scope.store.encryption.secret_keys import Secrets
    from claude_scope.store.queries.work import Job

RESULTS: dict[str, Any] = {
    "probe": Recording,
    "keyframes": Keyframes,
    "pictures": Keyframes,
    "inspect": tuple[Snapshot, ...],
    "read": Reading,
    "ask": PairAnswer,
    "ask whole": WholeAnswer,
    "timeline": Timeline,
    "mask": tuple[CoveredPicture, ...],
    "thumbnails": tuple[Path, ...],
}
"""The result type of each station; a step that is not listed has the type of its station."""
TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
MAX_STORED_BYTES = 2 << 30
"""Maximum number of bytes of all pictures of one session: 200 incompressible 8K frames would be 13 GB."""
MAX_TRANSFERS = 4
"""The most concurrent uploads or downloads."""
NO_SECRET_KEY = (
    "The worker does not have the secret key that the recording was encrypted with; "
    "ask the operator of this server, then try again."
)
VIDEO = "recording"
"""The video's name in the folder and in results."""
ENCRYPTED = ".encrypted"
"""The suffix of an encrypted picture in the folder, before its upload or after its download."""


class StepStore:
    """Stores the results of one session's steps; a picture becomes a stored file (`ast_.../frames/1.png`).

    The reference includes the file name, since two equal pictures share one stored file.
    """

    def __init__(self, files: Files, job: Job, folder: Path, key: DataKey, secrets: Secrets) -> None:
        self.folder = folder
        self.video = folder / VIDEO
        self._files = files
        self._job = job
        self._key = key
        self._secrets = secrets
        self._ids: dict[Path, str] = {}
        self._stored_bytes = 0
        self._slots = asyncio.Semaphore(MAX_TRANSFERS)

    def id_of(self, path: Path) -> str:
        """The id of a picture that a step returned."""
        return self._ids[path]

    async def store(self, value: object) -> Any:
        """Store the pictures of a value, and return the value as JSON."""
        found: list[Path] = []

        def note(path: Path) -> str:
            found.append(path)
            return ""

        encode(value, note)
        new = {path for path in found if path != self.video and path not in self._ids}
        await asyncio.gather(*(self.store_picture(path) for path in sorted(new)))
        return await asyncio.to_thread(encode, value, self._reference)

    async def store_picture(self, path: Path) -> str:
        """Encrypt and store a picture of a step, and return its id."""
        async with self._slots:
            self._stored_bytes += (await asyncio.to_thread(path.stat)).st_size
            if self._stored_bytes > MAX_STORED_BYTES:
                raise WorkFailed("The pictures of the recording take more than 2 GB; record a smaller window.")
            encrypted = path.with_name(path.name + ENCRYPTED)
            try:
                await asyncio.to_thread(self._key.encrypt_file, path, encrypted)
                self._ids[path] = await self._add(encrypted, "step", TYPES[path.suffix])
            finally:
                await asyncio.to_thread(encrypted.unlink, missing_ok=True)
        return self._ids[path]

    async def store_final(self, kinds: Mapping[Path, str]) -> dict[Path, str]:
        """Store the final pictures unencrypted, with the kinds of their files, and return their ids."""

        async def add(path: Path, kind: str) -> tuple[Path, str]:
            async with self._slots:
                return path, await self._add(path, kind, TYPES[path.suffix])

        return dict(await asyncio.gather(*(add(path, kind) for path, kind in kinds.items())))

    async def load(self, step: str, data: Any) -> Any:
        """Restore a stored value, and download its pictures into the folder."""
        found: dict[Path, str] = {}  # a local variable: the other lane loads its results concurrently

        def note(reference: str) -> Path:
            if reference == VIDEO:
                return self.video
            file_id, name = _parts(reference)
            found[self.folder / name] = file_id
            return self.folder / name

        value = await asyncio.to_thread(decode, _kind_of(step), data, note)
        self._ids |= found
        missing = await asyncio.to_thread(lambda: [path for path in found if not path.exists()])
        await asyncio.gather(*(self._fetch_picture(path) for path in missing))
        return value

    async def fetch_video(self) -> None:
        """Download the video unless the folder has it; raises WorkFailed if it cannot be decrypted."""
        if await asyncio.to_thread(self.video.exists):
            return
        if self._job.video_id is None:
            raise WorkFailed("The video of the session is gone; upload the recording again.")
        key = await asyncio.to_thread(open_video_key, self._job, self._secrets)
        await self._fetch(self._job.video_id, self.video, key)

    async def _add(self, path: Path, kind: str, mime_type: str) -> str:
        return await self._files.add(
            path, kind=kind, mime_type=mime_type, user_id=self._job.user_id, session_id=self._job.id
        )

    async def _fetch_picture(self, path: Path) -> None:
        async with self._slots:
            await self._fetch(self._ids[path], path, self._key)

    async def _fetch(self, file_id: str, path: Path, key: DataKey) -> None:
        """Download a stored file and decrypt it into the folder."""
        encrypted = path.with_name(path.name + ENCRYPTED)
        await self._files.fetch(file_id, encrypted)
        try:
            await asyncio.to_thread(key.decrypt_file, encrypted, path)
        finally:
            await asyncio.to_thread(encrypted.unlink, missing_ok=True)

    def _reference(self, path: Path) -> str:
        if path == self.video:
            return VIDEO
        return f"{self._ids[path]}/{path.relative_to(self.folder).as_posix()}"


def open_video_key(job: Job, secrets: Secrets) -> DataKey:
    """The key of a session's video; raises WorkFailed if it cannot be opened."""
    if job.video_key is None:
        raise WorkFailed(NO_SECRET_KEY)
    try:
        return DataKey.open(job.video_key, secrets, job.user_id)
    except Conflict as error:
        raise WorkFailed(NO_SECRET_KEY) from error


def _kind_of(step: str) -> Any:
    """The type of a step's result; the step `ask 3` belongs to the station `ask`."""
    return RESULTS[step if step in RESULTS else step.partition(" ")[0]]


def _parts(reference: str) -> tuple[str, str]:
    """Split a reference into file id and file name."""
    file_id, _, name = reference.partition("/")
    if not name or ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
        raise ValueError(f"{reference!r} is not a reference to a stored picture")
    return file_id, name
