"""Downloads a session into a folder, as the same files that the command line writes."""

from __future__ import annotations

import asyncio
import re
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.errors import BadInput, NotFound
from claude_scope.remote.client import SESSION_ID

if TYPE_CHECKING:
    from claude_scope.remote.client import RemoteService

FILES = re.compile(
    r"session\.json|report\.html|prompt\.[a-z-]{1,20}\.md|page-\d{1,4}\.png|frames/(?:full/)?[\w.-]{1,80}\.png"
)
"""The names of a bundle's files. Other files are not unpacked."""
MAX_FILES = 2_000
MAX_BYTES = 2 << 30


async def fetch_session(service: RemoteService, session_id: str, folder: Path, agent: str = "") -> None:
    """Write the files of a session into `folder`.

    Raises NotFound for an invalid id, BadInput for an invalid bundle, and the errors of `RemoteService.download`.
    """
    if not SESSION_ID.fullmatch(session_id):
        raise NotFound(f"{session_id[:80]!r} is not the id of a session; ids look like sess_A1B2C3D4.")
    query = {"agentTarget": agent} if agent else {}
    with tempfile.TemporaryDirectory(prefix="claude-scope-pull-") as name:
        packed = Path(name) / "bundle.zip"
        await service.download(f"/api/sessions/{session_id}/bundle", packed, **query)
        await asyncio.to_thread(unpack, packed, folder)


def unpack(packed: Path, folder: Path) -> None:
    """Unpack a bundle after checking its file names and sizes, which are not trusted. Raises BadInput."""
    try:
        with zipfile.ZipFile(packed) as archive:
            wanted = [member for member in archive.infolist() if FILES.fullmatch(member.filename)]
            if len(wanted) > MAX_FILES or sum(member.file_size for member in wanted) > MAX_BYTES:
                raise BadInput("The bundle is larger than any session; look at it in the web app.")
            if not any(member.filename == "session.json" for member in wanted):
                raise BadInput("The bundle has no session.json; update claude-scope here and on the service.")
            for member in wanted:
                target = folder / member.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(member))
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise BadInput(f"The bundle is damaged ({error}); try again.") from error
