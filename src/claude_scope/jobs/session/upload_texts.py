"""The texts of an upload: stored masked; as they were written, encrypted beside the video while that is stored.

The page has to be inspected at its real address, and a secret that the notes name is covered in the pictures. So what
masking changes is encrypted with the key of the video, and lies in the video's row, whose end is the end of both.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.jobs.session.step_results import open_video_key
from claude_scope.redaction.redact import redact_text
from claude_scope.store.tables import MAX_NOTES, MAX_TITLE, MAX_URL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_scope.store.encryption.data_keys import DataKey
    from claude_scope.store.encryption.secret_keys import Secrets
    from claude_scope.store.queries.work import Job

NAME = "texts"
"""What they are encrypted as."""
MAX_LENGTHS = {"title": MAX_TITLE, "seed_url": MAX_URL, "notes": MAX_NOTES}
"""Characters of each, by the names of its column."""


def masked(text: str, most: int) -> str:
    """The text with its secrets masked, and not longer than `most`: a mask may be longer than its secret."""
    return redact_text(text)[0][:most]


def mask_upload(texts: Mapping[str, str], key: DataKey) -> tuple[dict[str, str], str | None]:
    """The texts masked, and those that this changes as they were written, encrypted; None if it changes none."""
    stored = {name: masked(text, MAX_LENGTHS[name]) for name, text in texts.items()}
    changed = {name: text for name, text in texts.items() if text != stored[name]}
    if not changed:
        return stored, None
    return stored, base64.b64encode(key.encrypt(json.dumps(changed).encode(), NAME)).decode()


def as_written(job: Job, secrets: Secrets) -> Job:
    """The job with its texts as they were written; a title that was changed since then stays.

    Each has to equal the stored text when masked, since the row may come from another person's backup.

    Raises WorkFailed if the key of the video cannot be opened, and Conflict for what was not encrypted with it.
    """
    if job.encrypted_texts is None:
        return job
    found = json.loads(open_video_key(job, secrets).decrypt(base64.b64decode(job.encrypted_texts), NAME))
    stored = {"title": job.title, "seed_url": job.seed_url, "notes": job.notes}
    written = {
        name: found[name]
        for name, most in MAX_LENGTHS.items()
        if name in found and len(found[name]) <= most and masked(found[name], most) == stored[name]
    }
    return replace(job, **written)
